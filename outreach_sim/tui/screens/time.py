"""The time machine: the way so far, turn by turn, and bookmarks; to any day, and branches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from outreach_sim.errors import OutreachError
from outreach_sim.formatting import counted, dated
from outreach_sim.storage.saves.bookmarks import (
    LONGEST,
    bookmarks,
    going_to_bookmark,
    remove_bookmark,
    set_bookmark,
)
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.timeline import branch_at, going_to_day, moments, to_redo
from outreach_sim.storage.steps import Steps
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key
from outreach_sim.tui.widgets.line import line
from outreach_sim.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

_MARK, _DAY = "mark ", "day "


class TimeScreen(Screen[str]):
    """Goes to another day of the game. Ends with a sentence about what was done, or empty."""

    CSS_PATH = "time.tcss"
    app: Desk
    HELP = """
    Your game turn by turn, and the bookmarks you have set. Enter goes to the line under the cursor, or to
    the day that is typed. Going back takes back what came after it; nothing is deleted, and **<desk.redo>**
    at the desk does it again, one thing at a time, as long as you do nothing else. Going forth does it
    again too, and after that lets time pass without an order.

    **A bookmark** is the place where you stand, under the name that is typed; it leads back there even if
    you took that back meanwhile. **A branch** is a game of its own, from the line under the cursor, under
    that name. A game in which something was taken back says so.
    """
    BINDINGS: ClassVar = [
        key("time.go", "enter", "go", "Go there", "to the line under the cursor, or the day typed",
            first=True),
        key("time.bookmark", "ctrl+b", "bookmark", "Bookmark", "call this place by the name typed",
            first=True),
        key("time.branch", "ctrl+n", "branch", "Branch",
            "a game of its own from the line under the cursor, under the name typed", first=True),
        key("time.forget", "ctrl+x", "forget", "Forget", "the bookmark under the cursor",
            footer=False, first=True),
        key("time.back", "escape", "cancel", "Back", "back to the desk"),
    ]  # fmt: skip

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def compose(self) -> ComposeResult:
        """Where it stands, the list, two fields."""
        yield Static(self._intro(), id="intro")
        yield Lines(id="moments", markup=False)
        day = Amount(self.play.session.day, step=7, high=self.play.scenario.days, id="day")
        yield from line("Go to day", day)
        name = Input(compact=True, max_length=LONGEST, id="name", placeholder="of a bookmark or a branch")
        yield from line("Name", name)
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin where the game stands."""
        self.app.clear_notifications()
        self._show()
        self.query_one("#moments").focus()

    def _intro(self) -> Text:
        game = self.play.game
        left = len(to_redo(game.entries))
        more = f"; {counted(left, 'thing')} can be done again" if left else ""
        return Text(f"{game.name}: {self._dated(self.play.session.day)} of {game.scenario.days}{more}")

    def _dated(self, day: int) -> str:
        return f"{dated(self.play.scenario.date_of(day), '%a %-d %b %Y')}, day {day}"

    def _show(self) -> None:
        listed, game = self.query_one("#moments", Lines), self.play.game
        listed.clear_options()
        way = moments(game)
        for moment in way:
            told = f", {counted(moment.orders, 'order')}" if moment.orders else ""
            listed.add_option(
                Option(f"{self._dated(moment.day)}{told}", id=f"{_DAY}{moment.turn} {moment.day}")
            )
        for name, entry in bookmarks(game).items():
            at = self._dated(game.entries[entry].day)
            listed.add_option(Option(f"★ {name}: {at}", id=f"{_MARK}{name}"))
        listed.highlighted = len(way) - 1

    @property
    def _under_cursor(self) -> str:
        listed = self.query_one("#moments", Lines)
        return "" if listed.highlighted is None else listed.get_option_at_index(listed.highlighted).id or ""

    @property
    def _typed(self) -> str:
        return self.query_one("#name", Input).value

    async def action_go(self) -> None:
        """To the day typed where that field has the cursor, else to the line."""
        typed = self.query_one("#day", Amount)
        if typed.has_focus:
            if typed.number is None:
                self.app.tell(typed.trouble, severity="error")
                return
            await self._travel(lambda game: going_to_day(game, typed.number or 0))
        elif self._under_cursor.startswith(_MARK):
            name = self._under_cursor.removeprefix(_MARK)
            await self._travel(lambda game: going_to_bookmark(game, name))
        else:
            day = int(self._under_cursor.split()[-1])
            await self._travel(lambda game: going_to_day(game, day))

    async def _travel(self, going: Callable[[Game], Steps[object]]) -> None:
        if await self.app.undisturbed(self, self.play.travelling(going)):
            self.dismiss(f"You stand on {self._dated(self.play.session.day)}.")
        else:
            self._show()

    def action_bookmark(self) -> None:
        """Call the place where the game stands by the name typed."""
        self._try(lambda: set_bookmark(self.play.game, self._typed or f"day {self.play.session.day}"))

    def action_forget(self) -> None:
        """Forget the bookmark under the cursor."""
        if self._under_cursor.startswith(_MARK):
            self._try(lambda: remove_bookmark(self.play.game, self._under_cursor.removeprefix(_MARK)))

    def _try(self, change: Callable[[], object]) -> None:
        try:
            change()
        except OutreachError as error:
            self.app.say(error)
            return
        self._show()

    def action_branch(self) -> None:
        """Make a game of its own from the line under the cursor."""
        word, _, day = self._under_cursor.rpartition(" ")
        at = int(day) if word.startswith(_DAY) else self.play.session.day
        try:
            branch_at(self.play.game, self._typed, at)
        except OutreachError as error:
            self.app.say(error)
            return
        self.dismiss(f"{self._typed} is a game of its own, from {self._dated(at)}; it is among your games.")

    @on(Lines.OptionSelected, "#moments")
    def _clicked(self, event: Lines.OptionSelected) -> None:
        event.stop()
        self.app.call_later(self.action_go)  # keys wait for it, as where it was a key

    def action_cancel(self) -> None:
        """Back to the desk."""
        self.dismiss("")
