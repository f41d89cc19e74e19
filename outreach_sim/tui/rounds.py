"""A round of letters by the recruiters: whom it reaches, and the order it becomes."""

from __future__ import annotations

from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from outreach_sim.formatting import counted, percent, usd
from outreach_sim.market.setup import PPM, Do, Order, Sender
from outreach_sim.market.state.payroll import times
from outreach_sim.market.state.runs import Index
from outreach_sim.model.chain import chances
from outreach_sim.tui.colours import GOOD, QUIET
from outreach_sim.tui.draft import Draft, prospect
from outreach_sim.tui.left import chosen
from outreach_sim.tui.play import Play

_SHOWN = 60
_WEIGHED = 12
"""So many chances are shown; weighing everybody would keep the screen waiting."""


@dataclass(frozen=True, slots=True)
class Round:
    """What the recruiters are told.

    Attributes:
        top: how many. by: ``impact`` or ``pay``, highest first.
        employer: index of the lab whose people are written to, -1 for every rival.
        template: index of the letter.
        pay_percent: yearly pay offered, in percent of what the lab believes each person earns.
        direct: offers without interviews.
    """

    top: int
    by: str
    employer: int
    template: int
    pay_percent: int
    direct: bool

    sender = Sender.RECRUITER

    def order(self, lab: int) -> Order:
        """What the market is asked for; the recruiters take all further steps."""
        return Order(
            lab=lab,
            days=(),
            do=Do.SEND,
            template=self.template,
            sender=self.sender,
            top=self.top,
            by=self.by,
            employers=() if self.employer < 0 else (self.employer,),
            pay_ratio=self.pay_percent / 100.0,
            direct=self.direct,
        )


def last_round(play: Play) -> Round:
    """The round ordered last in this game, so that one key repeats it; else a first proposal."""
    letters = list(play.ids)
    for line in reversed(play.game.lines()):
        if line.do == "send" and line.to.top is not None and line.sender == "recruiter":
            labs = [play.scenario.lab_ids.index(lab) for lab in line.to.employers]
            return Round(
                line.to.top, line.to.by, labs[0] if labs else -1, letters.index(line.template or letters[0]),
                round(100 * (line.offer.pay_ratio or 1.0)), line.offer.direct,
            )  # fmt: skip
    left = play.letters_left()[Sender.RECRUITER.name]
    template = letters.index("recruiter") if "recruiter" in letters else 0
    return Round(20 if left is None else max(min(left, 20), 1), "impact", -1, template, 130, False)


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a round reaches, as texts."""

    summary: Text
    people: Table


def reached(play: Play, now: Round) -> Reach:
    """The people who would be written to today, and the chances of the first of them."""
    chosen = _chosen(play, now)
    rows = Table.grid(padding=(0, 1), expand=True)
    for ratio in (3, 2):
        rows.add_column(ratio=ratio, no_wrap=True, overflow="ellipsis")
    for _ in ("pay", "chance"):
        rows.add_column(no_wrap=True, justify="right")
    for place, candidate in enumerate(chosen[:_SHOWN].tolist()):
        pay = offered_usd(play, now, candidate)
        lab = play.lab_called(int(play.view.employer[candidate]))
        chance = percent(_chance(play, now, candidate, pay)) if place < _WEIGHED else ""
        rows.add_row(Text(play.name(candidate)), Text(lab, QUIET), Text(usd(pay)), Text(chance, GOOD))
    if len(chosen) > _SHOWN:
        rows.add_row(Text(f"and {len(chosen) - _SHOWN:,} more", QUIET))
    summary = Text().append(counted(len(chosen), "person", "people"), "bold")
    summary.append(" will be written to, the best first.\n")
    summary.append("The figures are the chance of the whole way to a yes.\n", "dim")
    return Reach(summary, rows)


def offered_usd(play: Play, now: Round, candidate: int) -> int:
    """Yearly pay that the round offers to somebody, whole USD, as the market will make it."""
    believed_usd, ratio_ppm = play.view.pay_guess_usd[[candidate]], round(now.order(play.lab).pay_ratio * PPM)
    return int(times(play.session.world, believed_usd, ratio_ppm)[0])


def _chosen(play: Play, now: Round) -> Index:
    """Who would be written to, after the letters that were ordered before."""
    left = play.left
    found = chosen(now.order(play.lab), left.free, play.view, play.scenario.setup.people)
    return found[: left.letters[now.sender]]


def _chance(play: Play, now: Round, candidate: int, pay_usd: int) -> float:
    draft = Draft((candidate,), now.template, now.sender, max(pay_usd, 1_000), direct=now.direct)
    return chances(play.scenario.setup.parameters, prospect(play, draft))["chain"]
