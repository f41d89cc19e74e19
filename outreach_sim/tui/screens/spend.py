"""Spend: machines to buy or to rent, and raises for one's own staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalGroup, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Input, Label, Select, Static

from outreach_sim.errors import OutreachError
from outreach_sim.model.shown import counted
from outreach_sim.tui import books
from outreach_sim.tui.colours import WARN
from outreach_sim.tui.play import Play
from outreach_sim.tui.spending import For, Spending, bill, choices, effects
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.keys import key

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

_FIELDS = {"buy": "buy_h100e", "rent": "rent_h100e", "days": "rent_days", "percent": "raise_percent"}


class SpendScreen(Screen[str]):
    """Money for machines and for the people one has."""

    CSS_PATH = "compose.tcss"
    app: Desk

    BINDINGS: ClassVar = [
        key("spend.order", "ctrl+s", "order", "Order", "order: it is done with the next day", first=True),
        key("spend.cancel", "escape", "cancel", "Back", "spend nothing"),
    ]

    def __init__(self, play: Play, candidate: int | None) -> None:
        super().__init__()
        self.play = play
        own = candidate is not None and int(play.view.employer[candidate]) == play.lab
        self.chosen = candidate if own else None
        self.able = choices(play, self.chosen)

    def compose(self) -> ComposeResult:
        """How many machines, which raises; what it costs and brings."""
        first = For.CHOSEN if self.chosen is not None else For.NOBODY
        yield Static(books.status_bar(self.play), id="bar")
        with Horizontal(id="desk"):
            with VerticalScroll(id="fields", can_focus=False):
                yield Static(Text("Machines and raises", "bold"), id="to")
                yield from self._line("Buy H100s", Amount(0, step=500, high=10**7, id="buy"))
                yield from self._line("Rent H100s", Amount(0, step=500, high=10**7, id="rent"))
                yield from self._line("for days", Amount(90, step=30, low=1, high=3_650, id="days"))
                yield from self._line("Raise to, %", Amount(120, step=5, low=101, high=10_000, id="percent"))
                options = [(whom.value, whom) for whom in self.able]
                select = Select(options, value=first, allow_blank=False, compact=True, id="whom")
                yield from self._line("of pay, for", select)
                yield Static(id="means")
            with VerticalGroup(id="right"):
                yield Static(id="chance")
                with VerticalScroll(id="side", can_focus=True):
                    yield Static(id="side-text")
        yield Footer(show_command_palette=False)

    def _line(self, label: str, field: Widget) -> ComposeResult:
        with Horizontal(classes="line"):
            yield Label(label, classes="label")
            yield field

    def on_mount(self) -> None:
        """Begin where something can be bought, or with the raise."""
        self.query_one("#buy" if self.play.view.machines_for_sale else "#percent").focus()
        self.show()

    @on(Input.Changed)
    @on(Select.Changed)
    def _changed(self) -> None:
        self.show()

    def typed(self) -> Spending | None:
        """What is typed; ``None`` while a field holds no number."""
        numbers = {name: self.query_one(f"#{field}", Amount).number for field, name in _FIELDS.items()}
        whom = For(str(self.query_one("#whom", Select).value))
        sound = {name: number for name, number in numbers.items() if number is not None}
        return Spending(**sound, whom=whom, chosen=self.chosen) if len(sound) == len(numbers) else None

    def show(self) -> None:
        """The bill, and what it brings."""
        now = self.typed()
        if now is None:
            self.query_one("#chance", Static).update(Text("A field is no whole number.", WARN))
            return
        self.query_one("#chance", Static).update(bill(self.play, now))
        self.query_one("#side-text", Static).update(effects(self.play, now))

    def action_order(self) -> None:
        """Give the orders."""
        now = self.typed()
        if now is None:
            self.app.tell("A field is no whole number.", severity="error")
            return
        orders = list(now.orders(self.play))
        if not orders:
            self.app.tell("Nothing to order: say how many machines, or whose pay.", severity="warning")
            return
        try:
            for order in orders:
                self.play.act(order)
        except OutreachError as error:
            self.app.say(error)
            return
        self.dismiss(f"{counted(len(orders), 'order')} to be carried out with the next day.")

    def action_cancel(self) -> None:
        """Back to the desk."""
        self.dismiss("")
