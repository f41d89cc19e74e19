"""Too few experts: labs want more people every day, write more the more they lack, and pay drifts up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.events import Event
from outreach_sim.market.groups import Index
from outreach_sim.market.mechanisms.memories import Demand
from outreach_sim.market.payroll import times
from outreach_sim.market.setup import PPM
from outreach_sim.market.world import World

DAYS_PER_YEAR = 365
NEWS_STEP_PPM = 50_000
"""A twentieth more pay on the market is news."""


def tighten(world: World) -> None:
    """Phase: market pay grows with the share of places that stay empty (a wage curve).

    d ln(pay) / dt = ``market_pay_per_gap`` x empty places / all places, over all labs of the world; ends at
    ``rules.market_pay_ceiling`` times the pay of day 0.
    """
    demand = world.memories.demand
    if demand is None:
        return
    empty = lacking(world, demand)
    wanted = np.tile(demand.targets[:, world.day], world.worlds)
    shape = (world.worlds, world.labs)
    gap_ppm = empty.reshape(shape).sum(axis=1) * PPM // np.maximum(wanted.reshape(shape).sum(axis=1), 1)
    rate_ppm = round(world.setup.parameters.market_pay_per_gap * PPM)
    before = demand.market_ppm // NEWS_STEP_PPM
    demand.market_ppm += demand.market_ppm * (rate_ppm * gap_ppm // PPM) // PPM // DAYS_PER_YEAR
    np.minimum(demand.market_ppm, ceiling_ppm(world), out=demand.market_ppm)
    worlds = np.flatnonzero(demand.market_ppm // NEWS_STEP_PPM > before)
    hungriest = worlds * world.labs + empty.reshape(shape)[worlds].argmax(axis=1)
    world.emit_news(Event.MARKET_PAY, hungriest, demand.market_ppm[worlds] // 1000)


def ceiling_ppm(world: World) -> int:
    """The most that the market pays over what it paid on day 0, millionths."""
    return round(world.setup.rules.market_pay_ceiling * PPM)


def lacking(world: World, demand: Demand) -> NDArray[np.int64]:
    """How many researchers each lab row wants today beyond those it has."""
    return np.maximum(np.tile(demand.targets[:, world.day], world.worlds) - world.heads, 0)


def letters_for_the_gap(world: World, rows: Index, letters_per_week: NDArray[np.int64]) -> NDArray[np.int64]:
    """A lab writes its usual, and ``rules.letters_per_gap`` times that for the share of people it lacks."""
    demand = world.memories.demand
    if demand is None:
        return letters_per_week
    wanted = demand.targets[world.lab_of[rows], world.day]
    gap_ppm = lacking(world, demand)[rows] * PPM // np.maximum(wanted, 1)
    return letters_per_week * (PPM + world.setup.rules.letters_per_gap * gap_ppm) // PPM


def at_market(world: World, row: Index, pay_usd: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pay of day 0 as the market has it today: what labs that act by themselves offer, and public bands."""
    demand = world.memories.demand
    if demand is None:
        return pay_usd
    return times(world, pay_usd, demand.market_ppm[world.world_of[row]])
