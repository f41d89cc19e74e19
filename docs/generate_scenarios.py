"""Writes the tables of docs/scenarios.md from the schema of scenario files; the text around them is by hand.

Run: python docs/generate_scenarios.py. A test keeps them true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from outreach_sim.scenario.json_schema import json_schema

PAGE = Path(__file__).parent / "scenarios.md"
Json = dict[str, Any]
LINKS = {
    "letters of your own": "templates.md#letters-of-your-own",
    "CSV of candidates": "candidates.md",
    "switch `pitch`": "mechanisms.md",
    "one of the policies": "policies.md",
    "one of the metrics": "vocabulary.md",
    "no pay that is a multiple of other pay": "mechanisms.md#ceilings",
}
"""Words that lead somewhere on the page; in the schema, which editors show, they lead nowhere."""
_TABLE = r"\n## `\[\[?{}\]\]?`\n(?:(?!\n## ).)*?\n\|---\|---\|---\|\n((?:\|[^\n]*\n)*)"


def keys_of(schema: Json, rule: Json, before: str = "") -> Iterator[tuple[str, Json, bool]]:
    """Dotted keys of a table with their rules, and whether they are needed; tables inside are followed."""
    if "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].rpartition("/")[2]]
    for choice in (*rule.get("anyOf", ()), *rule.get("oneOf", ()), *filter(None, [rule.get("items")])):
        yield from keys_of(schema, choice, before)
    for key, inner in rule.get("properties", {}).items():
        below = list(keys_of(schema, inner, f"{before}{key}."))
        if not below or "oneOf" in inner:  # a table is told by its keys; what may be a number, by itself too
            yield before + key, inner, key in rule.get("required", ())
        yield from below


def rows(schema: Json, table: str) -> str:
    """The lines of a table of the page."""
    found = keys_of(schema, schema["properties"][table])
    return "".join(
        f"| `{key}` | {_linked(rule['description'])} | {_unless_said(rule, needed)} |\n".replace(
            "|  |", "| |"
        )
        for key, rule, needed in found
    )


def _linked(text: str) -> str:
    for words, target in LINKS.items():
        text = text.replace(words, f"[{words}]({target})")
    return text


def _unless_said(rule: Json, needed: bool) -> str:
    if needed or "default" not in rule:
        return "*needed*" if needed else ""
    default = rule["default"]
    if isinstance(default, str):
        return f"`{json.dumps(default)}`"
    return json.dumps(int(default) if default == int(default) and not isinstance(default, bool) else default)


def tables(schema: Json) -> list[str]:
    """Every table that a file may hold, but for the one of parameters, which has a page of its own."""
    return [name for name in schema["properties"] if name != "parameters"]


def page() -> str:
    """The page as it stands, its tables written anew."""
    text, schema = PAGE.read_text(encoding="utf-8"), json_schema()
    for table in tables(schema):
        place = re.search(_TABLE.format(table), text, re.S)
        if place is None:
            raise SystemExit(f"{PAGE} has no chapter with a table for {table}")
        text = text[: place.start(1)] + rows(schema, table) + text[place.end(1) :]
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
