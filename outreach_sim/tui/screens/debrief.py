"""The end of a game: points and luck, decisions with hindsight, the truth about people, and how to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static, TabbedContent, TabPane
from textual.widgets.option_list import Option
from textual.worker import Worker, WorkerCancelled, get_current_worker

from outreach_sim.errors import OutreachError
from outreach_sim.study.decisions import Decision
from outreach_sim.study.regret import Hindsight
from outreach_sim.tui.debrief import Debrief, play_from
from outreach_sim.tui.screens.base import Screen
from outreach_sim.tui.screens.outcome import LINES_TOLD
from outreach_sim.tui.slices import in_slices
from outreach_sim.tui.texts import debrief as texts
from outreach_sim.tui.texts.outcome import page
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key, with_keys
from outreach_sim.tui.widgets.lines import Lines
from outreach_sim.tui.widgets.table import PlainTable, Row

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk

_HELP = f"""
{LINES_TOLD}

**Luck**: your letters, as you ordered them, in 200 worlds of the same rules, each over doing nothing in it.

**Decisions**: about the people who hung in the balance, and the strongest; each is played again to the end on
the same luck with one thing changed: not at all, other pay, signed by the CEO, another form of interviews.
**<debrief.play>** begins a game of its own on that morning. **<debrief.stop>** stops looking back, and goes
on.

