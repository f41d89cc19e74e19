"""How a rival goes about it, as anybody can know it: its usual letters in figures, asked of the engine.

What is told of a rival is told of these, so that it is what the rival does, whatever a scenario has set.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from outreach_sim.market.habits import WEEKS_PER_YEAR, Bools, Habit, habits, letters_a_year, usual_plans
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.setup import DAYS_PER_WEEK, NEVER_COPIES, PPM, Sender
from outreach_sim.market.state.payroll import public_pay_usd
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.world import World

_LEVELS = range(2, 6)


@dataclass(frozen=True, slots=True)
class Terms:
    """What such a letter usually offers people of the lab that looks on; the middle one of each.

    Attributes:
        pay_ratio: yearly pay over what is public of theirs. pay_usd: in USD, where a script names it.
        sender: who signs. direct, short: without interviews, or with short ones.
        pledge_h100e: machines by name. deadline_days: time to decide.
    """

    pay_ratio: float
    pay_usd: int
    sender: Sender
    direct: bool
    short: bool
    pledge_h100e: int
    deadline_days: int


@dataclass(frozen=True, slots=True)
class Manner:
    """Letters of a rival that go on.

    Attributes:
        lab: index of the rival.
        a_week: letters that it begins. weekdays: on which, 0 for Monday.
        to_yours: of these in a year to people of the lab that looks on.
        judged: whether the best are written to, as the rival judges them.
        from_level: the least level it writes to; 1 for anybody.
        terms: what they offer; ``None`` where nobody is there to be offered anything.
        by_lot: whether terms are drawn by lot. weighed: whether each letter is weighed by its points.
        outbids: by which part an offer is raised, once, where an employer answers it; 0 for none.
    """

    lab: int
    a_week: float
    weekdays: tuple[int, ...]
    to_yours: float
    judged: bool
    from_level: int
    terms: Terms | None
    by_lot: bool = False
    weighed: bool = False
    outbids: float = 0.0


@dataclass(frozen=True, slots=True)
class Defence:
    """What a rival does about its own people, and about what works for others.

    Attributes:
        counters: share of offers to its people that it answers; below 0 the usual chance.
        raises: share of its people seen talking to others who get a raise at once.
        copies_after: days after which it takes up what has won others people; ``None`` for never.
    """

    counters: float
    raises: float
    copies_after: int | None


def manners(world: World, lab: int, rival: int) -> Iterator[Manner]:
    """The letters of one rival that go on today, as a lab may know them.

    Args:
        world: one.
        lab: that looks on.
        rival: index of the other.
    """
    for habit in habits(world, lab):
        if habit.lab == rival:
            yield _manner(world, lab, habit)


def _manner(world: World, lab: int, habit: Habit) -> Manner:
    policy = None if habit.line else POLICIES[world.setup.labs[habit.lab].policy.kind]
    staff = (world.home == habit.row - habit.lab + lab) & (world.status == Status.HERE)
    return Manner(
        lab=habit.lab,
        a_week=habit.a_year / WEEKS_PER_YEAR,
        weekdays=_weekdays(world, habit),
        to_yours=float(letters_a_year(world, habit)[staff].sum()),
        judged=bool(np.isfinite(habit.sd)),
        from_level=_from_level(world, habit),
        terms=_terms(world, habit, staff),
        by_lot=policy is not None and policy.by_lot,
        weighed=policy is not None and policy.weighs,
        outbids=_outbids(world, habit),
    )


def _weekdays(world: World, habit: Habit) -> tuple[int, ...]:
    """On which days of a week such letters go out, within what their sender has time for."""
    days = habit.line.days if habit.line else _days_of_policy(world, habit)
    return tuple(sorted({(world.setup.weekday + day) % DAYS_PER_WEEK for day in days}))


def _days_of_policy(world: World, habit: Habit) -> Iterator[int]:
    policy, rows = POLICIES[world.setup.labs[habit.lab].policy.kind], np.array([habit.row])
    left, monday = habit.a_year / WEEKS_PER_YEAR, world.day - world.day % DAYS_PER_WEEK
    for day in range(monday, monday + DAYS_PER_WEEK):
        due = int(policy.due(world, rows, day)[0])
        if due and left > 0:
            yield day
        left -= due


def _from_level(world: World, habit: Habit) -> int:
    level = world.setup.people.level
    return next((least for least in _LEVELS if np.array_equal(habit.aims_at, level >= least)), 1)


def _outbids(world: World, habit: Habit) -> float:
    if habit.line or not world.setup.mechanisms.counter_offers:
        return 0.0
    ratio_ppm = POLICIES[world.setup.labs[habit.lab].policy.kind].outbids_ppm
    return max(ratio_ppm - PPM, 0) / PPM


def _terms(world: World, habit: Habit, staff: Bools) -> Terms | None:
    """What people of the lab are offered, or where it has nobody among the candidates, those of others."""
    others = (world.home != habit.row) & (world.status == Status.HERE)
    groups = (np.flatnonzero(group & habit.aims_at) for group in (staff, others))
    who = next((group for group in groups if group.size), None)
    if who is None:
        return None
    person = who + world.first_person[habit.row]
    plans = usual_plans(world, habit, who, world.pay_usd[person])
    middle = np.median(plans.pay_usd / np.maximum(public_pay_usd(world, person), 1))
    return Terms(
        pay_ratio=float(middle),
        pay_usd=habit.line.pay_usd if habit.line else 0,
        sender=Sender(int(np.asarray(plans.sender)[0])),
        direct=bool(np.asarray(plans.direct)[0]),
        short=bool(np.asarray(plans.short)[0]),
        pledge_h100e=int(np.median(plans.pledge_h100e)),
        deadline_days=int(np.median(plans.deadline_days)),
    )


def defence(world: World, rival: int) -> Defence:
    """What a rival does besides its letters."""
    table, switches = world.policies, world.setup.mechanisms
    lag = int(table.copy_lag_days[rival])
    counters = float(table.counters[rival]) if switches.counter_offers else 0.0
    raises = float(table.raise_share[rival]) if switches.raises else 0.0
    return Defence(counters, raises, None if lag == NEVER_COPIES else lag)
