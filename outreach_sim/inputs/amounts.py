"""Reads amounts as people write them: the one reader behind cells, fields, options and hints.

A mark (a comma, blank, underscore or apostrophe, or a point that stands there more than once) groups
thousands, and only in full groups of three; decimals are written with a point. What can be read in two ways
is refused with what would be right, never guessed: ``250,5`` is neither 2,505 nor 250.5.
"""

from __future__ import annotations

import math
import re
from enum import Enum
from typing import NamedTuple

from outreach_sim.inputs.text import clean

MAX_SHOWN = 40
MOST_DIGITS = 30
"""More digits than any bound lets pass are not counted out: such an amount is read as ten to this power."""
RULE = "a mark groups thousands in full groups of three, as in 1,500; decimals are written with a point"

_SCALES = {
    "k": 3, "thousand": 3, "m": 6, "mm": 6, "mn": 6, "mio": 6, "million": 6, "millions": 6,
    "b": 9, "bn": 9, "billion": 9, "billions": 9,
}  # fmt: skip
_OTHER_MONEY = ("€", "£", "¥", "₹", "₩", "eur", "euro", "euros", "gbp", "chf", "cad", "aud", "jpy", "inr")
_AMOUNT = re.compile(
    r"(?P<sign>[+-]?) ?(?P<before>[^\d .,+-]*) ?"
    r"(?P<digits>\.?\d[\d.,_' ]*)(?P<power>e[+-]?\d+)?(?P<after>.*)",
    re.ASCII | re.IGNORECASE,
)
_SCALED = re.compile(r"(?P<word>[a-z]*)\.? ?(?P<rest>.*)", re.ASCII)
_PLAIN = re.compile(r"(?P<whole>\d*)(?:\.(?P<part>\d*))?", re.ASCII)
_GROUPED = re.compile(
    r"(?P<whole>[1-9]\d{0,2}(?:(?P<mark>[,_' ])\d{3}(?:(?P=mark)\d{3})*|(?:\.\d{3}){2,}))"
    r"(?:\.(?P<part>\d*))?",
    re.ASCII,
)
_ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_COMMA_DECIMALS = re.compile(r"(?P<whole>\d{1,3}(?:[. ']\d{3})*|\d+),(?P<part>\d+)", re.ASCII)


class Unit(Enum):
    """What is counted, by the words that may stand beside the number."""

    NUMBER = ()
    USD = ("$", "us$", "usd")
    H100E = ("h100", "h100s", "h100e")
    DAYS = ("d", "day", "days")
    PERCENT = ("%", "percent")
    SHARE = ("%", "percent", "share")


