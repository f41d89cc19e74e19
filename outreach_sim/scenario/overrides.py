"""``--set KEY=VALUE``: dotted keys into a parsed scenario, labs by their id."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.intake.toml import MAX_KEY_PARTS, Document

MAX_VALUE_LENGTH = 2_000


def apply_overrides(document: Document, overrides: Sequence[str]) -> Document:
    """The document with values replaced or added.

    Raises:
        BadInputError: an override has no key, no TOML value, or leads nowhere; all of them at once.
    """
    if not overrides:
        return document
    data: dict[str, Any] = copy.deepcopy(document.data)
    problems: list[Problem] = []
    for override in overrides:
        try:
            _apply(data, override)
        except ValueError as error:
            problems.append(Problem(f"--set {override[:80]}", 0, 0, "", str(error)))
    if problems:
        raise BadInputError(problems)
    return replace(document, data=data)


def _apply(data: dict[str, Any], override: str) -> None:
    key, equals, text = override.partition("=")
    parts = [part.strip() for part in key.split(".")]
    if not equals or not all(parts):
        raise ValueError("must look like KEY=VALUE, for example scenario.days=90")
    if len(parts) > MAX_KEY_PARTS or len(text) > MAX_VALUE_LENGTH:
        raise ValueError("is too long")
    table: Any = data
    for number, part in enumerate(parts[:-1]):
        table = _step(table, part, ".".join(parts[: number + 1]))
    value = _value(text.strip())
    if isinstance(table, list):
        table[_index(table, parts[-1])] = value
    elif isinstance(table, dict):
        table[parts[-1]] = value
    else:
        raise ValueError(f"{'.'.join(parts[:-1])} is a value, not a table")


def _step(table: Any, part: str, where: str) -> Any:
    if isinstance(table, list):
        return table[_index(table, part)]
    if not isinstance(table, dict):
        raise ValueError(f"{where} leads into a value, not a table")
    return table.setdefault(part, {})


def _index(table: list[Any], part: str) -> int:
    """Elements of a list are named by their id, or counted from 1."""
    ids = [element.get("id") for element in table if isinstance(element, dict)]
    if part in ids:
        return ids.index(part)
    if part.isascii() and part.isdigit() and 1 <= int(part[:6]) <= len(table):
        return int(part[:6]) - 1
    named = [str(i) for i in ids if i]
    close = get_close_matches(part, named, 1)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(named) or len(table)}"
    raise ValueError(f"there is no {part!r} in this list, {hint}")


def _value(text: str) -> Any:
    """A TOML value; a bare word is taken as text."""
    try:
        return tomllib.loads(f"v = {text}")["v"]
    except (tomllib.TOMLDecodeError, ValueError, KeyError, RecursionError):
        if text and not any(c in text for c in "\"'[]{}=#\n"):
            return text
        raise ValueError(f"{text[:60]!r} is not a TOML value") from None
