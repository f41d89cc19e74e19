"""One candidate, filling the screen: for narrow terminals, and for all the reasons at once."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.texts import threads
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key


class CardScreen(Screen[None]):
    """Facts, chances and reasons, and the letters so far."""

    CSS_PATH = "card.tcss"
    HELP = """
    What your lab can know of a person, the chance as things stand, or of a first letter by the hiring
    manager, and the reasons for it. Taste, fit and the true pay are hidden, until answers tell.
    """
    BINDINGS: ClassVar = [
        key("card.back", "escape,c,enter", "dismiss", "Back", "back to the desk"),
    ]

    def __init__(self, play: Play, candidate: int, card: RenderableType) -> None:
        super().__init__()
        self._shown = [card]
        if candidate in play.inbox.threads:
            self._shown += [Text("\nLetters\n", "bold"), threads.thread(play, candidate)]

    def compose(self) -> ComposeResult:
        """The card, to be scrolled."""
        with VerticalScroll(id="paper"):
            yield Static(Group(*self._shown))
        yield KeyBar()
