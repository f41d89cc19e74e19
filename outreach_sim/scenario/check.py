"""Validates a parsed scenario and says everything that is wrong with it at once, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml import MAX_SHOWN, Document
from outreach_sim.inputs.toml_places import Location
from outreach_sim.scenario import meant
from outreach_sim.scenario.cross_checks import whole_file_problems
from outreach_sim.scenario.schema import Spec

MAX_PROBLEMS = 50
"""Problems told of one file; the rest is counted."""
MAX_CHOICES = 12
"""So many words are listed even where one of them is probably meant."""

SENTENCES = {
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


def validate(document: Document, templates: Sequence[str], nearby: Sequence[str] = ()) -> Spec:
    """The validated scenario.

    Args:
        document: the parsed file.
        templates: ids of the letters that may be named.
        nearby: names of files that could be letters, one of which may have been meant.

    Raises:
        BadInputError: all problems, in the order of the file.
    """
    spec, problems = None, []
    try:
        spec = Spec.model_validate(document.data)
    except ValidationError as error:
        problems = [problem_of(document, details) for details in error.errors(include_url=False)]
    problems = [*whole_file_problems(document, templates, nearby, spec), *problems]
    if problems or spec is None:
        raise BadInputError(all_told(document, problems))
    return spec


def all_told(document: Document, problems: Sequence[Problem]) -> list[Problem]:
    """Each of them once, in the order of the file, and not too many."""
    told = sorted(_unique(problems), key=document.order)
    rest = len(told) - MAX_PROBLEMS
    if rest > 0:
        told[MAX_PROBLEMS:] = [Problem(document.file, 0, 0, "", f"and {counted(rest, 'more problem')}")]
    return told


def _unique(problems: Sequence[Problem]) -> list[Problem]:
    unique = {(p.file, p.line, p.column, p.where, p.message): p for p in problems}
    misspelt = {f"{p.where.rpartition('.')[0]}.{p.hint.partition('?')[0]}" for p in unique.values() if p.hint}
    return [p for p in unique.values() if not _follows(p, misspelt)]


def _follows(problem: Problem, misspelt: set[str]) -> bool:
    """Whether a missing key is one that stands there misspelt, which has been said already."""
    table, _, key = problem.where.rpartition(".")
    return problem.message == "is missing" and f"{table}.did you mean {key!r}" in misspelt


def problem_of(document: Document, details: Any) -> Problem:
    """What pydantic found, in a sentence at its place."""
    location = _file_location(document.data, details["loc"])
    message, hint = _sentence(document.data, location, details)
    return document.problem(location, message, hint)


def _sentence(data: Any, location: Location, details: Any) -> tuple[str, str]:
    """What is wrong, and what would be right where that can be told."""
    kind, value, context = str(details["type"]), details["input"], details.get("ctx", {})
    if kind == "extra_forbidden":
        name = clean(str(location[-1]), MAX_SHOWN)
        return f"unknown key {name!r}", meant.for_key(data, location, value, _keys_at(location[:-1]))
    if kind == "missing":
        return SENTENCES[kind], meant.for_missing(location)
    if kind == "literal_error":
        message, hint = choice_sentence(value, str(context["expected"]))
        return message, (meant.for_choice(data, location, value) if isinstance(value, str) else "") or hint
    if kind == "value_error":
        message = str(context["error"])
    else:
        message = SENTENCES.get(kind) or bounds_sentence(kind, context, str(details["msg"]))
    return message, meant.for_value(kind, value, message, _keys_at(location))


def choice_sentence(given: object, expected: str) -> tuple[str, str]:
    """Message and hint for a value that is not among the allowed words."""
    allowed = expected.replace(" or ", ", ").split(", ")
    if not isinstance(given, str):
        return f"must be one of {', '.join(allowed)}", ""
    word = repr(clean(given, MAX_SHOWN))
    close = get_close_matches(word, allowed, 1)
    if close and len(allowed) > MAX_CHOICES:
        return f"{word} is not one of {len(allowed)} words that may stand here", f"did you mean {close[0]}?"
    return f"{word} is not one of {', '.join(allowed)}", f"did you mean {close[0]}?" if close else ""


def bounds_sentence(kind: str, context: Any, fallback: str) -> str:
    """Which bound a value passes; ``fallback`` is what pydantic says, where it is about no bound."""
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
