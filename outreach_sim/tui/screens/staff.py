"""Your staff: who may leave, for whom and why; counter-offers, and the rule that makes them unasked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Static

from outreach_sim.errors import OutreachError
from outreach_sim.market.setup import Order
from outreach_sim.tui import columns
from outreach_sim.tui.colours import QUIET
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.slices import STAKES, in_slices
from outreach_sim.tui.staff import Member, Staff, counter_order, why_not_counter
from outreach_sim.tui.texts import staff as texts
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key
from outreach_sim.tui.widgets.table import PlainTable

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk


class StaffScreen(Screen[str]):
    """The other chair. Ends with a sentence about what was ordered, or empty."""

    CSS_PATH = "staff.tcss"
    app: Desk
    HELP = """
    Your own people, as rivals see them. Who has told you of an offer comes first, by the day to decide; then
    whoever takes most points along, times the chance of it.

    **Leaves**: the chance that usual letters of rivals win them within a year, and the rival with the largest
    part in it. What rivals have under way in secret is not in it. **Worth**: their work, less their share of
    the machines.

    **Counter**: points to be expected of a counter-offer to who has an offer. It costs an hour of the CEO,
    where these are counted, and more pay if they stay. Beside it stands why they would go, term by term.

    **The standing rule** makes counter-offers unasked, to the best first, in the hours that you keep for it
    every week.
    """
    BINDINGS: ClassVar = [
        key("staff.counter", "a", "counter", "Counter-offer", "offer who has an offer more, to stay"),
        key(
            "staff.rule", "r", "rule", "Standing rule", "make counter-offers unasked, and keep hours for them"
        ),
        key("staff.raise", "b", "raise", "Raise", "raise the pay of the person"),
        key(
            "staff.columns",
            "C",
            "columns",
            "Columns",
            "choose the columns of the table, and their order",
            footer=False,
        ),
        key("staff.back", "escape,y", "back", "Back", "back to the desk"),
    ]

    def __init__(self, play: Play, members: Staff, candidate: int | None = None) -> None:
        super().__init__()
        self.play, self.staff = play, members
        self._first = candidate
        self._said: list[str] = []

    def compose(self) -> ComposeResult:
        """What there is in all; the table; the person under the cursor."""
        yield StatusBar(self.play)
        yield Static(id="summary")
        with Container(id="staff"):
            yield PlainTable(columns.fit(texts.LOOKS, 0).headings({}), id="people")
            with VerticalScroll(id="detail", classes="panel"):
                yield Static(id="detail-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """Weigh them between keys."""
        self.app.clear_notifications()
        self.table.focus()
        self.show(self._first)
        if not self.staff.whole:
            self._weigh()

    def on_resize(self) -> None:
        """As many columns as there is room for, once the table knows its size."""
        self.call_after_refresh(self.show)

    @property
    def table(self) -> PlainTable:
        """The people."""
        return self.query_one("#people", PlainTable)

    @property
    def member(self) -> Member | None:
        """Who is under the cursor."""
        current = self.table.current
        return next((one for one in self.staff.members if str(one.candidate) == current), None)

    @work(exclusive=True, group="staff")
    async def _weigh(self) -> None:
        """As the game stands: what was ordered leaves less for all of them."""
        found = self.staff if self.staff.fits(self.play) else Staff(self.play)
        await in_slices(found.slices())
        self.staff = found
        self.show(self._first if self.table.current is None else None)

    def show(self, keep: int | None = None) -> None:
        """Everything, as it stands."""
        members, now = self.staff.members, self.table.current
        room = self.table.room
        fit = columns.fit(texts.LOOKS, room, self.app.columns_chosen("staff"), columns.lab_cells(self.play))
        units = columns.units_of(fit.looks, self.play, members)
        self.table.lay_out(fit.headings(units))
        self.query_one("#summary", Static).update(
            texts.summary(self.play, self.staff).append(fit.told, QUIET)
        )
        self.query_one(StatusBar).show()
        cells = partial(columns.cells, self.play, looks=fit.looks, units=units)
        by_key = {str(one.candidate): one for one in members}
        whom = now if keep is None else str(keep)
        self.table.show([*by_key], lambda key: (cells(by_key[key]), _style(by_key[key])), keep=whom)
        self._show_detail()

    @on(PlainTable.RowHighlighted, "#people")
    def _show_detail(self) -> None:
        """Of the person under the cursor; why they would go is weighed after the frame."""
        member = self.member
        if member is None:
            self.query_one("#detail-text", Static).update(Text())
        elif self.staff.has_reasons(member):
            self._tell_of(member)
        else:
            self.call_after_refresh(self._explain)

    @work(exclusive=True, group=STAKES)
    async def _explain(self) -> None:
        if (member := self.member) is not None:
            self._tell_of(member)

    def _tell_of(self, member: Member) -> None:
        told = texts.detail(self.play, member, self.staff.reasons(self.play, member))
        self.query_one("#detail-text", Static).update(told)
        self.query_one("#detail").scroll_home(animate=False)

    # -- what can be done --------------------------------------------------------------------------

    @on(PlainTable.RowSelected, "#people")
    def action_counter(self) -> None:
        """Answer the offer of the person under the cursor."""
        member = self.member
        if member is None:
            return
        why = why_not_counter(self.play, member)
        if why:
            self.app.tell(why, severity="warning")
            return
        self._give(counter_order(self.play, member.candidate))
        self.app.tell(f"{self.play.name(member.candidate)} hears of your counter-offer with the next day.")

    def action_rule(self) -> None:
        """Set the rule."""
        from outreach_sim.tui.screens.rule import RuleScreen

        self.app.push_screen(RuleScreen(self.play), self._ruled)

    def _ruled(self, order: Order | None) -> None:
        if order is not None:
            self._give(order)
            self.app.tell("The standing rule is set with the next day.")

    def action_columns(self) -> None:
        """Choose the columns of the table, and their order."""
        from outreach_sim.tui.screens.columns import ColumnsScreen

        room = self.table.room
        screen = ColumnsScreen(self.play, "staff", room, self.app.columns_chosen("staff"))
        self.app.push_screen(screen, self._chosen_columns)

    def _chosen_columns(self, said: str | None) -> None:
        self.show()
        if said:
            self.app.tell(said)

    def action_raise(self) -> None:
        """Raise their pay: it is a form of its own."""
        from outreach_sim.tui.screens.spend import SpendScreen

        member = self.member
        self.app.push_screen(
            SpendScreen(self.play, None if member is None else member.candidate), self._raised
        )

    def _raised(self, said: str | None) -> None:
        if said:
            self._ordered(said)
            self.app.tell(said)

    def _give(self, order: Order) -> None:
        try:
            self.play.act(order)
        except OutreachError as error:
            self.app.say(error)
            return
        self._ordered("Your orders about your staff are carried out with the next day.")

    def _ordered(self, said: str) -> None:
        self._said.append(said)
        self.show()
        self._weigh()

    def action_back(self) -> None:
        """Back to the desk, which shows what was ordered."""
        self.dismiss(self._said[-1] if self._said else "")


def _style(member: Member) -> str:
    return "bold" if member.offer is not None else ""
