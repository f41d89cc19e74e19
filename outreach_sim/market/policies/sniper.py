"""``sniper``: a CEO's few letters, to the best of the seniors, at twice their pay, without interviews."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.policies.base import Policy, pick_where
from outreach_sim.market.setup import PPM, Sender
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.shortlist import Picked
from outreach_sim.market.state.world import World

SENIOR = 4


class Sniper(Policy):
    """Few, personal, senior. Each letter counts for many, but there are only a CEO's letters."""

    sender: ClassVar[Sender] = Sender.CEO
    template: ClassVar[str] = "ceo-personal"
    pay_ratio: ClassVar[float] = 2.0
    direct: ClassVar[bool] = True
    outbids_ppm: ClassVar[int] = 5 * PPM // 4

    def aims_at(self, world: World) -> NDArray[np.bool_]:
        """Levels 4 and 5; levels are public."""
        return world.setup.people.level >= SENIOR

    def pick(self, world: World, rows: Index, wanted: NDArray[np.int64]) -> Picked:
        """The best of those."""
        suits = np.broadcast_to(self.aims_at(world), (rows.size, world.candidates))
        return pick_where(world, rows, wanted, suits)
