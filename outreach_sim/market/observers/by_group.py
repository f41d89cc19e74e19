"""Counts how far one lab's approaches came, by group of candidate: by level, by city, by first employer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.events import FUNNEL
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.world import World

_COLUMN = {event: column for column, event in enumerate(FUNNEL)}


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Which candidates are counted together.

    Attributes:
        lab: index of the lab whose approaches count.
        group_of: number of each candidate's group, from 0, shape (candidates,).
        groups: how many there are.
    """

    lab: int
    group_of: NDArray[np.intp]
    groups: int


class GroupCounter(Observer):
    """A ``Observer`` that counts the events of the funnel by group.

    Attributes:
        counts: int64, shape (worlds, groups, len(FUNNEL)).
    """

    def __init__(self, world: World, grouping: Grouping) -> None:
        self._grouping = grouping
        self.counts = np.zeros((world.worlds, grouping.groups, len(FUNNEL)), dtype=np.int64)

    def event(self, world: World, batch: EventBatch) -> None:
        """Count each event of the lab's funnel."""
        column = _COLUMN.get(batch.event)
        if column is None:
            return
        own = world.lab_of[batch.row] == self._grouping.lab
        of = world.world_of[batch.row[own]]
        group = self._grouping.group_of[batch.person[own] - of * world.candidates]
        np.add.at(self.counts, (of, group, column), 1)
