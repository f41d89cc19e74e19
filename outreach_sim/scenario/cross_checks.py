"""What only the whole scenario can tell is wrong: names that name nothing, dates outside, things said twice.

Works on the parts that are sound by themselves, so that one misspelt key elsewhere hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, TypeVar

from pydantic import ValidationError

from outreach_sim.errors import Problem
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml import MAX_SHOWN, Document
from outreach_sim.inputs.toml_places import Location
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.scenario.calendar_checks import boards, conferences, one_after_the_other, walkouts
from outreach_sim.scenario.dated_events import ConferenceTable, WalkoutTable
from outreach_sim.scenario.field_types import Strict
from outreach_sim.scenario.lab_tables import Grant, LabTable
from outreach_sim.scenario.meant import instead_of
from outreach_sim.scenario.parameters import NAMES, load_cards, objection_to
from outreach_sim.scenario.people import lab_pay, no_room
from outreach_sim.scenario.people_tables import PersonTable
from outreach_sim.scenario.schema import (
    Expect,
    MechanismsTable,
    PopulationTable,
    ScenarioTable,
    ScriptLine,
    Spec,
)
from outreach_sim.scenario.story_checks import people_problems, story_problems
from outreach_sim.scenario.story_tables import BeatTable

Table = TypeVar("Table", bound=Strict)
_WHAT_LABS_DO = (
    "bot", "budget_usd", "budget", "letters_per_week", "interviews_per_week", "rest_days", "counters",
    "raises", "copies", "growth_per_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """The sound tables of a file, by their place in it.

    Attributes:
        lab_ids: all ids in file order; empty where one is missing, for then nothing can be said of names.
        lab_count: number of [[labs]] tables, sound or not.
        player: what the file calls the player.
    """

    scenario: ScenarioTable | None
    population: PopulationTable | None
    labs: Mapping[int, LabTable]
    script: Mapping[int, ScriptLine]
    expect: Mapping[int, Expect]
    conference: Mapping[int, ConferenceTable]
    walkout: Mapping[int, WalkoutTable]
    people: Mapping[int, PersonTable]
    story: Mapping[int, BeatTable]
    mechanisms: MechanismsTable | None
    parameters: Mapping[str, float]
    lab_ids: tuple[str, ...]
    lab_count: int
    player: str | None


def all_parts(spec: Spec) -> Parts:
    """Every table of a file in which each is valid by itself."""
    return Parts(
        scenario=spec.scenario,
        population=spec.population,
        labs=dict(enumerate(spec.labs)),
        script=dict(enumerate(spec.script)),
        expect=dict(enumerate(spec.expect)),
        conference=dict(enumerate(spec.conference)),
        walkout=dict(enumerate(spec.walkout)),
        people=dict(enumerate(spec.people)),
        story=dict(enumerate(spec.story)),
        mechanisms=spec.mechanisms,
        parameters=spec.parameters,
        lab_ids=tuple(lab.id for lab in spec.labs),
        lab_count=len(spec.labs),
        player=spec.scenario.player,
    )


def sound_parts(data: Mapping[str, Any]) -> Parts:
    """Those tables of a parsed file that are valid by themselves, where others are not."""
    labs = _tables(data.get("labs"))
    ids = tuple(lab["id"] for lab in labs if isinstance(lab.get("id"), str))
    scenario, parameters = data.get("scenario"), data.get("parameters")
    player = scenario.get("player") if isinstance(scenario, dict) else None
    return Parts(
        scenario=_sound(ScenarioTable, scenario),
        population=_sound(PopulationTable, data.get("population")),
        labs=_all_sound(LabTable, labs),
        script=_all_sound(ScriptLine, _tables(data.get("script"))),
        expect=_all_sound(Expect, _tables(data.get("expect"))),
        conference=_all_sound(ConferenceTable, _tables(data.get("conference"))),
        walkout=_all_sound(WalkoutTable, _tables(data.get("walkout"))),
        people=_all_sound(PersonTable, _tables(data.get("people"))),
        story=_all_sound(BeatTable, _tables(data.get("story"))),
        mechanisms=_sound(MechanismsTable, data.get("mechanisms", {})),
        parameters=_numbers(parameters if isinstance(parameters, dict) else {}),
        lab_ids=ids if len(ids) == len(labs) else (),
        lab_count=len(labs),
        player=player if isinstance(player, str) else None,
    )


def _tables(value: Any) -> list[dict[str, Any]]:
    return [entry if isinstance(entry, dict) else {} for entry in value] if isinstance(value, list) else []


def _sound(model: type[Table], value: Any) -> Table | None:
    try:
        return model.model_validate(value)
    except ValidationError:
        return None


def _all_sound(model: type[Table], tables: Sequence[Any]) -> dict[int, Table]:
    tried = {index: _sound(model, table) for index, table in enumerate(tables)}
    return {index: table for index, table in tried.items() if table is not None}


def _numbers(table: Mapping[str, Any]) -> dict[str, float]:
    return {
        name: value
        for name, value in table.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def whole_file_problems(
    document: Document, templates: Sequence[str], nearby: Sequence[str], spec: Spec | None
) -> Iterator[Problem]:
    """Problems between the tables of a file.

    Args:
        document: the parsed file.
        templates: ids of the letters that may be named.
        nearby: names of files that could be letters, one of which may have been meant.
        spec: its tables, if each of them is valid by itself.
    """
    parts = all_parts(spec) if spec is not None else sound_parts(document.data)
    names = _Names(document, parts.lab_ids, tuple(templates), tuple(nearby))
    yield from names.lab(("scenario", "player"), parts.player)
    for n, letter in enumerate(parts.scenario.letters if parts.scenario else ()):
        yield from names.template(("scenario", "letters", n), letter)
    yield from _labs_twice(document, parts)
    yield from _outside(document, parts)
    for index, lab in parts.labs.items():
        fleet = lab.compute if isinstance(lab.compute, list) else []
        yield from one_after_the_other(document, ("labs", index, "compute"), fleet)
        yield from one_after_the_other(document, ("labs", index, "budget"), lab.budget)
        yield from _not_before(document, parts.scenario, ("labs", index, "budget"), lab.budget)
        if lab.bot:
            yield from names.template(("labs", index, "bot", "template"), lab.bot.template)
    yield from _crowd(document, parts)
    yield from _lines(document, names, parts)
    for index, expect in parts.expect.items():
        yield from names.lab(("expect", index, "lab"), expect.lab)
        yield from names.lab(("expect", index, "from"), expect.employer)
    yield from conferences(document, parts)
    yield from walkouts(document, names, parts)
    yield from _parameters(document, names, parts.parameters)
    yield from boards(document, parts.scenario)
    yield from people_problems(document, names, parts)
    yield from story_problems(document, names, parts)


def line_problems(
    document: Document, templates: Sequence[str], spec: Spec, lines: Mapping[int, ScriptLine]
) -> Iterator[Problem]:
    """Problems of lines of a script that stand in a document of their own, between them and their scenario.

    Args:
        document: what holds them.
        templates: ids of the letters that may be named.
        spec: the scenario.
        lines: those that are sound by themselves, by their place.
    """
    parts = replace(all_parts(spec), script=lines)
    yield from _lines(document, _Names(document, parts.lab_ids, tuple(templates), ()), parts)


def _lines(document: Document, names: _Names, parts: Parts) -> Iterator[Problem]:
    for index, line in parts.script.items():
        yield from _script_names(names, parts, index, line)
        yield from _own_staff(document, parts, index, line)
        yield from _dates(document, parts.scenario, index, line)


@dataclass(frozen=True, slots=True)
class _Names:
    """Looks names up, and says what was probably meant."""

    document: Document
    labs: tuple[str, ...]
    templates: tuple[str, ...]
    nearby: tuple[str, ...]

    def lab(self, location: Location, name: str | None) -> Iterator[Problem]:
        return self._look_up(location, name, self.labs, "lab")

    def template(self, location: Location, name: str | None) -> Iterator[Problem]:
        if name is None or name in self.templates:
            return
        close = get_close_matches(name, [*self.templates, *self.nearby], 1, 0.5)
        meant = (
            f"did you mean {close[0]!r}?" if close else f"a letter of your own is {name}.md beside this file"
        )
        yield self.document.problem(location, f"there is no template {name!r}", meant)

    def parameter(self, name: str) -> Iterator[Problem]:
        told = instead_of("parameters", name)
        return self._look_up(("parameters", name), name, NAMES, "parameter", told)

    def candidate(self, location: Location, candidate: int, size: int) -> Iterator[Problem]:
        if candidate > size:
            hint = f"ids run from 1 to {size:,}"
            yield self.document.problem(location, f"there is no candidate {candidate:,}", hint)

    def _look_up(
        self, location: Location, name: str | None, known: Sequence[str], kind: str, told: str = ""
    ) -> Iterator[Problem]:
        if name is None or name in known or not known:
            return
        shown = clean(name, MAX_SHOWN)
        close = get_close_matches(shown, known, 1, 0.5)
        listed = f"the {kind}s are {clean(', '.join(known))}" if len(known) < 20 else ""
        hint = f"did you mean {clean(close[0], MAX_SHOWN)!r}?" if close else listed
        yield self.document.problem(location, f"there is no {kind} {shown!r}", told or hint)


def _labs_twice(document: Document, parts: Parts) -> Iterator[Problem]:
    for index, lab in enumerate(parts.lab_ids):
        if lab in parts.lab_ids[:index]:
            message = f"the lab {clean(lab, MAX_SHOWN)!r} is there twice"
            yield document.problem(("labs", index, "id"), message)


def _outside(document: Document, parts: Parts) -> Iterator[Problem]:
    """One lab at most stands for all others; nobody plays it or acts for it, and no leader is its own."""
    outside = [index for index, lab in parts.labs.items() if lab.outside]
    for index in outside[1:]:
        message = f"{parts.labs[outside[0]].id} is outside already"
        yield document.problem(("labs", index, "outside"), message, "one lab stands for all others")
    ids = {parts.labs[index].id for index in outside}
    named: list[tuple[Location, str | None]] = [(("scenario", "player"), parts.player)]
    named += [(("script", n, "lab"), line.lab) for n, line in parts.script.items()]
    for n, walkout in parts.walkout.items():
        named += [(("walkout", n, "lab"), walkout.lab), (("walkout", n, "to"), walkout.to)]
    for where, lab in named:
        if lab in ids:
            hint = "name a lab on the board"
            yield document.problem(where, f"{lab} is outside, and does nothing by itself", hint)
    for index in outside:
        for key in _done_by(parts.labs[index]):
            message = f"{parts.labs[index].id} is outside, and does nothing by itself"
            yield document.problem(("labs", index, key), message, f"leave out {key}")


def _done_by(lab: LabTable) -> Iterator[str]:
    """What is said of a lab that only one can do that acts."""
    if lab.policy in POLICIES:
        yield "policy"
    for key in _WHAT_LABS_DO:
        if getattr(lab, key) != LabTable.model_fields[key].get_default(call_default_factory=True):
            yield key


def _crowd(document: Document, parts: Parts) -> Iterator[Problem]:
    """Room for so many candidates; how many are a lab's own is said of made-up people alone."""
    if parts.population is None or not 0 < len(parts.labs) == parts.lab_count:
        return
    if parts.population.file is not None:
        for index, lab in parts.labs.items():
            if lab.candidates is not None:
                message = "candidates is said of made-up people; a file has its own"
                yield document.problem(("labs", index, "candidates"), message)
    elif message := no_room(parts.population.size or 0, lab_pay(list(parts.labs.values()))):
        yield document.problem(("population", "size"), message)


