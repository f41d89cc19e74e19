"""What every form of the desk has: lines of fields, room beside them, a way back, orders to give."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalGroup, VerticalScroll
from textual.widgets import Static

from outreach_sim.errors import OutreachError
from outreach_sim.market.setup import Order
from outreach_sim.tui.colours import QUIET, WARN
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.widgets.line import troubles

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

_WEIGHED = "Being weighed …" + 8 * "\n"
"""As many lines as a chance mostly takes, so that little moves when it comes."""


class FormScreen(Screen[str]):
    """Orders are typed here. Ends with a sentence about what was ordered, or empty.

    Attributes:
        begins_with: what is told as it opens; empty for nothing.
        told_of: what was typed when the screen told of it last; ``None`` while it held no number.
    """

    begins_with = ""
    told_of: object = None
    _chance: Text | None = None  # as it was told last, of what was typed then

    CSS_PATH = "compose.tcss"
    app: Desk

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def on_mount(self) -> None:
        """A notice of the desk would stand before what is typed here; forms add where they begin."""
        self.app.clear_notifications()
        if self.begins_with:
            self.app.tell(self.begins_with, severity="warning", seconds=8.0)

    def typed(self) -> object:
        """What is typed; ``None`` while a field holds no number."""
        raise NotImplementedError

    def show(self) -> None:
        """Tell of what is typed."""
        raise NotImplementedError

    def show_again(self) -> None:
        """Unless it is shown already, as it is when fields tell what they began with."""
        typed = self.typed()
        if typed is None or typed != self.told_of:
            self.soon(self.show)

    def beside(self) -> ComposeResult:
        """Room for the chance, and for a text that scrolls."""
        with VerticalGroup(id="right"):
            yield Static(id="chance")
            with VerticalScroll(id="side", can_focus=True):
                yield Static(id="side-text")

    def show_chance(self, told: Text | None) -> None:
        """Tell the chance of what is typed; until it is known, what stands there is of others, and dim."""
        if told is not None:
            self._chance = told
        else:
            told = Text(_WEIGHED) if self._chance is None else self._chance.copy()
            told.stylize(QUIET)
        self.query_one("#chance", Static).update(told)

    def show_troubles(self) -> None:
        """Say why what is typed cannot be used, where the chance would be."""
        self._chance = None
        self.query_one("#chance", Static).update(Text("\n".join(troubles(self)), WARN))

    def tell_troubles(self) -> None:
        """Say why nothing is ordered as long as the fields stay as they are."""
        self.app.tell("\n".join(troubles(self)), title="Nothing is ordered", severity="error", seconds=8.0)

    def give(self, orders: Iterable[Order], said: str) -> None:
        """Give these orders and end with what is said of them, or say which of them cannot be."""
        try:
            for order in orders:
                self.play.act(order)
        except OutreachError as error:
            self.app.say(error)
            return
        self.dismiss(said)

    def action_cancel(self) -> None:
        """Back to the desk."""
        self.dismiss("")
