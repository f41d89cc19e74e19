"""What of a day that was played asks for an answer: a turn ends with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from outreach_sim.market.session import Session
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.view import own_approach


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody who wants to be answered.

    Attributes:
        candidate: who.
        said: what has happened, after their name.
    """

    candidate: int
    said: str


_OWN = {
    Event.INTERESTED: "is interested",
    Event.CAME_BACK: "comes back",
    Event.COUNTERED: "has a counter-offer",
}


def calls(session: Session, log: Log, lab: int) -> Iterator[Call]:
    """Those of the day just played, for this lab, each person once."""
    told: set[int] = set()
    for kind, by, candidate in zip(log.kind.tolist(), log.lab.tolist(), log.candidate.tolist(), strict=True):
        event = Event(kind)
        if candidate in told or event not in (*_OWN, Event.TOLD):
            continue
        said = _staff(session, candidate, lab) if event is Event.TOLD else ""
        if event in _OWN and by == lab and _by_hand(session, lab, candidate):
            said = _OWN[event]
        if said:
            told.add(candidate)
            yield Call(candidate, said)


def _by_hand(session: Session, lab: int, candidate: int) -> bool:
    own = own_approach(session.world, lab, candidate)
    return own is not None and own.by_hand


def _staff(session: Session, candidate: int, lab: int) -> str:
    """Whether somebody of the lab's own tells of an offer that no rule of its has answered."""
    world = session.world
    own = world.home[candidate] == lab and world.status[candidate] == Status.HERE
    return "has an offer, and works for you" if own and not world.countered[candidate] else ""