def _script_names(names: _Names, parts: Parts, index: int, line: ScriptLine) -> Iterator[Problem]:
    where = ("script", index)
    yield from names.lab((*where, "lab"), line.lab)
    yield from names.template((*where, "template"), line.template)
    for n, lab in enumerate(line.to.employers):
        yield from names.lab((*where, "to", "from", n), lab)
    if parts.population and parts.population.size:
        for n, candidate in enumerate(line.to.candidates):
            yield from names.candidate((*where, "to", "candidates", n), candidate, parts.population.size)


def _own_staff(document: Document, parts: Parts, index: int, line: ScriptLine) -> Iterator[Problem]:
    writer = line.lab or parts.player
    for n, lab in enumerate(line.to.employers):
        if lab == writer:
            where = ("script", index, "to", "from", n)
            yield document.problem(where, f"{lab} does not write to its own staff", "name a rival")


def _dates(
    document: Document, scenario: ScenarioTable | None, index: int, line: ScriptLine
) -> Iterator[Problem]:
    if line.start and line.until and line.until < line.start:
        yield document.problem(("script", index, "until"), "must not be before from")
    if scenario is None:
        return
    first, last = scenario.start, scenario.start + timedelta(days=scenario.days - 1)
    for location, day in _days_named(line):
        if day is not None and not first <= day <= last:
            where = ("script", index, *location)
            yield document.problem(where, f"{day} is outside the game", f"it runs from {first} to {last}")


