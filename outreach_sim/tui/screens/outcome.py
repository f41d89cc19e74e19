"""The outcome: against doing nothing on the same luck."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from outreach_sim.market.points import LINES
from outreach_sim.tui.outcome import outcome
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.slices import in_slices
from outreach_sim.tui.texts.outcome import page
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key

_LINES = "\n".join(f"- **{line.name.replace('_', ' ')}**: {line.means}" for line in LINES)
LINES_TOLD = f"""
**One point** is the work of one average researcher of your lab for as long as you keep them, over doing
nothing on the same luck. The table tells by person what the score is made of:

{_LINES}

What two people take from the machines together is a little less than each alone: that remainder stands under
*nobody's own*. At the end every rule that plays by itself is tried in your place, on your luck.
"""


class OutcomeScreen(Screen[None]):
    """How the game stands."""

    CSS_PATH = "card.tcss"
    HELP = LINES_TOLD
    BINDINGS: ClassVar = [key("outcome.back", "escape,o,enter", "dismiss", "Back", "back to the desk")]

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def compose(self) -> ComposeResult:
        """One page."""
        with VerticalScroll(id="paper"):
            yield Static(Text("Playing the same days without you …", "dim"), id="outcome")
        yield KeyBar()

    def on_mount(self) -> None:
        """Play the other world beside the screen."""
        self._compare()

    @work(exclusive=True, group="outcome")
    async def _compare(self) -> None:
        await in_slices(self.play.score.slices())
        self.query_one("#outcome", Static).update(page(self.play, outcome(self.play)))
