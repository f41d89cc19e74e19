"""Money and compute that offers promise: set aside, given back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.approaches import Rows
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World


def reserve(world: World, rows: Rows) -> None:
    """Set aside what these live offers promise."""
    row = world.approaches.row[rows]
    np.add.at(world.reserved_usd, row, world.approaches.first_year_usd(rows))
    if world.any_pledge:
        np.add.at(world.pledged_h100e, row, world.approaches.pledge_h100e[rows])


def release(world: World, rows: Rows) -> None:
    """Give back what these offers reserved."""
    row = world.approaches.row[rows]
    np.subtract.at(world.reserved_usd, row, world.approaches.first_year_usd(rows))
    if world.any_pledge:
        np.subtract.at(world.pledged_h100e, row, world.approaches.pledge_h100e[rows])


def pay_in(world: World) -> None:
    """The sums that boards have promised for today are there from the morning on."""
    rows, usd = granted(world)
    world.cash_usd[rows] += usd


def granted(world: World) -> tuple[Index, NDArray[np.int64]]:
    """Which labs get money today, and how much, USD; labs without a budget need none."""
    today = [(lab, usd) for lab, day, usd in world.grants if day == world.day]
    rows = np.array([lab for lab, _ in today], dtype=np.intp)
    rows = (np.arange(world.worlds)[:, None] * world.labs + rows).ravel()
    usd = np.tile(np.array([usd for _, usd in today], dtype=np.int64), world.worlds)
    return rows, usd


def refund(world: World, rows: Rows) -> None:
    """Signed people who never started: what was committed to them comes back."""
    table, row = world.approaches, world.approaches.row[rows]
    cost = table.first_year_usd(rows)
    np.subtract.at(world.committed_usd, row, cost)
    np.add.at(world.cash_usd, row, cost)
    np.subtract.at(world.pledged_h100e, row, table.pledge_h100e[rows])
