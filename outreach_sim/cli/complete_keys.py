"""Keys and values of ``--set`` for Tab: the schema that lies beside the scenarios, along one of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from outreach_sim.inputs.paths import is_slug
from outreach_sim.inputs.shipped import shipped_folder

Json = dict[str, Any]
_NAMES_A_LAB = ("lab", "player", "to", "from")


def keys_of(data: Json, typed: str, letters: Callable[[], Iterable[str]]) -> Iterator[str]:
    """What may stand after ``--set``, as far as the next dot or equals sign.

    Args:
        data: tables of the scenario; empty where none was named.
        typed: as far as it is typed.
        letters: ids of the letters that the scenario may name.
    """
    schema = json.loads(
        (shipped_folder("fixtures") / "scenarios" / "scenario.schema.json").read_text("utf-8")
    )
    key, equals, _ = typed.partition("=")
    *above, last = key.split(".")
    node, value = _table(schema, schema), data
    for part in above:
        node, value = _below(schema, node, value, part)
    if equals:
        rule = _below(schema, node, value, last)[0]
        yield from (f"{key}={word}" for word in _values(rule, last, data, letters))
        return
    before = "".join(f"{part}." for part in above)
    for name in _names(node, value):
        rule, inside = _below(schema, node, value, name)
        if _names(rule, inside):
            yield f"{before}{name}."
        elif "properties" not in rule.get("items", {}):  # a list of tables has nothing to set but theirs
            yield f"{before}{name}="


def _names(node: Json, value: Any) -> list[str]:
    """Keys of a table; elements of a list by their id, or counted from 1."""
    if "items" in node and "properties" in node["items"]:
        rows = value if isinstance(value, list) else []
        ids = [row.get("id") for row in rows if isinstance(row, dict)]
        return [i if isinstance(i, str) and is_slug(i) else str(n) for n, i in enumerate(ids, start=1)]
    return list(node.get("properties", {}))


def _below(schema: Json, node: Json, value: Any, part: str) -> tuple[Json, Any]:
    """The rule and the value under one part of a key; an empty rule where there is none."""
    if "items" in node:
        rows = value if isinstance(value, list) else []
        named = [row for n, row in enumerate(rows, start=1) if part in (row.get("id"), str(n), "*")]
        return (node["items"], named[0]) if named else ({}, {})
    rule = _table(schema, node.get("properties", {}).get(part, {}))
    return rule, value.get(part, {}) if isinstance(value, dict) else {}


def _table(schema: Json, rule: Json) -> Json:
    """A rule with its reference followed; of several that may hold, the one that holds most keys."""
    if "$ref" in rule:
        return _table(schema, schema["$defs"][rule["$ref"].rpartition("/")[2]])
    found = rule.get("anyOf") or rule.get("oneOf")
    if found:
        choices = [_table(schema, choice) for choice in found]
        return max(choices, key=lambda choice: ("properties" in choice, "enum" in choice, "items" in choice))
    if "items" in rule:
        return rule | {"items": _table(schema, rule["items"])}
    return rule


def _values(rule: Json, last: str, data: Json, letters: Callable[[], Iterable[str]]) -> Iterable[str]:
    """Values that can be listed: words of the schema, yes or no, and names of labs and letters."""
    if rule.get("type") == "boolean":
        return ("true", "false")
    if last == "template":
        return letters()
    if last in _NAMES_A_LAB and rule.get("type") == "string":
        return (lab["id"] for lab in data.get("labs", ()))
    return map(str, rule.get("enum", ()))
