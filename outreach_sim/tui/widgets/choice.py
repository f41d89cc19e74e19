"""One of several words to choose from: shown as they are, nothing in them is markup."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from rich.console import RenderableType
from rich.text import Text
from textual.widgets import Select

T = TypeVar("T")


class Choice(Select[T]):
    """A list that drops down, with something chosen always."""

    def __init__(self, options: Iterable[tuple[str, T]], *, value: T, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(_plain(options), value=value, allow_blank=False, compact=True, id=id)

    def set_options(self, options: Iterable[tuple[RenderableType, T]]) -> None:
        """Offer other words."""
        super().set_options(_plain(options))


def _plain(options: Iterable[tuple[RenderableType, T]]) -> list[tuple[RenderableType, T]]:
    return [(Text(words) if isinstance(words, str) else words, value) for words, value in options]
