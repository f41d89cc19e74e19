"""A list of lines to choose from, which stands where it has no room."""

from __future__ import annotations

from typing import Literal

from textual.widgets import OptionList


class Lines(OptionList):
    """Goes a page on only where it has one: Textual's own falls over lines that are not laid out."""

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        if self.scrollable_content_region:
            super()._move_page(direction)
