"""Spend: machines to buy or to rent, and raises for one's own staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Input, Select, Static

from outreach_sim.formatting import counted
from outreach_sim.inputs.amounts import Unit
from outreach_sim.tui import spending
from outreach_sim.tui.colours import WARN
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.form import FormScreen
from outreach_sim.tui.slices import STAKES, in_slices
from outreach_sim.tui.spending import For, Share, Spending, choices
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.choice import Choice
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key
from outreach_sim.tui.widgets.line import line

_FIELDS = {"buy": "buy_h100e", "rent": "rent_h100e", "days": "rent_days", "percent": "raise_percent"}

_MOST, _PERCENT = 10**7, 120


class SpendScreen(FormScreen):
    """Money for machines and for the people one has."""

    HELP = """
    Money for machines and for the people you have. What is ordered is done with the next day.

    **Bought** H100s come late and stay; **rented** ones are there tomorrow, go back when the time is up,
    and do not count at the end. In many games none are for sale.

    **In points** machines are nothing by themselves: they count in the hands of people to whom they are
    pledged by name, half of a pledge and up to one share. Below stands what a share would add to a letter.

    **A raise** makes it dearer for rivals to win somebody; it is paid every year, and colleagues of the
    same level may hear of it and think less of their own pay.
    """
    BINDINGS: ClassVar = [
        key("spend.order", "ctrl+s", "order", "Order", "order: it is done with the next day", first=True),
        key("spend.cancel", "escape", "cancel", "Back", "spend nothing"),
    ]

    def __init__(self, play: Play, candidate: int | None) -> None:
        super().__init__(play)
        own = candidate is not None and int(play.view.employer[candidate]) == play.lab
        self.chosen = candidate if own else None
        self.able = choices(play, self.chosen)
        self._pledged: tuple[Share, ...] | None = None  # until they are weighed

    def compose(self) -> ComposeResult:
        """How many machines, which raises; what it costs and brings."""
        no_machines, no_rent = spending.no_machines(self.play), spending.no_rent(self.play)
        yield StatusBar(self.play)
        with Horizontal(id="desk"):
            with VerticalScroll(id="fields", can_focus=False):
                yield Static(Text("Machines", "bold"), id="to")
                yield from line(
                    "Buy H100s",
                    _open_if(not no_machines, Amount(0, step=500, high=_MOST, unit=Unit.H100E, id="buy")),
                )
                yield from line(
                    "Rent H100s",
                    _open_if(not no_rent, Amount(0, step=500, high=_MOST, unit=Unit.H100E, id="rent")),
                )
                yield from line(
                    "for days",
                    _open_if(not no_rent, Amount(90, step=30, low=1, high=3_650, unit=Unit.DAYS, id="days")),
                )
                if no_machines or no_rent:
                    yield Static(Text(no_machines or no_rent, WARN), classes="reason")
                yield Static(Text("Raises", "bold"), classes="heading")
                yield from line("For", self._whom())
                yield from line(
                    "to, % of pay",
                    Amount(_PERCENT, step=5, low=101, high=10_000, unit=Unit.PERCENT, id="percent"),
                )
                yield Static(id="means")
            yield from self.beside()
        yield KeyBar()

    def _whom(self) -> Choice[For]:
        first = For.CHOSEN if self.chosen is not None else For.NOBODY
        names = {For.CHOSEN: "" if self.chosen is None else self.play.name(self.chosen)}
        options = [(names.get(whom, whom.value), whom) for whom in self.able]
        return Choice(options, value=first, id="whom")

    def on_mount(self) -> None:
        """Begin where something can be bought, or with the raise."""
        self.query_one("#whom" if spending.no_machines(self.play) else "#buy").focus()
        self.show()

    @on(Input.Changed)
    @on(Select.Changed)
    def _changed(self) -> None:
        self.show_again()

    def typed(self) -> Spending | None:
        """What is typed; ``None`` while a field holds no number."""
        numbers = {name: self.query_one(f"#{field}", Amount).number for field, name in _FIELDS.items()}
        whom = For(str(self.query_one("#whom", Select).value))
        sound = {name: number for name, number in numbers.items() if number is not None}
        return Spending(**sound, whom=whom, chosen=self.chosen) if len(sound) == len(numbers) else None

    def show(self) -> None:
        """The bill, and what it brings."""
        now = self.told_of = self.typed()
        self._open_percent()
        if now is None:
            self.show_troubles()
            return
        self.query_one("#chance", Static).update(spending.bill(self.play, now))
        self._show_effects(now, None)
        self._count(now)

    def _show_effects(self, now: Spending, raised: float | None) -> None:
        text = spending.effects(self.play, now, self._pledged, raised)
        self.query_one("#side-text", Static).update(text)

    @work(exclusive=True, group=STAKES)
    async def _count(self, now: Spending) -> None:
        await in_slices(self._counting(now))

    def _counting(self, now: Spending) -> Iterator[None]:
        """What shares by name would add, and what raises are worth, once nothing is typed."""
        yield
        if self._pledged is None:
            self._pledged = spending.shares(self.play)
            self._show_effects(now, None)
            yield
        raised = spending.raise_points(self.play, now)
        if raised is not None:
            self._show_effects(now, raised)

    def _open_percent(self) -> None:
        """The percentage is open once somebody gets a raise; below it, why something is not."""
        whom = For(str(self.query_one("#whom", Select).value))
        reason = spending.no_percent(whom)
        percent = self.query_one("#percent", Amount)
        percent.disabled = bool(reason)
        if percent.disabled and percent.number is None:  # what cannot be mended must not be wrong
            percent.set_number(_PERCENT)
        reasons = [reason, spending.no_one_person(self.able)]
        self.query_one("#means", Static).update(Text("\n".join(filter(None, reasons)), "dim"))

    def action_order(self) -> None:
        """Give the orders."""
        now = self.typed()
        if now is None:
            self.tell_troubles()
            return
        orders = list(now.orders(self.play))
        if not orders:
            self.app.tell("Nothing to order: say how many machines, or whose pay.", severity="warning")
            return
        self.give(orders, f"{counted(len(orders), 'order')} to be carried out with the next day.")


def _open_if(possible: bool, field: Amount) -> Amount:
    field.disabled = not possible
    return field
