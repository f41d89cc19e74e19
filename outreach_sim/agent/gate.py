"""A line from an agent: strict JSON, then one of the models; what cannot be read is refused in a sentence."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from outreach_sim.agent.orders import ASKS
from outreach_sim.agent.requests import VERBS, Request, Usage
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml import dotted
from outreach_sim.scenario.check import SENTENCES, bounds_sentence, choice_sentence

MAX_LINE = 256 * 1024
"""Bytes of a line: a letter with every character escaped fits in."""
MAX_DEPTH, MAX_DIGITS, MAX_SHOWN = 12, 18, 60
_BOM = b"\xef\xbb\xbf"
_OBJECT = "must be an object in braces"
_SENTENCES = SENTENCES | dict.fromkeys(("model_type", "model_attributes_type", "dict_type"), _OBJECT)
_KINDS = {model.model_fields["do"].annotation.__args__[0]: model for model in ASKS}  # type: ignore[union-attr]


def read_line(line: bytes) -> dict[str, Any]:
    """The object on a line.

    Raises:
        UsageError: it is too long, no UTF-8, no JSON, or holds what no request can.
    """
    found = read_json(line)
    if not isinstance(found, dict):
        raise UsageError("a request is a JSON object in braces")
    return found


def read_json(line: bytes) -> Any:
    """Whatever stands on a line, harmless.

    Raises:
        UsageError: as above.
    """
    if len(line) > MAX_LINE:
        raise UsageError(f"the line is longer than {MAX_LINE:,} bytes")
    if line.startswith(_BOM):
        raise UsageError("the line begins with a byte order mark, leave it out")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"the line is no UTF-8 from byte {error.start + 1} on") from None
    if not text.strip():
        raise UsageError("the line is empty, a request is a JSON object")
    found = _parsed(text)
    _check(found)
    return found


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text, parse_constant=_no_constant, parse_int=_whole, parse_float=_finite, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        told = error.msg[:1].lower() + error.msg[1:]
        raise UsageError(f"the line is no JSON: {told} at character {error.pos + 1}") from None
    except RecursionError:
        raise UsageError(_TOO_DEEP) from None


_TOO_DEEP = f"the line is nested deeper than {MAX_DEPTH} levels"


def _no_constant(name: str) -> float:
    raise UsageError(f"{name} is no number that JSON knows")


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_DIGITS:
        raise UsageError(f"a whole number has at most {MAX_DIGITS} digits")
    return int(digits)


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise UsageError(f"{clean(digits, MAX_SHOWN)} is too large a number")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise UsageError(f"the key {clean(twice, MAX_SHOWN)!r} stands twice in one object")
    return found


def _check(found: Any) -> None:
    """Refuse what is nested too deep, and text that is no Unicode."""
    for depth, value in _walk(found):
        if depth > MAX_DEPTH:
            raise UsageError(_TOO_DEEP)
        if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
            raise UsageError("a text holds half a character: an escape of a surrogate without its other half")


def _walk(found: Any) -> Iterator[tuple[int, Any]]:
    waiting = [(1, found)]
    while waiting:
        depth, value = waiting.pop()
        yield depth, value
        inner = [*value.keys(), *value.values()] if isinstance(value, dict) else value
        if isinstance(inner, list):
            waiting += [(depth + 1, one) for one in inner]


def request_of(data: dict[str, Any]) -> Request:
    """The request that an object is.

    Raises:
        UsageError: there is no such verb, or what is wrong with it first, in a sentence.
    """
    verb = data.get("do")
    if not isinstance(verb, str) or verb not in VERBS:
        raise UsageError(_no_verb(data))
    try:
        return VERBS[verb].model_validate(data)
    except ValidationError as error:
        raise UsageError(sentence_of(VERBS[verb], data, error)) from None


def _no_verb(data: dict[str, Any]) -> str:
    if "do" not in data:
        close = get_close_matches("do", data, 1)
        hint = f"did you mean do in place of {clean(close[0], MAX_SHOWN)!r}?" if close else "as in observe"
        return f"'do' is missing: a request says what to do, {hint}"
    return f"do: {choice_sentence(data['do'], ', '.join(map(repr, VERBS)))[0]}{_near(data['do'], VERBS)}"


def _near(word: object, among: Sequence[str] | dict[str, Any]) -> str:
    close = get_close_matches(word, list(among), 1) if isinstance(word, str) else []
    return f", did you mean {close[0]!r}?" if close else ""


def sentence_of(model: type[BaseModel], data: Any, error: ValidationError) -> str:
    """What is wrong with it first; how much more there is."""
    found = error.errors(include_url=False)
    misspelt = [one for one in found if one["type"] == "extra_forbidden"]
    first = (misspelt or found)[0]
    where = _where(data, first)
    told = ": ".join(filter(None, (dotted(where), _sentence(model, data, where, first))))
    more = len({_where(data, one) for one in found}) - 1
    # A key that is missing because it stands there misspelt is no second fault.
    more -= sum(one["type"] == "missing" for one in found) if misspelt else 0
    return f"{told} (and {counted(more, 'more fault')})" if more > 0 else told


def _sentence(model: type[BaseModel], data: Any, where: Sequence[str | int], details: Any) -> str:
    kind, context = str(details["type"]), details.get("ctx", {})
    if kind == "extra_forbidden":
        keys = _keys_at(model, where[:-1], data)
        return f"unknown key {clean(str(where[-1]), MAX_SHOWN)!r}{_near(where[-1], keys) or _all_of(keys)}"
    if kind == "value_error":
        return str(context["error"])
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        kinds = ", ".join(_KINDS)
        tag = context.get("tag")
        said = f"there is no order {clean(tag, MAX_SHOWN)!r}" if tag else "'do' is missing"
        return f"{said}{_near(tag, _KINDS) or f', orders are {kinds}'}"
    if kind == "literal_error":
        message, hint = choice_sentence(details["input"], str(context["expected"]))
        return f"{message}, {hint}" if hint else message
    return _SENTENCES.get(kind) or bounds_sentence(kind, context, str(details["msg"]))


def _all_of(keys: Sequence[str]) -> str:
    return f", known are {', '.join(keys)}" if keys else ""


def _where(data: Any, details: Any) -> tuple[str | int, ...]:
    """A pydantic location without the names of union branches, which stand in no request."""
    *outer, last = details["loc"] or ("",)
    kept: list[str | int] = []
    for part in (*outer, last):
        if (isinstance(data, dict) and part in data) or (isinstance(data, list) and isinstance(part, int)):
            data = data[part]
            kept.append(part)
    return (*kept, last) if details["type"] == "missing" else tuple(kept)


def _keys_at(model: type[BaseModel], where: Sequence[str | int], data: Any) -> list[str]:
    """Keys that may stand in the object at this place."""
    if where[:1] == ("orders",):
        return list(_KINDS[data["orders"][where[1]]["do"]].model_fields)
    return list((Usage if where[:1] == ("usage",) else model).model_fields)
