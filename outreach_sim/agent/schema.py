"""The JSON Schema of what an agent can say, printed from the models that check it."""

from __future__ import annotations

from functools import cache, reduce
from operator import or_
from typing import Any

from pydantic import TypeAdapter

from outreach_sim.agent.requests import VERBS, Request

DIALECT = "https://json-schema.org/draft/2020-12/schema"
OF_THE_LINE = ("do", *Request.model_fields)
"""What a line says besides what it asks for; a tool has no such arguments."""


@cache
def schema() -> dict[str, Any]:
    """Of a line: one of the verbs."""
    anyone: Any = reduce(or_, VERBS.values())
    told = TypeAdapter(anyone).json_schema()
    head = {"$schema": DIALECT, "title": "A line to outreach-sim agent", "oneOf": told["anyOf"]}
    return head | {"$defs": {name: _bare(one) for name, one in sorted(told["$defs"].items())}}


@cache
def arguments(verb: str) -> dict[str, Any]:
    """Of a tool's arguments: a verb without what only lines say."""
    told: dict[str, Any] = _bare(VERBS[verb].model_json_schema())
    kept = {name: one for name, one in told["properties"].items() if name not in OF_THE_LINE}
    needed = [name for name in told.get("required", ()) if name in kept]
    others = {key: told[key] for key in ("$defs",) if key in told}
    others = {"$defs": {name: one for name, one in others.get("$defs", {}).items() if name != "Usage"}}
    found = {"type": "object", "properties": kept, "additionalProperties": False}
    return found | ({"required": needed} if needed else {}) | (others if others["$defs"] else {})


def _bare(told: Any) -> Any:
    """Without titles, which repeat names."""
    if isinstance(told, dict):
        return {
            key: _bare(inner) for key, inner in told.items() if key != "title" or not isinstance(inner, str)
        }
    return [_bare(inner) for inner in told] if isinstance(told, list) else told
