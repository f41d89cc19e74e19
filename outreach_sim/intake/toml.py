"""TOML from outside: limits before parsing, and a line and column for every value."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from outreach_sim.errors import BadInputError, Problem
from outreach_sim.intake.text import clean
from outreach_sim.intake.toml_places import LineIndex, Location, Places, find_places, too_many_parts

MAX_BYTES = 64 * 1024
MAX_KEY_PARTS = 8
MAX_SHOWN = 60
"""Characters of a key that are shown."""

_TUPLE = re.compile(r"\('[^()]*'(?:, '[^()]*')*,?\)")
_PART = re.compile(r"'([^']*)'")
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
class Document:
    """A parsed file and where its values stand.

    Attributes:
        file: as the user named it.
        data: what ``tomllib`` returns.
        places: line and column (from 1) by location, for keys, tables and array elements.
        overrides: what was set from outside; later ones win.
    """

    file: str
    data: dict[str, Any]
    places: Places
    overrides: tuple[Override, ...] = ()

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
        line, column = self.place(location)
        return Problem(self.file, line, column, dotted(location), message, hint)


def dotted(location: Sequence[str | int]) -> str:
    """A location as users read it: harmless on a screen, tables of an array counted from 1."""
    return ".".join(_parts(location))


def _parts(location: Sequence[str | int]) -> list[str]:
    return [str(part + 1) if isinstance(part, int) else clean(part, MAX_SHOWN) for part in location]


def parse(text: str, file: str) -> Document:
    """Parse TOML text.

    Raises:
        BadInputError: too large, too deeply dotted, or not TOML; with line and column.
    """
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise BadInputError(Problem(file, 0, 0, "", f"the file is larger than {MAX_BYTES // 1024} KB"))
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
    return Problem(file, line, column, "", f"this is not TOML: {message[:1].lower()}{message[1:]}")