def _days_named(line: ScriptLine) -> Iterator[tuple[Location, date | None]]:
    yield ("from",), line.start
    yield ("until",), line.until
    if isinstance(line.on, list):
        yield from ((("on", n), day) for n, day in enumerate(line.on))
    else:
        yield ("on",), line.on


def _not_before(
    document: Document, scenario: ScenarioTable | None, where: Location, grants: Sequence[Grant]
) -> Iterator[Problem]:
    """Money that comes after the last day is no mistake: a game may be made shorter."""
    for n, grant in enumerate(grants):
        if scenario is not None and grant.on < scenario.start:
            hint = f"what is there on {scenario.start} can stand in budget_usd"
            yield document.problem((*where, n, "on"), f"{grant.on} is before the game", hint)


def _parameters(document: Document, names: _Names, parameters: Mapping[str, float]) -> Iterator[Problem]:
    for name, value in parameters.items():
        unknown = list(names.parameter(name))
        yield from unknown
        objection = None if unknown else objection_to(name, value)
        if objection:
            yield document.problem(("parameters", name), objection)
    yield from _falling_cuts(document, parameters)
    yield from _gates(document, parameters)


def _gates(document: Document, parameters: Mapping[str, float]) -> Iterator[Problem]:
    """Only heavy users of compute have a gate, so no more people can."""
    share, most = (parameters.get(name, load_cards()[name].value) for name in ("gate_share", "compute_share"))
    changed = "gate_share" if "gate_share" in parameters else "compute_share"
    if changed in parameters and most < share <= 1.0:
        message = f"gate_share must not be above compute_share, which is {most:g}"
        hint = "who has a gate is one of those who want compute"
        yield document.problem(("parameters", changed), message, hint)


def _falling_cuts(document: Document, parameters: Mapping[str, float]) -> Iterator[Problem]:
    """A further mail never makes an answer less likely, so the cut-points of the reply must not fall."""
    cuts = [name for name in NAMES if name.startswith("reply_cut_")]
    value = {name: parameters.get(name, load_cards()[name].value) for name in cuts}
    for lower, upper in pairwise(cuts):
        changed = lower if lower in parameters else upper
        if changed in parameters and value[lower] > value[upper]:
            yield document.problem(("parameters", changed), f"{lower} must not be above {upper}")
