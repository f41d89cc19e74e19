"""A round of letters by the recruiters: whom it reaches, what the letters are worth, the order it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from outreach_sim.formatting import percent, signed
from outreach_sim.market.plan import Plans
from outreach_sim.market.setup import PPM, Do, Order, Sender
from outreach_sim.market.state.payroll import times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.values import letter
from outreach_sim.tui.columns import NAME, Look
from outreach_sim.tui.left import chosen
from outreach_sim.tui.people_columns import Column
from outreach_sim.tui.play import Play
from outreach_sim.tui.score import FINE

MOST_WEIGHED = 5_000
"""So many letters are weighed, to the best people whom a round could reach."""
_SLICE_PEOPLE = 200
"""So many are weighed with one step."""


class By(StrEnum):
    """What the people of a round are the best by; the value is how it is called."""

    IMPACT = "impact"
    PAY = "pay"
    EXPECTED = "expected"
    WORTH = "worth"
    CHANCE = "chance"
    LEVEL = "level"
    NAME = "name"

    @property
    def is_the_markets(self) -> bool:
        """Whether the market itself picks by it, on the day on which the letters go out."""
        return self in (By.IMPACT, By.PAY)


@dataclass(frozen=True, slots=True)
class Round:
    """What the recruiters are told.

    Attributes:
        top: how many. by: what they are the best by, highest first; names from A on.
        employer: index of the lab whose people are written to, -1 for every rival.
        template: index of the letter.
        pay_percent: yearly pay offered, in percent of what the lab believes each person earns.
        direct: offers without interviews.
    """

    top: int
    by: By
    employer: int
    template: int
    pay_percent: int
    direct: bool

    sender = Sender.RECRUITER

    def order(self, lab: int, people: tuple[int, ...] = ()) -> Order:
        """What the market is asked for; the recruiters take all further steps.

        Args:
            lab: index of the player's lab.
            people: who is written to, where the market cannot pick them by itself.
        """
        return Order(
            lab=lab,
            days=(),
            do=Do.SEND,
            template=self.template,
            sender=self.sender,
            candidates=people,
            top=0 if people else self.top,
            by=self.by.value if self.by.is_the_markets else By.IMPACT.value,
            employers=() if people or self.employer < 0 else (self.employer,),
            pay_ratio=self.pay_percent / 100.0,
            direct=self.direct,
        )


def last_round(play: Play) -> Round:
    """The round ordered last in this game, so that one key repeats it; else a first proposal."""
    letters = list(play.ids)
    for line in reversed(play.game.lines()):
        to, offer = line.to, line.offer
        if line.do != "send" or line.sender != "recruiter" or offer.pay_ratio is None:
            continue
        labs = [play.scenario.lab_ids.index(lab) for lab in to.employers]
        by = By.EXPECTED if to.top is None else By(to.by)
        return Round(
            to.top or len(to.candidates), by, labs[0] if labs else -1,
            letters.index(line.template or letters[0]), round(100 * offer.pay_ratio), offer.direct,
        )  # fmt: skip
    left = play.letters_left()[Sender.RECRUITER.name]
    template = letters.index("recruiter") if "recruiter" in letters else 0
    return Round(20 if left is None else max(min(left, 20), 1), By.EXPECTED, -1, template, 130, False)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the letter of a round to somebody is worth.

    Attributes:
        candidate: whom. pay_usd: offered a year.
        chance: of the whole way to a yes. if_yes, expected: points.
    """

    candidate: int
    pay_usd: int
    chance: float
    if_yes: float
    expected: float


class Weighed:
    """The letters of a round to everybody whom it could reach, weighed some with each step.

    Attributes:
        of: by candidate, what is known so far.
        whole: whether all of them are weighed.
    """

    def __init__(self, play: Play, now: Round) -> None:
        able = play.left.free & (play.view.employer >= 0) & (play.view.employer != play.lab)
        if now.employer >= 0:
            able &= play.view.employer == now.employer
        impact, people = play.scenario.setup.people.impact, np.flatnonzero(able)
        self._people = people[np.argsort(-impact[people].astype(np.int64), kind="stable")][:MOST_WEIGHED]
        self._now = now
        self.of: dict[int, Figures] = {}
        self.whole = False

    def serves(self, now: Round) -> bool:
        """Whether these are the letters of this round, whoever gets them."""
        mine = self._now
        return (mine.employer, mine.template, mine.pay_percent, mine.direct) == (
            now.employer, now.template, now.pay_percent, now.direct,
        )  # fmt: skip

    def slices(self, play: Play, first: Index) -> Iterator[None]:
        """Weigh them.

        Args:
            play: the game.
            first: who is weighed before the others.
        """
        for people in (first, self._people):
            for at in range(0, people.size, _SLICE_PEOPLE):
                self._weigh(play, people[at : at + _SLICE_PEOPLE])
                yield
        self.whole = True

    def _weigh(self, play: Play, people: Index) -> None:
        people = np.array([c for c in people.tolist() if c not in self.of], dtype=np.intp)
        if not people.size:
            return
        plans = _plans(play, self._now, people)
        worth = letter(play.outlook, people, plans)
        pay = np.broadcast_to(plans.pay_usd, people.shape)
        columns = (people, pay, worth.chance, worth.if_yes, worth.expected)
        for row in zip(*(column.tolist() for column in columns), strict=True):
            self.of[row[0]] = Figures(*row)


