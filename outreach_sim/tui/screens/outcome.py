"""The outcome: against doing nothing on the same luck."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from outreach_sim.tui.outcome import Outcome, against_rules, outcome
from outreach_sim.tui.play import Play
from outreach_sim.tui.texts.outcome import page
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key


class OutcomeScreen(Screen[None]):
    """How the game stands, or ended."""

    CSS_PATH = "card.tcss"
    HELP = """
    Your lab today, beside the same days on the same luck in which it did nothing: what differs is your
    doing.

    **Output** is what counts: the impact of all researchers times the root of the H100s each of them has.
    Who signed counts as if started. Each one more takes a share of the machines from everybody, so an
    average researcher brings little, a very good one much.

    **Best people** are the best tenth of all candidates: how many came to you from rivals, and left you
    for them. **Good name** is what mass mail has left of the odds of your letters.
    """
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

    @work(thread=True, exclusive=True, group="outcome")
    def _compare(self) -> None:
        found = outcome(self.play)
        self.app.call_from_thread(self._show, found)
        if self.play.over:
            worker = get_current_worker()
            ranked = against_rules(self.play, found, lambda: worker.is_cancelled)
            self.app.call_from_thread(self._show, ranked)

    def _show(self, found: Outcome) -> None:
        if self.is_attached:
            self.query_one("#outcome", Static).update(page(self.play, found))
