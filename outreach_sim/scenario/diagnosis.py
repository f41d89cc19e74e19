"""Says in one sentence what kind of table somebody has brought, and what makes it a list of candidates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from outreach_sim.errors import Problem
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean
from outreach_sim.scenario.columns import (
    REQUIRED,
    SEPARATORS,
    Place,
    known_columns,
    meant_by,
    part_of_name,
    perhaps_meant_by,
    plain,
)

MAX_NAMED = 6
"""Columns that are named; the rest is counted."""
_NO_TABLE = re.compile(r"\s*(?:(?P<markup><[!?a-zA-Z])|(?:\{\s*\"|\[\s*[\[{]))")


class Diagnosis(NamedTuple):
    """What is to be said of a table as a whole.

    Attributes:
        fault: what keeps it from being read as it is, if anything does.
        note: what is left out of it, if anything is.
    """

    fault: Problem | None
    note: Problem | None


class _Finding(NamedTuple):
    what: str
    cure: str


class _Header:
    """The names of the columns, sorted out."""

    def __init__(self, cells: Sequence[str]) -> None:
        self.cells = tuple(clean(cell, 64) for cell in cells)
        self.known = known_columns(self.cells)
        named = {place: cell for place, cell in enumerate(self.cells) if cell}
        self.nameless = len(self.cells) - len(named)
        self.twice = [c for c in self.known if sum(plain(cell) == plain(c) for cell in self.cells) > 1]
        self.unknown = [
            cell for cell in named.values() if plain(cell) not in {plain(column) for column in self.known}
        ]
        self.renames: dict[str, str] = {}
        for guess in (meant_by, perhaps_meant_by):
            for cell in self.unknown:
                column = guess(cell)
                if column and column not in self.known and cell not in self.renames.values():
                    self.renames.setdefault(column, cell)
        self.missing = [column for column in REQUIRED if column not in self.known]

    @property
    def parts(self) -> list[str]:
        """First and family name, where both are there and no column for the whole is."""
        if "name" in self.known or "name" in self.renames:
            return []
        found = {part_of_name(cell): cell for cell in reversed(self.unknown)}
        return [found[0], found[1]] if {0, 1} <= set(found) else []

    @property
    def senseless(self) -> bool:
        """Whether nothing in it names a column."""
        return not (self.known or self.renames or self.parts)


def diagnose(file: str, text: str, encoding: str, place: Place, cells: Sequence[str]) -> Diagnosis:
    """What is to be said of a table.

    Args:
        file: as the user named it.
        text: all of it.
        encoding: what the text is instead of UTF-8, in words; else empty.
        place: where its header stands.
        cells: of the header.
    """
    header = _Header(cells)

    def problem(message: str, hint: str) -> Problem:
        return Problem(file, place.line, 0, "", message, hint)

    if not text.strip():
        return Diagnosis(problem("the file is empty", f"it begins with a line {','.join(REQUIRED)}"), None)
    if no_table := _NO_TABLE.match(text):
        kind = "HTML or XML" if no_table["markup"] else "JSON"
        return Diagnosis(problem(f"this is {kind}, not CSV", "export the table itself as CSV"), None)
    if header.senseless:
        return Diagnosis(problem(*_no_header(text, place)), None)
    faults = [*_about_the_file(encoding, place), *_about_columns(header)]
    left_out = _left_out(header)
    if not faults:
        return Diagnosis(None, problem(f"the table {left_out.what}", left_out.cure) if left_out else None)
    if left_out:
        faults.append(left_out)
    message = f"the table {_listed([finding.what for finding in faults])}"
    return Diagnosis(problem(message, "; ".join(dict.fromkeys(f.cure for f in faults if f.cure))), None)


def _no_header(text: str, place: Place) -> tuple[str, str]:
    if "\0" in text:
        return "this is no text", "export the table as CSV (UTF-8, commas)"
    parted = "" if place.separator == "," else f", and is separated by {SEPARATORS[place.separator]}"
    return f"the first line names no column that is known{parted}", f"put a line above: {','.join(REQUIRED)}"


def _about_the_file(encoding: str, place: Place) -> Iterator[_Finding]:
    if encoding:
        yield _Finding(f"is {encoding}", "save it as CSV (UTF-8, commas)")
    if place.separator != ",":
        yield _Finding(f"is separated by {SEPARATORS[place.separator]}", "save it as CSV (UTF-8, commas)")
    if place.line > 1:
        above = "the line" if place.line == 2 else f"the {counted(place.line - 1, 'line')}"
        yield _Finding(f"has its header in line {place.line}", f"take out {above} above it")


def _about_columns(header: _Header) -> Iterator[_Finding]:
    """What stands in the way of columns that must be there."""
    for column in header.twice:
        yield _Finding(f"has a column {column!r} that stands there twice", "leave one of the two")
    wanted = [column for column in header.missing if column in header.renames]
    if wanted:
        optional = [column for column in header.renames if column not in REQUIRED]
        names = [f"{column} {header.renames[column]!r}" for column in [*wanted, *optional]]
        cure = "rename that column" if len(names) == 1 else "rename these columns"
        yield _Finding(f"calls {_listed(names)}", cure)
    parts = _listed([repr(part) for part in header.parts])
    if parts:
        yield _Finding(f"has the name in {parts}", f"join {parts} in one column, name")
    joined = ["name"] if parts else []
    absent = [repr(column) for column in header.missing if column not in (*header.renames, *joined)]
    if absent:
        columns = f"column{'s' if len(absent) > 1 else ''} {_listed(absent)}"
        yield _Finding(f"has no {columns}", f"add the {columns}")


def _left_out(header: _Header) -> _Finding | None:
    """Columns that are ignored, with what they may be meant for."""
    used = {*(header.renames.values() if header.missing else ()), *header.parts}
    rest = [cell for cell in header.unknown if cell not in used]
    said = []
    if rest:
        more = [] if len(rest) <= MAX_NAMED else [f"{len(rest) - MAX_NAMED:,} more"]
        columns = f"{counted(len(rest), 'column')} that {'is' if len(rest) == 1 else 'are'} not known"
        said.append(f"{columns} ({_listed([*map(repr, rest[:MAX_NAMED]), *more])})")
    if header.nameless:
        said.append(f"{counted(header.nameless, 'column')} without a name")
    if not said:
        return None
    cure = "what is not known is ignored" if rest else "what has no name is ignored"
    maybe = [f"{cell!r} if it is {column}" for column, cell in header.renames.items() if cell in rest]
    if maybe:
        cure += f"; rename {_listed(maybe)}"
    return _Finding(f"has {' and '.join(said)}", cure)


def _listed(words: Sequence[str], last: str = "and") -> str:
    """a, b and c."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
