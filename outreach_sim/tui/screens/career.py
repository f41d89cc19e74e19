"""The career: boards and their quarters, rivals with who recruits for them, people who remember the lab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.console import Group, RenderableType
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.widgets import Static, TabbedContent, TabPane

from outreach_sim.storage.correspondence.boards import Board, boards, next_board
from outreach_sim.storage.correspondence.remembered import Remembering, who_remembers
from outreach_sim.storage.correspondence.rivals import Rival, rivals
from outreach_sim.tui.play import Play
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.slices import in_slices
from outreach_sim.tui.texts import card
from outreach_sim.tui.texts import career as texts
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key
from outreach_sim.tui.widgets.table import PlainTable, Row

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

_NOTHING = {
    "boards": "No board meets here, and none pays in.",
    "rivals": "There are no rivals here.",
    "remember": "Nobody who works elsewhere remembers you yet: write to somebody.",
}


class CareerScreen(Screen[int | None]):
    """Ends with whom to go to, or with nobody."""

    CSS_PATH = "career.tcss"
    app: Desk
    HELP = """
    **Boards.** The days on which your board meets: what it asks for, the points that there were, the medal,
    and what it pays in, whatever the points are. *Now* is the quarter that is being played. Bronze is .6 of
    the goal, silver all of it, gold 1.5 times. Enter: your points by person.

    **Rivals.** Who recruits for them; the names are made up. What is said of them is asked of the rules they
    play by, as they stand today. *Offers*: to people of yours who have told you. *Won*: of your people who
    signed. Enter goes to the person of the latest news.

    **Who remembers you.** People elsewhere with whom nothing is under way: they wait for machines, have said
    no, or have worked with people who are with you. Beside it stands what would change it, and the card.
    Enter goes to the person.
    """
    BINDINGS: ClassVar = [
        key("career.boards", "1", "tab('boards')", "Boards", "boards and quarters"),
        key("career.rivals", "2", "tab('rivals')", "Rivals", "rivals and who recruits for them"),
        key("career.people", "3", "tab('remember')", "People", "people who remember you"),
        key(
            "career.open",
            "enter",
            "open",
            "Go to",
            "go to the person; of a board, to points by person",
            first=True,
        ),
        key("career.back", "escape,B", "back", "Back", "back to the desk"),
    ]

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play
        self.boards: tuple[Board, ...] = ()
        self.rivals: list[Rival] = []
        self.people: list[Remembering] = []

    def compose(self) -> ComposeResult:
        """Where it stands; three lists; what is under the cursor."""
        yield StatusBar(self.play)
        yield Static(id="summary")
        with Container(id="career"):
            with TabbedContent(id="lists"):
                with TabPane("Boards", id="boards"):
                    yield PlainTable(texts.BOARDS, id="of-boards")
                with TabPane("Rivals", id="rivals"):
                    yield PlainTable(texts.rivals_headings(self.play), id="of-rivals")
                with TabPane("Who remembers you", id="remember"):
                    yield PlainTable(texts.people_headings(self.play), id="of-remember")
            with VerticalScroll(id="detail", classes="panel", can_focus=False):
                yield Static(id="detail-text")
        yield KeyBar()

    def on_mount(self) -> None:
        """What is at hand at once, the rest between keys."""
        self.app.clear_notifications()
        self._show_boards()
        self.table.focus()
        self._fill()

    @property
    def tab(self) -> str:
        """The list that is seen."""
        return self.query_one("#lists", TabbedContent).active or "boards"

    @property
    def table(self) -> PlainTable:
        """Its table."""
        return self.query_one(f"#of-{self.tab}", PlainTable)

    @work(exclusive=True, group="career")
    async def _fill(self) -> None:
        await in_slices(self._looked_at())
        await in_slices(self.play.score.slices())
        self._show_boards()

    def _looked_at(self) -> Iterator[None]:
        """Rivals one by one, then people."""
        play = self.play
        for rival in rivals(play.scenario, play.session, play.news):
            self.rivals.append(rival)
            yield
        self.query_one("#of-rivals", PlainTable).show(_places(self.rivals), self._rival_row)
        yield
        self.people = who_remembers(play.scenario, play.session, play.view, play.inbox.threads)
        self.query_one("#of-remember", PlainTable).show(_places(self.people), self._person_row)
        lists, count = self.query_one("#lists", TabbedContent), len(self.people)
        lists.get_tab("remember").label = f"Who remembers you ({count:,})" if count else "Who remembers you"
        self._show_detail()

    def _show_boards(self) -> None:
        play, first = self.play, not self.boards
        self.boards = boards(play.scenario, play.session.day, play.score.at_boards)
        coming = next_board(self.boards)
        keep = str(self.boards.index(coming)) if first and coming is not None else None
        table = self.query_one("#of-boards", PlainTable)
        table.show(_places(self.boards), self._board_row, keep=keep or table.current)
        self.query_one("#summary", Static).update(texts.summary(play, self.boards))
        self._show_detail()

    def _board_row(self, place: str) -> Row:
        one, coming = self.boards[int(place)], next_board(self.boards)
        return texts.board_cells(self.play, one, coming), texts.board_style(one, coming)

    def _rival_row(self, place: str) -> Row:
        return texts.rival_cells(self.play, self.rivals[int(place)]), ""

    def _person_row(self, place: str) -> Row:
        return texts.person_cells(self.play, self.people[int(place)]), ""

    # -- what is under the cursor ------------------------------------------------------------------

    @on(TabbedContent.TabActivated, "#lists")
    def _opened(self) -> None:
        self.table.focus()
        self._show_detail()

    @on(PlainTable.RowHighlighted)
    def _show_detail(self) -> None:
        self.query_one("#detail-text", Static).update(self._detail())
        self.query_one("#detail").scroll_home(animate=False)

    def _detail(self) -> RenderableType:
        place = self._place
        if place is None:
            return Text(_NOTHING[self.tab], "dim")
        if self.tab == "boards":
            return texts.board_detail(self.play, self.boards[place])
        if self.tab == "rivals":
            return texts.rival_detail(self.play, self.rivals[place])
        one = self.people[place]
        return Group(texts.person_detail(one), card.whole(self.play, one.candidate))

    @property
    def _place(self) -> int | None:
        current = self.table.current
        return None if current is None else int(current)

    # -- where to go -------------------------------------------------------------------------------

    def action_tab(self, name: str) -> None:
        """Open a list."""
        self.query_one("#lists", TabbedContent).active = name
        self.table.focus()

    @on(PlainTable.RowSelected)
    def action_open(self) -> None:
        """Go to who is under the cursor."""
        place = self._place
        if place is None:
            self.app.tell(_NOTHING[self.tab], severity="warning")
        elif self.tab == "boards":
            from outreach_sim.tui.screens.outcome import OutcomeScreen

            self.app.push_screen(OutcomeScreen(self.play))
        elif self.tab == "rivals":
            self._go_to_latest(self.rivals[place])
        else:
            self.dismiss(self.people[place].candidate)

    def _go_to_latest(self, rival: Rival) -> None:
        who = next((item.candidate for item in rival.lately if item.candidate is not None), None)
        if who is None:
            said = f"{self.play.lab_called(rival.lab)} has done nothing to yours within the last quarter."
            self.app.tell(said, severity="warning")
        else:
            self.dismiss(who)

    def action_back(self) -> None:
        """Back to the desk."""
        self.dismiss(None)


def _places(rows: Sequence[object]) -> list[str]:
    return [str(place) for place in range(len(rows))]
