"""What only the whole scenario can tell is wrong with its boards, its people and its story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from outreach_sim.errors import Problem
from outreach_sim.inputs.toml import Document
from outreach_sim.inputs.toml_places import Location

if TYPE_CHECKING:
    from outreach_sim.scenario.cross_checks import Parts


class Names(Protocol):
    """Looks up what a file names."""

    def lab(self, location: Location, name: str | None) -> Iterator[Problem]:
        """What is wrong with the name of a lab."""

    def candidate(self, location: Location, candidate: int, size: int) -> Iterator[Problem]:
        """What is wrong with the number of a candidate, where it is known how many there are."""


def people_problems(document: Document, names: Names, parts: Parts) -> Iterator[Problem]:
    """Of ``[[people]]``: who or what is not there, somebody told of twice, gates that are off."""
    size = parts.population.size if parts.population else None
    seen: set[int] = set()
    for index, who in parts.people.items():
        where = ("people", index)
        if size is not None:
            yield from names.candidate((*where, "id"), who.id, size)
        if who.id in seen:
            hint = "say all of one person in one table"
            yield document.problem((*where, "id"), f"candidate {who.id:,} is there twice", hint)
        seen.add(who.id)
        for n, fit in enumerate(who.fit):
            yield from names.lab((*where, "fit", n, "lab"), fit.lab)
        if who.asks_h100e and parts.mechanisms is not None and not parts.mechanisms.gate:
            hint = "write gate = true under [mechanisms]"
            yield document.problem((*where, "asks_h100e"), "nobody asks while gates are off", hint)


def story_problems(document: Document, names: Names, parts: Parts) -> Iterator[Problem]:
    """Of ``[[story]]``: candidates and labs that are not there, bounds that nothing can meet."""
    size = parts.population.size if parts.population else None
    for index, beat in parts.story.items():
        where = ("story", index)
        if size is not None and beat.who is not None:
            yield from names.candidate((*where, "who"), beat.who, size)
        yield from names.lab((*where, "lab"), beat.lab)
        if beat.at_least is not None and beat.at_most is not None and beat.at_most < beat.at_least:
            yield document.problem((*where, "at_most"), "must not be below at_least")
        if beat.start is not None and not beat.todo:
            hint = "say what to do, or leave out from"
            yield document.problem((*where, "from"), "from is when todo is first said", hint)
