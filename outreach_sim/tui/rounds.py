"""A round of letters by the recruiters: whom it reaches, and the order it becomes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rich.table import Table
from rich.text import Text

from outreach_sim.formatting import counted, percent, usd
from outreach_sim.market.plan import Plans
from outreach_sim.market.prospects import weigh_many
from outreach_sim.market.setup import PPM, Do, Order, Sender
from outreach_sim.market.state.payroll import times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.values import letter
from outreach_sim.tui.colours import GOOD, QUIET
from outreach_sim.tui.left import chosen
from outreach_sim.tui.play import Play
from outreach_sim.tui.score import FINE, signed

_SHOWN = 60
_WEIGHED = 150
"""So many letters are weighed; weighing more would keep the screen waiting."""


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
    """The people who would be written to today, and what the letters to them are worth."""
    people = _chosen(play, now)
    weighed = people[:_WEIGHED]
    plans = _plans(play, now, weighed)
    chance = weigh_many(play.session.world, play.lab, weighed, plans)["chain"]
    expected = letter(play.outlook, weighed, plans).expected
    rows = Table.grid(padding=(0, 1), expand=True)
    for ratio in (3, 2):
        rows.add_column(ratio=ratio, no_wrap=True, overflow="ellipsis")
    for _ in ("pay", "chance", "expected"):
        rows.add_column(no_wrap=True, justify="right")
    pay = np.broadcast_to(plans.pay_usd, weighed.shape).tolist()
    told = zip(weighed.tolist(), pay, chance.tolist(), expected.tolist(), strict=True)
    for candidate, usd_a_year, yes, points in list(told)[:_SHOWN]:
        lab = play.lab_called(int(play.view.employer[candidate]))
        cells = (Text(usd(usd_a_year)), Text(percent(yes), GOOD), Text(signed(points, FINE)))
        rows.add_row(Text(play.name(candidate)), Text(lab, QUIET), *cells)
    if len(people) > _SHOWN:
        rows.add_row(Text(f"and {len(people) - _SHOWN:,} more", QUIET))
    return Reach(_summary(len(people), len(weighed), float(expected.sum())), rows)


def _summary(people: int, weighed: int, points: float) -> Text:
    """How many letters go out, and what can be expected of them."""
    text = Text().append(counted(people, "person", "people"), "bold")
    text.append(" will be written to, the best first.\n")
    if people:
        of = "all of them" if people == weighed else f"the first {weighed}"
        text.append("Expected of ").append(f"{of}: {signed(points, FINE)} points.\n", "bold")
    return text.append("Below: pay, the chance of the whole way to a yes, and points expected.\n", "dim")


def _plans(play: Play, now: Round, people: Index) -> Plans:
    """The letters of a round, as the market will make them."""
    order = now.order(play.lab)
    believed_usd = play.view.pay_guess_usd[people]
    pay_usd = times(play.session.world, believed_usd, round(order.pay_ratio * PPM))
    return Plans(pay_usd, now.template, now.sender, direct=now.direct, deadline_days=order.deadline_days)


def offered_usd(play: Play, now: Round, candidate: int) -> int:
    """Yearly pay that the round offers to somebody, whole USD, as the market will make it."""
    return int(np.broadcast_to(_plans(play, now, np.array([candidate])).pay_usd, 1)[0])


def _chosen(play: Play, now: Round) -> Index:
    """Who would be written to, after the letters that were ordered before."""
    left = play.left
    found = chosen(now.order(play.lab), left.free, play.view, play.scenario.setup.people)
    return found[: left.letters[now.sender]]
