"""Keys of the desk for many people at once, and for other days of the game."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from outreach_sim.formatting import counted
from outreach_sim.storage.saves.timeline import redoing
from outreach_sim.tui.play import Play
from outreach_sim.tui.texts.batch import left_out

if TYPE_CHECKING:
    from textual.screen import Screen

    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.panes.inbox import InboxPane
    from outreach_sim.tui.panes.people import PeoplePane

    Base = Screen[None]
else:
    Base = object


class Marks(Base):
    """Marks many people at once."""

    app: Desk
    play: Play
    action_room: Any
    _under_cursor: Any
    _noted: Any

    if TYPE_CHECKING:

        @property
        def people(self) -> PeoplePane: ...  # noqa: D102

        @property
        def inbox(self) -> InboxPane: ...  # noqa: D102

    def action_mark_all(self) -> None:
        """Mark everybody who is listed."""
        self._tell_marks(self.people.mark_all())

    def action_mark_range(self) -> None:
        """Mark from the last mark to the cursor."""
        self._tell_marks(self.people.mark_range())

    def _tell_marks(self, closed: list[int]) -> None:
        self.action_room("people")
        marked = len(self.people.marked)
        said = counted(marked, "person is", "people are") if marked else "Nobody is"
        self.app.tell(" ".join([f"{said} marked.", *left_out(self.play, closed)]))

    def _chosen(self) -> tuple[int, ...]:
        """Whom a key for many is about: all marked, or else the person under the cursor."""
        candidate = None if self.people.marked else self._under_cursor()
        return self.people.marked_in_order or (() if candidate is None else (candidate,))

    def action_tag(self) -> None:
        """Tag all marked, or else the person under the cursor."""
        chosen = self._chosen()
        if chosen:
            from outreach_sim.tui.screens.tag import TagScreen

            self.app.push_screen(TagScreen(self.play, chosen), self._noted)

    def go_to(self, candidate: int) -> None:
        """Show a person in the table."""
        self.action_room("people")
        self.people.go_to(candidate)

    def go_to_thread(self, candidate: int) -> None:
        """Show a thread in the inbox."""
        self.action_room("inbox")
        self.inbox.go_to(candidate)


class OtherDays(Base):
    """Goes to other days of the game, and looks at its length."""

    app: Desk
    play: Play
    show_all: Any
    go_to: Any
    _done: Any
    _undisturbed: Any

    async def action_redo(self) -> None:
        """Do again what was taken back last."""
        if await self._undisturbed(self.play.travelling(redoing)):
            self.app.tell("It is done again.")

    def action_career(self) -> None:
        """Boards, rivals, and people who remember the lab."""
        from outreach_sim.tui.screens.career import CareerScreen

        self.app.push_screen(CareerScreen(self.play), self._from_career)

    def _from_career(self, candidate: int | None) -> None:
        if candidate is not None:
            self.go_to(candidate)

    def action_time(self) -> None:
        """Go to another day."""
        from outreach_sim.tui.screens.time import TimeScreen

        self.app.push_screen(TimeScreen(self.play), self._done)
