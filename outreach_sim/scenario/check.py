"""Validates a parsed scenario: types first, then what only the whole file can tell. All errors at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.intake.text import clean
from outreach_sim.intake.toml import Document
from outreach_sim.scenario.parameters import NAMES
from outreach_sim.scenario.schema import Spec

_SENTENCES = {
    "missing": "is missing",
    "extra_forbidden": "unknown key",
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "date_type": "must be a date such as 2024-01-18, without quotes",
    "date_from_datetime_inexact": "must be a date without a time",
    "list_type": "must be a list in brackets",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
    "dict_type": "must be a table",
    "finite_number": "must be a finite number",
}


def validate(document: Document, templates: Sequence[str]) -> Spec:
    """The validated scenario.

    Args:
        document: the parsed file.
        templates: ids of the letters that may be named.

    Raises:
        BadInputError: all problems, in the order of the file.
    """
    try:
        spec = Spec.model_validate(document.data)
    except ValidationError as error:
        problems = [_problem(document, details) for details in error.errors(include_url=False)]
        raise BadInputError(_in_order(problems)) from None
    problems = list(whole_file_problems(document, spec, templates))
    if problems:
        raise BadInputError(_in_order(problems))
    return spec


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    unique = {(p.line, p.column, p.where, p.message): p for p in problems}
    misspelt = {f"{p.where.rpartition('.')[0]}.{p.hint}" for p in unique.values() if p.hint}
    told = [p for p in unique.values() if not _follows(p, misspelt)]
    return sorted(told, key=lambda p: (p.line, p.column))


def _follows(problem: Problem, misspelt: set[str]) -> bool:
    """Whether a missing key is one that stands there misspelt, which has been said already."""
    table, _, key = problem.where.rpartition(".")
    return problem.message == "is missing" and f"{table}.did you mean {key!r}?" in misspelt


def _problem(document: Document, details: Any) -> Problem:
    location = _file_location(document.data, details["loc"])
    kind = str(details["type"])
    context = details.get("ctx", {})
    hint = ""
    if kind == "extra_forbidden":
        known = _keys_at(location[:-1])
        name = clean(str(location[-1]), 60)
        close = get_close_matches(name, known, 1, 0.6)
        message = f"unknown key {name!r}"
        hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known)}"
    elif kind == "literal_error":
        expected = str(context["expected"]).replace(" or ", ", ").split(", ")
        given = clean(str(details["input"]), 60)
        close = get_close_matches(repr(given), expected, 1)
        message = f"{given!r} is not one of {', '.join(expected)}"
        hint = f"did you mean {close[0]}?" if close else ""
    elif kind == "value_error":
        message = str(context["error"])
    elif kind in _SENTENCES:
        message = _SENTENCES[kind]
    else:
        message = _bounds_sentence(kind, context, str(details["msg"]))
    return document.problem(location, message, hint)


def _bounds_sentence(kind: str, context: Any, fallback: str) -> str:
    bounds = {
        "greater_than_equal": ("ge", "must be at least {}"),
        "less_than_equal": ("le", "must be at most {}"),
        "greater_than": ("gt", "must be above {}"),
        "less_than": ("lt", "must be below {}"),
        "too_short": ("min_length", "needs at least {} of them"),
        "too_long": ("max_length", "may have at most {} of them"),
        "string_too_long": ("max_length", "may be at most {} characters long"),
        "string_too_short": ("min_length", "must be at least {} characters long"),
        "string_pattern_mismatch": ("pattern", "must look like {}"),
    }
    if kind not in bounds:
        return fallback[:1].lower() + fallback[1:]
    key, sentence = bounds[kind]
    value = context[key]
    return sentence.format(f"{value:,}" if isinstance(value, int | float) else value)


def _file_location(data: Any, location: Sequence[str | int]) -> tuple[str | int, ...]:
    """A pydantic location without the names of union branches, which stand in no file."""
    kept: list[str | int] = []
    for number, part in enumerate(location):
        last = number == len(location) - 1
        exists = (isinstance(data, dict) and part in data) or (
            isinstance(data, list) and isinstance(part, int)
        )
        if exists:
            data = data[part]
            kept.append(part)
        elif last and isinstance(part, str) and isinstance(data, dict):
            kept.append(part)
    return tuple(kept)


def _keys_at(location: Sequence[str | int]) -> list[str]:
    """Keys that the schema knows in the table at this location."""
    model: type[BaseModel] | None = Spec
    for part in location:
        if isinstance(part, int) or model is None:
            continue
        field = next((f for n, f in model.model_fields.items() if part in (n, f.alias)), None)
        model = _model_in(field.annotation) if field else None
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def whole_file_problems(document: Document, spec: Spec, templates: Sequence[str]) -> Iterator[Problem]:
    """What is wrong between tables: names that name nothing, dates outside, things said twice."""
    yield from _lab_problems(document, spec, templates)
    yield from _population_problems(document, spec)
    for index, line in enumerate(spec.script):
        yield from _script_problems(document, spec, index, line, templates)
    labs = [lab.id for lab in spec.labs]
    for index, expect in enumerate(spec.expect):
        yield from _unknown(document, ("expect", index, "lab"), expect.lab, labs, "lab")
        yield from _unknown(document, ("expect", index, "from"), expect.employer, labs, "lab")
    for name in spec.parameters:
        yield from _unknown(document, ("parameters", name), name, NAMES, "parameter")


def _unknown(
    document: Document, location: Sequence[str | int], name: str | None, known: Sequence[str], kind: str
) -> Iterator[Problem]:
    if name is None or name in known:
        return
    close = get_close_matches(name, known, 1, 0.5)
    listed = f"the {kind}s are {', '.join(known)}" if len(known) < 20 else ""
    hint = f"did you mean {close[0]!r}?" if close else listed
    yield document.problem(location, f"there is no {kind} {name!r}", hint)


def _lab_problems(document: Document, spec: Spec, templates: Sequence[str]) -> Iterator[Problem]:
    ids = [lab.id for lab in spec.labs]
    for index, lab in enumerate(spec.labs):
        if lab.id in ids[:index]:
            yield document.problem(("labs", index, "id"), f"the lab {lab.id!r} is there twice")
        if isinstance(lab.compute, list):
            days = [point.on for point in lab.compute]
            for n in range(1, len(days)):
                if days[n] <= days[n - 1]:
                    where = ("labs", index, "compute", n, "on")
                    yield document.problem(where, "must be later than the date before it")
        if lab.bot:
            yield from _unknown(
                document, ("labs", index, "bot", "template"), lab.bot.template, templates, "template"
            )
    yield from _unknown(document, ("scenario", "player"), spec.scenario.player, ids, "lab")


def _population_problems(document: Document, spec: Spec) -> Iterator[Problem]:
    researchers = sum(lab.researchers for lab in spec.labs)
    size = spec.population.size
    if size is not None and size > researchers:
        message = f"{size:,} candidates, but the labs have only {researchers:,} researchers in all"
        yield document.problem(("population", "size"), message)


def _script_problems(
    document: Document, spec: Spec, index: int, line: Any, templates: Sequence[str]
) -> Iterator[Problem]:
    ids, where = [lab.id for lab in spec.labs], ("script", index)
    yield from _unknown(document, (*where, "lab"), line.lab, ids, "lab")
    yield from _unknown(document, (*where, "template"), line.template, templates, "template")
    for lab in line.to.employers:
        yield from _unknown(document, (*where, "to", "from"), lab, ids, "lab")
    size = spec.population.size
    for candidate in line.to.candidates:
        if size is not None and candidate > size:
            message = f"there is no candidate {candidate}"
            yield document.problem((*where, "to", "candidates"), message, f"ids run from 1 to {size:,}")
    first, days = spec.scenario.start, spec.scenario.days
    dates = [("from", line.start), ("until", line.until)]
    dates += [("on", day) for day in (line.on if isinstance(line.on, list) else [line.on])]
    for key, day in dates:
        if day is not None and not 0 <= (day - first).days < days:
            last = first.fromordinal(first.toordinal() + days - 1)
            yield document.problem(
                (*where, key), f"{day} is outside the game", f"it runs from {first} to {last}"
            )
