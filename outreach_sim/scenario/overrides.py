"""``--set KEY=VALUE``: dotted keys into a parsed scenario, labs by their id."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.amounts import whole
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml import MAX_KEY_PARTS, Document, Override, dotted
from outreach_sim.inputs.toml_places import Location

_MARKED = re.compile(r"[+-]?\d[\d_]*_[\d_]*")
_BARE_POINT = re.compile(r"([+-]?)(\.\d+)")
MAX_VALUE_LENGTH = 2_000
MAX_SHOWN = 80
"""Characters of an override that are shown."""


def apply_overrides(
    document: Document, overrides: Sequence[str], written: Mapping[str, str] | None = None
) -> Document:
    """The document with values replaced or added; it remembers which, to say where a bad value came from.

    Args:
        document: the parsed file.
        overrides: ``KEY=VALUE`` each.
        written: the words that said an override, where they are not ``--set`` and the override.

    Raises:
        BadInputError: an override has no key, no TOML value, or leads nowhere; all of them at once.
    """
    if not overrides:
        return document
    data: dict[str, Any] = copy.deepcopy(document.data)
    problems: list[Problem] = []
    set_here: list[Override] = []
    for override in overrides:
        words = clean((written or {}).get(override) or f"--set {override}", MAX_SHOWN)
        try:
            set_here += [Override(_apply(data, one), words, _key(one)) for one in _every(data, override)]
        except ValueError as error:
            problems.append(Problem(words, 0, 0, "", str(error)))
    if problems:
        raise BadInputError(problems)
    return replace(document, data=data, overrides=(*document.overrides, *set_here))


def _key(override: str) -> tuple[str, ...]:
    """The parts of the key, as they may be shown."""
    return tuple(clean(part.strip(), MAX_SHOWN) for part in override.partition("=")[0].split("."))


def _every(data: dict[str, Any], override: str) -> list[str]:
    """The override once for each element of the lists that a ``*`` in its key stands for."""
    key, equals, text = override.partition("=")
    parts = [part.strip() for part in key.split(".")]
    if "*" not in parts or len(parts) > MAX_KEY_PARTS:
        return [override]
    star = parts.index("*")
    table: Any = data
    location: Location = ()
    for part in parts[:star]:
        step = _step(table, part, location)
        location = (*location, step)
        table = table.get(step) if isinstance(table, dict) else table[step]
    if not isinstance(table, list):
        raise ValueError(
            f"* stands for every element of a list, and {dotted(location) or 'a scenario'} is none"
        )
    found = []
    for number in range(1, len(table) + 1):
        found += _every(data, ".".join([*parts[:star], str(number), *parts[star + 1 :]]) + equals + text)
    return found


def _apply(data: dict[str, Any], override: str) -> Location:
    """Set one value; returns where."""
    key, equals, text = override.partition("=")
    parts = [part.strip() for part in key.split(".")]
    if not equals or not all(parts):
        raise ValueError("must look like KEY=VALUE, for example scenario.days=90")
    if len(parts) > MAX_KEY_PARTS or len(text) > MAX_VALUE_LENGTH:
        raise ValueError("is too long")
    value = _value(text.strip())
    table: Any = data
    location: Location = ()
    for part in parts[:-1]:
        step = _step(table, part, location)
        location = (*location, step)
        table = table.setdefault(step, {}) if isinstance(table, dict) else table[step]
    last = _step(table, parts[-1], location)
    table[last] = value
    return (*location, last)


def _step(table: Any, part: str, location: Location) -> Any:
    """The key or index that ``part`` means in a table or list."""
    if isinstance(table, list):
        return _index(table, part)
    if not isinstance(table, dict):
        raise ValueError(f"{dotted(location)} is a value, not a table")
    return part


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
    raise ValueError(f"there is no {clean(part)!r} in this list, {hint}")


def _value(text: str) -> Any:
    """A TOML value; a bare word is taken as text, and ``.3`` as what everybody means by it."""
    text = _BARE_POINT.sub(r"\g<1>0\g<2>", text) if _BARE_POINT.fullmatch(text) else text
    if _MARKED.fullmatch(text):
        whole(text)  # TOML would take 1_5 for 15
    try:
        parsed = tomllib.loads(f"v = {text}")
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        if text and not any(c in text for c in "\"'[]{}=#\n"):
            return text
        parsed = {}
    if list(parsed) != ["v"]:
        raise ValueError(f"{clean(text, MAX_SHOWN)!r} is not a TOML value")
    return parsed["v"]
