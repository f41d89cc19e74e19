"""A scenario's story: which of its beats have happened, and what is said of them.

Any door can ask; the engine never does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from outreach_sim.market.setup import index_of
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.story_tables import EVENTS

if TYPE_CHECKING:
    from outreach_sim.market.state.recorder import Log
    from outreach_sim.scenario.schema import Spec


@dataclass(frozen=True, slots=True)
class Beat:
    """Something that a story waits for, and what it says then.

    Attributes:
        event: what happens.
        candidate: to whom, as an array position; ``None`` for anybody.
        lab: index of the lab of the event.
        at_least, at_most: bounds of the event's value; ``None`` where there is none.
        text: what is said once it has happened.
        todo: what the player can do for it; empty for nothing.
        todo_from: the day from which that is said.
        stops: whether what is said asks for something, so that a turn of several days ends with it.
    """

    event: Event
    candidate: int | None
    lab: int
    at_least: int | None
    at_most: int | None
    text: str
    todo: str = ""
    todo_from: int = 0
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """The first time that a beat happened.

    Attributes:
        beat: which.
        day: of the game. candidate: to whom, as an array position. value: of the event.
    """

    beat: Beat
    day: int
    candidate: int
    value: int

    def told(self, name_of: Callable[[int], str]) -> str:
        """The sentence, with the name of whom it is about and the value filled in."""
        return filled(self.beat.text, name_of(self.candidate), f"{self.value:,}")


def beats(spec: Spec) -> tuple[Beat, ...]:
    """The story of a scenario, in the order of its file."""
    labs, first = [lab.id for lab in spec.labs], spec.scenario.start
    return tuple(
        Beat(
            event=EVENTS[each.event],
            candidate=None if each.who is None else index_of(each.who),
            lab=labs.index(each.lab or spec.scenario.player),
            at_least=each.at_least,
            at_most=each.at_most,
            text=each.text,
            todo=each.todo or "",
            todo_from=(each.start - first).days if each.start else 0,
            stops=each.stops,
        )
        for each in spec.story
    )


def happened(story: Sequence[Beat], log: Log) -> tuple[Happened, ...]:
    """The beats that have happened by the end of a log of one world, by day, each for the first time."""
    found = [(place, once) for place, beat in enumerate(story) for once in _first(beat, log)]
    return tuple(once for _, once in sorted(found, key=lambda each: (each[1].day, each[0])))


def to_do(story: Sequence[Beat], log: Log, day: int) -> tuple[Beat, ...]:
    """The beats that the player can do something for on this day: they have not happened."""
    done = {id(once.beat) for once in happened(story, log)}
    return tuple(beat for beat in story if beat.todo and beat.todo_from <= day and id(beat) not in done)


def filled(text: str, who: str, value: str = "") -> str:
    """A sentence of a story with its fields filled in; other braces stay as they are."""
    return text.replace("{who}", who).replace("{value}", value)


def _first(beat: Beat, log: Log) -> Iterator[Happened]:
    rows = (log.kind == int(beat.event)) & (log.lab == beat.lab)
    if beat.candidate is not None:
        rows &= log.candidate == beat.candidate
    if beat.at_least is not None:
        rows &= log.value >= beat.at_least
    if beat.at_most is not None:
        rows &= log.value <= beat.at_most
    places = np.flatnonzero(rows)
    if places.size:
        place = places[log.day[places].argmin()]
        yield Happened(beat, int(log.day[place]), int(log.candidate[place]), int(log.value[place]))
