"""Too few experts: labs want more people every day, write more the more they lack, and pay drifts up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import PPM
from outreach_sim.market.state.emit import emit_news
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.payroll import times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.demand import Demand
from outreach_sim.market.state.world import World

DAYS_PER_YEAR = 365
NEWS_STEP_PPM = 50_000
"""A twentieth more pay on the market is news."""


def tighten(world: World) -> None:
    """Phase: market pay grows with the share of places that stay empty (a wage curve).

    d ln(pay) / dt = ``market_pay_per_gap`` x empty places / all places, over all labs of the world; ends at
    ``rules.market_pay_ceiling`` times the pay of day 0.
    """
    demand = world.stores.demand
    if demand is None:
        return
    before = demand.market_ppm // NEWS_STEP_PPM
    # People may have left this morning, so what was looked up before is drawn up again.
    demand.today_ppm, demand.drifted_on = drifted(world, demand), world.day
    demand.market_ppm[:] = demand.today_ppm
    worlds = np.flatnonzero(demand.market_ppm // NEWS_STEP_PPM > before)
    if not worlds.size:
        return
    hungriest = worlds * world.labs + lacking(world, demand).reshape(-1, world.labs)[worlds].argmax(axis=1)
    emit_news(world, Event.MARKET_PAY, hungriest, demand.market_ppm[worlds] // 1000)


def ceiling_ppm(world: World) -> int:
    """The most that the market pays over what it paid on day 0, millionths."""
    return round(world.setup.rules.market_pay_ceiling * PPM)


def drifted(world: World, demand: Demand) -> NDArray[np.int64]:
    """Market pay of today, a day's growth above that of yesterday; millionths, per world."""
    wanted = max(int(demand.targets[:, world.day].sum()), 1)
    gap_ppm = lacking(world, demand).reshape(world.worlds, -1).sum(axis=1) * PPM // wanted
    rate_ppm = round(world.setup.parameters.market_pay_per_gap * PPM)
    market_ppm = demand.market_ppm + demand.market_ppm * (rate_ppm * gap_ppm // PPM) // PPM // DAYS_PER_YEAR
    return np.minimum(market_ppm, ceiling_ppm(world))


def market_today(world: World, demand: Demand) -> NDArray[np.int64]:
    """Market pay over that of day 0, millionths, per world: what today is played with, before it is too."""
    if demand.drifted_on != world.day:
        demand.today_ppm, demand.drifted_on = drifted(world, demand), world.day
    return demand.today_ppm


def lacking(world: World, demand: Demand) -> NDArray[np.int64]:
    """How many researchers each lab row wants today beyond those it has."""
    return np.maximum(np.tile(demand.targets[:, world.day], world.worlds) - world.heads, 0)


def letters_for_the_gap(world: World, rows: Index, letters_per_week: NDArray[np.int64]) -> NDArray[np.int64]:
    """A lab writes its usual, and ``rules.letters_per_gap`` times that for the share of people it lacks."""
    demand = world.stores.demand
    if demand is None:
        return letters_per_week
    wanted = demand.targets[world.lab_of[rows], world.day]
    gap_ppm = lacking(world, demand)[rows] * PPM // np.maximum(wanted, 1)
    return letters_per_week * (PPM + world.setup.rules.letters_per_gap * gap_ppm) // PPM


def at_market(world: World, row: Index, pay_usd: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pay of day 0 as the market has it today: what labs that act by themselves offer, and public bands."""
    demand = world.stores.demand
    if demand is None:
        return pay_usd
    return times(world, pay_usd, market_today(world, demand)[world.world_of[row]])
