"""Asks what a letter of the player's own is to be called."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from outreach_sim.tui.letters import Letters, letter_id
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import HELP_KEY, key
from outreach_sim.tui.widgets.line import line

_MOST_NAMED = 60


class KeepScreen(ModalScreen[str]):
    """Ends with the name as typed, or empty.

    Args:
        play: the game, with the letters that there are.
    """

    CSS_PATH = "keep.tcss"
    HELP = """
    What you wrote becomes a letter of your own, under this name, that all your games offer. What is the
    reader's own in it becomes a field, so that it can go to anybody.
    """
    BINDINGS: ClassVar = [
        key("keep.keep", "enter", "keep", "Keep", "keep it under this name"),
        key("keep.cancel", "escape", "cancel", "Back", "keep nothing"),
        HELP_KEY,
    ]

    def __init__(self, play: Letters) -> None:
        super().__init__()
        self._play = play

    def compose(self) -> ComposeResult:
        """A name, and what it will be called in lists."""
        with Vertical(id="paper"):
            yield Static(Text("Keep it as a letter of your own", "bold"))
            yield from line("Name", Input(compact=True, id="name", max_length=_MOST_NAMED))
            yield Static(id="called")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to type."""
        self.query_one("#name").focus()
        self._named("")

    @on(Input.Changed, "#name")
    def _changed(self, event: Input.Changed) -> None:
        self._named(event.value)

    def _named(self, name: str) -> None:
        identity = letter_id(name)
        said = f"Lists will call it {identity}. Enter keeps it."
        if not name.strip():
            said = "Give it a name, as in A warm hello."
        elif identity in self._play.letters:
            said = f"There is a letter {identity} already: call yours something else."
        self.query_one("#called", Static).update(Text(said, "dim"))

    @on(Input.Submitted, "#name")
    def action_keep(self) -> None:
        """End with the name, where there is one."""
        name = self.query_one("#name", Input).value.strip()
        if name:
            self.dismiss(name)

    def action_cancel(self) -> None:
        """Keep nothing."""
        self.dismiss("")
