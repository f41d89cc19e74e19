"""What the people of one lab work with, in every world of a stack: machines, pledges, the price of one more.

One point is the work of one average researcher on the machines planned for each of the first day's people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.observers.grants import Grants
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

F64 = NDArray[np.float64]
THETA = 0.5
"""How work grows with compute per researcher (a rule of play; a guess)."""
AVERAGE_IMPACT = 100.0
"""Impact of an average researcher, as ``People`` counts it."""
USED_OF_PLEDGE = 0.5
"""Part of the machines pledged by name that somebody uses: two shares do the work of one (a rule of play)."""
LEAST_SHARE = 0.01
"""Of the plan, which is left to everybody however much is pledged."""


@dataclass(frozen=True, slots=True)
class Workforce:
    """The people of one lab at the start of a day, and what is left for each; worlds first.

    Attributes:
        there: who works for the lab, the signed counted as started; bool, shape (worlds, candidates).
        fits: how likely each fits (``Grants.stay_chance``), shape (worlds, candidates).
        impact: in average researchers, shape (candidates,).
        pledge_h100e: machines pledged by name to those who are there, int64, shape (worlds, candidates).
        heads: candidates and other staff, int64, shape (worlds,). unnamed: the other staff alone.
        work: what everybody would get done with the plan, in average researchers; shape (worlds,).
        c_h100e: research machines a head that are left, shape (worlds,).
        plan_h100e: research machines of today's scripted fleet, for each head of the first day.
        missing: part of the pledges that no machines bought make good, shape (worlds,).
        spare_h100e: machines bought for research beyond all pledges, shape (worlds,).
    """

    there: NDArray[np.bool_]
    fits: F64
    impact: F64
    pledge_h100e: NDArray[np.int64]
    heads: NDArray[np.int64]
    unnamed: NDArray[np.int64]
    work: F64
    c_h100e: F64
    plan_h100e: float
    missing: F64
    spare_h100e: F64

    @property
    def common(self) -> F64:
        """How much more than planned everybody gets done without a pledge, as a factor; shape (worlds,)."""
        return (self.c_h100e / self.plan_h100e) ** THETA

    def with_pledge(self, pledge_h100e: NDArray[np.generic] | int) -> F64:
        """The same factor for who has so many machines by name; shape (worlds, people)."""
        c = self.c_h100e[:, None]
        used = np.minimum(USED_OF_PLEDGE * np.asarray(pledge_h100e), c)
        return ((c + used) / self.plan_h100e) ** THETA

    def of(self, people: Index) -> Workforce:
        """The same, by person only of these candidates."""
        return replace(
            self,
            there=self.there[:, people],
            fits=self.fits[:, people],
            impact=self.impact[people],
            pledge_h100e=self.pledge_h100e[:, people],
        )

    @property
    def price_of_a_head(self) -> F64:
        """Points that one more head takes from all others' share of the machines; shape (worlds,)."""
        return THETA * self.common * self.work / np.maximum(self.heads, 1)

    def price_of_pledge(self, pledge_h100e: NDArray[np.generic] | int) -> F64:
        """Points that one more pledge of so many machines takes, shape (worlds, people)."""
        short = np.maximum(np.asarray(pledge_h100e) - self.spare_h100e[:, None], 0.0)
        return (self.price_of_a_head / self.c_h100e)[:, None] * short


def places(world: World) -> Index:
    """Everybody's row, with the signed at the lab they signed with; -1 for who left the market."""
    table, place = world.approaches, world.home.copy()
    signed = table.in_state(State.SIGNED)
    place[table.person[signed]] = table.row[signed]
    place[world.status == Status.GONE] = -1
    return place


def pledges(world: World) -> NDArray[np.int64]:
    """Machines by name of every person, h100e; the signed counted as started."""
    table, pledge = world.approaches, world.pledge_h100e.copy()
    signed = table.in_state(State.SIGNED)
    pledge[table.person[signed]] = table.pledge_h100e[signed]
    return pledge


def workforce(world: World, me: int, grants: Grants | None = None) -> Workforce:
    """The people of one lab today.

    Args:
        world: one, or a stack, between two days.
        me: index of the lab.
        grants: noted of it from the first day on; without them everybody is taken to fit.
    """
    setup, shape = world.setup, (world.worlds, world.candidates)
    row = np.arange(world.worlds) * world.labs + me
    there = places(world).reshape(shape) == row[:, None]
    pledge = pledges(world).reshape(shape) * there
    started = (world.home.reshape(shape) == row[:, None]) & (world.status.reshape(shape) != Status.GONE)
    unnamed = world.heads[row] - started.sum(axis=1)
    heads = unnamed + there.sum(axis=1)
    fits = np.ones(shape) if grants is None else grants.stay_chance(world.day).reshape(shape)
    impact = setup.people.impact / AVERAGE_IMPACT
    share, scripted = setup.labs[me].research_share, int(world.fleets[me, world.day])
    plan = max(scripted * share / setup.labs[me].researchers, 1.0)
    bought, pledged = (world.owned_today[row] - scripted) * share, pledge.sum(axis=1)
    short = np.maximum(pledged - bought, 0.0)
    c = (scripted * share - short) / np.maximum(heads, 1)
    return Workforce(
        there=there,
        fits=fits,
        impact=impact,
        pledge_h100e=pledge,
        heads=heads,
        unnamed=unnamed,
        work=(there * fits * impact).sum(axis=1) + unnamed,
        c_h100e=np.maximum(c, LEAST_SHARE * plan),
        plan_h100e=plan,
        missing=short / np.maximum(pledged, 1),
        spare_h100e=np.maximum(bought - pledged, 0.0),
    )


@dataclass(frozen=True, slots=True)
class Hire:
    """What hiring people is worth if they come, in points; one element each.

    Attributes:
        work: what they get done. crowding: what they take from the others' share of the machines.
        overpay: what is granted above their pay now, at the rate of an average colleague not hired.
    """

    work: F64
    crowding: F64
    overpay: F64

    @property
    def points(self) -> F64:
        """All of it together."""
        return self.work - self.crowding - self.overpay


def hire(
    force: Workforce,
    in_world: int | Index,
    people: NDArray[np.intp],
    misfit_chance: F64,
    pledge_h100e: NDArray[np.int64],
    more_usd: NDArray[np.generic],
    median_usd: int,
) -> Hire:
    """What it is worth to the lab if these people come.

    Args:
        force: the lab's people today.
        in_world: which world of the stack, for all of them, or for each.
        people: indices of candidates; the rest has one element for each of them.
        misfit_chance: as their form of interview says.
        pledge_h100e: machines by name.
        more_usd: yearly pay and sign-on above what they have, USD.
        median_usd: of the lab's pay.
    """
    each = in_world, np.arange(people.size)
    work = (1.0 - misfit_chance) * force.impact[people] * force.with_pledge(pledge_h100e)[each]
    crowding = force.price_of_a_head[in_world] + force.price_of_pledge(pledge_h100e)[each]
    return Hire(work, crowding, overpay(more_usd, median_usd))


def overpay(more_usd: NDArray[np.generic], median_usd: int) -> F64:
    """Points that pay above what people had costs: a median salary would have hired an average colleague.

    Who adds 1, and takes ``THETA`` of it from the others' share of the machines.
    """
    return (1.0 - THETA) * np.maximum(np.asarray(more_usd, dtype=np.float64), 0.0) / median_usd
