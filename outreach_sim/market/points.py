"""Points of one lab: what it has gained over a twin world in which it does nothing, exactly, by person.

Every line is a whole number of millionths of a point, and the score is their sum: it adds up to the last
digit, in any order. Nothing of it is ever read by the engine; whoever shows a score asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.observers.grants import Grants
from outreach_sim.market.phases.arrivals import misfit_chances
from outreach_sim.market.plan import Plans
from outreach_sim.market.prospects import weigh_many
from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.payroll import believed_pay_usd
from outreach_sim.market.state.world import World
from outreach_sim.market.workforce import F64, THETA, Workforce, hire, workforce

I64 = NDArray[np.int64]
POINT = 1_000_000
"""A point in millionths, in which points are counted."""


class Line(NamedTuple):
    """A line of a breakdown, and what stands in it."""

    name: str
    means: str


LINES = (
    Line("won", "work of people hired, where doing nothing would not have them"),
    Line("kept", "work of own people who would have gone without you"),
    Line("lost", "work of people who would be there if you had done nothing"),
    Line("crowding", "machines: what each head and pledge takes from all others, less what pledges get done"),
    Line("overpay", "pay granted above what people had: half a point for a median salary"),
    Line("under_way", "offers that are out, at the chance that the lab believes in"),
)


@dataclass(frozen=True, slots=True)
class Points:
    """The breakdown of stacked worlds, in millionths of a point.

    Attributes:
        by_person: int64, shape (len(LINES), worlds, candidates).
        everybody: crowding that is nobody's own: the remainder of what rises faster than by the head, int64,
            shape (worlds,).
    """

    by_person: I64
    everybody: I64

    @property
    def score(self) -> I64:
        """All lines together, shape (worlds,)."""
        return self.by_person.sum(axis=(0, 2)) + self.everybody

    def by_line(self) -> I64:
        """Each line over all people, what is nobody's own with the crowding; shape (len(LINES), worlds)."""
        lines = self.by_person.sum(axis=2)
        lines[NAMES.index("crowding")] += self.everybody
        return lines

    def people(self, in_world: int = 0) -> NDArray[np.intp]:
        """Candidates of whom any line is not 0, by how much they are worth, ties by index."""
        lines = self.by_person[:, in_world]
        there = np.flatnonzero(lines.any(axis=0))
        return there[np.argsort(-lines[:, there].sum(axis=0), kind="stable")]


NAMES = tuple(line.name for line in LINES)


def points(world: World, grants: Grants, twin: World, twin_grants: Grants) -> Points:
    """What the lab has gained over its twin by the start of today.

    Args:
        world: one, or a stack, between two days.
        grants: noted of it from the first day on.
        twin: the same worlds on the same day, in which the lab has done nothing.
        twin_grants: noted of those.
    """
    return between(standing(world, grants), standing(twin, twin_grants))


@dataclass(frozen=True, slots=True)
class Standing:
    """All that counts of a lab on one day; nothing in it changes as its world is played on.

    Attributes:
        force: its people. over_usd: yearly pay granted above what they had, by person.
        out: offers that are out, in points, shape (worlds, candidates).
        own: who worked for it on the first day, by candidate. median_usd: its median pay.
    """

    force: Workforce
    over_usd: I64
    out: F64
    own: NDArray[np.bool_]
    median_usd: int


def standing(world: World, grants: Grants) -> Standing:
    """How a lab stands at the start of today.

    Args:
        world: one, or a stack, between two days.
        grants: noted of it from the first day on.
    """
    force, setup = workforce(world, grants.lab, grants), world.setup
    return Standing(
        force,
        grants.over_usd.copy(),
        under_way(world, grants.lab, force),
        setup.people.employer == grants.lab,
        setup.labs[grants.lab].pay_median_usd,
    )


def between(here: Standing, there: Standing) -> Points:
    """What a lab has gained that stands so, over its twin on the same day."""
    now, then = here.force, there.force
    by_staff = _by_staff(now, then, here.own)
    use, shared = _crowding(now, then)
    over = (here.over_usd - there.over_usd).reshape(now.there.shape)
    pay = -(1.0 - THETA) * over / here.median_usd
    out = here.out - there.out
    crowding = millionths(use)
    return Points(
        np.stack([*map(millionths, by_staff), crowding, millionths(pay), millionths(out)]),
        millionths(shared + use.sum(axis=1)) - crowding.sum(axis=1),
    )


def millionths(points: F64) -> I64:
    """These points as whole millionths."""
    return np.rint(points * POINT).astype(np.int64)


def _by_staff(now: Workforce, then: Workforce, own: NDArray[np.bool_]) -> tuple[F64, F64, F64]:
    """Work of who is there in one of the two worlds alone, at the twin's share of machines: won, kept, lost.

    Who is there in both, and surer to fit in one of them, is won or lost by the difference.
    """
    more = (now.there * now.fits - then.there * then.fits) * now.impact * then.common[:, None]
    gained = np.maximum(more, 0.0)
    return gained * ~own, gained * own, np.minimum(more, 0.0)


def _crowding(now: Workforce, then: Workforce) -> tuple[F64, F64]:
    """What machines change: by person, shape (worlds, candidates), and what is nobody's own, (worlds,).

    A person's part is what their pledge gets done, less what their head and their pledge take from all
    others at the price of today's and the twin's day, between which the whole difference lies.
    """
    price = (now.price_of_a_head + then.price_of_a_head) / 2.0
    taken = price[:, None] * (_shares_taken(now) - _shares_taken(then))
    share = now.common - then.common
    unnamed = now.heads - now.there.sum(axis=1) - (then.heads - then.there.sum(axis=1))
    whole = share * now.work + then.common * unnamed
    return _by_pledges(now) - _by_pledges(then) - taken, whole + taken.sum(axis=1)


def _by_pledges(force: Workforce) -> F64:
    """What people get done with the machines they have by name, beyond what they would without."""
    more = force.with_pledge(force.pledge_h100e) - force.common[:, None]
    return force.there * force.fits * force.impact * more


def _shares_taken(force: Workforce) -> F64:
    """How many heads' shares of the machines each person takes: one, and what is missing for the pledge."""
    return force.there + force.pledge_h100e * (force.missing / force.c_h100e)[:, None]


def under_way(world: World, lab: int, force: Workforce) -> F64:
    """Offers of the lab that are out, at the chance that it believes in; shape (worlds, candidates).

    Talks before an offer count nothing: else it would not matter in which form they are held.
    """
    found = np.zeros(force.there.shape)
    table = world.approaches
    rows = table.in_state(State.OFFERED)
    rows = rows[world.lab_of[table.row[rows]] == lab]
    for at in np.unique(world.world_of[table.row[rows]]).tolist():
        mine = rows[world.world_of[table.row[rows]] == at]
        found[at, world.candidate_of(mine)] = _offers(world, lab, at, mine, force)
    return found


def _offers(world: World, lab: int, at: int, rows: Rows, force: Workforce) -> F64:
    """The same for these offers of one world."""
    table, people = world.approaches, world.candidate_of(rows)
    terms = Plans(table.offered_usd(rows), pledge_h100e=table.pledge_h100e[rows])
    yes = weigh_many(world, lab, people, terms, in_world=at)["accept"]
    known_usd = believed_pay_usd(world, table.row[rows], table.person[rows])
    misfit = misfit_chances(world, rows) * world.setup.mechanisms.misfit
    more_usd = table.first_year_usd(rows) - known_usd
    median_usd = world.setup.labs[lab].pay_median_usd
    return yes * hire(force, at, people, misfit, table.pledge_h100e[rows], more_usd, median_usd).points
