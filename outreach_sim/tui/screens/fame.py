"""The hall of fame: games that were finished, each of which its script proves."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Static
from textual.worker import get_current_worker

from outreach_sim.errors import OutreachError
from outreach_sim.storage.fame import Entry, entries, remove
from outreach_sim.storage.fame_proof import proof_of
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.texts import fame as texts
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key, pressed
from outreach_sim.tui.widgets.table import PlainTable, Row

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk


class FameScreen(Screen[None]):
    """A table of entries, and all that is known of the one under the cursor."""

    CSS_PATH = "fame.tcss"
    app: Desk
    HELP = """
    Games that were finished, those of one scenario together, the most points first. *Luck* is the place among
    worlds in which the same letters were written, the luckiest first. An entry holds the script of its game
    and stays when the game is removed.

    **<fame.verify>** plays the script again, with the same rules and seed, and compares points, medal, luck
    and hash. Entries of another version of the rules are dim: that version can play them again.
    """
    BINDINGS: ClassVar = [
        key("fame.verify", "enter,v", "verify", "Verify", "play it again from its script, and compare",
            first=True),
        key("fame.remove", "x", "remove", "Remove", "take the entry away, after asking"),
        key("fame.back", "escape,q,f", "dismiss", "Back", "back to the choice of games"),
    ]  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self._entries: dict[str, Entry] = {}
        self._said: dict[int, str] = {}
        self._to_remove = ""

    def compose(self) -> ComposeResult:
        """The table, and below it the entry under the cursor."""
        yield PlainTable(texts.COLUMNS, id="entries")
        yield Static(id="entry")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show what there is."""
        self.query_one("#entries").focus()
        self._show()

    def _show(self) -> None:
        try:
            self._entries = {str(entry.number): entry for entry in entries()}
        except OutreachError as error:
            self._entries = {}
            self.app.say(error)
        self.query_one("#entries", PlainTable).show([*self._entries], self._row)
        self._show_entry()

    def _row(self, number: str) -> Row:
        entry = self._entries[number]
        return texts.row(entry), texts.style(entry)

    @property
    def _entry(self) -> Entry | None:
        return self._entries.get(self.query_one("#entries", PlainTable).current or "")

    @on(PlainTable.RowHighlighted, "#entries")
    def _show_entry(self) -> None:
        entry, text = self._entry, self.query_one("#entry", Static)
        if entry is None:
            text.update(texts.EMPTY)
            return
        self._to_remove = self._to_remove if self._to_remove == str(entry.number) else ""
        text.update(texts.detail(entry, self._said.get(entry.number, "")))

    def action_verify(self) -> None:
        """Play the entry under the cursor again, beside the screen."""
        entry = self._entry
        if entry is not None:
            self._say(entry, "It is played again …")
            self._prove(entry)

    @work(thread=True, exclusive=True)
    def _prove(self, entry: Entry) -> None:
        worker, steps = get_current_worker(), proof_of(entry)
        said = ""
        while not said and not worker.is_cancelled:
            try:
                next(steps)
            except StopIteration as end:
                said = end.value.told(entry)
            except OutreachError as error:
                said = str(error)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._say, entry, said)

    def _say(self, entry: Entry, said: str) -> None:
        self._said[entry.number] = said
        if self.is_attached:
            self._show_entry()

    def action_remove(self) -> None:
        """Take the entry under the cursor away, once it was said twice."""
        entry = self._entry
        if entry is None:
            return
        if self._to_remove != str(entry.number):
            self._to_remove = str(entry.number)
            again = f"{pressed('fame.remove')} again takes entry {entry.number} away for good."
            self.app.tell(again, severity="warning", seconds=8.0)
            return
        try:
            remove(entry.number)
        except OutreachError as error:
            self.app.say(error)
        self._show()
