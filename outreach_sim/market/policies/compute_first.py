"""``compute-first``: machines pledged by name, to people whose lab has fewer of them per researcher."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.outreach import Terms
from outreach_sim.market.policies.base import Policy, pick_where, staff_of
from outreach_sim.market.setup import Sender
from outreach_sim.market.shortlist import Picked
from outreach_sim.market.world import Index, World

TIMES_A_SHARE = 4
"""A pledge is this many times what the lab's average researcher has."""
LARGEST_PART = 100
"""And never more than one part in so many of the research compute that is left."""


class ComputeFirst(Policy):
    """Machines. Opens gates that pay cannot, at the expense of everybody else in the lab."""

    sender: ClassVar[Sender] = Sender.HIRING_MANAGER
    template: ClassVar[str] = "compute-pledge"
    pay_ratio: ClassVar[float] = 1.2

    def pick(self, world: World, rows: Index, wanted: NDArray[np.int64]) -> Picked:
        """The best of those whose employer has fewer machines per researcher; fleets and heads are public."""
        theirs = world.compute_today[staff_of(world, rows)]
        return pick_where(world, rows, wanted, theirs < world.compute_today[rows][:, None])

    def terms(self, world: World, row: Index, candidate: Index) -> Terms:
        """The usual terms, and a pledge."""
        pledge = (TIMES_A_SHARE * world.compute_today[row]).astype(np.int64)
        most = np.maximum(world.research_left()[row], 0) // LARGEST_PART
        return replace(super().terms(world, row, candidate), pledge_h100e=np.minimum(pledge, most))
