"""Finds what was meant by a few letters: words as they were typed, or else their letters in order.

Textual's own search tries every way in which letters can stand in a text; there are too many in a note. Here
the first letter of a word begins one in the text, and each other is the next one there is: one pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from rich.text import Text
from textual.fuzzy import FuzzySearch

MARK = "reverse"
"""How letters that fit stand out."""
_SHORTEST = 2
"""A word of fewer letters is found as it is only: its letters alone would be everywhere."""
_SCORES = FuzzySearch()


def folded(text: str) -> str:
    """The same in small letters without accents, each in its place, so that lege finds Léger."""
    if text.isascii():
        return text.lower()
    return "".join(normalize("NFD", character.lower() or character)[0] for character in text)


@dataclass(frozen=True, slots=True)
class Match:
    """How well a text fits, and the places of the letters that do."""

    score: float
    places: tuple[int, ...]


@dataclass(frozen=True)
class Sought:
    """What somebody has typed to find something.

    Attributes:
        typed: as it is.
    """

    typed: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words; all of them have to be found."""
        return tuple(folded(self.typed).split())

    def holds(self, text: str) -> bool:
        """Whether a folded text holds every word as it was typed."""
        return all(word in text for word in self.words)

    def near(self, text: str) -> bool:
        """Whether it holds the letters of every word in order, within a line, from the start of a word on."""
        return all(pattern.search(text) for pattern in self._patterns)

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(_pattern, self.words))

    def match(self, text: str) -> Match | None:
        """How a text fits, as it is shown; ``None`` where it does not."""
        plain = folded(text)
        found = [
            _places(word, pattern, plain) for word, pattern in zip(self.words, self._patterns, strict=True)
        ]
        if not found or not all(found):
            return None
        places = sorted({place for each in found for place in each})
        return Match(_SCORES.score(plain, places), tuple(places))

    def marked(self, text: str) -> list[int]:
        """Places of the letters to mark in a part of what was found: of the words that this part holds."""
        plain = folded(text)
        pairs = zip(self.words, self._patterns, strict=True)
        return sorted({place for word, pattern in pairs for place in _places(word, pattern, plain)})


def _pattern(word: str) -> re.Pattern[str]:
    """The letters of a word, each the next of its kind in the line; nothing is ever tried twice."""
    if len(word) < _SHORTEST:
        return re.compile(re.escape(word))
    rest = (f"[^{re.escape(letter)}\n]*{re.escape(letter)}" for letter in word[1:])
    return re.compile(rf"(?<!\w){re.escape(word[0])}{''.join(rest)}")


def _places(word: str, pattern: re.Pattern[str], text: str) -> Sequence[int]:
    at = text.find(word)
    if at >= 0:
        return range(at, at + len(word))
    found = pattern.search(text)
    if found is None:
        return ()
    places, at = [], found.start()
    for letter in word:
        at = text.index(letter, at)
        places.append(at)
        at += 1
    return places


def with_marks(text: Text, places: Sequence[int]) -> Text:
    """The text with these letters standing out."""
    for place in places:
        text.stylize(MARK, place, place + 1)
    return text
