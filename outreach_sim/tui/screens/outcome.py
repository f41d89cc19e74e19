"""The outcome: against doing nothing on the same luck."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Footer, Static

from outreach_sim.tui.outcome import Outcome, outcome, page
from outreach_sim.tui.play import Play
from outreach_sim.tui.widgets.keys import key


class OutcomeScreen(ModalScreen[None]):
    """How the game stands, or ended."""

    CSS_PATH = "card.tcss"
    BINDINGS: ClassVar = [key("outcome.back", "escape,o,enter", "dismiss", "Back", "back to the desk")]

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def compose(self) -> ComposeResult:
        """One page."""
        with VerticalScroll(id="paper"):
            yield Static(Text("Playing the same days without you …", "dim"), id="outcome")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Play the other world beside the screen."""
        self._compare()

    @work(thread=True, exclusive=True, group="outcome")
    def _compare(self) -> None:
        found = outcome(self.play)
        self.app.call_from_thread(self._show, found)

    def _show(self, found: Outcome) -> None:
        if self.is_attached:
            self.query_one("#outcome", Static).update(page(self.play, found))