def reached(play: Play, now: Round, weighed: Weighed) -> tuple[int, ...]:
    """Who would be written to today, after the letters that were ordered before, the best first.

    By what only weighing tells, it is who comes first among those that are weighed; by what is expected,
    nobody of whom less than nothing is.
    """
    if now.by.is_the_markets:
        found = chosen(now.order(play.lab), play.left.free, play.view, play.scenario.setup.people)
        return tuple(found[: _most(play, now)].tolist())
    able = [one for one in weighed.of.values() if now.by is not By.EXPECTED or one.expected >= 0]
    people = sorted(able, key=lambda one: (_rank(play, now.by, one), one.candidate))
    return tuple(one.candidate for one in people[: _most(play, now)])


def _most(play: Play, now: Round) -> int:
    left = play.left.letters[now.sender]
    return now.top if left is None else min(now.top, max(left, 0))


def _rank(play: Play, by: By, one: Figures) -> Any:
    """What people are sorted by, the best first."""
    if by is By.NAME:
        return play.name(one.candidate).casefold()
    figures = {
        By.EXPECTED: one.expected, By.WORTH: one.if_yes, By.CHANCE: one.chance,
        By.LEVEL: int(play.scenario.setup.people.level[one.candidate]),
    }  # fmt: skip
    return -figures[by]


def order_of(play: Play, now: Round, weighed: Weighed) -> Order:
    """The round as an order: whom the market cannot pick by itself, it is told."""
    return now.order(play.lab, () if now.by.is_the_markets else reached(play, now, weighed))


def _plans(play: Play, now: Round, people: Index) -> Plans:
    """The letters of a round, as the market will make them."""
    order = now.order(play.lab)
    believed_usd = play.view.pay.of(people)
    pay_usd = times(play.session.world, believed_usd, round(order.pay_ratio * PPM))
    return Plans(pay_usd, now.template, now.sender, direct=now.direct, deadline_days=order.deadline_days)


def offered_usd(play: Play, now: Round, candidate: int) -> int:
    """Yearly pay that the round offers to somebody, whole USD, as the market will make it."""
    return int(np.broadcast_to(_plans(play, now, np.array([candidate])).pay_usd, 1)[0])


def _of_person(column: Column, place: int = 0) -> Look[Figures]:
    """A column that says of somebody what it says among the people."""
    look = column.value
    return Look(
        heading=look.heading, width=look.width, means=look.means, right=look.right, most=look.most,
        text=lambda play, one: look.text(play, one.candidate), place=place,
    )  # fmt: skip


LOOKS: tuple[Look[Figures], ...] = (
    Look(heading=NAME, width=12, means="who it is", most=26, text=lambda play, one: play.name(one.candidate)),
    _of_person(Column.LAB, 1),
    _of_person(Column.LEVEL, 3),
    _of_person(Column.IMPACT, 2),
    Look(heading="Pay", width=6, means="offered a year", right=True, usd=lambda _, one: one.pay_usd),
    Look(heading="Chance", width=7, means="of the whole way to a yes", right=True,
         text=lambda _, one: percent(one.chance)),
    Look(heading="Worth", width=6, means="points if they say yes", right=True, place=4,
         text=lambda _, one: signed(one.if_yes)),
    Look(heading="Expected", width=8, means="points by the end, times the chance of it all", right=True,
         text=lambda _, one: signed(one.expected, FINE)),
)  # fmt: skip
"""The columns of those who are reached."""
HEADINGS = {
    NAME: By.NAME, "L": By.LEVEL, "Impact": By.IMPACT, "Pay": By.PAY, "Chance": By.CHANCE,
    "Worth": By.WORTH, "Expected": By.EXPECTED,
}  # fmt: skip
"""What a heading sorts by."""
