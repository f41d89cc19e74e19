"""A field for a whole number: thousands apart, stepped with the arrow keys."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding
from textual.widgets import Input

_WORDS = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}


class Amount(Input):
    """A whole number, not negative. Understands 1.5m and 800k; Up and Down change it by a step.

    Attributes:
        called: the name that stands before the field.
    """

    called = "A field"

    BINDINGS: ClassVar = [
        Binding("up", "step(1)", "More", show=False, id="amount.more", tooltip="Raise by a step"),
        Binding("down", "step(-1)", "Less", show=False, id="amount.less", tooltip="Lower by a step"),
    ]

    def __init__(self, value: int, *, step: int, low: int = 0, high: int = 10**9, id: str) -> None:  # noqa: A002
        super().__init__(f"{value:,}", compact=True, select_on_focus=True, id=id, max_length=15)
        self._step, self._low, self._high = step, low, high

    @property
    def number(self) -> int | None:
        """The number, or ``None`` where what is typed is none, or out of bounds."""
        number = _understood(self.value)
        return number if number is not None and self._low <= number <= self._high else None

    @property
    def trouble(self) -> str:
        """Why there is no number, in a sentence; empty where there is one."""
        if self.number is not None:
            return ""
        if _understood(self.value) is None:
            return f"{self.called}: what is typed is no whole number."
        return f"{self.called}: from {self._low:,} to {self._high:,}."

    def set_number(self, number: int) -> None:
        """Show this number, within bounds."""
        self.value = f"{min(max(number, self._low), self._high):,}"

    def action_step(self, direction: int) -> None:
        """To the next whole step, up or down."""
        now = self.number or 0
        steps = now // self._step + 1 if direction > 0 else -(-now // self._step) - 1
        self.set_number(steps * self._step)
        self.cursor_position = len(self.value)

    def on_blur(self) -> None:
        """Show the number as it was understood."""
        if self.number is not None:
            self.set_number(self.number)


def _understood(typed: str) -> int | None:
    text = typed.replace(",", "").strip().lower()
    factor = _WORDS.get(text[-1:], 1)
    try:
        return round(float(text[:-1] if factor > 1 else text) * factor)
    except (ValueError, OverflowError):
        return None
