"""Counts sequences by tactic and month, so that a tactic's edge can be followed as it wears off."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.tactics import Tactic, tactics_of
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.world import World

BUCKET_DAYS = 30
SETTLE_DAYS = 30
"""Sequences begun in the last days of a game have had no time to be answered, and are left out."""
STAGES = (Event.SENT, Event.REPLIED, Event.ACCEPTED)
PLAIN = len(Tactic)
"""Column of the sequences that use no tactic at all."""


class TacticCounter(Observer):
    """A ``Observer`` that counts sequences.

    Attributes:
        counts: sequences that were begun, answered and ended in a yes, by the month of their first mail
            (but for the last ``SETTLE_DAYS``);
            int64, shape (worlds, tactics + 1, months, 3). One that uses two tactics counts for both.
    """

    def __init__(self, world: World) -> None:
        months = max(world.setup.days - SETTLE_DAYS, 0) // BUCKET_DAYS
        self.counts = np.zeros((world.worlds, len(Tactic) + 1, months, len(STAGES)), dtype=np.int64)
        self._cells = self.counts.reshape(-1)
        self._per_world = self.counts[0].size
        self._month = np.zeros(len(world.free_on), dtype=np.uint8)
        self._uses = np.zeros(len(world.free_on), dtype=np.uint8)

    def event(self, world: World, batch: EventBatch) -> None:
        """Count the event for the month and the tactics of the sequence's first mail."""
        event, row, person, rows, mail, _ = batch
        if event not in STAGES or rows is None:
            return
        if event is Event.ACCEPTED:
            written = ~world.approaches.without_letter(rows)
            row, person, rows = row[written], person[written], rows[written]
        pair, months = person + world.pair_offset[row], self.counts.shape[2]
        if event is Event.SENT:
            first = mail == 1
            row, pair, rows = row[first], pair[first], rows[first]
            self._month[pair] = min(world.day // BUCKET_DAYS, months)
            self._uses[pair] = np.packbits(
                tactics_of(world, world.approaches, rows), axis=1, bitorder="little"
            )[:, 0]
        month = self._month.take(pair)
        settled = (month < months).nonzero()[0]
        if not settled.size:
            return
        uses, stage = self._uses.take(pair[settled]), STAGES.index(event)
        cell = (world.world_of.take(row[settled]) * self._per_world + month[settled] * len(STAGES)) + stage
        for column in range(len(Tactic) + 1):
            of_it = (uses == 0 if column == PLAIN else uses & np.uint8(1 << column)).nonzero()[0]
            if of_it.size:
                np.add.at(self._cells, cell[of_it] + column * months * len(STAGES), 1)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """State to be saved: the arrays themselves, to be written or filled."""
        return {"tactic.counts": self.counts, "tactic.month": self._month, "tactic.uses": self._uses}
