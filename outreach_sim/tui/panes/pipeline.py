"""Pipeline: approaches under way as a table, by how far they have come."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from outreach_sim.tui import columns, pipeline
from outreach_sim.tui.pipeline import Entry
from outreach_sim.tui.play import Play
from outreach_sim.tui.widgets.table import PlainTable

if TYPE_CHECKING:
    from outreach_sim.tui.app import Desk


class PipelinePane(Vertical):
    """The approaches of a game."""

    app: Desk

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
        yield PlainTable(columns.fit(pipeline.LOOKS, 0).headings({}), id="under-way")

    def on_resize(self) -> None:
        """As many columns as there is room for."""
        self.call_after_refresh(self.show)

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
        shown = {str(entry.own.candidate): entry for entry in found[: pipeline.MOST_ROWS]}
        whole = columns.lab_cells(self.play)
        fit = columns.fit(pipeline.LOOKS, self.table.room, self.app.columns_chosen("pipeline"), whole)
        units = columns.units_of(fit.looks, self.play, [*shown.values()])
        self.table.lay_out(fit.headings(units))
        self.query_one("#stages", Static).update(Text(f"{said}{fit.told}", "dim"))
        cells = partial(columns.cells, self.play, looks=fit.looks, units=units)
        keys = [*shown]
        self.table.show(keys, lambda key: (cells(shown[key]), _style(shown[key])), keep=self.table.current)

    @on(PlainTable.RowSelected, "#under-way")
    def _chosen(self, event: PlainTable.RowSelected) -> None:
        event.stop()
        if self.candidate is not None:
            self.post_message(self.Chosen(self.candidate))


def _style(entry: Entry) -> str:
    return "bold" if entry.stage == "your turn" else "dim" if entry.stage == "letter out" else ""
