"""Which columns a table has, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from outreach_sim.errors import OutreachError
from outreach_sim.inputs.paths import printable
from outreach_sim.tui.columns import NAME, Fit, Look, fit, lab_cells
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.settings_file import keep_columns
from outreach_sim.tui.tables import TABLES
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key
from outreach_sim.tui.widgets.table import Heading, PlainTable, Row

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

_HEADINGS = (Heading("", 3), Heading("Column", 10), Heading("What it says", 62))


class ColumnsScreen(Screen[str]):
    """Columns to be ticked and put in order. Ends with a sentence about what was kept, or empty.

    Args:
        play: the game. table: as settings name it. room: cells that it has now.
        chosen: its columns, where they are not those that fit.
    """

    CSS_PATH = "columns.tcss"
    app: Desk
    HELP = """
    The columns of a table, those that are shown first and in their order. Space ticks one or takes the
    tick off, **<columns.earlier>** and **<columns.later>** move it. **<columns.usual>** goes back to the
    columns that fit: the wider the screen, the more of them. What you have ticked and what there is no room
    for is named above the table.

    What you keep stands in your `desk.toml`, below `[columns]`; all else in that file stays as it is.
    """
    BINDINGS: ClassVar = [
        key("columns.tick", "space,enter", "tick", "Show", "show it, or no longer"),
        key("columns.earlier", "K,shift+up", "move_row(-1)", "To the left", "one place further to the left"),
        key("columns.later", "J,shift+down", "move_row(1)", "To the right", "one place further to the right"),
        key("columns.usual", "u", "usual", "As it was", "those that fit, the more the wider the screen"),
        key("columns.keep", "ctrl+s", "keep", "Keep", "keep them, for all your games", first=True),
        key("columns.back", "escape", "back", "Back", "leave them as they are"),
    ]

    def __init__(self, play: Play, table: str, room: int, chosen: Sequence[str]) -> None:
        super().__init__()
        self.table_name, self._room, self._whole = table, room, lab_cells(play)
        self._looks: Sequence[Look[Any]] = TABLES[table]
        self.usual = not chosen
        self._order = list(chosen)
        self._ticked = set(chosen)
        if self.usual:
            self._begin_usual()

    def _begin_usual(self) -> None:
        self._order = [look.heading for look in self._fit(()).looks]
        self._ticked = set(self._order)

    def _fit(self, chosen: Sequence[str]) -> Fit[Any]:
        return fit(self._looks, self._room, chosen, self._whole)

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is ticked, in its order; empty where those are shown that fit."""
        return () if self.usual else tuple(name for name in self._order if name in self._ticked)

    def compose(self) -> ComposeResult:
        """What is seen of it; all columns."""
        yield Static(id="seen")
        yield PlainTable(_HEADINGS, id="columns")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin with the first."""
        self.app.clear_notifications()
        self.query_one(PlainTable).focus()
        self.show()

    def show(self, keep: str | None = None) -> None:
        """All columns: those in order first, then the others."""
        looks = {look.heading: look for look in self._looks}
        self._order += [name for name in looks if name not in self._order]
        self.query_one(PlainTable).show(self._order, lambda name: self._row(looks[name]), keep=keep)
        self.query_one("#seen", Static).update(self._seen())

    def _row(self, look: Look[Any]) -> Row:
        ticked = look.heading in self._ticked
        return (_box(ticked), look.heading, look.means), "" if ticked else "dim"

    def _seen(self) -> Text:
        found = self._fit(self.chosen)
        how = "Those that fit, the more the wider the screen" if self.usual else "As you have chosen them"
        said = ", ".join(look.heading for look in found.looks)
        text = Text(f"{how}. Seen at this width: {said}.")
        if found.left_out:
            named = ", ".join(look.heading for look in found.left_out)
            text.append(f"\nNo room at this width for {named}.", "italic")
        return text

    @on(PlainTable.RowSelected, "#columns")
    def action_tick(self) -> None:
        """Show the column, or no longer."""
        name = self.query_one(PlainTable).current
        if name is None:
            return
        if name == NAME:
            self.app.tell(f"{NAME} is always shown: without it nobody would know whose line it is.")
            return
        self.usual = False
        self._ticked ^= {name}
        self.show(name)

    def action_move_row(self, by: int) -> None:
        """One place to the left or to the right."""
        name = self.query_one(PlainTable).current
        if name is None:
            return
        place = self._order.index(name)
        to = min(max(place + by, 0), len(self._order) - 1)
        self._order.insert(to, self._order.pop(place))
        self.usual = False
        self.show(name)

    def action_usual(self) -> None:
        """Those that fit, again."""
        self.usual = True
        self._begin_usual()
        self.show()

    def action_keep(self) -> None:
        """Keep them in the user's file; where that cannot be, they hold until the desk is left."""
        self.app.choose_columns(self.table_name, self.chosen)
        try:
            path = keep_columns(self.table_name, self.chosen)
        except OutreachError as error:
            self.app.say(error)
            return
        self.dismiss(f"The columns are kept in {printable(path)}.")

    def action_back(self) -> None:
        """Leave them."""
        self.dismiss("")


def _box(ticked: bool) -> str:
    return "[x]" if ticked else "[ ]"
