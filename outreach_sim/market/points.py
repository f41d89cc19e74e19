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
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.payroll import believed_pay_usd
from outreach_sim.market.state.runs import Index
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
        candidates: how many there are.
        touched: candidates of whom a line may be other than 0 in any of the worlds.
        lines: of each of these, int64, shape (len(LINES), worlds, touched).
        everybody: crowding that is nobody's own: the remainder of what rises faster than by the head, int64,
            shape (worlds,).
    """

    candidates: int
    touched: Index
    lines: I64
    everybody: I64

    @property
    def by_person(self) -> I64:
        """The lines of every candidate, shape (len(LINES), worlds, candidates)."""
        found = np.zeros((*self.lines.shape[:2], self.candidates), dtype=np.int64)
        found[:, :, self.touched] = self.lines
        return found

    @property
    def score(self) -> I64:
        """All lines together, shape (worlds,)."""
        return self.lines.sum(axis=(0, 2)) + self.everybody

    def by_line(self) -> I64:
        """Each line over all people, what is nobody's own with the crowding; shape (len(LINES), worlds)."""
        lines = self.lines.sum(axis=2)
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
    return gained(world.setup, grants.lab, books(world, grants), books(twin, twin_grants))


@dataclass(frozen=True, slots=True)
class Books:
    """What points are made of, on one day: what a lab has, in every world of a stack.

    Attributes:
        force: its people and what they work with.
        over_usd: granted above what people had (``Grants.over_usd``), shape (worlds, candidates).
        under_way: offers that are out, as the function says.
    """

    force: Workforce
    over_usd: I64
    under_way: F64


def books(world: World, grants: Grants) -> Books:
    """Those of the start of today; ``grants`` are noted from the first day on."""
    force = workforce(world, grants.lab, grants)
    return Books(
        force, grants.over_usd.reshape(force.there.shape).copy(), under_way(world, grants.lab, force)
    )


def gained(setup: Setup, lab: int, of_worlds: Books, of_twins: Books) -> Points:
    """What a lab has gained over its twin, by the books of both on the same day."""
    who = _touched(of_worlds, of_twins)
    now, then = of_worlds.force.of(who), of_twins.force.of(who)
    by_staff = _by_staff(now, then, setup.people.employer[who] == lab)
    use, shared = _crowding(now, then)
    over = of_worlds.over_usd[:, who] - of_twins.over_usd[:, who]
    pay = -(1.0 - THETA) * over / setup.labs[lab].pay_median_usd
    out = of_worlds.under_way[:, who] - of_twins.under_way[:, who]
    crowding = millionths(use)
    return Points(
        len(setup.people),
        who,
        np.stack([*map(millionths, by_staff), crowding, millionths(pay), millionths(out)]),
        millionths(shared + _one_by_one(use)) - crowding.sum(axis=1),
    )


def _touched(of_worlds: Books, of_twins: Books) -> Index:
    """Candidates of whom any line can be other than 0: whoever stands otherwise, or has a pledge."""
    now, then = of_worlds.force, of_twins.force
    found = (now.there != then.there) | (now.fits != then.fits) | (of_worlds.over_usd != of_twins.over_usd)
    for each in (of_worlds, of_twins):
        found |= (each.force.pledge_h100e > 0) | (each.under_way != 0.0)
    return found.any(axis=0).nonzero()[0]


def _one_by_one(values: F64) -> F64:
    """The sum over people in their sequence, which is the same whoever of no worth stands between them."""
    return values.cumsum(axis=1)[:, -1] if values.size else np.zeros(len(values))


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
    whole = share * now.work + then.common * (now.unnamed - then.unnamed)
    return _by_pledges(now) - _by_pledges(then) - taken, whole + _one_by_one(taken)


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
    if rows.size:
        at = world.world_of[table.row[rows]]
        found[at, world.candidate_of(rows)] = _offers(world, lab, at, rows, force)
    return found


def _offers(world: World, lab: int, at: Index, rows: Rows, force: Workforce) -> F64:
    """The same for these offers, each in its world."""
    table, people = world.approaches, world.candidate_of(rows)
    terms = Plans(table.offered_usd(rows), pledge_h100e=table.pledge_h100e[rows])
    yes = weigh_many(world, lab, people, terms, in_world=at)["accept"]
    known_usd = believed_pay_usd(world, table.row[rows], table.person[rows])
    misfit = misfit_chances(world, rows) * world.setup.mechanisms.misfit
    more_usd = table.first_year_usd(rows) - known_usd
    median_usd = world.setup.labs[lab].pay_median_usd
    return yes * hire(force, at, people, misfit, table.pledge_h100e[rows], more_usd, median_usd).points
