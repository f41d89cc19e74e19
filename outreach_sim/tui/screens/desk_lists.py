"""The rooms of the desk and their lists: which is open, whom the cursor is on, what is found and sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import TabbedContent

from outreach_sim.tui.panes.inbox import InboxPane
from outreach_sim.tui.panes.people import PeoplePane
from outreach_sim.tui.panes.pipeline import PipelinePane
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.widgets.keys import with_keys

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

_PLACES = {
    "people": "#table",
    "inbox": "#threads",
    "news": "#news-scroll",
    "books": "#books-scroll",
    "pipeline": "#under-way",
}
"""Where the cursor goes in a room."""


class Lists(Screen[None]):
    """What moves about on the desk; what is done with whom the cursor is on is the desk's."""

    app: Desk

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    # -- rooms -------------------------------------------------------------------------------------

    @property
    def people(self) -> PeoplePane:
        """The candidates."""
        return self.query_one(PeoplePane)

    @property
    def inbox(self) -> InboxPane:
        """Letters and replies."""
        return self.query_one(InboxPane)

    @property
    def pipeline(self) -> PipelinePane:
        """Approaches by stage."""
        return self.query_one(PipelinePane)

    @property
    def room(self) -> str:
        """The tab that is open."""
        return self.query_one("#rooms", TabbedContent).active

    @property
    def candidate(self) -> int | None:
        """Whom the cursor is on: in the inbox, in the pipeline, else among the people."""
        if self.room == "inbox":
            return self.inbox.candidate
        return self.pipeline.candidate if self.room == "pipeline" else self.people.candidate

    def action_room(self, name: str) -> None:
        """Open a tab, and put the cursor where it is used; a notice would stand before it."""
        self.app.clear_notifications()
        self.query_one("#rooms", TabbedContent).active = name
        self.query_one(_PLACES[name]).focus()

    # -- lists -------------------------------------------------------------------------------------

    def _listed(self) -> PeoplePane | InboxPane:
        """The list that is found in, filtered and sorted: the inbox's where it is open, else the people's."""
        if self.room not in ("people", "inbox"):
            self.action_room("people")
        return self.inbox if self.room == "inbox" else self.people

    def _under_cursor(self) -> int | None:
        """Whom the cursor is on; says so where it is on nobody."""
        if self.candidate is None:
            where = (
                with_keys("in this list; <desk.close> ends the search, <desk.filter> shows other people")
                if self.room == "people"
                else "here"
            )
            self.app.tell(f"There is nobody {where}.", severity="warning")
        return self.candidate

    def action_find(self) -> None:
        """Type what to look for."""
        self.app.clear_notifications()
        self._listed().search()

    def action_filter(self) -> None:
        """The next group of people, or of threads."""
        self._listed().next_group()

    def action_lab(self) -> None:
        """The next lab's only, then all again."""
        self._listed().next_lab()

    def action_columns(self) -> None:
        """Choose the columns of the table, and their order."""
        from outreach_sim.tui.screens.columns import ColumnsScreen

        name = "pipeline" if self.room == "pipeline" else "people"
        pane = self.pipeline if name == "pipeline" else self.people
        room = pane.table.room
        screen = ColumnsScreen(self.play, name, room, self.app.columns_chosen(name))
        self.app.push_screen(screen, self._chosen_columns)

    def _chosen_columns(self, said: str | None) -> None:
        self.people.show()
        if self.room == "pipeline":
            self.pipeline.show()
        if said:
            self.app.tell(said)

    def action_sort(self) -> None:
        """By the next column."""
        self._listed().next_column()

    def action_reverse(self) -> None:
        """The other way round."""
        self._listed().reverse()

    def action_mark(self) -> None:
        """Mark the person, or take the mark off; only who may be written to can be marked."""
        if self.room != "people":
            self.action_room("people")
            return
        candidate = self._under_cursor()
        if candidate is None:
            return
        if candidate not in self.people.marked and not self.play.view.free[candidate]:
            self.app.tell(self.play.why_closed(candidate), severity="warning")
            return
        self.people.mark(candidate)

    def action_silent(self) -> None:
        """List threads nobody answered too, or no longer."""
        if self.room != "inbox":
            self.action_room("inbox")
        self.inbox.turn_silent()

    def action_close(self) -> None:
        """End the search; else take all marks off, or go back to what was found."""
        self._listed().close()
