"""What only the whole scenario can tell is wrong with its dates: their order, and those outside the game."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from outreach_sim.errors import Problem
from outreach_sim.inputs.toml import Document
from outreach_sim.inputs.toml_places import Location
from outreach_sim.scenario.lab_tables import FleetPoint, Grant
from outreach_sim.scenario.schema import ScenarioTable
from outreach_sim.scenario.story_checks import Names
from outreach_sim.scenario.story_tables import Board

if TYPE_CHECKING:
    from outreach_sim.scenario.cross_checks import Parts


def one_after_the_other(
    document: Document, where: Location, points: Sequence[FleetPoint | Grant | Board]
) -> Iterator[Problem]:
    """Dated points that do not follow each other."""
    for n in range(1, len(points)):
        if points[n].on <= points[n - 1].on:
            yield document.problem((*where, n, "on"), "must be later than the date before it")


def inside(
    document: Document, scenario: ScenarioTable | None, where: Location, day: date
) -> Iterator[Problem]:
    """A date before the first day of the game, or after its last."""
    if scenario is not None:
        first, last = scenario.start, scenario.start + timedelta(days=scenario.days - 1)
        if not first <= day <= last:
            yield document.problem(where, f"{day} is outside the game", f"it runs from {first} to {last}")


def boards(document: Document, scenario: ScenarioTable | None) -> Iterator[Problem]:
    """Of a goal by dates of its own."""
    goal = scenario.goal if scenario is not None else None
    dated = goal if isinstance(goal, list) else []
    yield from one_after_the_other(document, ("scenario", "goal"), dated)
    for n, board in enumerate(dated):
        yield from inside(document, scenario, ("scenario", "goal", n, "on"), board.on)


def conferences(document: Document, parts: Parts) -> Iterator[Problem]:
    """Of ``[[conference]]``."""
    for index, conference in parts.conference.items():
        yield from inside(document, parts.scenario, ("conference", index, "start"), conference.start)


def walkouts(document: Document, names: Names, parts: Parts) -> Iterator[Problem]:
    """Of ``[[walkout]]``: labs that are not there, dates, and colleagues that are off."""
    for index, walkout in parts.walkout.items():
        yield from names.lab(("walkout", index, "lab"), walkout.lab)
        yield from names.lab(("walkout", index, "to"), walkout.to)
        yield from inside(document, parts.scenario, ("walkout", index, "on"), walkout.on)
        if parts.mechanisms is not None and not parts.mechanisms.colleagues:
            hint = "write colleagues = true under [mechanisms]"
            yield document.problem(("walkout", index), "nobody follows while colleagues are off", hint)
