"""The desk itself: people, inbox, news and books of one game."""

from __future__ import annotations

import operator
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.console import Group
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widgets import Static, TabbedContent, TabPane

from outreach_sim.errors import OutreachError
from outreach_sim.market.state.approaches import State
from outreach_sim.storage.steps import Steps
from outreach_sim.tui.forecast import QUIET_SECONDS
from outreach_sim.tui.later import made_ready
from outreach_sim.tui.next_step import next_step
from outreach_sim.tui.panes.inbox import InboxPane
from outreach_sim.tui.panes.people import PeoplePane
from outreach_sim.tui.panes.pipeline import PipelinePane
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.desk_forms import Forms
from outreach_sim.tui.screens.desk_keys import HELP, KEYS
from outreach_sim.tui.screens.desk_lists import Lists
from outreach_sim.tui.screens.desk_marks import Marks, OtherDays
from outreach_sim.tui.screens.desk_quiet import Quiet
from outreach_sim.tui.slices import STAKES, in_slices, rest
from outreach_sim.tui.texts.batch import left_out
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import pressed, with_keys

if TYPE_CHECKING:
    from outreach_sim.tui.debrief import Debrief

Result = TypeVar("Result")
READING = Text("Reading the letters of the game so far …", "dim")
_ANSWERABLE = (State.INTERESTED, State.PROCESS, State.OFFERED)


