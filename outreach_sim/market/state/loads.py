"""Fading counts of mail: how full inboxes are, and how much each lab writes."""

from __future__ import annotations

import numpy as np

from outreach_sim.market.state.world import World
from outreach_sim.model.features import F64

LOAD_UNIT = 1 << 16
"""Fixed-point one, for fading counts that must not depend on the order of addition."""
FADE_SHIFT = 6
"""A fading count loses 1/64 a day: a memory of 64 days."""
MEMORY_DAYS = 1 << FADE_SHIFT
_NAME_WINDOW_DAYS = 90.0


def mails_per_person(world: World, more: int = 0) -> F64:
    """Each lab's mails per person in the last 90 days, from its fading count; shape (lab rows,).

    Args:
        world: as ever.
        more: what is added to the fading counts, fixed point.
    """
    mailed = world.mailed + more
    return mailed.astype(np.float64) * (_NAME_WINDOW_DAYS / MEMORY_DAYS / LOAD_UNIT / world.candidates)
