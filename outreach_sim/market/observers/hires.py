"""Notes who says yes to one lab, so that its hires can be named without playing their worlds again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.world import World


class HireList(Observer):
    """A ``Observer`` that notes the hires of one lab."""

    def __init__(self, lab: int, replications: Sequence[int]) -> None:
        self.lab = lab
        self._replications = np.asarray(replications, dtype=np.int64)
        self._noted = [np.zeros((0, 3), dtype=np.int64)]

    def event(self, world: World, batch: EventBatch) -> None:
        """Note each yes to the lab."""
        if batch.event is not Event.ACCEPTED:
            return
        own = world.lab_of[batch.row] == self.lab
        of = world.world_of[batch.row[own]]
        candidate = batch.person[own] - of * world.candidates
        day = np.full(of.size, world.day)
        self._noted.append(np.stack([self._replications[of], day, candidate], axis=1))

    def hires(self) -> NDArray[np.int64]:
        """World, day and candidate of each yes in this order; shape (hires, 3)."""
        found = np.concatenate(self._noted)
        return found[np.lexsort(found.T[::-1])]
