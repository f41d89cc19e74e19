"""Money and compute that offers promise: set aside, given back."""

from __future__ import annotations

import numpy as np

from outreach_sim.market.state.approaches import Rows
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


def refund(world: World, rows: Rows) -> None:
    """Signed people who never started: what was committed to them comes back."""
    table, row = world.approaches, world.approaches.row[rows]
    cost = table.first_year_usd(rows)
    np.subtract.at(world.committed_usd, row, cost)
    np.add.at(world.cash_usd, row, cost)
    np.subtract.at(world.pledged_h100e, row, table.pledge_h100e[rows])
