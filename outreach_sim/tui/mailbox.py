"""The threads of the inbox as a list: filtered, sorted, searched. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

from outreach_sim.market.state.approaches import NEVER, State
from outreach_sim.market.view import StaffOffer
from outreach_sim.storage.correspondence.search import Found, Hit, Marked
from outreach_sim.tui.fuzzy import Sought
from outreach_sim.tui.play import Play

MOST_HITS = 100
"""Letters shown of a search; one more word finds those further down."""
_LIVE = (State.INTERESTED, State.PROCESS, State.OFFERED, State.SIGNED)


class Which(StrEnum):
    """Which threads are shown; the value is how a filter is called."""

    ANSWERED = "answered"
    WAITING = "waiting for you"
    UNREAD = "unread"
    INTERESTED = "interested"
    EVERY = "all letters"


def _due(play: Play, candidate: int) -> int:
    own = play.approach(candidate)
    return NEVER if own is None or own.due is None else own.due


@dataclass(frozen=True, slots=True)
class Key:
    """What threads are sorted by: how it is called, what of a thread counts, whether smallest come first."""

    called: str
    of: Callable[[Play, int], Any]
    rising: bool = True


class By(Enum):
    """What threads can be sorted by, in this order."""

    DATE = Key("date", lambda play, c: play.inbox.threads[c][-1].when, rising=False)
    DUE = Key("day due", _due)
    NAME = Key("name", lambda play, c: play.name(c).casefold())
    LAB = Key("lab", lambda play, c: play.lab_called(int(play.view.employer[c])).casefold())


@dataclass(frozen=True, slots=True)
class Sight:
    """What the list shows.

    Attributes:
        which: which threads.
        lab: index of the lab where the person works, or ``None`` for all.
        by: what they are sorted by. rising: smallest first.
    """

    which: Which = Which.ANSWERED
    lab: int | None = None
    by: By = By.DATE
    rising: bool = False

    def sorted_by(self, by: By) -> Sight:
        """The same by this; by the same again, the other way round."""
        return replace(self, by=by, rising=not self.rising if by is self.by else by.value.rising)


def find_threads(play: Play, sight: Sight) -> list[int]:
    """Candidates whose threads the list shows; equal ones the latest first."""
    chosen = sorted(_chosen(play, sight), key=lambda c: (By.DATE.value.of(play, c), c), reverse=True)
    return sorted(chosen, key=lambda c: sight.by.value.of(play, c), reverse=not sight.rising)


def find_offers(play: Play, sight: Sight) -> list[StaffOffer]:
    """Offers to own people that the list shows before all threads; who decides first comes first."""
    shown = {
        Which.ANSWERED: play.view.offered,
        Which.WAITING: play.offers_to_answer(),
        Which.EVERY: play.view.offered,
    }.get(sight.which, ())
    return [offer for offer in shown if sight.lab in (None, offer.lab)]


def _chosen(play: Play, sight: Sight) -> list[int]:
    waiting = {own.candidate for own in play.your_turn()}
    belongs: Callable[[int], bool] = {
        Which.ANSWERED: lambda c: any(mail.from_candidate for mail in play.inbox.threads[c]),
        Which.WAITING: waiting.__contains__,
        Which.UNREAD: play.unread.__contains__,
        Which.INTERESTED: lambda c: (own := play.approach(c)) is not None and own.state in _LIVE,
        Which.EVERY: lambda c: True,
    }[sight.which]
    at_lab = (lambda c: True) if sight.lab is None else (lambda c: play.view.employer[c] == sight.lab)
    return [c for c in play.inbox.threads if belongs(c) and at_lab(c)]


def find_letters(play: Play, words: str) -> Found:
    """Letters and replies that hold these words, the best first; where none does, the latest of threads in
    which name, lab or subject hold their letters in order, the nearest first.

    Raises:
        OutreachError: nothing can be looked for, or nothing can look.
    """
    found = play.inbox.index.find(words, MOST_HITS)
    return found if found.total else _near(play, Sought(words))


def _near(play: Play, sought: Sought) -> Found:
    matches = [(sought.match(_told(play, c)), c) for c in play.inbox.threads]
    near = sorted((-match.score, c) for match, c in matches if match is not None)
    hits = (_latest(play, c, sought) for _, c in near[:MOST_HITS])
    return Found(tuple(hits), len(near), near=bool(near))


def _told(play: Play, candidate: int) -> str:
    """What a thread is found by where no word of it is: who, where, about what."""
    lab = play.lab_called(int(play.view.employer[candidate]))
    return f"{play.name(candidate)}\n{lab}\n{play.inbox.threads[candidate][-1].letter.subject}"


def _latest(play: Play, candidate: int, sought: Sought) -> Hit:
    mail = play.inbox.threads[candidate][-1]
    marks = tuple((place, place + 1) for place in sought.marked(mail.letter.subject))
    body = Marked(mail.letter.body, ())
    return Hit(mail, Marked(mail.letter.subject, marks), body, Marked(" ".join(mail.letter.body.split()), ()))
