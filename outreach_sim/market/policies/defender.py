"""``defender``: answers every offer made to its own people, and writes little itself."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.groups import Index
from outreach_sim.market.policies.base import Policy
from outreach_sim.market.world import World


class Defender(Policy):
    """Keep what you have: a counter-offer to everybody who gets an offer, paid from the budget."""

    pay_ratio: ClassVar[float] = 1.1
    quota_share: ClassVar[float] = 0.1


def counter_chances(world: World, person: Index) -> NDArray[np.float64]:
    """How likely each person's employer answers an offer: by its policy, else the usual chance."""
    usual = world.counter_chance[person % world.candidates]
    own = world.policies.counters[world.lab_of[world.home[person]]]
    return np.where(own < 0.0, usual, own)