**People**: *Earned* is what they had and *Guess* what you believed; *Money*, what money was worth to them, ×1
on average; *H100s*, the fleet without which they come to nobody, or *many* where machines count much; *You*,
how they took to your lab in log-odds, 0 on average; *Then*, the points that your letters to them promised,
and *Came*, what they brought.
"""


class DebriefScreen(Screen[str]):
    """How the game ended. Ends with the name of a game that was begun from it, or empty."""

    CSS_PATH = "debrief.tcss"
    app: Desk
    HELP = _HELP
    BINDINGS: ClassVar = [
        key("debrief.play", "enter", "play", "Play from here",
            "a game of its own from the morning of the decision under the cursor", first=True),
        key("debrief.stop", "x", "stop", "Stop", "stop looking back, or go on with it"),
        key("debrief.others", "f", "others", "Others",
            "the strongest to whom you never wrote, or those you met"),
        key("debrief.score", "1", "room('score')", "Score", "points by person, medal, luck", footer=False),
        key("debrief.decisions", "2", "room('decisions')", "Decisions",
            "what cost most, and the best, with hindsight", footer=False),
        key("debrief.people", "3", "room('people')", "People", "the truth about people", footer=False),
        key("debrief.again", "4", "room('again')", "Again", "the game as a script, and its proof",
            footer=False),
        key("debrief.back", "escape,o", "back", "Back", "back to the desk"),
    ]  # fmt: skip

    def __init__(self, debrief: Debrief) -> None:
        super().__init__()
        self.debrief, self.play = debrief, debrief.play
        self._others = False
        self._listed: list[Decision] = []

    # -- what is shown -----------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Four rooms behind tabs, the keys."""
        with TabbedContent(id="rooms"):
            with TabPane("Score", id="score"), VerticalScroll(id="paper"):
                yield Static(Text("Playing the same days without you …", "dim"), id="outcome")
            with TabPane("Decisions", id="decisions"):
                yield Static(id="progress")
                yield Lines(id="decided", markup=False)
                yield Static(with_keys(texts.HINDSIGHT), id="hindsight")
            with TabPane("People", id="people"):
                yield Static(id="intro")
                yield PlainTable(texts.PEOPLE, id="truth")
            with TabPane("Again", id="again"), VerticalScroll(id="again-paper"):
                yield Static(id="script")
        yield KeyBar()

    def on_mount(self) -> None:
        """Find out what is left to be found, beside the screen."""
        self.query_one("#paper").focus()
        self._show_script()
        self.find_out()
        self._show_decisions()

    @property
    def room(self) -> str:
        """What is looked at."""
        return self.query_one("#rooms", TabbedContent).active

    def _show_score(self) -> None:
        if self.debrief.outcome is not None:
            told = page(self.play, self.debrief.outcome, texts.luck(self.debrief))
            self.query_one("#outcome", Static).update(told)

    def _show_decisions(self) -> None:
        """The costliest and the best of those found so far; the cursor stays with its decision, or on top."""
        self._show_progress()
        listed = self.query_one("#decided", Lines)
        at = self._under_cursor if listed.highlighted else None
        shown = list(self._options())
        if [decision for decision, _ in shown] == self._listed:
            return
        self._listed = [decision for decision, _ in shown]
        listed.clear_options()
        listed.add_options([Option(text) for _, text in shown])
        listed.highlighted = self._listed.index(at) if at in self._listed else 0

    def _options(self) -> Iterator[tuple[Decision, Text]]:
        for found in self.debrief.costliest():
            yield found.decision, texts.costly(self.play, found)
        best: Hindsight | None = self.debrief.best()
        if best is not None:
            yield best.decision, texts.best(self.play, best)

    def _show_progress(self) -> None:
        self.query_one("#progress", Static).update(texts.progress(self.debrief, self.running))

    def _show_people(self) -> None:
        """Nothing is listed that is not seen."""
        if self.room != "people":
            return
        promised, shown = self.debrief.promised(), self.debrief.people_shown(self._others)
        rows = {str(one.candidate): one for one in shown}

        def row(key: str) -> Row:
            return texts.row(self.play, rows[key], promised), texts.style(rows[key])

        self.query_one("#truth", PlainTable).show([*rows], row)
        self.query_one("#intro", Static).update(texts.intro(self.debrief, self._others))

    # -- finding out -------------------------------------------------------------------------------

    @property
    def running(self) -> bool:
        """Whether something is being found out."""
        return any(worker.group == "debrief" and not worker.is_finished for worker in self.workers)

    @work(exclusive=True, group="debrief")
    async def find_out(self) -> None:
        """Points, people, luck, decisions, rules, as far as they are not known; each is shown as it comes."""
        await in_slices(self.debrief.counted())
        self._show_people()
        self._show_score()
        await _ended(self._enter())
        await in_slices(self._shown_as_found(self.debrief.lucky()))
        self._show_score()
        await _ended(self._enter())
        await in_slices(self._shown_as_found(self.debrief.wiser()))
        self._show_decisions()
        self._show_people()
        if not self.debrief.is_ranked:
            await _ended(self._rank())

    def _shown_as_found(self, steps: Iterator[None]) -> Iterator[None]:
        """Show more whenever there is more."""
        known = (-1, -1)
        for _ in steps:
            far = self.debrief.worlds_seen, len(self.debrief.found)
            if far != known:
                known = far
                self._show_decisions()
                if self.debrief.luck is None:
                    self._show_score()
            yield

    @work(thread=True, exclusive=True, group="rules")
    def _enter(self) -> None:
        """Enter the hall of fame, first without luck; nothing is written twice."""
        entry = self.debrief.entry
        if entry is None or (entry.luck is None and self.debrief.luck is not None):
            self.debrief.enter()
            self._tell(self._show_script)

    def _show_script(self) -> None:
        self.query_one("#script", Static).update(texts.again(self.debrief))

    @work(thread=True, exclusive=True, group="rules")
    def _rank(self) -> None:
        worker = get_current_worker()
        self.debrief.rank(lambda: worker.is_cancelled)
        self._tell(self._show_score)

    def _tell(self, show: Callable[[], None]) -> None:
        """Show something that a thread found out, unless the screen has been left."""
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(lambda: show() if self.is_attached else None)

    # -- what can be done --------------------------------------------------------------------------

    @property
    def _under_cursor(self) -> Decision | None:
        place = self.query_one("#decided", Lines).highlighted
        return self._listed[place] if place is not None and place < len(self._listed) else None

    def action_room(self, room: str) -> None:
        """Go to a room."""
        self.query_one("#rooms", TabbedContent).active = room

    @on(TabbedContent.TabActivated, "#rooms")
    def _opened(self, event: TabbedContent.TabActivated) -> None:
        rooms = {"score": "#paper", "decisions": "#decided", "people": "#truth", "again": "#again-paper"}
        self.query_one(rooms[event.pane.id or "score"]).focus()
        self._show_people()

    def action_stop(self) -> None:
        """Stop finding out, or go on."""
        if self.running:
            self.workers.cancel_group(self, "debrief")
            self.workers.cancel_group(self, "rules")
            self.call_after_refresh(self._show_progress)
        elif not (self.debrief.done and self.debrief.is_ranked):
            self.find_out()
            self._show_progress()

    def action_others(self) -> None:
        """Show people who were never written to, or those met."""
        self._others = self.room == "people" and not self._others
        self.action_room("people")
        self._show_people()

    @on(Lines.OptionSelected, "#decided")
    def _clicked(self, event: Lines.OptionSelected) -> None:
        event.stop()
        self.action_play()

    def action_play(self) -> None:
        """Begin a game of its own on the morning of the decision under the cursor."""
        if self.room != "decisions":
            self.action_room("decisions")
            return
        decision = self._under_cursor
        if decision is None:
            self.app.tell("No decision is listed, so there is no morning to play from.", severity="warning")
            return
        try:
            self.dismiss(play_from(self.play, decision))
        except OutreachError as error:
            self.app.say(error)

    def action_back(self) -> None:
        """Back to the desk; what was not found out yet waits."""
        self.dismiss("")


async def _ended(worker: Worker[None]) -> None:
    """Wait for a thread; leaving the program cancels it first, and is no fault of it."""
    with suppress(WorkerCancelled):
        await worker.wait()
