"""A field for a whole number: thousands apart, stepped with the arrow keys."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding
from textual.events import Key
from textual.widgets import Input

from outreach_sim.inputs.amounts import NoAmount, Unit, whole

MAX_TYPED = 30
_MARKS = frozenset("0123456789.,_' $")
_SCALES = frozenset("kmb")
"""What may be typed: digits and marks, and behind them one letter."""


class Amount(Input):
    """A whole number, not negative. Understands what ``inputs.amounts`` reads, such as 1.5m and 800k; Up and
    Down change it by a step.

    Attributes:
        called: the name that stands before the field.
    """

    called = "A field"

    BINDINGS: ClassVar = [
        Binding("up", "step(1)", "More", show=False, id="amount.more", tooltip="Raise by a step"),
        Binding("down", "step(-1)", "Less", show=False, id="amount.less", tooltip="Lower by a step"),
    ]

    def __init__(
        self,
        value: int,
        *,
        step: int,
        low: int = 0,
        high: int = 10**9,
        unit: Unit = Unit.NUMBER,
        id: str,  # noqa: A002
    ) -> None:
        super().__init__(f"{value:,}", compact=True, select_on_focus=True, id=id, max_length=MAX_TYPED)
        self._step, self._low, self._high, self._unit = step, low, high, unit

    @property
    def number(self) -> int | None:
        """The number, or ``None`` where what is typed is none, or out of bounds."""
        return None if self.trouble else whole(self.value, self._unit)

    @property
    def trouble(self) -> str:
        """Why there is no number, in a sentence; empty where there is one."""
        try:
            number = whole(self.value, self._unit)
        except NoAmount as error:
            return f"{self.called}: {error}{'' if error.hint.endswith('?') else '.'}"
        if self._low <= number <= self._high:
            return ""
        return f"{self.called}: from {self._low:,} to {self._high:,}."

    def set_number(self, number: int) -> None:
        """Show this number, within bounds."""
        self.value = f"{min(max(number, self._low), self._high):,}"

    def on_key(self, event: Key) -> None:
        """Take no letter that no number has; what is pasted is read as it is."""
        if event.is_printable and event.character and not self._fits(event.character):
            event.stop()
            event.prevent_default()

    def _fits(self, character: str) -> bool:
        if character in _MARKS:
            return True
        before = "" if self.selection.start != self.selection.end else self.value
        return character.lower() in _SCALES and before[-1:].isdigit()

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
