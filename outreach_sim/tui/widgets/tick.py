"""A checkbox whose state can be read without colours."""

from __future__ import annotations

from textual.content import ContentText
from textual.widgets import Checkbox


class Tick(Checkbox):
    """Shows a mark when set, and nothing when not."""

    def __init__(self, label: ContentText, value: bool, *, id: str) -> None:  # noqa: A002  # Textual's word
        super().__init__(label, value, compact=True, id=id)
        self.watch_value_mark(value)
        self.watch(self, "value", self.watch_value_mark, init=False)

    def watch_value_mark(self, value: bool) -> None:
        """Draw the mark, or none."""
        self.BUTTON_INNER = "x" if value else " "
        self.refresh()
