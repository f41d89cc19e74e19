"""Recruiters' volume: one order to write to the best many, on terms by ratio of their pay."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Checkbox, Input, Select, Static

from outreach_sim.formatting import counted
from outreach_sim.inputs.amounts import Unit
from outreach_sim.tui.colours import BAD
from outreach_sim.tui.draft import role
from outreach_sim.tui.play import Play
from outreach_sim.tui.rounds import Round, last_round, reached
from outreach_sim.tui.screens.form import FormScreen
from outreach_sim.tui.widgets.amount import Amount
from outreach_sim.tui.widgets.bar import StatusBar
from outreach_sim.tui.widgets.choice import Choice
from outreach_sim.tui.widgets.keybar import KeyBar
from outreach_sim.tui.widgets.keys import key
from outreach_sim.tui.widgets.line import line
from outreach_sim.tui.widgets.tick import Tick

_EVERY_RIVAL = -1


class VolumeScreen(FormScreen):
    """A round of letters by the recruiting team, who also take each step that follows."""

    HELP = """
    One order for many letters: the best people who are free get one each, and the recruiters take every
    step that follows by themselves, offers too. What you set here is kept for the next time.

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

    def compose(self) -> ComposeResult:
        """How many, from where, on which terms; and whom that reaches."""
        now = self.round
        yield StatusBar(self.play)
        with Horizontal(id="desk"):
            with VerticalScroll(id="fields", can_focus=False):
                yield Static(Text("The recruiters write to", "bold"), id="to")
                yield from line("How many", Amount(now.top, step=5, low=1, high=100_000, id="top"))
                yield from line("The best by", self._select(["impact", "pay"], now.by, "by"))
                yield from line("Who work at", self._select(self._labs(), now.employer, "from"))
                yield from line("Letter", self._select(self._letters(), now.template, "template"))
                yield from line(
                    "Pay, % of now",
                    Amount(now.pay_percent, step=10, low=1, high=100_000, unit=Unit.PERCENT, id="percent"),
                )
                yield Tick("Offer without interviews", now.direct, id="direct")
                yield Static(id="means")
            yield from self.beside()
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

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    def _changed(self) -> None:
        self.soon(self.show)

    def typed(self) -> Round | None:
        """The round as typed; ``None`` while a field holds no number."""
        top, share = self.query_one("#top", Amount).number, self.query_one("#percent", Amount).number
        if top is None or share is None:
            return None
        values = {name: self.query_one(f"#{name}", Select).value for name in ("by", "from", "template")}
        return Round(
            top=top,
            by=str(values["by"]),
            employer=int(str(values["from"])),
            template=int(str(values["template"])),
            pay_percent=share,
            direct=self.query_one("#direct", Checkbox).value,
        )

    def show(self) -> None:
        """Whom the round reaches, the first of them with name and chance."""
        now = self.typed()
        if now is None:
            self.show_troubles()
            return
        self.round = now
        sight = reached(self.play, now)
        self.query_one("#chance", Static).update(sight.summary)
        self.query_one("#side-text", Static).update(sight.people)
        left = self.play.letters_left()["RECRUITER"]
        short = left is not None and left < now.top
        said = "" if left is None else f"{role(now.sender)} can write {left} more this week."
        self.query_one("#means", Static).update(Text(said, BAD if short else "dim"))

    def action_send(self) -> None:
        """Give the order."""
        now = self.typed()
        if now is None:
            self.tell_troubles()
            return
        said = f"The recruiters write to up to {counted(now.top, 'person', 'people')} with the next day."
        self.give([now.order(self.play.lab)], said)
