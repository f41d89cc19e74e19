"""``patient``: few letters on good days, interviews, two weeks to think; it stops when its name suffers."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.reputation import reputation_weights
from outreach_sim.market.phases.features import is_slow_day
from outreach_sim.market.policies.base import Policy
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.offers import OfferTerms
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

THINKING_DAYS = 14
LEAST_NAME = 0.9
"""Weight of its own name below which it waits."""


class Patient(Policy):
    """Care. It spends little, hires who fits, and is slow."""

    sender: ClassVar[Sender] = Sender.HIRING_MANAGER
    template: ClassVar[str] = "hiring-manager"
    pay_ratio: ClassVar[float] = 1.4
    quota_share: ClassVar[float] = 0.5

    def due(self, world: World, rows: Index, day: int) -> NDArray[np.int64]:
        """A fifth of the week's letters a day, none on slow days and none while the name is worn."""
        if is_slow_day(world, day):
            return np.zeros(rows.size, dtype=np.int64)
        week = world.policies.letters_per_week[world.lab_of[rows]]
        number = (world.setup.weekday + day + 1) % 7  # Sunday 0 to Saturday 6
        share = (number + 1) * week // 5 - number * week // 5
        if not world.setup.mechanisms.name_wear:
            return share
        return np.where(reputation_weights(world)[rows] >= LEAST_NAME, share, 0)

    def terms(self, world: World, row: Index, candidate: Index) -> OfferTerms:
        """The usual terms, with time to think."""
        return replace(super().terms(world, row, candidate), deadline_days=THINKING_DAYS)
