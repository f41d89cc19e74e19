"""Writes scenario files as people write them: tables for sections, inline tables for what fits a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, InlineTable, Table


def toml_text(sections: Mapping[str, Any]) -> str:
    """A file of these sections, in their order; empty ones are left out."""
    document = tomlkit.document()
    for name, section in sections.items():
        if section:
            document.add(name, _section(section))
    return tomlkit.dumps(document)


def _section(value: Mapping[str, Any] | list[Mapping[str, Any]]) -> Table | AoT:
    if isinstance(value, Mapping):
        return _table(value)
    tables = tomlkit.aot()
    for row in value:
        tables.append(_table(row))
    return tables


def _table(row: Mapping[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in row.items():
        table.add(key, _value(value))
    return table


def _value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return _inline(value)
    if isinstance(value, list) and value and isinstance(value[0], Mapping):
        return _lines(value)
    return value


def _inline(row: Mapping[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    for key, value in row.items():
        table.append(key, value)
    return table


def _lines(rows: list[Mapping[str, Any]]) -> Array:
    array = tomlkit.array()
    for row in rows:
        array.append(_inline(row))
    return array.multiline(True)
