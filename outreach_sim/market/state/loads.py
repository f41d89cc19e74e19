"""Fading counts of mail: how full inboxes are, and how much each lab writes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.features import F64

LOAD_UNIT = 1 << 16
"""Fixed-point one, for fading counts that must not depend on the order of addition."""
FADE_SHIFT = 6
"""A fading count loses 1/64 a day: a memory of 64 days."""
MEMORY_DAYS = 1 << FADE_SHIFT
_NAME_WINDOW_DAYS = 90.0


def mails_per_person(
    world: World, more: NDArray[np.int64] | int = 0, rows: Index | int | slice = slice(None)
) -> F64:
    """Mails per person in the last 90 days, from the fading count of each of these lab rows.

    Args:
        world: as ever.
        more: what is added to the fading counts, fixed point.
        rows: all of them, unless said otherwise.
    """
    mailed = world.mailed[rows] + more
    return mailed.astype(np.float64) * (_NAME_WINDOW_DAYS / MEMORY_DAYS / LOAD_UNIT / world.candidates)
