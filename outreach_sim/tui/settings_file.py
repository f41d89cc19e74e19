"""Columns that were chosen at the desk, written into the user's own file: all else in it stays as it is."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from json import dumps
from pathlib import Path
from typing import Any

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.paths import printable, problem, read_text
from outreach_sim.inputs.toml import MAX_BYTES, Document, parse
from outreach_sim.inputs.writing import reason, write_text
from outreach_sim.tui.settings import settings_path

_TABLE = "columns"
_REMARK = re.compile(r"\]\s*(#.*)$")


def keep_columns(table: str, chosen: Sequence[str]) -> Path:
    """Write which columns a table has, or that it has those that fit; returns the file.

    Args:
        table: as settings name it.
        chosen: headings in their order; empty for those that fit.

    Raises:
        BadInputError: the file is not right as it stands, or cannot be written.
    """
    path = settings_path()
    text = read_text(path, MAX_BYTES) if os.path.lexists(path) else ""
    changed = with_columns(text, table, chosen, printable(path))
    if changed != text:
        _make_folder(path)
        write_text(path, changed, force=True)
    return path


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise problem(path, f"its folder cannot be made ({reason(error)})") from None


def with_columns(text: str, table: str, chosen: Sequence[str], file: str) -> str:
    """The text of settings with these columns, each other line as it was.

    Raises:
        BadInputError: it is no TOML, or says its columns in a way that no single line can take the place of.
    """
    document = parse(text, file)
    wanted = _wanted(document.data, table, chosen)
    if _as_read(document.data) == wanted:
        return text
    line = f"{table} = [{', '.join(dumps(name, ensure_ascii=False) for name in chosen)}]" if chosen else ""
    for candidate in _attempts(text, document, table, line):
        if _says(candidate, wanted):
            return candidate
    hint = f"write below [{_TABLE}] the line {line}" if line else f"take away {table} there yourself"
    raise BadInputError(
        document.problem((_TABLE, table), "the desk cannot change what stands there by itself", hint)
    )


def _wanted(data: dict[str, Any], table: str, chosen: Sequence[str]) -> dict[str, Any]:
    found = deepcopy(data)
    columns = found.setdefault(_TABLE, {})
    if chosen:
        columns[table] = list(chosen)
    else:
        columns.pop(table, None)
    return _as_read(found)


def _as_read(data: dict[str, Any]) -> dict[str, Any]:
    """What settings say; a table of columns without any says nothing."""
    return {name: value for name, value in data.items() if name != _TABLE or value}


def _says(text: str, wanted: dict[str, Any]) -> bool:
    try:
        return _as_read(parse(text, "").data) == wanted
    except BadInputError:
        return False


def _attempts(text: str, document: Document, table: str, line: str) -> Iterator[str]:
    """Ways to write it, the one that changes least first."""
    lines = text.split("\n")
    end = "\r" if "\r\n" in text else ""
    there = document.data.get(_TABLE, {})
    if table in there:
        first = document.place((_TABLE, table))[0] - 1
        for last in range(first, len(lines)):
            remark = _REMARK.search(lines[last].rstrip("\r"))
            kept = f"{line}  {remark[1]}" if remark and line else line
            yield "\n".join([*lines[:first], *([kept + end] if line else []), *lines[last + 1 :]])
        return
    if _TABLE in document.data:
        header = document.place((_TABLE,))[0]
        yield "\n".join([*lines[:header], line + end, *lines[header:]])
    gap = "" if not text.strip() else end + "\n" if text.endswith("\n") else end + "\n" + end + "\n"
    yield f"{text}{gap}[{_TABLE}]{end}\n{line}{end}\n"
