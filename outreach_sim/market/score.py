"""What a lab is worth at the end of a game."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outreach_sim.market.world import Status, World

OUTPUT_EXPONENT = 0.5
"""Output of a researcher rises with the square root of compute."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One lab at the start of a day.

    Attributes:
        output: sum over researchers of impact x h100e per researcher ** 0.5; people who signed count as
            started, anonymous staff as average.
        heads: researchers. h100e_each: compute per researcher. cash_usd: ``None`` without a budget.
    """

    output: float
    heads: int
    h100e_each: float
    cash_usd: int | None


def standing(world: World, lab: int) -> Standing:
    """How a lab of world 0 stands."""
    people, table = world.setup.people, world.approaches
    signed = np.flatnonzero(world.status == Status.SIGNED)
    employer = world.home.copy()
    for candidate in signed.tolist():
        rows = np.flatnonzero((table.person == candidate) & (table.state == 6))
        employer[candidate] = table.row[rows[0]]
    mine = (employer == lab) & (world.status != Status.GONE)
    named = int(np.count_nonzero((world.home == lab) & (world.status != Status.GONE)))
    anonymous = int(world.heads[lab]) - named
    heads = anonymous + int(mine.sum())
    each = world.compute_per_researcher()[lab] * int(world.heads[lab]) / max(heads, 1)
    impact = anonymous + people.impact[mine].sum() / 100.0
    cash = int(world.cash_usd[lab]) if world.has_budget[lab] else None
    return Standing(float(impact * each**OUTPUT_EXPONENT), heads, float(each), cash)
