"""Writes what docs/agents.md shows of a game, and its tables of verbs and orders from their models.

Run: python docs/generate_agents.py. A test keeps them true; the text around, and requests, are by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from outreach_sim.agent.door import Door, Seat
from outreach_sim.agent.embedded import Embedded
from outreach_sim.agent.orders import ASKS
from outreach_sim.agent.requests import VERBS
from outreach_sim.agent.schema import OF_THE_LINE, schema
from outreach_sim.scenario.load import load_scenario

PAGE = Path(__file__).with_name("agents.md")
SCENARIO, SEED = "first-letter", 7
MOST_TEXT, MOST_ITEMS = 90, 2
SHORT = ("policies", "lines", "means")
"""Objects of which a few keys are shown."""
_BLOCK = re.compile(r"(?<=```text\n)(?:> .*\n(?:< .*\n)?)+(?=```)")
_TABLE = r"(?<=<!-- {0} -->\n).*?(?=<!-- end of {0} -->)"


def page() -> str:
    """The page as it stands, its replies and tables written anew."""
    text = PAGE.read_text(encoding="utf-8")
    door = _door()
    text = _BLOCK.sub(lambda block: "".join(_played(door, block[0])), text)
    for name, rows in {"verbs": _verbs(), "orders": _orders(), "every line": _every_line()}.items():
        text, found = re.subn(_TABLE.format(name), lambda _, rows=rows: "".join(rows), text, flags=re.S)
        if found != 1:
            raise SystemExit(f"docs/agents.md has no place for {name}")
    return text


def _door() -> Door:
    loaded = load_scenario(SCENARIO)
    return Door(Seat(loaded, Embedded.of(loaded), SEED), clock=lambda: 0)


def _played(door: Door, block: str) -> Iterator[str]:
    for line in block.splitlines():
        if line.startswith("> "):
            reply = door.line(line[2:].encode())
            yield f"{line}\n< {json.dumps(shortened(reply), ensure_ascii=False)}\n"


def shortened(told: Any, key: str = "") -> Any:
    """A reply as a page can show it: long texts, lists and some objects end in an ellipsis."""
    if isinstance(told, str) and len(told) > MOST_TEXT:
        return f"{told[:MOST_TEXT].rstrip()}…"
    if isinstance(told, list):
        more = ["…"] if len(told) > MOST_ITEMS else []
        return [shortened(one) for one in told[:MOST_ITEMS]] + more
    if isinstance(told, dict):
        shown = list(told)[: MOST_ITEMS if key in SHORT else len(told)]
        more = {"…": "…"} if len(shown) < len(told) else {}
        return {name: shortened(told[name], name) for name in shown} | more
    return told


def _verbs() -> Iterator[str]:
    for verb, model in VERBS.items():
        yield from _chapter(verb, schema()["$defs"][model.__name__], OF_THE_LINE)


def _orders() -> Iterator[str]:
    for model in ASKS:
        told = schema()["$defs"][model.__name__]
        yield from _chapter(told["properties"]["do"]["const"], told, ("do",))


def _every_line() -> Iterator[str]:
    finish = schema()["$defs"]["Finish"]["properties"]
    yield from _table({name: finish[name] for name in OF_THE_LINE if name != "do"}, ())
    yield "\n`usage` holds:\n\n"
    yield from _table(schema()["$defs"]["Usage"]["properties"], ())


def _chapter(name: str, told: Mapping[str, Any], without: tuple[str, ...]) -> Iterator[str]:
    rows = {key: one for key, one in told["properties"].items() if key not in without}
    yield f"\n### `{name}`\n{' '.join(told['description'].split())}\n"
    if rows:
        yield "\n"
        yield from _table(rows, told.get("required", ()))


def _table(rows: Mapping[str, Mapping[str, Any]], required: Any) -> Iterator[str]:
    yield "| key | what stands there | |\n|---|---|---|\n"
    for key, one in rows.items():
        default = one.get("default")
        said = "must be given" if key in required else "" if default is None else f"else {_plain(default)}"
        yield f"| `{key}` | {', '.join(filter(None, (_kind(one), said)))} | {one.get('description', '')} |\n"


def _plain(value: Any) -> str:
    return f"`{json.dumps(value)}`"


def _kind(told: Mapping[str, Any]) -> str:
    """What JSON stands there, and its bounds."""
    if "anyOf" in told or "oneOf" in told:
        parts = [one for one in told.get("anyOf", told.get("oneOf", ())) if one.get("type") != "null"]
        return " or ".join(map(_kind, parts))
    if "$ref" in told:
        return "an object"
    if "enum" in told:
        return f"one of {', '.join(map(_plain, told['enum']))}"
    if told["type"] == "array":
        inner = _kind(told["items"]) if "oneOf" not in told["items"] else "an order"
        return f"list{_bounds(told, 'minItems', 'maxItems')}, each {inner}"
    names = {"integer": "whole number", "number": "number", "string": "text", "boolean": "true or false"}
    return names[told["type"]] + _bounds(told, "minimum", "maximum") + _bounds(told, "minLength", "maxLength")


def _bounds(told: Mapping[str, Any], least: str, most: str) -> str:
    low, high = told.get(least), told.get(most)
    above, below = told.get("exclusiveMinimum"), told.get("exclusiveMaximum")
    if least == "minimum" and above is not None:
        return f" between {above} and {below}"
    if low is None and high is None:
        return ""
    of = {"minItems": "of ", "minLength": "of "}.get(least, "")
    unit = " characters" if least == "minLength" else ""
    return f" {of}{f'{low:,} to' if low is not None else 'at most'} {high:,}{unit}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
