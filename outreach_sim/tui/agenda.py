"""What comes on which day, as far as the lab knows: answers, decisions, results, its board, conferences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outreach_sim.formatting import dated, usd
from outreach_sim.market.setup import DAYS_PER_WEEK
from outreach_sim.market.state.approaches import State
from outreach_sim.tui.play import Play

_SAID = {
    State.INTERESTED: "answer {who}",
    State.PROCESS: "result for {who}",
    State.OFFERED: "{who} decides",
    State.SIGNED: "{who} starts",
}
_LONGEST_NAME = 20


@dataclass(frozen=True, slots=True, order=True)
class Dated:
    """Something that comes.

    Attributes:
        day: of the game.
        later: what comes on one day stands in this order: what needs an answer before all else.
        text: a few words.
    """

    day: int
    later: int
    text: str


def agenda(play: Play) -> list[Dated]:
    """All of it, from today on, the next first."""
    every = (*_own(play), *_staff(play), *_world(play))
    return sorted(item for item in every if item.day >= play.session.day)


def when(play: Play, day: int) -> str:
    """A day of the game: by its weekday where it is less than a week away."""
    soon = day - play.session.day < DAYS_PER_WEEK
    return dated(play.scenario.date_of(day), "%a" if soon else "%-d %b")


def _own(play: Play) -> Iterator[Dated]:
    """Approaches under way whose next step has a day."""
    for own in play.view.approaches:
        if own.due is None or own.state not in _SAID:
            continue
        if own.state == State.INTERESTED and not own.by_hand:
            continue
        answer = own.state == State.INTERESTED and own.candidate not in play.to_be_answered
        said = _SAID[own.state].format(who=_who(play, own.candidate))
        yield Dated(own.due, 0 if answer else 1, said)


def _staff(play: Play) -> Iterator[Dated]:
    """Offers to the lab's own people."""
    for offer in play.view.offered:
        open_ = not offer.countered and offer.candidate not in play.left.countered
        yield Dated(offer.until, 0 if open_ else 1, f"your {_who(play, offer.candidate)} decides")


def _world(play: Play) -> Iterator[Dated]:
    """What stands in the calendar, of the scenario and of the player."""
    setup = play.scenario.setup
    for day, candidate in play.notes.to_come():
        yield Dated(day, 1, f"note on {_who(play, candidate)}")
    for day, sum_usd in setup.labs[play.lab].grants:
        yield Dated(day, 2, f"your board pays in {usd(sum_usd)}")
    for conference in setup.conferences:
        yield Dated(conference.start, 2, conference.name)
    if not play.over:
        yield Dated(setup.days, 3, "the end")


def _who(play: Play, candidate: int) -> str:
    return play.name(candidate)[:_LONGEST_NAME]
