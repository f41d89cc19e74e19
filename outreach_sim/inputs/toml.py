"""TOML from outside: limits before parsing, and a line and column for every value."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.inputs.amounts import RULE, NoAmount, Unit, number, whole
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml_places import LineIndex, Location, Places, find_places, too_many_parts

MAX_BYTES = 64 * 1024
MAX_KEY_PARTS = 8
MAX_SHOWN = 60
"""Characters of a key that are shown."""

_TUPLE = re.compile(r"\('[^()]*'(?:, '[^()]*')*,?\)")
_PART = re.compile(r"'([^']*)'")
_WORD = re.compile(r"[0-9A-Za-z:+./-]+")
_AMOUNT = re.compile(
    r"(?<![\w\"'.])[$€£]?\.?\d[\d.,_'’]*(?: \d{3}(?!\w))*(?<=\w)[kKmMbB]?(?!\w)(?: ?%)?(?: ?H100[se]?\b)?"
)
"""What may be meant for a number: marks, a sign of money, k and m, a sign of percent behind it."""
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,3})\2(\d{1,3})(?:[Tt].*)?", re.ASCII)
_YEAR_LAST = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{4}", re.ASCII)
_SYNTAX = re.compile(r"^(.*?) \(at (?:line (\d+), column (\d+)|end of document)\)$", re.DOTALL)


class Override(NamedTuple):
    """A value that was set from outside.

    Attributes:
        location: what it set.
        words: the words of the command line that set it.
        key: the parts of its key as they were written: a lab by its id, where the location has a number.
    """

    location: Location
    words: str
    key: tuple[str, ...]

    def touches(self, location: Location) -> bool:
        """Whether this set the location, or a key of the very table it is."""
        changed = self.location
        return location[: len(changed)] == changed or (len(changed) > 1 and location == changed[:-1])

    def made(self, location: Location, places: Places) -> bool:
        """Whether this made the table at the location, of which the file says nothing."""
        return () != location == self.location[: len(location)] and location not in places

    def named(self, location: Location) -> str:
        """A location it touches, in the words of its key."""
        return ".".join([*self.key[: len(location)], *_parts(location[len(self.key) :])])


@dataclass(frozen=True, slots=True)
class Annex:
    """Tables of an array that stand in another file.

    Attributes:
        file: as the user named it.
        array: key of the array.
        first: index of the first of them.
        place: line and column of a location within one of them, by its number from 0.
    """

    file: str
    array: str
    first: int
    place: Callable[[int, Location], tuple[int, int]]

    def holds(self, location: Location) -> bool:
        """Whether it is there that this location stands."""
        return location[:1] == (self.array,) and isinstance(n := (*location, -1)[1], int) and n >= self.first

    def problem(self, location: Location, message: str, hint: str) -> Problem:
        """A problem with the value at this location, which is named by its column."""
        number, inside = int(location[1]) - self.first, location[2:]
        return Problem(self.file, *self.place(number, inside), dotted(inside), message, hint)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file and where its values stand.

    Attributes:
        file: as the user named it.
        data: what ``tomllib`` returns.
        places: line and column (from 1) by location, for keys, tables and array elements.
        overrides: what was set from outside; later ones win.
        annex: tables that another file holds.
    """

    file: str
    data: dict[str, Any]
    places: Places
    overrides: tuple[Override, ...] = ()
    annex: Annex | None = None

    def order(self, problem: Problem) -> tuple[bool, int, int]:
        """Problems sorted by this are in the order of the file, and of the other after it."""
        return (self.annex is not None and problem.file == self.annex.file, problem.line, problem.column)

    def place(self, location: Sequence[str | int]) -> tuple[int, int]:
        """Line and column of the nearest known ancestor of a location; (1, 1) for the file itself."""
        for length in range(len(location), 0, -1):
            found = self.places.get(tuple(location[:length]))
            if found is not None:
                return found
        return (1, 1)

    def problem(self, location: Sequence[str | int], message: str, hint: str = "") -> Problem:
        """A problem with the value at this location, blamed on what set it last."""
        where = tuple(location)
        for override in reversed(self.overrides):
            if override.touches(where) or override.made(where, self.places):
                return Problem(override.words, 0, 0, override.named(where), message, hint)
        if self.annex is not None and self.annex.holds(where):
            return self.annex.problem(where, message, hint)
        line, column = self.place(location)
        return Problem(self.file, line, column, dotted(location), message, hint)


def dotted(location: Sequence[str | int]) -> str:
    """A location as users read it: harmless on a screen, tables of an array counted from 1."""
    return ".".join(_parts(location))


def _parts(location: Sequence[str | int]) -> list[str]:
    return [str(part + 1) if isinstance(part, int) else clean(part, MAX_SHOWN) for part in location]


