"""People: a table to find, filter and sort; the card of the person under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from outreach_sim.formatting import counted
from outreach_sim.market.setup import number_of
from outreach_sim.market.state.approaches import State
from outreach_sim.tui import columns, people, people_columns
from outreach_sim.tui.fuzzy import Sought, with_marks
from outreach_sim.tui.people import Sight, Who
from outreach_sim.tui.people_columns import Column
from outreach_sim.tui.play import Play
from outreach_sim.tui.slices import STAKES
from outreach_sim.tui.widgets.keys import next_of
from outreach_sim.tui.widgets.table import PlainTable, Row

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

NOBODY = -1
_MARK = "•"
_DECIDED = (State.INTERESTED, State.OFFERED)
_FOUND_IN = (Column.NAME, Column.LAB, Column.ID, Column.NOTE)


class PeoplePane(Horizontal):
    """The candidates of a game.

    Attributes:
        sight: which people are shown, in which order.
        marked: who is written to together.
        fit, columns: the columns of the table. units: of their amounts. shown: who stands in it.
    """

    app: Desk

    @dataclass
    class Chosen(Message):
        """Somebody was chosen: what comes next with them depends on how they stand."""

        candidate: int

    class Unweighed(Message):
        """Somebody is shown whose worth nobody has counted."""

    def __init__(self, play: Play, card: Callable[[int], RenderableType]) -> None:
        super().__init__()
        self.play = play
        self.sight = Sight()
        self.marked: set[int] = set()
        self._room: tuple[int, tuple[str, ...]] | None = None
        self.fit = columns.fit(people_columns.LOOKS, 0)
        self.columns: tuple[Column, ...] = ()
        self.units = people_columns.units(play)
        self.shown: tuple[int, ...] = ()
        self._last_marked: int | None = None
        self._on_card: int | None = None  # until one is drawn
        self._card = card

    def compose(self) -> ComposeResult:
        """Search, what is shown, table; card."""
        with Vertical(id="list"):
            yield Input(placeholder="Find by name, lab or id", compact=True, id="find", max_length=60)
            yield Static(id="sight")
            yield PlainTable(self.fit.headings(self.units), id="table")
        with VerticalScroll(id="card", classes="panel", can_focus=False):
            yield Static(id="card-text")

    def on_mount(self) -> None:
        """The search opens when it is asked for."""
        self.find.display = False

    def on_resize(self) -> None:
        """Names of labs get what room there is, once the table knows its size."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """As many columns as there is room for, or those that were chosen."""
        current = self.table.current if self.table.cursor_row > 0 else None
        if self._lay_out():
            self.show(current)
        else:
            self._show_card()

    def _lay_out(self) -> bool:
        """Have the columns that fit, with the units of today's amounts; whether these are others."""
        room, chosen = self.table.room, self.app.columns_chosen("people")
        self.units = people_columns.units(self.play)
        if self._room != (room, chosen):
            self._room = (room, chosen)
            self.fit = columns.fit(people_columns.LOOKS, room, chosen, columns.lab_cells(self.play))
            self.columns = tuple(Column.called(look.heading) for look in self.fit.looks)
        return self.table.lay_out(self.fit.headings(self.units))

    @property
    def table(self) -> PlainTable:
        """The table of people."""
        return self.query_one("#table", PlainTable)

    @property
    def find(self) -> Input:
        """The field to search with."""
        return self.query_one("#find", Input)

    @property
    def candidate(self) -> int | None:
        """Whom the cursor is on."""
        key = self.table.current
        return None if key is None else int(key)

    # -- what is shown -----------------------------------------------------------------------------

    def show_anew(self) -> None:
        """The table, and the card: something is otherwise than it was."""
        self._on_card = None
        self.show()

    def show(self, keep: str | None = None) -> None:
        """The table, for the sight chosen; the cursor stays with whom it is on, or goes to ``keep``.

        Who looked at the first of them goes on looking at the first.
        """
        at_top = keep is None and self.table.cursor_row <= 0
        self.marked = {c for c in self.marked if self.play.view.free[c]}
        self._lay_out()
        found = people.find_people(self.play, self.sight)
        self.shown = found.candidates
        self.table.show([*map(str, found.candidates)], self._row, keep=keep or self.table.current)
        if at_top:
            self.table.move_cursor(0)
        if self.play.worths.lacks(self.play, found.candidates):
            self.post_message(self.Unweighed())
        self._listing = found
        self._show_sight()
        self._show_card()

    def lead_on(self) -> None:
        """After a turn: who goes by points, and looks at somebody who has none now, sees the best again."""
        by_points = self.sight.by in (Column.EXPECTED, Column.WORTH)
        if self.candidate is not None and by_points and not self._is_decided(self.candidate):
            self.table.move_cursor(0)

    def _is_decided(self, candidate: int) -> bool:
        own = self.play.approach(candidate)
        return bool(self.play.view.free[candidate]) or (own is not None and own.state in _DECIDED)

    def _row(self, key: str) -> Row:
        candidate = int(key)
        told: list[str | Text] = [*columns.cells(self.play, candidate, self.fit.looks, self.units)]
        name = self.columns.index(Column.NAME)
        if candidate in self.marked:
            told[name] = f"{_MARK} {told[name]}"
        shown = self._with_what_was_found(told) if self.sight.find else told
        return shown, self._style(candidate)

    def _with_what_was_found(self, told: list[str | Text]) -> list[str | Text]:
        """The letters that were looked for stand out, in the columns in which people are looked for."""
        sought = Sought(self.sight.find)
        for place, column in enumerate(self.columns):
            if column in _FOUND_IN:
                told[place] = with_marks(Text(str(told[place])), sought.marked(str(told[place])))
        return told

    def _style(self, candidate: int) -> str:
        own = self.play.approach(candidate)
        if own is not None and own.state in _DECIDED:
            return "bold"
        return "" if own is not None or self.play.view.free[candidate] else "dim"

    def _show_sight(self) -> None:
        """Above the table: who stands in it, and how many are marked."""
        self.query_one("#sight", Static).update(self._sight_line(self._listing))

    def _sight_line(self, found: people.People) -> Text:
        sight = self.sight
        lab = "" if sight.lab is None else f", {self.play.lab_called(sight.lab)}"
        shown = counted(found.found, "person", "people")
        if found.found > len(found.candidates):
            shown = f"the first {len(found.candidates):,} of {shown}"
        how = "near to" if found.near else "with"
        words = f' · {how} "{sight.find}"' if sight.find else ""
        marked = f" · {len(self.marked)} marked" if self.marked else ""
        order = f"by {sight.by.value.heading.lower()}, {'up' if sight.rising else 'down'}"
        return Text(f"{sight.who.value}{lab} · {shown} · {order}{words}{marked}{self.fit.told}", "dim")

    def _show_card(self) -> None:
        """That of whom the cursor is on, where it is not shown: after the frame in which it came there."""
        if self._is_card_due():
            self.call_after_refresh(self._weigh_card)

    def _is_card_due(self) -> bool:
        """Nothing is weighed for a card that is not seen, or while the game is read or played."""
        known = self.play.has_read and not self.play.game.busy
        return known and self.query_one("#card").display and self._under_cursor() != self._on_card

    def _under_cursor(self) -> int:
        return NOBODY if self.candidate is None else self.candidate

    @work(exclusive=True, group=STAKES)
    async def _weigh_card(self) -> None:
        """Whoever goes on at once does not wait for the cards of those passed by."""
        if self._is_card_due():
            candidate = self._under_cursor()
            shown = Text("Nobody fits.", "dim") if candidate == NOBODY else self._card(candidate)
            self.query_one("#card-text", Static).update(shown)
            self._on_card = candidate

    @on(PlainTable.RowHighlighted, "#table")
    def _moved(self, event: PlainTable.RowHighlighted) -> None:
        event.stop()
        self._show_card()

    @on(PlainTable.RowSelected, "#table")
    def _chosen(self, event: PlainTable.RowSelected) -> None:
        event.stop()
        if self.candidate is not None:
            self.post_message(self.Chosen(self.candidate))

    # -- which people ------------------------------------------------------------------------------

    def look_at(self, sight: Sight) -> None:
        """Show these people."""
        self.sight = sight
        self.show()

    @on(PlainTable.HeaderSelected, "#table")
    def _sort_by(self, event: PlainTable.HeaderSelected) -> None:
        event.stop()
        self.look_at(self.sight.sorted_by(self.columns[event.column_index]))

    @on(Input.Changed, "#find")
    def _find(self, event: Input.Changed) -> None:
        event.stop()
        self.look_at(replace(self.sight, find=event.value))

    @on(Input.Submitted, "#find")
    def _found(self, event: Input.Submitted) -> None:
        event.stop()
        self.table.focus()

    def search(self) -> None:
        """Type what to look for."""
        self.find.display = True
        self.find.focus()

    def close(self) -> None:
        """End the search, or else take all marks off."""
        if self.find.display:
            self.find.value, self.find.display = "", False
        elif self.marked:
            self.marked.clear()
            self.show()
        self.table.focus()

    def next_group(self) -> None:
        """The next group of people."""
        self.look_at(replace(self.sight, who=next_of(list(Who), self.sight.who)))

    def next_lab(self) -> None:
        """The next lab's people, then everybody's again."""
        labs = self.play.labs_in_turn
        labs = labs[:-1] if self.sight.who is Who.RIVALS else labs  # nobody of one's own is a rival's
        self.look_at(replace(self.sight, lab=next_of(labs, self.sight.lab)))

    def next_column(self) -> None:
        """By the next column."""
        now = self.sight.by if self.sight.by in self.columns else self.columns[-1]
        self.look_at(self.sight.sorted_by(next_of(self.columns, now)))

    def reverse(self) -> None:
        """The other way round."""
        self.look_at(self.sight.sorted_by(self.sight.by))

    def go_to(self, candidate: int) -> None:
        """Put the cursor on a person, whoever is listed."""
        if str(candidate) not in self.table.keys:
            self.find.value = ""
            called = Sight(who=Who.EVERYONE, find=f"{self.play.name(candidate)} {number_of(candidate)}")
            shown = candidate in people.find_people(self.play, Sight(who=Who.EVERYONE)).candidates
            self.look_at(Sight(who=Who.EVERYONE) if shown else called)
        self.show(str(candidate))

    def mark(self, candidate: int) -> None:
        """Mark the person, or take the mark off, and go on to the next."""
        self.marked ^= {candidate}
        self._last_marked = candidate
        self.table.show_row(str(candidate))
        self._show_sight()
        self.table.action_cursor_down()

    def mark_all(self) -> list[int]:
        """Mark everybody who is listed, or take those marks off; returns who cannot be written to."""
        listed = self._listed()
        if set(listed) & self.marked == {c for c in listed if self.play.view.free[c]}:
            self.marked -= set(listed)
            self.show()
            return []
        return self._mark(listed)

    def mark_range(self) -> list[int]:
        """Mark everybody from who was marked last to the cursor; returns who cannot be written to."""
        listed = self._listed()
        last = listed.index(self._last_marked) if self._last_marked in listed else self.table.cursor_row
        first, last = sorted((last, self.table.cursor_row))
        return self._mark(listed[first : last + 1])

    def _mark(self, candidates: list[int]) -> list[int]:
        self.marked |= {c for c in candidates if self.play.view.free[c]}
        self.show()
        return [c for c in candidates if not self.play.view.free[c]]

    def _listed(self) -> list[int]:
        return [*map(int, self.table.keys)]
