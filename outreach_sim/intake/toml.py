"""TOML from outside: limits before parsing, and a line and column for every value."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from outreach_sim.errors import BadInputError, Problem

MAX_BYTES = 64 * 1024
MAX_KEY_PARTS = 8

Location = tuple[str | int, ...]

_HEADER = re.compile(r"^(\s*)(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(
    r"""(?:^|(?<=[{,]))(\s*)((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=(?!=)"""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_SYNTAX = re.compile(r"^(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file and where its values stand.

    Attributes:
        file: as the user named it.
        data: what ``tomllib`` returns.
        places: line and column (from 1) by location, for keys, tables and array elements.
    """

    file: str
    data: dict[str, Any]
    places: dict[Location, tuple[int, int]]

    def place(self, location: Sequence[str | int]) -> tuple[int, int]:
        """Line and column of the nearest known ancestor of a location; (1, 1) for the file itself."""
        for length in range(len(location), 0, -1):
            found = self.places.get(tuple(location[:length]))
            if found is not None:
                return found
        return (1, 1)

    def problem(self, location: Sequence[str | int], message: str, hint: str = "") -> Problem:
        """A problem with the value at this location."""
        line, column = self.place(location)
        return Problem(self.file, line, column, dotted(location), message, hint)


def dotted(location: Sequence[str | int]) -> str:
    """A location as users read it: tables of an array are counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in location)


def parse(text: str, file: str) -> Document:
    """Parse TOML text.

    Raises:
        BadInputError: too large, too deeply dotted, or not TOML; with line and column.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise BadInputError(Problem(file, 0, 0, "", f"the file is larger than {MAX_BYTES // 1024} KB"))
    _check_key_parts(text, file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(_syntax_problem(text, file, str(error))) from None
    except (ValueError, RecursionError):
        raise BadInputError(Problem(file, 0, 0, "", "the file nests or counts beyond any sense")) from None
    return Document(file, data, _scan(text))


def _check_key_parts(text: str, file: str) -> None:
    """Refuse long dotted keys before parsing: 60 KB of them would take the parser half a minute."""
    for number, line in enumerate(text.split("\n"), start=1):
        for match in re.finditer(r"""(?:[A-Za-z0-9_-]+\s*\.\s*){8,}""", line):
            before = line[: match.start()]
            if "#" in before or before.count('"') % 2 or before.count("'") % 2:
                continue
            message = f"a key may have at most {MAX_KEY_PARTS} parts"
            raise BadInputError(Problem(file, number, match.start() + 1, "", message))


def _syntax_problem(text: str, file: str, error: str) -> Problem:
    match = _SYNTAX.match(error)
    if match is None:
        return Problem(file, 0, 0, "", f"this is not TOML: {_lower(error)}")
    message, line, column = match.groups()
    if line is None:
        lines = text.split("\n")
        return Problem(file, len(lines), len(lines[-1]) + 1, "", f"this is not TOML: {_lower(message)}")
    return Problem(file, int(line), int(column), "", f"this is not TOML: {_lower(message)}")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _parts(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(key))


def _scan(text: str) -> dict[Location, tuple[int, int]]:
    """Places of tables and keys, found line by line; values of inline tables on one line included."""
    places: dict[Location, tuple[int, int]] = {}
    counts: dict[Location, int] = {}
    table: Location = ()
    for number, line in enumerate(_without_multiline(text).split("\n"), start=1):
        header = _HEADER.match(line)
        if header:
            table = _enter(_parts(header[3]), header[2] == "[[", counts)
            places.setdefault(table, (number, len(header[1]) + 1))
            continue
        _scan_keys(line, number, table, places)
    return places


def _enter(parts: tuple[str, ...], array: bool, counts: dict[Location, int]) -> Location:
    """The location of a table header, with the index of each array of tables on its way."""
    location: Location = ()
    for depth, part in enumerate(parts):
        location = (*location, part)
        last = depth == len(parts) - 1
        if last and array:
            counts[location] = counts.get(location, -1) + 1
        if location in counts:
            location = (*location, counts[location])
    return location


def _scan_keys(line: str, number: int, table: Location, places: dict[Location, tuple[int, int]]) -> None:
    """Keys of one line: the first at the left, the others inside inline tables and arrays of them."""
    stack: list[Location] = [table]
    first: Location | None = None
    index: dict[Location, int] = {}
    plain = _blank_strings(line)
    keys = {m.start(2): m for m in _KEY.finditer(plain)}
    current = table
    position = 0
    while position < len(plain):
        match = keys.get(position)
        if match:
            current = (*stack[-1], *_parts(line[match.start(2) : match.end(2)]))
            places.setdefault(current, (number, position + 1))
            first = first or current
            position = match.end()
            continue
        character = plain[position]
        if character == "#":
            break
        if character == "[":
            index[current] = 0
            stack.append(current)
        elif character == "{":
            inside = (*current, index[current]) if current in index and stack[-1] == current else current
            if current in index and stack[-1] == current:
                places.setdefault(inside, (number, position + 1))
                index[current] += 1
            stack.append(inside)
        elif character in "]}" and len(stack) > 1:
            current = stack.pop()
            if character == "}" and current and isinstance(current[-1], int):
                current = current[:-1]
        position += 1


def _blank_strings(line: str) -> str:
    """The line with the inside of quoted values blanked, so that brackets in text do not count."""
    return re.sub(
        r'"(?:[^"\\]|\\.)*"(?!\s*[=.])|\'[^\']*\'(?!\s*[=.])',
        lambda m: '"' + " " * (len(m[0]) - 2) + '"',
        line,
    )


def _without_multiline(text: str) -> str:
    """The text with multi-line strings blanked, line count kept."""
    blank = lambda m: re.sub(r"[^\n]", " ", m[0])  # noqa: E731 - a one-line callback
    return re.sub(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'', blank, text, flags=re.DOTALL)
