"""Recruiters' volume: one order to write to the best many, on terms by ratio of their pay."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

import numpy as np
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalGroup, VerticalScroll
from textual.widgets import Checkbox, Input, Select, Static

from outreach_sim.formatting import counted, signed
from outreach_sim.inputs.amounts import Unit
from outreach_sim.tui import columns
from outreach_sim.tui.colours import BAD, QUIET, WARN
from outreach_sim.tui.people import MOST_ROWS
from outreach_sim.tui.play import Play
from outreach_sim.tui.rounds import HEADINGS, LOOKS, By, Round, Weighed, last_round, order_of, reached
from outreach_sim.tui.score import FINE
from outreach_sim.tui.screens.form import FormScreen
from outreach_sim.tui.slices import in_slices
from outreach_sim.tui.status import role
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.choice import Choice
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key
from outreach_sim.tui.widgets.line import line
from outreach_sim.tui.widgets.table import PlainTable
from outreach_sim.tui.widgets.tick import Tick

_EVERY_RIVAL = -1


class VolumeScreen(FormScreen):
    """A round of letters by the recruiting team, who also take each step that follows."""

    HELP = """
    One order for many letters: the best people who are free get one each, and the recruiters take every
    step that follows by themselves, offers too. What you set here is kept for the next time.

    **The best by** any figure of the list: impact and pay the market looks up on the day itself; by what only
    weighing tells, those who are listed are written to. By what is expected, nobody is who would cost points.
    A click on a heading chooses it.

    **Pay, % of now** is what the letter names, in percent of what each of them is thought to be paid.

    Much mail has a price: every lab's letters tire people, and too many of your own wear your lab's name.
    """
    BINDINGS: ClassVar = [
        key(
            "volume.send",
            "ctrl+s",
            "send",
            "Send",
            "send: they go out when the next day is played",
            first=True,
        ),
        key("volume.cancel", "escape", "cancel", "Back", "write nothing"),
    ]

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.round: Round = last_round(play)
        self.weighed = Weighed(play, self.round)

    def compose(self) -> ComposeResult:
        """How many, from where, on which terms; and whom that reaches."""
        now = self.round
        yield StatusBar(self.play)
        with Horizontal(id="desk"):
            with VerticalScroll(id="fields", can_focus=False):
                yield Static(Text("The recruiters write to", "bold"), id="to")
                yield from line("How many", Amount(now.top, step=5, low=1, high=100_000, id="top"))
                yield from line("The best by", self._select([(by.value, by) for by in By], now.by, "by"))
                yield from line("Who work at", self._select(self._labs(), now.employer, "from"))
                yield from line("Letter", self._select(self._letters(), now.template, "template"))
                yield from line(
                    "Pay, % of now",
                    Amount(now.pay_percent, step=10, low=1, high=100_000, unit=Unit.PERCENT, id="percent"),
                )
                yield Tick("Offer without interviews", now.direct, id="direct")
                yield Static(id="means")
            with VerticalGroup(id="right"):
                yield Static(id="chance")
                yield PlainTable(columns.fit(LOOKS, 0).headings({}), id="reached")
        yield KeyBar()

    def _select(self, choices: list[object], now: object, name: str) -> Choice[object]:
        options = [c if isinstance(c, tuple) else (str(c), c) for c in choices]
        return Choice(options, value=now, id=name)

    def _labs(self) -> list[object]:
        labs = self.play.scenario.setup.labs
        rivals = [(lab.name, i) for i, lab in enumerate(labs) if i != self.play.lab]
        return [("every rival", _EVERY_RIVAL), *rivals]

    def _letters(self) -> list[object]:
        ids, letters = self.play.ids, self.play.letters
        able = [name for name in self.play.letters_of("outreach") if "recruiter" in letters[name].senders]
        return [(name, ids.index(name)) for name in able if name in ids]

    def on_mount(self) -> None:
        """Begin with the number."""
        self.query_one("#top").focus()
        self.show()

    def on_resize(self) -> None:
        """As many columns as there is room for, once the table knows its size."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.typed() is not None:
            self._show_people()

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    def _changed(self) -> None:
        self.show_again()

    def typed(self) -> Round | None:
        """The round as typed; ``None`` while a field holds no number."""
        top, share = self.query_one("#top", Amount).number, self.query_one("#percent", Amount).number
        if top is None or share is None:
            return None
        values = {name: self.query_one(f"#{name}", Select).value for name in ("by", "from", "template")}
        return Round(
            top=top,
            by=By(str(values["by"])),
            employer=int(str(values["from"])),
            template=int(str(values["template"])),
            pay_percent=share,
            direct=self.query_one("#direct", Checkbox).value,
        )

    def show(self) -> None:
        """Whom the round reaches, each with name and figures; what is not weighed yet follows."""
        now = self.told_of = self.typed()
        if now is None:
            self.show_troubles()
            return
        self.round = now
        if not self.weighed.serves(now):
            self.weighed = Weighed(self.play, now)
        self._show_people()
        left = self.play.letters_left()["RECRUITER"]
        short = left is not None and left < now.top
        said = "" if left is None else f"{role(now.sender)} can write {left} more this week."
        self.query_one("#means", Static).update(Text(said, BAD if short else "dim"))
        if not self.weighed.whole:
            self._weigh()

    @work(exclusive=True, group="round")
    async def _weigh(self) -> None:
        first = np.array(reached(self.play, self.round, self.weighed), dtype=np.intp)
        await in_slices(self.weighed.slices(self.play, first))
        self._show_people()

    def _show_people(self) -> None:
        people = reached(self.play, self.round, self.weighed)
        rows = [self.weighed.of[c] for c in people[:MOST_ROWS] if c in self.weighed.of]
        room, play = self.table.room, self.play
        found = columns.fit(LOOKS, room, whole=columns.lab_cells(play))
        units = columns.units_of(found.looks, play, rows)
        self.table.lay_out(found.headings(units))
        cells = partial(columns.cells, play, looks=found.looks, units=units)
        by_key = {str(one.candidate): one for one in rows}
        self.table.show([*by_key], lambda key: (cells(by_key[key]), ""), keep=self.table.current)
        self.query_one("#chance", Static).update(self._summary(people))

    def _summary(self, people: tuple[int, ...]) -> Text:
        """How many letters go out, and what can be expected of all of them."""
        text = Text().append(counted(len(people), "person", "people"), "bold")
        text.append(f" will be written to, the best by {self.round.by} first.\n")
        if not self.weighed.whole:
            return text.append("They are being weighed …\n", QUIET)
        told = [self.weighed.of[c].expected for c in people if c in self.weighed.of]
        of = "all of them" if len(told) == len(people) else f"{len(told):,} of them"
        if people:
            text.append(f"Expected of {of}: {signed(sum(told), FINE)} points.\n", "bold")
        if costly := sum(expected < 0 for expected in told):
            cost = f"{counted(costly, 'letter costs', 'letters cost')} more than can be expected of it"
            text.append(f"{cost}: the best by {By.EXPECTED} leaves such out.\n", WARN)
        if len(people) > MOST_ROWS:
            text.append(f"Below are the first {MOST_ROWS:,}.\n", QUIET)
        return text

    @property
    def table(self) -> PlainTable:
        """Whom the round reaches."""
        return self.query_one(PlainTable)

    @on(PlainTable.HeaderSelected)
    def _sort_by(self, event: PlainTable.HeaderSelected) -> None:
        """The best by this column; they are chosen so."""
        heading = event.table.headings[event.column_index].title.partition(" $")[0]
        if heading in HEADINGS:
            self.query_one("#by", Select).value = HEADINGS[heading]

    def action_send(self) -> None:
        """Give the order."""
        now = self.typed()
        if now is None:
            self.tell_troubles()
            return
        if not now.by.is_the_markets and not self.weighed.whole:
            self.app.tell("They are still being weighed; a moment, please.", severity="warning")
            return
        many = len(reached(self.play, now, self.weighed))
        if not many and not now.by.is_the_markets:
            self.app.tell("Nobody would be written to.", severity="warning")
            return
        said = f"The recruiters write to up to {counted(now.top, 'person', 'people')} with the next day."
        self.give([order_of(self.play, now, self.weighed)], said)
