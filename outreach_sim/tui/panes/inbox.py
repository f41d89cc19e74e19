"""Inbox: threads on the left, found, filtered and sorted; letters and replies of one of them on the right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static
from textual.widgets.option_list import Option

from outreach_sim.errors import OutreachError
from outreach_sim.market.view import StaffOffer
from outreach_sim.storage.correspondence.search import MAX_QUERY, Found
from outreach_sim.tui.fuzzy import Sought
from outreach_sim.tui.mailbox import By, Sight, Which, find_letters, find_offers, find_threads
from outreach_sim.tui.play import Play
from outreach_sim.tui.texts import threads
from outreach_sim.tui.widgets.keys import next_of, with_keys
from outreach_sim.tui.widgets.lines import Lines

_EMPTY = "No replies yet. Write to somebody, and play a week. (<desk.silent> shows letters nobody answered.)"
_NONE = "No thread is {}. (<desk.filter> shows others.)"


class InboxPane(Horizontal):
    """Letters and replies of a game.

    Attributes:
        sight: which threads are listed, in which order.
        found: what is listed instead while something is searched; ``None`` while nothing is.
        open: whether this is the tab that is seen.
    """

    BINDINGS: ClassVar = [Binding("down", "to_list", "Down", show=False, id="inbox.down")]

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
        self.sight = Sight()
        self.found: Found | None = None
        self.open = False
        self._people: list[int] = []
        self._offers: list[StaffOffer] = []
        self._place_before: int | None = None
        self._came_from = ""

    def compose(self) -> ComposeResult:
        """Search, what is shown, list; letters."""
        with Vertical(id="post"):
            yield Input(
                placeholder="Find letters by their words", compact=True, id="seek", max_length=MAX_QUERY
            )
            yield Static(id="post-sight")
            yield Lines(id="threads", markup=False)
        with VerticalScroll(id="thread"):
            yield Static(id="thread-text")
            yield Static(id="thread-found")

    def on_mount(self) -> None:
        """The search opens when it is asked for."""
        self.seek.display = False

    @property
    def threads(self) -> Lines:
        """The list of threads, or of what was found."""
        return self.query_one("#threads", Lines)

    @property
    def seek(self) -> Input:
        """The field to search with."""
        return self.query_one("#seek", Input)

    @property
    def candidate(self) -> int | None:
        """Whose thread is shown."""
        place = self.threads.highlighted
        return None if place is None else self._people[place]

    # -- what is shown -----------------------------------------------------------------------------

    def show(self) -> None:
        """The list, and the thread under its cursor."""
        if self.found is None:
            self._show_threads(self.candidate)
        else:
            self._search()

    def _show_threads(self, kept: int | None) -> None:
        self._offers = find_offers(self.play, self.sight)
        answers = find_threads(self.play, self.sight)
        order = [offer.candidate for offer in self._offers] + answers
        told = [threads.offer_headline(self.play, offer) for offer in self._offers]
        self._list(order, told + [threads.headline(self.play, c) for c in answers])
        if order:
            self.threads.highlighted = order.index(kept) if kept in order else 0
        self._say_sight(threads.sight_line(self.play, self.sight, len(order)))
        self._show_thread()

    def _list(self, people: list[int], entries: list[Text]) -> None:
        self._people = people
        self.threads.clear_options()
        self.threads.add_options([Option(entry) for entry in entries])

    def _say_sight(self, said: str) -> None:
        """A click on it does what f does."""
        action = "" if self.found else "@click=screen.filter"
        content = Content(said).stylize("dim")
        self.query_one("#post-sight", Static).update(content.stylize(action) if action else content)

    def _show_thread(self) -> None:
        """The thread under the cursor, its latest letter in sight, or the one that was found."""
        before, rest, place = Text(), Text(), self.threads.highlighted
        if place is None:
            before = Text(self._why_empty(), "dim")
        elif self.found is not None:
            before, rest = threads.thread_at(self.play, self.found.hits[place])
        elif place < len(self._offers):
            before = threads.offer(self.play, self._offers[place])
        else:
            before = threads.thread(self.play, self._people[place])
        self.query_one("#thread-text", Static).update(before)
        self.query_one("#thread-found", Static).update(rest)
        scroll = self.query_one("#thread", VerticalScroll)
        if rest:
            scroll.release_anchor()
            self.call_after_refresh(
                scroll.scroll_to_widget, self.query_one("#thread-found"), animate=False, top=True
            )
        else:
            scroll.anchor()  # whenever it is laid out

    def _why_empty(self) -> str:
        if self.found is not None:
            return "Nothing is found. Fewer words, or shorter ones, find more."
        every = self.sight.which in (Which.ANSWERED, Which.EVERY) and self.sight.lab is None
        return with_keys(_EMPTY if every else _NONE.format(self.sight.which.value))

    @on(Lines.OptionHighlighted, "#threads")
    def _moved(self, event: Lines.OptionHighlighted) -> None:
        event.stop()
        self._show_thread()
        self.read()

    @on(Lines.OptionSelected, "#threads")
    def _chosen(self, event: Lines.OptionSelected) -> None:
        event.stop()
        if self.found is not None:
            self._open_found()
        elif self.candidate is not None:
            self.post_message(self.Chosen(self.candidate))

    def read(self) -> None:
        """What is shown counts as read, while the pane is open; what a search only passes by does not."""
        candidate, place = self.candidate, self.threads.highlighted
        if place is None or place < len(self._offers) or self.found is not None:
            return
        if self.open and candidate in self.play.unread:
            self.play.mark_read(candidate)
            self.threads.replace_option_prompt_at_index(place, threads.headline(self.play, candidate))
            self.post_message(self.Read(candidate))

    # -- which threads -----------------------------------------------------------------------------

    def look_at(self, sight: Sight) -> None:
        """List these threads."""
        self._end_search()
        self.sight = sight
        self.show()

    def next_group(self) -> None:
        """The next group of threads."""
        self.look_at(replace(self.sight, which=next_of(list(Which), self.sight.which)))

    def next_lab(self) -> None:
        """Threads with people of the next lab, then with everybody again."""
        self.look_at(replace(self.sight, lab=next_of(self.play.labs_in_turn, self.sight.lab)))

    def next_column(self) -> None:
        """By the next thing to sort by."""
        self.look_at(self.sight.sorted_by(next_of(list(By), self.sight.by)))

    def reverse(self) -> None:
        """The other way round."""
        self.look_at(self.sight.sorted_by(self.sight.by))

    def turn_silent(self) -> None:
        """List threads nobody answered too, or no longer."""
        every = self.sight.which is Which.EVERY
        self.look_at(replace(self.sight, which=Which.ANSWERED if every else Which.EVERY))

    # -- searching ---------------------------------------------------------------------------------

    def search(self) -> None:
        """Type what to look for; the list shows what is found with every key."""
        if self.found is None:
            self._place_before = self.candidate
            self.seek.value, self._came_from = self._came_from, ""
        self.seek.display = True
        self.seek.focus()
        self._search()

    @on(Input.Changed, "#seek")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.seek.display:
            self._search()

    @on(Input.Submitted, "#seek")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_to_list()

    def action_to_list(self) -> None:
        """From the field to what was found."""
        if self.seek.has_focus:
            self.threads.focus()

    def _search(self) -> None:
        try:
            self.found = find_letters(self.play, self.seek.value)
            said = threads.found_line(self.found)
        except OutreachError as error:
            self.found, said = Found((), 0), str(error)
        hits, self._offers = self.found.hits, []
        self._list([hit.mail.candidate for hit in hits], self._headlines(self.found))
        if hits:
            self.threads.highlighted = 0
        self._say_sight(said)
        self._show_thread()

    def _headlines(self, found: Found) -> list[Text]:
        sought = Sought(self.seek.value) if found.near else None
        return [threads.found_headline(self.play, hit, sought) for hit in found.hits]

    def _open_found(self) -> None:
        """Jump to the thread of the letter under the cursor; Esc leads back to what was found."""
        candidate, came_from = self.candidate, self.seek.value
        if candidate is not None:
            self.go_to(candidate)
        self._came_from = came_from

    def go_to(self, candidate: int) -> None:
        """Show this thread, whichever are listed."""
        self._end_search()
        if candidate not in find_threads(self.play, self.sight):
            self.sight = replace(self.sight, which=Which.EVERY, lab=None)
        self._show_threads(candidate)
        self.threads.focus()
        self.read()

    def _end_search(self) -> None:
        self.found = None
        self.seek.value, self.seek.display = "", False

    def close(self) -> None:
        """End the search, or go back to what was found."""
        if self.found is not None:
            self._end_search()
            self._show_threads(self._place_before)
        elif self._came_from:
            self.search()
        self.threads.focus()
