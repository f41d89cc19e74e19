"""Inbox: threads on the left, letters and replies of one of them on the right."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from outreach_sim.tui.play import Play
from outreach_sim.tui.texts import threads

_EMPTY = "No replies yet. Write to somebody, and play a week. (t shows letters nobody answered.)"


class InboxPane(Horizontal):
    """Letters and replies of a game.

    Attributes:
        silent: whether threads that nobody answered are listed too.
        open: whether this is the tab that is seen.
    """

    @dataclass
    class Read(Message):
        """A thread was looked at, which had something new."""

        candidate: int

    @dataclass
    class Chosen(Message):
        """A thread was chosen, to be answered."""

        candidate: int

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play
        self.silent = False
        self.open = False

    def compose(self) -> ComposeResult:
        """List and letters."""
        yield OptionList(id="threads", markup=False)
        with VerticalScroll(id="thread"):
            yield Static(id="thread-text")

    @property
    def threads(self) -> OptionList:
        """The list of threads."""
        return self.query_one("#threads", OptionList)

    @property
    def candidate(self) -> int | None:
        """Whose thread is shown."""
        if self.threads.highlighted is None:
            return None
        identity = self.threads.get_option_at_index(self.threads.highlighted).id
        return None if identity is None else int(identity)

    def show(self) -> None:
        """The list of threads, and the one under the cursor."""
        kept = self.candidate
        order = threads.thread_order(self.play, silent=self.silent)
        self.threads.clear_options()
        self.threads.add_options([Option(threads.headline(self.play, c), id=str(c)) for c in order])
        if order:
            self.threads.highlighted = order.index(kept) if kept in order else 0
        self._show_thread()

    def _show_thread(self) -> None:
        candidate = self.candidate
        shown = Text(_EMPTY, "dim") if candidate is None else threads.thread(self.play, candidate)
        self.query_one("#thread-text", Static).update(shown)
        self.query_one(
            "#thread", VerticalScroll
        ).anchor()  # the latest mail in sight, whenever it is laid out

    @on(OptionList.OptionHighlighted, "#threads")
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._show_thread()
        self.read()

    @on(OptionList.OptionSelected, "#threads")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.candidate is not None:
            self.post_message(self.Chosen(self.candidate))

    def read(self) -> None:
        """What is shown counts as read, while the pane is open."""
        candidate = self.candidate
        if self.open and candidate in self.play.unread:
            self.play.unread.discard(candidate)
            self.threads.replace_option_prompt(str(candidate), threads.headline(self.play, candidate))
            self.post_message(self.Read(candidate))

    def turn_silent(self) -> None:
        """List threads nobody answered too, or no longer."""
        self.silent = not self.silent
        self.show()
