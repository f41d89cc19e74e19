"""Notes something about a person, and when to be reminded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from outreach_sim.errors import OutreachError
from outreach_sim.formatting import dated
from outreach_sim.inputs.amounts import Unit
from outreach_sim.storage.saves.notes import LONGEST
from outreach_sim.tui.play import Play
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import HELP_KEY, key
from outreach_sim.tui.widgets.line import line

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk


class NoteScreen(ModalScreen[str]):
    """Ends with a sentence about what was noted, or empty."""

    CSS_PATH = "keep.tcss"
    app: Desk
    HELP = """
    A note of your own about somebody. It stands on their card, `/` finds its words, and `f` shows all who
    have one. With a number of days it comes back: the turn ends on that day. It is kept beside the game, and
    changes nothing in it.
    """
    BINDINGS: ClassVar = [
        key("note.keep", "enter,ctrl+s", "keep", "Keep", "keep it; an empty note is taken away", first=True),
        key("note.cancel", "escape", "cancel", "Back", "leave it as it is"),
        HELP_KEY,
    ]

    def __init__(self, play: Play, candidate: int) -> None:
        super().__init__()
        self._play, self._candidate = play, candidate

    def compose(self) -> ComposeResult:
        """What, and when to be reminded."""
        note, play = self._play.notes.of(self._candidate), self._play
        text, day = ("", None) if note is None else (note.text, note.day)
        left = 0 if day is None else max(day - play.session.day, 0)
        with Vertical(id="paper"):
            yield Static(Text(f"A note about {play.name(self._candidate)}", "bold"))
            yield from line("Note", Input(text, compact=True, id="note", max_length=LONGEST))
            most = max(play.scenario.days - play.session.day, 0)
            yield from line("Days", Amount(left, step=7, high=most, unit=Unit.DAYS, id="in-days"))
            yield Static(id="called")
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to type."""
        self.query_one("#note").focus()
        self._show()

    @on(Input.Changed)
    def _show(self) -> None:
        field = self.query_one("#in-days", Amount)
        said = field.trouble or "0 days: no reminder."
        if not field.trouble and field.number:
            day = self._play.scenario.date_of(self._play.session.day + field.number)
            said = f"You are reminded on {dated(day, '%a %-d %B %Y')}."
        self.query_one("#called", Static).update(Text(said, "dim"))

    def action_keep(self) -> None:
        """Keep it."""
        field, text = self.query_one("#in-days", Amount), self.query_one("#note", Input).value
        if field.trouble:
            self.app.tell(field.trouble, severity="warning")
            return
        day = self._play.session.day + field.number if field.number else None
        try:
            self._play.notes.put(self._candidate, text, day)
        except OutreachError as error:
            self.app.say(error)
            return
        who = self._play.name(self._candidate)
        self.dismiss(
            f"Noted about {who}." if self._play.notes.about(self._candidate) else f"No note about {who}."
        )

    def action_cancel(self) -> None:
        """Leave it."""
        self.dismiss("")
