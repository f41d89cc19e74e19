"""A list of phrases, compiled when it is first asked for: importing a lexicon costs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property


class Phrases:
    """Alternatives, each a pattern of which every repetition is bounded; one of Latin letters stands as whole words.

    ``_`` before a pattern leaves its edges open, for Chinese and for patterns that bring edges of their own.
    """

    def __init__(self, *patterns: str) -> None:
        self._patterns = patterns

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(map(_edged, self._patterns)))

    @cached_property
    def _each(self) -> list[re.Pattern[str]]:
        return [re.compile(_edged(pattern)) for pattern in self._patterns]

    def search(self, low: str, start: int = 0) -> re.Match[str] | None:
        """The first place where any of them stands."""
        return self._any.search(low, start)

    def finditer(self, low: str) -> Iterator[re.Match[str]]:
        """All places, without overlap."""
        return self._any.finditer(low)

    def distinct(self, low: str) -> int:
        """How many of the patterns stand in a text, each counted once."""
        return sum(bool(pattern.search(low)) for pattern in self._each) if self._any.search(low) else 0

    def different(self, low: str) -> int:
        """How many different wordings stand in a text."""
        return len({found[0] for found in self._any.finditer(low)})


def _edged(pattern: str) -> str:
    if pattern.startswith("_"):
        return f"(?:{pattern[1:]})"
    return rf"(?<![^\W\u3040-\u9fff])(?:{pattern})(?![^\W\u3040-\u9fff])"
