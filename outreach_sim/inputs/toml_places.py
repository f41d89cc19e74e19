"""Where each key and value of a TOML text stands, found in one pass over its tokens.

Reading tokens takes time linear in the text and needs no parser, so keys are counted *before* one runs.
Places are for text that a parser has accepted, which bounds how deep it nests.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

Location = tuple[str | int, ...]
Places = dict[Location, tuple[int, int]]

_TOKEN = re.compile(
    r'(?P<block>"""(?s:\\.|[^\\])*?"{3,5}|\'\'\'(?s:.)*?\'{3,5})'
    r'|(?P<part>"(?:\\[^\n]|[^"\\\n])*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+)'
    r"|(?P<skip>\#[^\n]*|[ \t]+)"
    r"|(?P<mark>.|\n)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a string, or one other character; blanks and comments are left out."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a TOML text; what cannot be one comes as single characters."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup != "skip":
            yield Token(match.lastgroup or "", match[0], match.start())


def too_many_parts(text: str, limit: int) -> int | None:
    """Position of the first dotted key with more than ``limit`` parts, quoted parts included."""
    parts, start, dotted = 0, 0, False
    for token in tokens(text):
        if token.kind == "part":
            parts, start = (parts + 1, start) if dotted else (1, token.at)
            dotted = False
            if parts > limit:
                return start
        else:
            dotted = token.text == "." and parts > 0
            parts = parts if dotted else 0
    return None


class LineIndex:
    """Turns positions in a text into lines and columns, both from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def __call__(self, position: int) -> tuple[int, int]:
        """Line and column of a position, counted from 0."""
        line = bisect_right(self._starts, position)
        return line, position - self._starts[line - 1] + 1


@dataclass(slots=True)
class _Frame:
    """A table or an array that is being read."""

    base: Location
    is_array: bool = False
    index: int = 0
    key: list[str] = field(default_factory=list)
    in_value: bool = False

    def location(self) -> Location:
        """Of the value that comes next."""
        return (*self.base, self.index) if self.is_array else (*self.base, *self.key)


def find_places(text: str) -> Places:
    """Line and column of every key, table and array element, by location."""
    return _Reader(text).read()


class _Reader:
    """Reads tokens, keeping a stack of the tables and arrays around them."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens(text)
        self.line_index = LineIndex(text)
        self.places: Places = {}
        self.counts: dict[Location, int] = {}
        self.stack = [_Frame(())]

    def read(self) -> Places:
        for token in self.tokens:
            frame = self.stack[-1]
            if token.kind != "mark":
                self._word(frame, token)
            elif token.text == "\n":
                self._end_of_line()
            elif token.text in "[{":
                self._open(frame, token)
            elif token.text in "]}":
                self._close()
            elif token.text == ",":
                frame.index += 1
                frame.key, frame.in_value = [], False
            elif token.text == "=":
                frame.in_value = True
        return self.places

    def _word(self, frame: _Frame, token: Token) -> None:
        if frame.is_array:
            self._note(frame.location(), token)
        elif not frame.in_value:
            frame.key.append(_unquoted(token.text))
            self._note(frame.location(), token, back_to=len(frame.key) - 1)

    def _note(self, location: Location, token: Token, back_to: int = 0) -> None:
        """Keep a place; the first one counts. A dotted key stands where its first part does."""
        place = self.line_index(token.at)
        if back_to:
            place = self.places.get(location[:-1], place)
        self.places.setdefault(location, place)

    def _end_of_line(self) -> None:
        if len(self.stack) == 1:
            self.stack[0].key, self.stack[0].in_value = [], False

    def _open(self, frame: _Frame, token: Token) -> None:
        if not frame.is_array and not frame.in_value:
            if len(self.stack) == 1 and token.text == "[":
                self._header(token)
            return
        location = frame.location()
        self._note(location, token)
        self.stack.append(_Frame(location, is_array=token.text == "["))

    def _close(self) -> None:
        if len(self.stack) > 1:
            self.stack.pop()

    def _header(self, opening: Token) -> None:
        """A line of ``[a.b]`` or ``[[a.b]]``, up to its end."""
        parts: list[str] = []
        brackets = 1
        for token in self.tokens:
            if token.text == "\n":
                break
            if token.kind == "part":
                parts.append(_unquoted(token.text))
            brackets += token.text == "[" and not parts
        location = self._enter(parts, array=brackets == 2)
        for length in range(1, len(location) + 1):
            self._note(location[:length], opening)
        self.stack = [_Frame(location)]

    def _enter(self, parts: list[str], array: bool) -> Location:
        """The location of a header, with the index of each array of tables on its way."""
        location: Location = ()
        for depth, part in enumerate(parts, start=1):
            location = (*location, part)
            if array and depth == len(parts):
                self.counts[location] = self.counts.get(location, -1) + 1
            if location in self.counts:
                location = (*location, self.counts[location])
        return location


def _unquoted(part: str) -> str:
    if part[0] == "'":
        return part[1:-1]
    if part[0] == '"':
        try:
            return str(tomllib.loads(f"v = {part}")["v"])
        except tomllib.TOMLDecodeError:
            return part[1:-1]
    return part
