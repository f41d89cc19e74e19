"""Tags of one person, or of several at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from outreach_sim.errors import OutreachError
from outreach_sim.formatting import counted
from outreach_sim.storage.saves.notes import LONGEST_TAG, MOST_TAGS, tags_in
from outreach_sim.tui.notes import shown_tags
from outreach_sim.tui.play import Play
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import HELP_KEY, key
from outreach_sim.tui.widgets.line import line

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

_MOST_TOLD = 12
"""Tags in use that are told of, those of most people first."""


class TagScreen(ModalScreen[str]):
    """Ends with a sentence about what was tagged, or empty."""

    CSS_PATH = "keep.tcss"
    app: Desk
    HELP = """
    Short words of your own, several a person: `later`, `speech`, `ask-ada`. The field begins with those that
    all of the chosen people have; what you add, all of them get, what you take away, all of them lose. Tags
    stand on the card and in the table, where there is room, `/` finds `#later`, and `f` shows all who have
    a tag or a note. They are kept beside the game, and change nothing in it.
    """
    BINDINGS: ClassVar = [
        key("tag.keep", "enter,ctrl+s", "keep", "Keep", "keep them; an empty field takes them away",
            first=True),
        key("tag.cancel", "escape", "cancel", "Back", "leave them as they are"),
        HELP_KEY,
    ]  # fmt: skip

    def __init__(self, play: Play, candidates: tuple[int, ...]) -> None:
        super().__init__()
        self._play, self._candidates = play, candidates
        every = [set(play.notes.tags(candidate)) for candidate in candidates]
        self._shared, self._some = set.intersection(*every), set.union(*every)

    def compose(self) -> ComposeResult:
        """The words; what all have together, and what is in use."""
        with Vertical(id="paper"):
            yield Static(Text(f"Tags of {self._whom}", "bold"))
            most = (LONGEST_TAG + 2) * MOST_TAGS
            words = Input(" ".join(sorted(self._shared)), compact=True, id="tags", max_length=most)
            yield from line("Tags", words)
            yield Static(id="called")
            yield Static(Text(self._in_use(), "dim"))
        yield KeyBar()

    def on_mount(self) -> None:
        """Begin to type."""
        self.query_one("#tags").focus()
        self._show()

    @property
    def _whom(self) -> str:
        many = len(self._candidates)
        return self._play.name(self._candidates[0]) if many == 1 else counted(many, "person", "people")

    def _in_use(self) -> str:
        used = [f"#{tag} {count}" for tag, count in self._play.notes.in_use.most_common(_MOST_TOLD)]
        return f"In use: {', '.join(used)}." if used else "No tag is in use yet."

    def _typed(self) -> set[str]:
        return set(tags_in(self.query_one("#tags", Input).value))

    @on(Input.Changed)
    def _show(self) -> None:
        try:
            tags = self._typed()
        except OutreachError as error:
            said = f"{error}."
        else:
            others = self._some - self._shared - tags
            said = shown_tags(sorted(tags)) or "No tag."
            said += f" Some keep {shown_tags(sorted(others))} besides." if others else ""
        self.query_one("#called", Static).update(Text(said[:1].upper() + said[1:], "dim"))

    def action_keep(self) -> None:
        """Keep them."""
        try:
            tags = self._typed()
            self._play.notes.tag(self._candidates, tags, self._shared - tags)
        except OutreachError as error:
            self.app.say(error)
            return
        self.dismiss(f"{self._whom}: {shown_tags(sorted(tags)) or 'no tag'}.")

    def action_cancel(self) -> None:
        """Leave them."""
        self.dismiss("")
