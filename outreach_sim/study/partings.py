"""Where two paths of one person part, one to a yes and one to none, and on which term.

The paths are followed link by link; at the first link that only one of them passed, the terms of both are
laid side by side. They come from
``market.observers.journeys``, which notes what ``model.terms`` gave the engine.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.observers.journeys import Journeys, Link, Table
from outreach_sim.market.state.events import Event, Refusal

LINKS = ("letter", "opened", "reply", "interest", "offer", "decision")
_SMALL = 1e-9
_WORLD = 2**31
"""More than any candidate's index."""
_CAUSES = {
    "other offers": "rivals",
    "counter-offer": "counter-offer",
    "weekday": "timing",
    "fatigue": "wear",
    "name": "wear",
}
Terms = dict[str, float]


@dataclass(slots=True)
class Path:
    """How far one sequence came.

    Attributes:
        number: which sequence of the pair, from 1.
        day, pay_usd, present_usd, pledge_h100e, direct: when its first mail went out.
        events: what happened, by kind: day, mail and value.
        terms: what was weighed, by link and mail.
    """

    number: int
    day: int
    pay_usd: int
    present_usd: int
    pledge_h100e: int
    direct: int
    events: dict[Event, tuple[int, int, int]] = field(default_factory=dict)
    terms: dict[tuple[Link, int], Terms] = field(default_factory=dict)

    def weighed(self, link: Link) -> Terms:
        """The terms of a link that is weighed once; empty where it was not reached."""
        found = [terms for (at, _), terms in self.terms.items() if at is link]
        return found[-1] if found else {}

    @property
    def without_letter(self) -> bool:
        """Whether the person came without a letter, in a walkout."""
        return Event.INTERESTED in self.events and self.events[Event.INTERESTED][1] == 0

    @property
    def began(self) -> str:
        """How the two came to talk: by a letter, in a walkout, or because the person came back."""
        if Event.CAME_BACK in self.events:
            return "come back"
        return "walkout" if self.without_letter else "letter"

    def letter(self, mail: int) -> Terms:
        """The terms of this mail, or of the last one before it."""
        mails = [m for at, m in self.terms if at is Link.LETTER and m <= mail]
        return self.terms[Link.LETTER, max(mails)] if mails else {}


@dataclass(frozen=True, slots=True)
class Story:
    """One candidate in one world: the lab's sequences, and the day of a yes to another lab."""

    paths: dict[int, Path]
    taken_on: int | None = None

    def winner(self) -> Path:
        """The sequence that ended in a yes."""
        return next(path for path in self.paths.values() if Event.ACCEPTED in path.events)


@dataclass(frozen=True, slots=True)
class Parting:
    """Where two paths part.

    Attributes:
        link: one of ``LINKS``.
        term: the term that speaks most for the yes over the no, or ``None`` where no term differs.
        difference: by so much, log-odds.
        cause: for the path without a yes: ``rivals``, ``dilution``, ``timing``, ``wear``, ``counter-offer``,
            ``walkout`` (did not follow the leader), ``gate`` (also: never had the machines to come back for),
            a ``quota:`` of letters, slots, money or compute, else the term's own name.
    """

    link: str
    term: str | None
    difference: float
    cause: str


def stories(journeys: Journeys, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], Story]:
    """The stories of these (world, candidate) pairs."""
    found = {key: Story({}) for key in wanted}
    for i in _rows(journeys.begun, wanted):
        row = {name: int(column[i]) for name, column in journeys.begun.columns.items()}
        key = (row.pop("world"), row.pop("candidate"))
        found[key].paths[row["number"]] = Path(**row, events={}, terms={})
    for i in _rows(journeys.events, wanted):
        row = {name: int(column[i]) for name, column in journeys.events.columns.items()}
        key, event = (row["world"], row["candidate"]), Event(row["event"])
        if not row["own"]:
            found[key] = Story(found[key].paths, row["day"])
        else:
            found[key].paths[row["number"]].events[event] = (row["day"], row["mail"], row["value"])
    weighed = journeys.weighed.columns
    for i in _rows(journeys.weighed, wanted):
        path = found[int(weighed["world"][i]), int(weighed["candidate"][i])].paths[int(weighed["number"][i])]
        values = dict(zip(journeys.names, journeys.terms[i].tolist(), strict=True))
        path.terms[Link(int(weighed["link"][i])), int(weighed["mail"][i])] = values
    return found


def _rows(table: Table, wanted: set[tuple[int, int]]) -> list[int]:
    """Indices of the rows about these pairs, in their order."""
    keys = np.array([world * _WORLD + candidate for world, candidate in wanted], dtype=np.int64)
    return np.flatnonzero(np.isin(pairs_of(table), keys)).tolist()