class DeskScreen(Quiet, Marks, OtherDays, Forms, Lists):
    """One game being played."""

    CSS_PATH = "desk.tcss"
    HELP = HELP
    BINDINGS: ClassVar = [*KEYS]

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self._debrief: Debrief | None = None
        self._card: tuple[tuple[object, ...], Group] | None = None

    # -- what is shown -----------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """A bar, five rooms behind tabs, the keys."""
        yield StatusBar(self.play)
        yield Static(id="next")
        with TabbedContent(id="rooms"):
            with TabPane("People", id="people"):
                yield PeoplePane(self.play, self.card)
            with TabPane("Inbox", id="inbox"):
                yield InboxPane(self.play)
            with TabPane("Pipeline", id="pipeline"):
                yield PipelinePane(self.play)
            with TabPane("News", id="news"), VerticalScroll(id="news-scroll"):
                yield Static(id="news-text")
            with TabPane("Books", id="books"), VerticalScroll(id="books-scroll"), Horizontal(id="books-row"):
                yield Static(id="labs")
                yield Static(id="means")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the game as it stands."""
        self.show_all()
        self.people.table.focus()
        if self.play.game.read_only:
            why = f"You can look, not play: {self.play.game.why_read_only}."
            self.app.tell(why, title="Reading only", severity="warning", seconds=10)

    def show_all(self) -> None:
        """Everything anew: after a turn, an order, an undo."""
        self.show_stakes()
        self.people.show_anew()
        self._show_room()
        self.show_counts()
        # What is seen comes first.
        if self.play.has_read:
            self.call_after_refresh(self.weigh)
            self.look_round()
            if not self.play.forecasts.asked:
                self.look_ahead()
        else:
            self.call_after_refresh(self.app.call_later, self._read_up)

    async def _read_up(self) -> None:
        """Read the letters of the game so far; keys wait until they are read."""
        await in_slices(self.play.reading(), rest_seconds=0.0)
        self.show_all()

    def _show_room(self) -> None:
        """Nothing is listed that is not seen, or not known yet."""
        rooms = {
            "inbox": self.inbox.show,
            "pipeline": self.pipeline.show,
            "news": self._show_news,
            "books": self._show_books,
        }
        if self.room in rooms and self.play.has_read:
            rooms[self.room]()

    def _show_news(self) -> None:
        from outreach_sim.tui.texts import news

        self.query_one("#news-text", Static).update(news.newspaper(self.play))

    def _show_books(self) -> None:
        from outreach_sim.tui.texts import books

        self.query_one("#labs", Static).update(books.labs_table(self.play))
        means = books.money(self.play).append("\n").append_text(books.funnel_table(self.play))
        self.query_one("#means", Static).update(means)

    def show_stakes(self) -> None:
        """The bar of this screen, and of whichever is before it."""
        before: Screen[object] = self.app.screen
        for bar in {*self.query(StatusBar), *before.query(StatusBar)}:
            bar.show()

    @on(PeoplePane.Unweighed)
    @work(exclusive=True, group=STAKES)
    async def weigh(self) -> None:
        """What letters and the game are worth, counted between keys."""
        if self.play.game.busy or not self.play.has_read:
            return  # all is shown anew, and weighed, when the turn has ended, or the letters are read
        await in_slices(self.play.worths.slices(self.play, self.people.shown))
        self.people.show()
        if self.room == "pipeline":
            self.pipeline.show()
        await in_slices(self.play.score.slices())
        self.show_stakes()
        await in_slices(made_ready(self.app.stylesheet))

    @work(exclusive=True, group="forecast")
    async def look_ahead(self) -> None:
        """How the game may stand at the next board, once no key is pressed; what was asked is given up."""
        await rest(QUIET_SECONDS)
        await self.play.forecasts.ask()
        self.show_stakes()

    def on_unmount(self) -> None:
        """Nothing goes on behind a game that is closed."""
        self.play.forecasts.end()

    @on(InboxPane.Read)
    def show_counts(self) -> None:
        """What is new, on the tabs; and what would be done next."""
        if not self.play.has_read:
            self.query_one("#next", Static).update(READING)
            return
        tabs, unread = self.query_one("#rooms", TabbedContent), len(self.play.unread)
        unread += len(self.play.offers_to_answer())
        tabs.get_tab("inbox").label = f"Inbox ({unread})" if unread else "Inbox"
        self.query_one("#next", Static).update(next_step(self.play))

    def card(self, candidate: int) -> Group:
        """What is known of a person, the chance as things stand or of a first letter, and why.

        The card that was drawn last is drawn again as long as nothing of it is otherwise.
        """
        from outreach_sim.tui.texts import card

        shown_of = (candidate, self.play.view, self.play.notes.of(candidate))
        if self._card is None or not all(map(operator.is_, self._card[0], shown_of)):
            self._card = shown_of, card.whole(self.play, candidate)
        return self._card[1]

    # -- moving about ------------------------------------------------------------------------------

    @on(TabbedContent.TabActivated, "#rooms")
    def opened(self, event: TabbedContent.TabActivated) -> None:
        """What is seen in the inbox counts as read."""
        self.inbox.open = event.pane.id == "inbox"
        self._show_room()
        self.inbox.read()

    @on(PeoplePane.Chosen)
    @on(PipelinePane.Chosen)
    def action_step(self) -> None:
        """Answer who waits or weighs, write to who is free, look at anybody else."""
        candidate = self._under_cursor()
        if candidate is None:
            return
        own = self.play.approach(candidate)
        if own is not None and own.state in (State.INTERESTED, State.OFFERED):
            self.action_answer()
        elif self.play.view.free[candidate] and not self.play.over:
            self.action_write()
        else:
            self.action_card()

    def action_card(self) -> None:
        """All that is known of the person, on a screen of its own."""
        candidate = self._under_cursor()
        if candidate is not None:
            from outreach_sim.tui.screens.card import CardScreen

            self.app.push_screen(CardScreen(self.play, candidate, self.card(candidate)))

    def action_note(self) -> None:
        """Note something about the person under the cursor."""
        candidate = self._under_cursor()
        if candidate is not None:
            from outreach_sim.tui.screens.note import NoteScreen

            self.app.push_screen(NoteScreen(self.play, candidate), self._noted)

    def _noted(self, said: str | None) -> None:
        if said:
            self.show_all()
            self.app.tell(said)

    def action_outcome(self) -> None:
        """How the game stands against doing nothing; once it is over, all that can be told of it."""
        if self.play.over:
            from outreach_sim.tui.debrief import Debrief
            from outreach_sim.tui.screens.debrief import DebriefScreen

            if self._debrief is None or not self._debrief.fits():
                self._debrief = Debrief(self.play)
            self.app.push_screen(DebriefScreen(self._debrief), self._play_from)
            return
        from outreach_sim.tui.screens.outcome import OutcomeScreen

        self.app.push_screen(OutcomeScreen(self.play))

    def _play_from(self, name: str | None) -> None:
        if name:
            self.call_later(self.app.go_on_with, name)

    def action_leave(self) -> None:
        """Close the game, which is kept."""
        self.app.leave_game()

    # -- playing -----------------------------------------------------------------------------------

    async def _undisturbed(self, steps: Steps[Result]) -> Result | None:
        """Do what moves the days of the game, and show how it stands; ``None`` where it cannot be."""
        try:
            return await self.app.undisturbed(self, steps)
        finally:
            self.show_all()

    async def action_advance(self, days: int) -> None:
        """Play on."""
        if self.play.over:
            self.action_outcome()
            return
        leaving = partial(getattr, self.app, "leaving")
        turn = await self._undisturbed(self.play.playing(days, days > 1, leaving))
        if turn is not None:
            self.people.lead_on()
            self.app.tell(turn.told, title=turn.sentence, seconds=6 if turn.told else 3)
        if self.play.over:
            self.action_outcome()

    async def action_undo(self) -> None:
        """Take back the last order or turn."""
        said = await self._undisturbed(self.play.undoing())
        if said is not None:
            self.app.tell(said)

    def action_write(self) -> None:
        """Write to all marked, or to the person under the cursor."""
        if not self._may_play():
            return
        chosen = self._chosen()
        if not chosen:
            return
        closed = [c for c in chosen if not self.play.left.free[c]]
        said = " ".join(left_out(self.play, closed))
        open_to_us = tuple(c for c in chosen if self.play.left.free[c])
        if not open_to_us:
            self.app.tell(said if len(closed) > 1 else self.play.why_closed(closed[0]), severity="warning")
            return
        from outreach_sim.tui.screens.compose import ComposeScreen

        screen = ComposeScreen(self.play, open_to_us)
        screen.begins_with = said
        self.app.push_screen(screen, self._written)

    def _written(self, said: str | None) -> None:
        """Who was marked and is not written to stays marked."""
        marked = {c for c in self.people.marked if self.play.left.free[c]}
        self._done(said)
        if said and marked:
            self.people.marked = marked
            self.people.show()

    @on(InboxPane.Chosen)
    def action_answer(self) -> None:
        """Answer the person under the cursor, or else whoever must be answered first."""
        own = None if self.candidate is None else self.play.approach(self.candidate)
        waiting, answered = self.play.your_turn(), self.play.to_be_answered
        if waiting and (own is None or own.state not in _ANSWERABLE or own.candidate in answered):
            own = waiting[0]
        offers = self.play.offers_to_answer()
        if offers and (self.candidate in {offer.candidate for offer in offers} or not waiting):
            self.action_staff()
            return
        if not self._may_play():
            return
        if own is None:
            self.app.tell("Nobody waits for an answer.", severity="warning")
            return
        if own.candidate in self.play.to_be_answered:
            who = self.play.name(own.candidate)
            self.app.tell(
                f"{who} is answered with the next day; {pressed('desk.undo')} takes that back.",
                severity="warning",
            )
            return
        from outreach_sim.tui.screens.answer import AnswerScreen

        self.app.push_screen(AnswerScreen(self.play, own.candidate), self._done)

    def action_meet(self) -> None:
        """Meet the marked, or else the best of rivals, at today's conference."""
        if not self._may_play():
            return
        try:
            self._done(self.play.meet(self.people.marked_in_order))
        except OutreachError as error:
            self.app.say(error)

    def _may_play(self) -> bool:
        if self.play.over:
            self.app.tell(
                with_keys("The game is over; look at its outcome with <desk.outcome>."), severity="warning"
            )
        elif self.play.game.read_only:
            self.app.tell(f"Reading only: {self.play.game.why_read_only}.", severity="warning")
        else:
            return True
        return False

    def _done(self, said: str | None) -> None:
        if said:
            self.people.marked.clear()
            self.show_all()
            self.app.tell(said)
