"""Spend: machines to buy or to rent, and raises for one's own staff."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Input, Select, Static

from outreach_sim.model.shown import counted
from outreach_sim.tui import books
from outreach_sim.tui.colours import WARN
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.form import FormScreen
from outreach_sim.tui.spending import For, Spending, bill, choices, effects
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.keys import key

_FIELDS = {"buy": "buy_h100e", "rent": "rent_h100e", "days": "rent_days", "percent": "raise_percent"}


class SpendScreen(FormScreen):
    """Money for machines and for the people one has."""

    BINDINGS: ClassVar = [
        key("spend.order", "ctrl+s", "order", "Order", "order: it is done with the next day", first=True),
        key("spend.cancel", "escape", "cancel", "Back", "spend nothing"),
    ]

    def __init__(self, play: Play, candidate: int | None) -> None:
        super().__init__(play)
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
                yield from self.line("Buy H100s", Amount(0, step=500, high=10**7, id="buy"))
                yield from self.line("Rent H100s", Amount(0, step=500, high=10**7, id="rent"))
                yield from self.line("for days", Amount(90, step=30, low=1, high=3_650, id="days"))
                yield from self.line("Raise to, %", Amount(120, step=5, low=101, high=10_000, id="percent"))
                options = [(whom.value, whom) for whom in self.able]
                select = Select(options, value=first, allow_blank=False, compact=True, id="whom")
                yield from self.line("of pay, for", select)
                yield Static(id="means")
            yield from self.beside()
        yield Footer(show_command_palette=False)

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
        self.give(orders, f"{counted(len(orders), 'order')} to be carried out with the next day.")
