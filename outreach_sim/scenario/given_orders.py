"""Orders that somebody gives in a game: lines of a script for today, in a document of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from annotated_types import MaxLen, MinLen, doc
from pydantic import ValidationError

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml import MAX_SHOWN, Document
from outreach_sim.mail.template import Template
from outreach_sim.scenario.check import all_told, problem_of
from outreach_sim.scenario.cross_checks import line_problems
from outreach_sim.scenario.field_types import Strict
from outreach_sim.scenario.line_checks import objections, signature
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.schema import ScriptLine

MOST_ORDERS = 10_000
_WHEN = ("every", "from", "until")


class Lines(Strict):
    """A document of orders."""

    script: Annotated[list[ScriptLine], MinLen(1), MaxLen(MOST_ORDERS), doc("what is asked for today")]


def lines_for(
    document: Document, scenario: Scenario, templates: Mapping[str, Template], today: date
) -> list[ScriptLine]:
    """Its orders, dated today.

    Args:
        document: tables of ``script``, as in a scenario file but for the day, which need not be said.
        scenario: what is played; the orders are those of its player's lab.
        templates: every letter that there is.
        today: the day about to be played.

    Raises:
        BadInputError: everything that is wrong with them.
    """
    dated, problems = replace(document, data=_dated(document.data, today)), list(_strange(document, today))
    lines, ids = _sound(dated, problems), list(scenario.setup.letters.ids)
    problems += line_problems(dated, ids, scenario.spec, lines)
    for place, line in lines.items():
        problems += _about(dated, scenario, templates, place, line, today)
    if problems:
        raise BadInputError(all_told(dated, problems))
    return list(lines.values())


def _dated(data: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The same with the day in every line that says none."""
    lines = data.get("script")
    if not isinstance(lines, list):
        return {"script": [] if lines is None else lines}
    return {"script": [{"on": today} | line if isinstance(line, dict) else line for line in lines]}


def _sound(document: Document, problems: list[Problem]) -> dict[int, ScriptLine]:
    """The lines that are valid by themselves, by their place; what is wrong with the others is added."""
    try:
        return dict(enumerate(Lines.model_validate(document.data).script))
    except ValidationError as error:
        problems += [problem_of(document, details) for details in error.errors(include_url=False)]
        return {}


def _strange(document: Document, today: date) -> Iterator[Problem]:
    """What may stand in a scenario, and not here."""
    for key in document.data:
        if key != "script":
            hint = "orders are tables [[script]], as in a scenario"
            yield document.problem((key,), f"{clean(key, MAX_SHOWN)!r} has no place among orders", hint)
    lines = document.data.get("script")
    for place, line in enumerate(lines if isinstance(lines, list) else ()):
        for key in _WHEN if isinstance(line, dict) else ():
            if key in line:
                hint = f"leave out {key}"
                yield document.problem(("script", place, key), f"orders are for today, {today}", hint)


def _about(
    document: Document,
    scenario: Scenario,
    templates: Mapping[str, Template],
    place: int,
    line: ScriptLine,
    today: date,
) -> Iterator[Problem]:
    """What fits the scenario, and not this game."""
    player, there, where = scenario.spec.scenario.player, len(scenario.population), ("script", place)
    if line.lab not in (None, player):
        yield document.problem((*where, "lab"), f"you play {player}", "leave out lab")
    if line.on not in (None, today, [today]):
        yield document.problem((*where, "on"), f"orders are for today, {today}", "leave out on")
    for number, candidate in enumerate(line.to.candidates):
        if candidate > there and scenario.spec.population.size is None:
            message = f"there is no candidate {candidate:,}"
            hint = f"ids run from 1 to {there:,}"
            yield document.problem((*where, "to", "candidates", number), message, hint)
    letter = templates.get(line.template or "")
    signed = signature(line, () if letter is None else letter.senders)
    for wrong in (*objections(line, scenario.setup, letter), *signed):
        yield document.problem((*where, *wrong.where), wrong.message, wrong.hint)
