"""The standing rule: whom the lab makes counter-offers unasked, and how many a week."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.screen import ModalScreen
from textual.widgets import Select, Static

from outreach_sim.formatting import counted
from outreach_sim.market.rules import NO_HOUR_LIMIT
from outreach_sim.market.setup import Order
from outreach_sim.tui.colours import QUIET
from outreach_sim.tui.play import Play
from outreach_sim.tui.staff import rule_of, rule_order
from outreach_sim.tui.widgets.choice import Choice
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import HELP_KEY, key
from outreach_sim.tui.widgets.line import line

_IMPACTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0)
_USUAL_IMPACT, _MOST_HOURS = 1.5, 10


class RuleScreen(ModalScreen[Order | None]):
    """Two choices. Ends with the order, or nothing."""

    CSS_PATH = "staff.tcss"
    HELP = """
    **The standing rule** makes counter-offers to your own people unasked, on the day they tell of an offer:
    to the best first, from an impact on, so many times a week. Hours of the CEO are kept for it, and are not
    to be had for letters and for offers at once.
    """
    BINDINGS: ClassVar = [
        key("rule.set", "ctrl+s", "set", "Set", "set the rule, with the next day", first=True),
        key("rule.cancel", "escape", "cancel", "Back", "leave it as it is"),
        HELP_KEY,
    ]

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play
        self._now = rule_of(play)

    def compose(self) -> ComposeResult:
        """From which impact on, how many a week."""
        counter_from, keep = self._now
        most = min(self.play.scenario.setup.rules.ceo_hours, _MOST_HOURS)
        impacts = sorted({*_IMPACTS, counter_from})
        hours = sorted({*range(most + 1), keep})
        with VerticalGroup(id="paper"):
            yield Static(Text("Standing rule", "bold"))
            yield from line(
                "Counter-offers a week",
                Choice([("none: off" if n == 0 else str(n), n) for n in hours], value=keep, id="keep"),
            )
            yield from line(
                "From an impact of",
                Choice([(f"{x:g}", x) for x in impacts], value=counter_from or _USUAL_IMPACT, id="from"),
            )
            yield Static(id="says")
        yield KeyBar()

    @on(Select.Changed)
    def _show(self) -> None:
        keep = self.query_one("#keep", Select).value
        said = "Offers to your people wait for your answer."
        if isinstance(keep, int) and keep:
            limited = self.play.scenario.setup.rules.ceo_hours < NO_HOUR_LIMIT
            kept = f" {counted(keep, 'hour')} of the CEO are kept for them every week." if limited else ""
            said = f"Who tells of an offer gets a counter-offer at once, the best first.{kept}"
        self.query_one("#says", Static).update(Text(said, QUIET))

    def action_set(self) -> None:
        """Set it."""
        keep, counter_from = (self.query_one(name, Select).value for name in ("#keep", "#from"))
        if isinstance(keep, int) and isinstance(counter_from, float):
            self.dismiss(rule_order(self.play, counter_from, keep))

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss(None)