class NoAmount(ValueError):  # noqa: N818 - named for what the text is
    """A text is no amount.

    Attributes:
        message: what is wrong with it, quoting it.
        hint: what would be right; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}, {hint}" if hint else message)
        self.message, self.hint = message, hint


class _Exact(NamedTuple):
    """An exact decimal: ``digits`` over ten to the power of ``decimals``."""

    digits: int
    decimals: int


class _Words(NamedTuple):
    """A text taken apart: what stands before the digits, they themselves, and what stands behind."""

    quoted: str
    negative: bool
    before: str
    digits: str
    power: str
    scale: str
    behind: str


def whole(text: str, unit: Unit = Unit.NUMBER) -> int:
    """A whole amount, such as ``1,500``, ``1 500 000``, ``$1.5m``, ``800k``.

    Raises:
        NoAmount: it is none, or can be read in two ways.
    """
    digits = text.removeprefix("-")
    if digits.isdigit() and digits.isascii() and len(digits) < MOST_DIGITS:
        return int(text)  # as nearly all of a table's are, at once
    words = _taken_apart(text, "a whole number")
    if words.power:
        raise NoAmount(f"{words.quoted} is not a whole number", _written_out(words))
    _check_two_ways(words)
    exact = _exact(words, unit, "a whole number")
    value, rest = divmod(exact.digits, 10**exact.decimals)
    if rest:
        raise NoAmount(f"{words.quoted} is not a whole number")
    return -value if words.negative else value


def number(text: str, unit: Unit = Unit.NUMBER) -> float:
    """An amount with or without decimals, such as ``0.125`` and ``2e-3``; of a share also ``12%``.

    Raises:
        NoAmount: it is none, or is not finite.
    """
    words = _taken_apart(text, "a number")
    exact = _exact(words, unit, "a number")
    value = exact.digits / 10**exact.decimals
    if words.power:
        value = float(f"{value!r}{words.power}")
    if not math.isfinite(value):
        raise NoAmount(f"{words.quoted} is not a number")
    return -value if words.negative else value


def _taken_apart(text: str, kind: str) -> _Words:
    quoted = repr(clean(text, MAX_SHOWN))
    found = _AMOUNT.fullmatch(" ".join(text.split()).replace("−", "-").replace("’", "'"))
    if found is None:
        raise NoAmount(f"{quoted} is not {kind}")
    after = found["after"].lower().strip()
    scaled = _SCALED.fullmatch(after)
    scale, behind = (scaled["word"], scaled["rest"]) if scaled and scaled["word"] in _SCALES else ("", after)
    before, power = found["before"].lower(), found["power"] or ""
    return _Words(quoted, found["sign"] == "-", before, found["digits"].strip(), power, scale, behind)


def _exact(words: _Words, unit: Unit, kind: str) -> _Exact:
    """The amount without its sign and its power."""
    for word in filter(None, (words.before, words.behind)):
        if word not in unit.value:
            raise NoAmount(*_stranger(words, word, unit, kind))
    found = _PLAIN.fullmatch(words.digits) or _GROUPED.fullmatch(words.digits)
    if found is None:
        raise NoAmount(f"{words.quoted} is not {kind}", _meant(words, kind))
    before, part = re.sub(r"\D", "", found["whole"]), found["part"] or ""
    if len(before) > MOST_DIGITS:
        return _Exact(10**MOST_DIGITS, 0)
    percent = unit is Unit.SHARE and words.behind in Unit.PERCENT.value
    shift = _SCALES.get(words.scale, 0) - 2 * percent - len(part[:MOST_DIGITS])
    return _Exact(int(before + part[:MOST_DIGITS]) * 10 ** max(shift, 0), max(-shift, 0))


def _check_two_ways(words: _Words) -> None:
    """Refuse one mark before three digits where it may be for decimals as well.

    A comma groups thousands, and thousands of thousands; nobody groups thousands of millions, so before those
    a point is for decimals. In whole amounts a lone point may be a European's mark for thousands.
    """
    many = _SCALES.get(words.scale, 0) >= _SCALES["m"]
    if not _ONE_GROUP.fullmatch(words.digits) or (("," in words.digits) is not many):
        return
    grouped, decimal = words.digits.replace(".", ","), f"{float(words.digits.replace(',', '.')):g}"
    ways = f"{words.quoted} may be {grouped}{words.scale} or {decimal}{words.scale}"
    raise NoAmount(ways, f"write {decimal}{words.scale}" if many else f"write {grouped}{words.scale}")


def _stranger(words: _Words, word: str, unit: Unit, kind: str) -> tuple[str, str]:
    """What is wrong with a word beside the digits, and what would be right."""
    if word in _OTHER_MONEY and unit is Unit.USD:
        return f"{words.quoted} is in another currency", "money is in US dollars here"
    if word in _OTHER_MONEY or word in Unit.USD.value:
        return f"{words.quoted} is money, where {kind} is meant", ""
    if word in Unit.PERCENT.value:
        return f"{words.quoted} is a percentage, where {kind} is meant", ""
    several = re.search(r"\d", word) and word not in Unit.H100E.value
    return f"{words.quoted} is not {kind}", "write one amount" if several else ""


def _meant(words: _Words, kind: str) -> str:
    """What was probably meant by digits whose marks group no thousands."""
    found = _COMMA_DECIMALS.fullmatch(words.digits)
    if found is None or len(found["whole"]) > MOST_DIGITS:
        return RULE
    before = f"{int(re.sub(r'[^0-9]', '', found['whole'])):,}"
    if set(found["part"]) == {"0"}:
        return f"did you mean {before}{words.scale}?"
    if words.scale or kind == "a number":
        return f"did you mean {before}.{found['part']}{words.scale}?"
    return RULE


def _written_out(words: _Words) -> str:
    """The whole number that a power of ten stands for."""
    value = float(words.digits + words.power) if _PLAIN.fullmatch(words.digits) else math.inf
    return f"did you mean {value:,.0f}?" if value < 1e15 and value.is_integer() else ""