def parse(text: str, file: str, limit: int = MAX_BYTES) -> Document:
    """Parse TOML text of at most ``limit`` bytes.

    Raises:
        BadInputError: too large, too deeply dotted, or not TOML; with line and column.
    """
    if len(text.encode("utf-8", "replace")) > limit:
        raise BadInputError(Problem(file, 0, 0, "", f"the file is larger than {limit // 1024} KB"))
    # tomllib drops carriage returns before it counts columns; so do the places.
    text = text.replace("\r\n", "\n")
    _check_key_parts(text, file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(_syntax_problem(text, file, str(error))) from None
    except (ValueError, RecursionError):
        raise BadInputError(Problem(file, 0, 0, "", "the file nests or counts beyond any sense")) from None
    return Document(file, data, find_places(text))


def _check_key_parts(text: str, file: str) -> None:
    """Refuse long dotted keys before parsing: 60 KB of them would take the parser half a minute."""
    position = too_many_parts(text, MAX_KEY_PARTS)
    if position is not None:
        line, column = LineIndex(text)(position)
        raise BadInputError(Problem(file, line, column, "", f"a key may have at most {MAX_KEY_PARTS} parts"))


def _syntax_problem(text: str, file: str, error: str) -> Problem:
    """What ``tomllib`` says, at the place it says, or at the end of the text."""
    match = _SYNTAX.match(error)
    # A key is named as a tuple of its parts there.
    message = _TUPLE.sub(lambda key: ".".join(_PART.findall(key[0])), match[1] if match else error)
    line, column = LineIndex(text)(len(text))
    if match and match[2]:
        line, column = int(match[2]), int(match[3])
    found = _no_date(text.split("\n")[line - 1], column - 1, message.startswith("Invalid date"))
    if found:
        start, word, hint = found
        return Problem(file, line, start + 1, "", f"{clean(word, MAX_SHOWN)} is no date", hint)
    amount = _no_number(text.split("\n")[line - 1], column - 1)
    if amount:
        start, word, hint = amount
        return Problem(file, line, start + 1, "", f"{clean(word, MAX_SHOWN)} is no number of TOML", hint)
    return Problem(file, line, column, "", f"this is not TOML: {message[:1].lower()}{message[1:]}")


def _no_date(line: str, position: int, said_so: bool) -> tuple[int, str, str] | None:
    """Start, text and remedy of the would-be date that the parser stumbled over at this position, if it did.

    It stops in the midst of most of them, since 2024 alone is a number; at the first character of one it
    complains of what stands before, unless it said so.
    """
    for word in _WORD.finditer(line):
        if word.start() + (not said_so) <= position < word.end():
            hint = _what_date(word[0])
            return (word.start(), word[0], hint) if hint else None
    return None


def _no_number(line: str, position: int) -> tuple[int, str, str] | None:
    """Start, text and remedy of the would-be number that the parser stumbled over at this position."""
    for word in _AMOUNT.finditer(line):
        if word.start() <= position <= word.end() and not _is_toml(word[0]):
            hint = written(word[0])
            # 1.2.3 is many things, but no amount whose marks are wrong.
            told = hint and (hint != RULE or "," in word[0] or "_" in word[0])
            return (word.start(), word[0], hint) if told else None
    return None


def _is_toml(word: str) -> bool:
    """Whether a value as it stands would pass, so that something beside it is wrong."""
    try:
        tomllib.loads(f"v = {word}")
    except ValueError:
        return False
    return True


def written(text: str, whole_wanted: bool = False) -> str:
    """How TOML writes an amount that a person wrote, or what is wrong with the latter; empty for no amount.

    A percentage becomes a share, unless a whole number is wanted.
    """
    unit = next(
        (unit for unit in (Unit.H100E, Unit.DAYS, Unit.SHARE) if text.lower().endswith(unit.value)), Unit.USD
    )
    try:
        value = whole(text, unit) if whole_wanted else number(text, unit)
    except NoAmount as error:
        return error.hint if error.hint == RULE else error.hint.replace(",", "_")
    return f"write {int(value):_}" if float(value).is_integer() else f"write {value!r}"


def _what_date(word: str) -> str:
    """What would be right instead of a word that was meant for a date; empty for any other."""
    match = _YEAR_FIRST.fullmatch(word)
    if match is None:
        return "write year, month and day, such as 2024-01-18" if _YEAR_LAST.fullmatch(word) else ""
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    if not year:
        return "years begin with 0001"
    if not 1 <= month <= 12:
        return "months go from 01 to 12, as in 2024-01-18"
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        return f"days of {year:04}-{month:02} go from 01 to {days}"
    return f"did you mean {year:04}-{month:02}-{day:02}?"
