"""Lines of a script in a CSV beside the scenario: one a row, in columns called as the keys of [[script]] are.

A script of any length: a scenario file has a limit of size, for it is parsed as a whole. The rows become
tables of ``script``, behind those of the file itself, and pass the same checks at their own line and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from outreach_sim.errors import BadInputError
from outreach_sim.formatting import counted
from outreach_sim.inputs.amounts import NoAmount, number, whole
from outreach_sim.inputs.paths import below, printable, read_bytes
from outreach_sim.inputs.table import decoded
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml import MAX_SHOWN, Annex, Document
from outreach_sim.inputs.toml_places import Location
from outreach_sim.scenario.columns import SEPARATORS, Place
from outreach_sim.scenario.complaints import Complaints, Record
from outreach_sim.scenario.records import records
from outreach_sim.scenario.schema import ScriptLine

MAX_BYTES = 16 * 1024 * 1024
MAX_ROWS = 20_000
_KEY = ("scenario", "script_file")
_TRUTH = {"true": True, "yes": True, "false": False, "no": False}
_Row = dict[str, Any]


def with_script_file(document: Document, folder: Path) -> Document:
    """The document with the rows of the file that it names, if it names one.

    Raises:
        BadInputError: the file is not there, is no table, or has columns that no line of a script has.
    """
    table = document.data.get("scenario")
    if not isinstance(table, dict) or not isinstance(name := table.get("script_file"), str):
        return document
    if below(folder, name) is None:
        raise BadInputError(document.problem(_KEY, "the file must lie inside the scenario's own folder"))
    own = document.data.get("script", [])
    if not isinstance(own, list):
        return document  # which the schema will say
    rows, annex = _read(folder / name, len(own))
    said = {key: value for key, value in table.items() if key != "script_file"}
    data = document.data | {"scenario": said, "script": [*own, *rows]}
    return replace(document, data=data, annex=annex)


def _read(path: Path, first: int) -> tuple[list[_Row], Annex]:
    """The rows as tables, and where they stand."""
    text, encoding = decoded(read_bytes(path, MAX_BYTES), path)
    complaints = Complaints(printable(path))
    if encoding:
        complaints.add("", f"the file is {encoding}", "save it as CSV (UTF-8, commas)")
    header = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    table = records(complaints, text, Place(separator, 0, 1))
    names = [name.strip() for name in next(table, [])]
    columns = _columns(complaints, names)
    rows, kept = _rows(complaints, table, columns, len(names))
    if complaints:
        raise BadInputError(complaints.told())
    return rows, Annex(complaints.file, "script", first, _placed(kept, columns))


def _columns(complaints: Complaints, names: Sequence[str]) -> dict[str, int]:
    """Place of each column by name."""
    complaints.columns = {name: at for at, name in reversed(list(enumerate(names)))}
    for at, name in enumerate(names):
        shown = clean(name, MAX_SHOWN)
        if name not in kinds():
            close = get_close_matches(name, kinds(), 1)
            hint = f"did you mean {close[0]!r}?" if close else f"columns are {', '.join(kinds())}"
            complaints.add(name, f"unknown column {shown!r}", hint)
        elif name in names[:at]:
            complaints.columns = {**complaints.columns, name: at}
            complaints.add(name, f"the column {shown!r} is there twice")
    if not names:
        complaints.add("", "the file has no header", f"columns are {', '.join(kinds())}")
    return {name: at for at, name in enumerate(names)}


def _rows(
    complaints: Complaints, table: Iterator[list[str]], columns: Mapping[str, int], width: int
) -> tuple[list[_Row], list[Record]]:
    rows: list[_Row] = []
    kept: list[Record] = []
    for cells in table:
        if len(rows) == MAX_ROWS:
            complaints.add("", f"the file has more than {MAX_ROWS:,} rows")
            break
        if len(cells) != width:
            hint = "a text that holds a comma goes in quotes" if len(cells) > width else ""
            complaints.add("", f"has {counted(len(cells), 'cell')}, the header has {width}", hint)
            continue
        known = {name: cells[at].strip() for name, at in columns.items() if name in kinds()}
        rows.append(_table({name: _value(kinds()[name], text) for name, text in known.items() if text}))
        kept.append(complaints.record)
    return rows, kept


def _table(flat: Mapping[str, Any]) -> _Row:
    """Tables within tables, of dotted names."""
    row: _Row = {}
    for name, value in flat.items():
        outer, _, inner = name.rpartition(".")
        (row.setdefault(outer, {}) if outer else row)[inner] = value
    return row


def _placed(kept: Sequence[Record], columns: Mapping[str, int]) -> Callable[[int, Location], tuple[int, int]]:
    """Where a row stands, or its cell that comes nearest to a location."""

    def place(row: int, location: Location) -> tuple[int, int]:
        for length in range(len(location), 0, -1):
            column = columns.get(".".join(map(str, location[:length])))
            if column is not None:
                return kept[row].place(column)
        return kept[row].line, 1

    return place


# -- cells ---------------------------------------------------------------------------------------------


@cache
def kinds() -> dict[str, frozenset[type]]:
    """What may stand in a cell, by the name of its column: of the schema, so that no key is forgotten."""
    return dict(_kinds(ScriptLine, ""))


def _kinds(model: type[BaseModel], before: str) -> Iterator[tuple[str, frozenset[type]]]:
    for name, field in model.model_fields.items():
        types, called = frozenset(_types(field.annotation)), before + (field.alias or name)
        inner = next((kind for kind in types if issubclass(kind, BaseModel)), None)
        if inner is None:
            yield called, types
        else:
            yield from _kinds(inner, f"{called}.")


def _types(annotation: Any) -> Iterator[type]:
    """The types in an annotation; a list and what is in it are both among them."""
    if getattr(annotation, "__origin__", None) is list:
        yield list
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from _types(part)


def _value(kind: frozenset[type], text: str) -> Any:
    """What a cell means; what means nothing stays a text, which the schema objects to at its place."""
    words = text.split()
    if list in kind and (len(words) > 1 or date not in kind):
        return [_value(kind - {list}, word) for word in words]
    for of, read in _READERS.items():
        if of in kind:
            try:
                return read(text)
            except (ValueError, KeyError, NoAmount):
                return text
    return text


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return whole(text)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return number(text)


_READERS: dict[type, Callable[[str], Any]] = {
    bool: lambda text: _TRUTH[text.casefold()],
    date: date.fromisoformat,
    float: _number,
    int: _whole,
}


def write_lines(lines: Iterable[Mapping[str, Any]]) -> str:
    """CSV text that reads as these lines of a script again; columns that no line needs are left out."""
    flat = [dict(_flat(line, "")) for line in lines]
    used = [name for name in kinds() if any(name in row for row in flat)]
    output = io.StringIO(newline="")
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(used)
    writer.writerows([row.get(name, "") for name in used] for row in flat)
    return output.getvalue()


def _flat(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, list):
            yield f"{before}{name}", " ".join(map(str, value))
        else:
            yield f"{before}{name}", str(value).lower() if isinstance(value, bool) else str(value)
