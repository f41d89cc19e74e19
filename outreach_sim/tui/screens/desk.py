"""The desk itself: people, inbox, news and books of one game."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.console import Group
from rich.text import Text
from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Input, OptionList, Static, TabbedContent, TabPane
from textual.widgets.option_list import Option

from outreach_sim.errors import OutreachError
from outreach_sim.market.approaches import State
from outreach_sim.model.shown import usd
from outreach_sim.tui import books, card, inbox_text, people
from outreach_sim.tui.colours import BAD, GOOD
from outreach_sim.tui.draft import first_draft, standing_draft, weighed
from outreach_sim.tui.news import Kind
from outreach_sim.tui.people import Column, Sight, Who
from outreach_sim.tui.play import Play
from outreach_sim.tui.widgets.keys import commands_of, key
from outreach_sim.tui.widgets.table import PlainTable

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

_WIDTHS = {
    Column.NAME: 20, Column.LAB: 12, Column.LEVEL: 1, Column.IMPACT: 6, Column.PAY: 6, Column.KNOWN: 4,
    Column.STATUS: 13,
}  # fmt: skip
_MARK = "•"
_T = TypeVar("_T")


class DeskScreen(Screen[None]):
    """One game being played."""

    CSS_PATH = "desk.tcss"
    app: Desk

    BINDINGS: ClassVar = [
        key("desk.week", "n", "advance(7)", "Week", "play seven days"),
        key("desk.day", "d", "advance(1)", "Day", "play one day"),
        key("desk.write", "w", "write", "Write", "write to the person, or to all marked"),
        key("desk.answer", "a", "answer", "Answer", "invite, offer, better a live offer, withdraw"),
        key("desk.volume", "v", "volume", "Volume", "let the recruiters write to many at once"),
        key("desk.undo", "u", "undo", "Undo", "take back the last order, or the last turn", footer=False),
        key(
            "desk.outcome", "o", "outcome", "Outcome", "how you stand against doing nothing, on the same luck"
        ),
        key("desk.find", "slash", "find", "Find", "find people by name, lab or id"),
        key(
            "desk.filter",
            "f",
            "filter",
            "Filter",
            "other people: at rivals, free, under way, staff, all",
            footer=False,
        ),
        key("desk.lab", "l", "lab", "Lab", "people of one lab only", footer=False),
        key("desk.sort", "s", "sort", "Sort", "sort by the next column", footer=False),
        key("desk.reverse", "r", "reverse", "Reverse", "sort the other way round", footer=False),
        key("desk.mark", "space", "mark", "Mark", "mark people, to write to several at once", footer=False),
        key("desk.card", "c", "card", "Card", "all that is known of the person, and why", footer=False),
        key("desk.silent", "t", "silent", "Silent", "threads that nobody answered, too", footer=False),
        key("desk.people", "1", "room('people')", "People", "the candidates", footer=False),
        key("desk.inbox", "2", "room('inbox')", "Inbox", "letters and replies", footer=False),
        key("desk.news", "3", "room('news')", "News", "what is heard of rivals", footer=False),
        key("desk.books", "4", "room('books')", "Books", "money, machines, labs", footer=False),
        key("desk.close", "escape", "close", "Close", "end the search; take all marks off", footer=False),
        key(
            "desk.leave", "q", "leave", "Leave", "back to the choice of games; this one is kept", footer=False
        ),
    ]

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play
        self.sight = Sight()
        self.marked: set[int] = set()
        self.silent = False

    # -- building ----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """A bar, four rooms behind tabs, the keys."""
        yield Static(id="bar")
        with TabbedContent(id="rooms"):
            with TabPane("People", id="people"), Horizontal():
                with Vertical(id="list"):
                    yield Input(placeholder="Find by name, lab or id", compact=True, id="find", max_length=60)
                    yield Static(id="sight")
                    yield PlainTable([(c.value, _WIDTHS[c]) for c in Column], id="table")
                with VerticalScroll(id="card", classes="panel", can_focus=False):
                    yield Static(id="card-text")
            with TabPane("Inbox", id="inbox"), Horizontal():
                yield OptionList(id="threads")
                with VerticalScroll(id="thread"):
                    yield Static(id="thread-text")
            with TabPane("News", id="news"), VerticalScroll(id="news-scroll"):
                yield Static(id="news-text")
            with TabPane("Books", id="books"), VerticalScroll(id="books-scroll"), Horizontal(id="books-row"):
                yield Static(id="labs")
                yield Static(id="means")
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Show the game as it stands."""
        self.query_one("#find").display = False
        self.show_all()
        self.query_one("#table").focus()
        if self.play.game.read_only:
            self.app.tell(
                f"You can look, not play: {self.play.game.why_read_only}.",
                title="Reading only", severity="warning", seconds=10,
            )  # fmt: skip

    def show_all(self) -> None:
        """Everything anew: after a turn, an order, an undo."""
        self.marked = {c for c in self.marked if self.play.view.free[c]}
        self.query_one("#bar", Static).update(books.status_bar(self.play))
        self.show_people()
        self.show_threads()
        self.show_news()
        self.query_one("#labs", Static).update(books.labs_table(self.play))
        means = books.money(self.play).append("\n").append_text(books.funnel_table(self.play))
        self.query_one("#means", Static).update(means)
        self.show_counts()

    def show_counts(self) -> None:
        """What is new, on the tabs."""
        tabs, unread = self.query_one("#rooms", TabbedContent), len(self.play.unread)
        tabs.get_tab("inbox").label = f"Inbox ({unread})" if unread else "Inbox"

    # -- people ------------------------------------------------------------------------------------

    def show_people(self) -> None:
        """The table, for the sight chosen."""
        found = people.find_people(self.play, self.sight)
        table = self.query_one("#table", PlainTable)
        rows = ((str(c), self._cells(c), self._style(c)) for c in found.candidates)
        table.show(rows, keep=table.current)
        self.query_one("#sight", Static).update(self._sight_line(found))
        self.show_card()

    def _cells(self, candidate: int) -> tuple[str, ...]:
        first, *others = people.cells(self.play, candidate)
        return (f"{_MARK} {first}" if candidate in self.marked else first, *others)

    def _style(self, candidate: int) -> str:
        own = self.play.approach(candidate)
        if own is not None and own.state in (State.INTERESTED, State.OFFERED):
            return "bold"
        return "" if own is not None or self.play.view.free[candidate] else "dim"

    def _sight_line(self, found: people.People) -> Text:
        sight = self.sight
        lab = "" if sight.lab is None else f", {self.play.lab_called(sight.lab)}"
        shown = f"{found.found:,} people"
        if found.found > len(found.candidates):
            shown = f"the first {len(found.candidates)} of {shown}"
        marked = f" · {len(self.marked)} marked" if self.marked else ""
        arrow = "up" if sight.rising else "down"
        words = f' · with "{sight.find}"' if sight.find else ""
        return Text(
            f"{sight.who.value}{lab} · {shown} · by {sight.by.value.lower()}, {arrow}{words}{marked}", "dim"
        )

    @property
    def candidate(self) -> int | None:
        """Whom the cursor is on: in the table, or in the inbox."""
        if self.room == "inbox":
            return self.thread
        key = self.query_one("#table", PlainTable).current
        return None if key is None else int(key)

    def show_card(self) -> None:
        """The card of the person under the cursor, with the chance of a first letter."""
        key = self.query_one("#table", PlainTable).current
        shown = Text("Nobody fits.", "dim") if key is None else self._card(int(key))
        self.query_one("#card-text", Static).update(shown)

    def _card(self, candidate: int) -> Group:
        head = card.facts(self.play, candidate).append("\n\n")
        own = self.play.approach(candidate)
        if int(self.play.view.employer[candidate]) in (-1, self.play.lab):
            return Group(head)
        draft = standing_draft(self.play, own) if own else first_draft(self.play, (candidate,))
        explanation = weighed(self.play, draft)
        if own:
            head.append(f"{card.terms_line(own)}\n", "italic")
        else:
            pay = usd(draft.pay_usd)
            head.append(f"If the hiring manager wrote today, with {pay} a year:\n", "italic")
        return Group(head.append_text(card.chances(explanation)), card.why(explanation))

    @on(DataTable.RowHighlighted, "#table")
    def _moved(self) -> None:
        self.show_card()

    @on(DataTable.RowSelected, "#table")
    def _chosen(self) -> None:
        candidate = self.candidate
        if candidate is None:
            return
        own = self.play.approach(candidate)
        if own is not None and own.state in (State.INTERESTED, State.OFFERED):
            self.action_answer()
        elif self.play.view.free[candidate] and not self.play.over:
            self.action_write()
        else:
            self.action_card()

    @on(DataTable.HeaderSelected, "#table")
    def _sort_by(self, event: DataTable.HeaderSelected) -> None:
        self._look_at(self.sight.sorted_by(list(Column)[event.column_index]))

    def _look_at(self, sight: Sight) -> None:
        self.sight = sight
        self.show_people()

    @on(Input.Changed, "#find")
    def _find(self, event: Input.Changed) -> None:
        self._look_at(replace(self.sight, find=event.value))

    @on(Input.Submitted, "#find")
    def _found(self) -> None:
        self.query_one("#table").focus()

    def action_find(self) -> None:
        """Type what to look for."""
        self.action_room("people")
        find = self.query_one("#find", Input)
        find.display = True
        find.focus()

    def action_filter(self) -> None:
        """The next group of people."""
        self._look_at(replace(self.sight, who=_next(list(Who), self.sight.who)))

    def action_lab(self) -> None:
        """The next lab's people, then everybody's again."""
        labs = [None, *range(len(self.play.scenario.setup.labs))]
        self._look_at(replace(self.sight, lab=_next(labs, self.sight.lab)))

    def action_sort(self) -> None:
        """By the next column."""
        self._look_at(self.sight.sorted_by(_next(list(Column), self.sight.by)))

    def action_reverse(self) -> None:
        """The other way round."""
        self._look_at(self.sight.sorted_by(self.sight.by))

    def action_mark(self) -> None:
        """Mark the person, or take the mark off; only who may be written to can be marked."""
        candidate = self.candidate
        if candidate is None or self.room != "people":
            return
        if candidate not in self.marked and not self.play.view.free[candidate]:
            self.app.tell(f"{self.play.name(candidate)} cannot be written to now.")
            return
        self.marked ^= {candidate}
        self.show_people()
        self.query_one("#table", PlainTable).action_cursor_down()

    # -- inbox and news ----------------------------------------------------------------------------

    @property
    def thread(self) -> int | None:
        """Whose thread is shown."""
        threads = self.query_one("#threads", OptionList)
        if threads.highlighted is None:
            return None
        identity = threads.get_option_at_index(threads.highlighted).id
        return None if identity is None else int(identity)

    def show_threads(self) -> None:
        """The list of threads, and the one under the cursor."""
        threads, kept = self.query_one("#threads", OptionList), self.thread
        order = inbox_text.thread_order(self.play, silent=self.silent)
        threads.clear_options()
        threads.add_options([Option(inbox_text.headline(self.play, c), id=str(c)) for c in order])
        if order:
            threads.highlighted = order.index(kept) if kept in order else 0
        self.show_thread()

    def show_thread(self) -> None:
        """The letters and replies of the thread under the cursor."""
        candidate = self.thread
        if candidate is None:
            empty = "No replies yet. Write to somebody, and play a week."
            self.query_one("#thread-text", Static).update(Text(empty, "dim"))
            return
        self.query_one("#thread-text", Static).update(inbox_text.thread(self.play, candidate))
        self.query_one("#thread", VerticalScroll).scroll_end(animate=False)

    @on(OptionList.OptionHighlighted, "#threads")
    def _read(self) -> None:
        self.show_thread()
        candidate = self.thread
        if self.room == "inbox" and candidate in self.play.unread:
            self.play.unread.discard(candidate)
            self.show_counts()
            threads = self.query_one("#threads", OptionList)
            threads.replace_option_prompt(str(candidate), inbox_text.headline(self.play, candidate))

    @on(OptionList.OptionSelected, "#threads")
    def _answer_thread(self) -> None:
        self.action_answer()

    def action_silent(self) -> None:
        """Show threads nobody answered too, or no longer."""
        self.silent = not self.silent
        self.show_threads()

    def show_news(self) -> None:
        """Headlines, the latest first."""
        text, day = Text(), -1
        for item in reversed(self.play.news.headlines):
            if item.day != day:
                day = item.day
                text.append(f"\n{self.play.scenario.date_of(day):%a %-d %B %Y}\n", "dim")
            style = {True: GOOD, False: BAD, None: "bold" if item.kind is Kind.YOURS else ""}[item.good]
            text.append(f"  {item.text}\n", style)
        if not text:
            text.append("Nothing is heard yet.", "dim")
        self.query_one("#news-text", Static).update(text)

    # -- playing -----------------------------------------------------------------------------------

    @property
    def room(self) -> str:
        """The tab that is open."""
        return self.query_one("#rooms", TabbedContent).active

    def action_room(self, name: str) -> None:
        """Open a tab, and put the cursor where it is used."""
        self.query_one("#rooms", TabbedContent).active = name
        place = {"people": "#table", "inbox": "#threads", "news": "#news-scroll", "books": "#books-scroll"}
        self.query_one(place[name]).focus()
        if name == "inbox":
            self._read()

    def action_advance(self, days: int) -> None:
        """Play on."""
        if self.play.over:
            self.action_outcome()
            return
        try:
            turn = self.play.advance(days)
        except OutreachError as error:
            self.app.say(error)
            turn = None
        self.show_all()
        if turn is not None:
            told = "\n".join(item.text for item in turn.headlines if item.kind is Kind.YOURS)
            if turn.replies or told:
                self.app.tell(told[:400], title=turn.sentence, seconds=6)
        if self.play.over:
            self.action_outcome()

    def action_undo(self) -> None:
        """Take back the last order or turn."""
        try:
            said = self.play.undo()
        except OutreachError as error:
            self.app.say(error)
            return
        self.show_all()
        self.app.tell(said)

    def action_write(self) -> None:
        """Write to all marked, or to the person under the cursor."""
        candidate = self.candidate
        chosen = tuple(sorted(self.marked)) or (() if candidate is None else (candidate,))
        if not self._may_play() or not chosen:
            return
        closed = [c for c in chosen if not self.play.view.free[c]]
        if closed:
            who, status = self.play.name(closed[0]), self.play.status(closed[0])
            self.app.tell(f"{who} cannot be written to now: {status}.", severity="warning")
            return
        from outreach_sim.tui.screens.compose import ComposeScreen

        self.app.push_screen(ComposeScreen(self.play, chosen), self._done)

    def action_answer(self) -> None:
        """Answer the person under the cursor, else whoever waits longest."""
        candidate, awaiting = self.candidate, self.play.awaiting()
        own = None if candidate is None else self.play.approach(candidate)
        if own is None and awaiting:
            own = awaiting[0]
        if not self._may_play():
            return
        if own is None or own.state is State.MISFIT:
            self.app.tell("Nobody waits for an answer.", severity="warning")
            return
        from outreach_sim.tui.screens.answer import AnswerScreen

        self.app.push_screen(AnswerScreen(self.play, own.candidate), self._done)

    def action_volume(self) -> None:
        """Let the recruiters write to many at once."""
        if self._may_play():
            from outreach_sim.tui.screens.volume import VolumeScreen

            self.app.push_screen(VolumeScreen(self.play), self._done)

    def action_card(self) -> None:
        """All that is known of the person, on a screen of its own."""
        candidate = self.candidate
        if candidate is not None:
            from outreach_sim.tui.screens.card import CardScreen

            self.app.push_screen(CardScreen(self.play, candidate, self._card(candidate)))

    def action_outcome(self) -> None:
        """How the game stands against doing nothing."""
        from outreach_sim.tui.screens.outcome import OutcomeScreen

        self.app.push_screen(OutcomeScreen(self.play))

    def action_close(self) -> None:
        """End the search, or else take all marks off."""
        find = self.query_one("#find", Input)
        if find.display:
            find.value, find.display = "", False
        elif self.marked:
            self.marked.clear()
            self.show_people()
        self.query_one("#table").focus()

    def action_leave(self) -> None:
        """Close the game, which is kept."""
        self.app.leave_game()

    def _may_play(self) -> bool:
        if self.play.over:
            self.app.tell("The game is over; look at its outcome with o.", severity="warning")
        elif self.play.game.read_only:
            self.app.tell(f"Reading only: {self.play.game.why_read_only}.", severity="warning")
        else:
            return True
        return False

    def _done(self, said: str | None) -> None:
        if said:
            self.marked.clear()
            self.show_all()
            self.app.tell(said)

    def commands(self) -> Iterable[SystemCommand]:
        """What the palette offers here: each key's command by its tooltip."""
        for _, word, says, action in commands_of(self):
            yield SystemCommand(word, says, partial(self._run, action))

    def _run(self, action: str) -> None:
        self.run_worker(self.run_action(action))


def _next(values: list[_T], now: _T) -> _T:
    return values[(values.index(now) + 1) % len(values)]