def pairs_of(table: Table) -> NDArray[np.int64]:
    """World and candidate of each row as one number."""
    return table.columns["world"] * _WORLD + table.columns["candidate"]


def part(yes: Story, no: Story, same_fleet: bool = True) -> Parting:
    """Where the path to a yes and the path of the same person to no yes part.

    Args:
        yes: has an accepted sequence.
        no: has none.
        same_fleet: whether the scenarios give the lab the same fleet and heads; a loss of compute is
            then dilution by its own hires and pledges.
    """
    winner = yes.winner()
    loser = no.paths.get(winner.number)
    if loser is None or winner.began != loser.began:
        return Parting("letter", None, 0.0, "rivals" if no.taken_on is not None else _MISSED[winner.began])
    for link, passed in _PASSED.items():
        if passed not in loser.events and passed in winner.events:
            return _parting(link, winner, loser, no, same_fleet)
    raise ValueError("both paths end in a yes")


_MISSED = {"letter": "quota: letters", "walkout": "walkout", "come back": "gate"}
"""What kept somebody away who begins to talk in the other world, by how that comes about there."""
_PASSED = {
    "opened": Event.OPENED,
    "reply": Event.REPLIED,
    "interest": Event.INTERESTED,
    "offer": Event.OFFERED,
    "decision": Event.ACCEPTED,
}


def _parting(link: str, winner: Path, loser: Path, no: Story, same_fleet: bool) -> Parting:
    stopped = _stopped(link, winner, loser, no)
    if stopped:
        return Parting(link, None, 0.0, stopped)
    gains = _gains(link, winner, loser)
    term = max(gains, key=lambda name: (gains[name], name), default=None)
    if term is None or gains[term] <= _SMALL:
        return Parting(link, None, 0.0, "timing")
    cause = _CAUSES.get(term, term)
    if term == "compute" and same_fleet:
        cause = "dilution"
    return Parting(link, term, gains[term], cause)


def _stopped(link: str, winner: Path, loser: Path, no: Story) -> str:
    """What ended a path before its link was weighed at all; empty where it was weighed."""
    if link == "reply" and Event.CLOSED not in loser.events:
        last = max((mail for at, mail in loser.terms if at is Link.LETTER), default=0)
        if last < winner.events[Event.REPLIED][1]:
            return _interrupted(no)
    if link == "interest" and Event.NOT_INTERESTED not in loser.events:
        return _interrupted(no)
    if link == "offer" and Event.NO_OFFER not in loser.events:
        return _short_of(loser) or _interrupted(no)
    if link == "decision" and Event.DECLINED not in loser.events:
        return _interrupted(no)
    return ""


_SHORT_OF = {Refusal.CASH: "quota: money", Refusal.COMPUTE: "quota: compute", Refusal.SLOTS: "quota: slots"}


def _short_of(loser: Path) -> str:
    """What the lab had none left of when it should have gone on; empty where it had enough."""
    if Event.REFUSED in loser.events:
        return _SHORT_OF.get(Refusal(loser.events[Event.REFUSED][2]), "")
    return "quota: slots" if Event.CLOSED in loser.events else ""


def _interrupted(no: Story) -> str:
    """Nothing was weighed: the person had gone to a rival, or the game (or the person) ended first."""
    return "rivals" if no.taken_on is not None else "timing"


def _gains(link: str, winner: Path, loser: Path) -> Terms:
    """By how much each term speaks for the path to yes, at a link both have weighed; log-odds."""
    mail = winner.events[Event.REPLIED][1] if link in ("reply", "interest") else 0
    if link == "opened":
        return _minus(winner.weighed(Link.OPEN), loser.weighed(Link.OPEN))
    if link == "reply":
        return _minus(winner.letter(mail), loser.letter(mail))
    if link == "interest":
        answered = loser.events[Event.REPLIED][1]
        letters = _minus(winner.letter(mail), loser.letter(answered))
        gates = _minus(winner.weighed(Link.GATE), loser.weighed(Link.GATE))
        # Interest is in the whole sequence: its constant does not depend on the mail that was answered.
        return gates | {
            name: gain + gates.get(name, 0.0) for name, gain in letters.items() if name != "constant"
        }
    if link == "offer":
        return _minus(winner.weighed(Link.OFFER), loser.weighed(Link.OFFER))
    return _minus(winner.weighed(Link.DECISION), loser.weighed(Link.DECISION))


def _minus(a: Terms, b: Terms) -> Terms:
    return {name: a.get(name, 0.0) - b.get(name, 0.0) for name in [*a, *(n for n in b if n not in a)]}
