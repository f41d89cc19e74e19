"""Pipeline: approaches under way as a table, by how far they have come."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from outreach_sim.formatting import dated, usd
from outreach_sim.tui import pipeline
from outreach_sim.tui.people import Column
from outreach_sim.tui.pipeline import Entry
from outreach_sim.tui.play import Play
from outreach_sim.tui.widgets.table import Heading, PlainTable, Row

_HEADINGS = (
    Heading("Stage", 11),
    Heading("Name", 18),
    Heading("Lab", 9),
    Heading("Next", 8),
    Heading("Offer", 6, right=True),
    Heading("Worth", 5, right=True),
    Heading("Expected", 8, right=True),
)


class PipelinePane(Vertical):
    """The approaches of a game."""

    @dataclass
    class Chosen(Message):
        """Somebody was chosen: what comes next with them depends on how they stand."""

        candidate: int

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def compose(self) -> ComposeResult:
        """How many there are at each stage; the table."""
        yield Static(id="stages")
        yield PlainTable(_HEADINGS, id="under-way")

    @property
    def table(self) -> PlainTable:
        """The table of approaches."""
        return self.query_one("#under-way", PlainTable)

    @property
    def candidate(self) -> int | None:
        """Whom the cursor is on."""
        key = self.table.current
        return None if key is None else int(key)

    def show(self) -> None:
        """All approaches, as they stand."""
        found = pipeline.entries(self.play)
        told = " · ".join(f"{stage} {many:,}" for stage, many in pipeline.counts(found))
        said = told or "Nothing is under way. w on the people writes a letter."
        self.query_one("#stages", Static).update(Text(said, "dim"))
        shown = {str(entry.own.candidate): entry for entry in found[: pipeline.MOST_ROWS]}
        self.table.show([*shown], lambda key: self._row(shown[key]), keep=self.table.current)

    def _row(self, entry: Entry) -> Row:
        return self._cells(entry), _style(entry)

    def _cells(self, entry: Entry) -> tuple[str, ...]:
        own, play = entry.own, self.play
        next_on = own.due if own.due is not None else play.next_mail_on(own)
        day = "" if next_on is None else dated(play.scenario.date_of(next_on), "%-d %b")
        name, lab, worth, expected = (
            column.value.text(play, own.candidate)
            for column in (Column.NAME, Column.LAB, Column.WORTH, Column.EXPECTED)
        )
        return entry.stage, name, lab, day, usd(own.pay_usd), worth, expected

    @on(PlainTable.RowSelected, "#under-way")
    def _chosen(self, event: PlainTable.RowSelected) -> None:
        event.stop()
        if self.candidate is not None:
            self.post_message(self.Chosen(self.candidate))


def _style(entry: Entry) -> str:
    return "bold" if entry.stage == "your turn" else "dim" if entry.stage == "letter out" else ""
