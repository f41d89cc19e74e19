"""What ``--vary`` says: a key, and the values or the range it is varied over."""

from __future__ import annotations

import re

from outreach_sim.errors import UsageError
from outreach_sim.inputs.amounts import NoAmount, number, whole
from outreach_sim.study.sweep import Axis

_RANGE = re.compile(r"(log:)?\s*([^\s.][^.]*(?:\.\d[^.]*)?)\.\.(.+)", re.DOTALL)
_HALF_RANGE = re.compile(r"(log:)?\s*(\.\.[^,]*|[^,\"']*\.\.)|log:.*")
_DECIMAL = re.compile(r"[+-]?\d*\.\d*")
_OPEN, _CLOSE = "[{", "]}"


def parse_axis(text: str) -> Axis:
    """An axis from ``KEY=1,2,3``, ``KEY=low..high`` or ``KEY=log:low..high``.

    Raises:
        UsageError: it is none of these.
    """
    key, equals, values = text.partition("=")
    key, values = key.strip(), values.strip()
    if not equals or not key or not values:
        raise UsageError(f"--vary {text[:80]!r} must look like KEY=1,2,3 or KEY=low..high")
    match = _RANGE.fullmatch(values)
    if match is None or values[0] in _OPEN + "\"'":
        if _HALF_RANGE.fullmatch(values):
            raise UsageError(f"--vary {text[:80]!r}: a range has two ends, low..high")
        return Axis(key, _listed(text, values))
    ends = match.group(2, 3)
    low, high = (_end(text, end) for end in ends)
    if not low < high or (match[1] and low <= 0):
        raise UsageError(f"--vary {text[:80]!r}: a range runs upwards, and a log range starts above 0")
    return Axis(key, (), low, high, match[1] is not None, all(map(_is_whole, ends)))


def _end(text: str, end: str) -> float:
    try:
        return number(end)
    except NoAmount as error:
        raise UsageError(f"--vary {text[:80]!r}: {error}") from None


def _is_whole(end: str) -> bool:
    """Whether an end asks for whole numbers; one with a point, 2.0, asks for fractions."""
    try:
        whole(end)
    except NoAmount:
        return False
    return _DECIMAL.fullmatch(end.strip()) is None


def _listed(text: str, values: str) -> tuple[str, ...]:
    """Values between the commas that are not inside brackets or quotes."""
    parts, depth, quote = [""], 0, ""
    for c in values:
        if quote:
            quote = "" if c == quote else quote
        elif c in "\"'":
            quote = c
        elif c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth -= 1
        if c == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += c
    found = tuple(part.strip() for part in parts)
    if not all(found):
        raise UsageError(f"--vary {text[:80]!r} has an empty value between its commas")
    thousands = next((part for part in found[1:] if re.fullmatch(r"0\d\d", part)), None)
    if thousands:
        raise UsageError(f"--vary {text[:80]!r}: commas part values here, write thousands as 8_{thousands}")
    return found
