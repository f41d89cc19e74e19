"""Counts sequences by tactic and month, so that a tactic's edge can be followed as it wears off."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.approaches import Rows
from outreach_sim.market.events import Event
from outreach_sim.market.mechanisms.tactics import Tactic, tactics_of
from outreach_sim.market.watching.watch import Watch
from outreach_sim.market.world import World

BUCKET_DAYS = 30
SETTLE_DAYS = 30
"""Sequences begun in the last days of a game have had no time to be answered, and are left out."""
STAGES = (Event.SENT, Event.REPLIED, Event.ACCEPTED)
PLAIN = len(Tactic)
"""Column of the sequences that use no tactic at all."""


class TacticCounter(Watch):
    """A ``Watch`` that counts sequences.

    Attributes:
        counts: sequences that were begun, answered and ended in a yes, by the month of their first mail
            (but for the last ``SETTLE_DAYS``);
            int64, shape (worlds, tactics + 1, months, 3). One that uses two tactics counts for both.
    """

    def __init__(self, world: World) -> None:
        months = max(world.setup.days - SETTLE_DAYS, 0) // BUCKET_DAYS
        self.counts = np.zeros((world.worlds, len(Tactic) + 1, months, len(STAGES)), dtype=np.int64)
        self._month = np.zeros(len(world.free_on), dtype=np.uint8)
        self._uses = np.zeros(len(world.free_on), dtype=np.uint8)

    def event(
        self,
        world: World,
        event: Event,
        row: NDArray[np.intp],
        person: NDArray[np.intp],
        rows: Rows | None,
        mail: Any,
        value: Any,
    ) -> None:
        """Count the event for the month and the tactics of the sequence's first mail."""
        if event not in STAGES or rows is None:
            return
        pair, months = person + world.pair_offset[row], self.counts.shape[2]
        if event is Event.SENT:
            first = mail == 1
            row, pair, rows = row[first], pair[first], rows[first]
            self._month[pair] = min(world.day // BUCKET_DAYS, months)
            self._uses[pair] = np.packbits(tactics_of(world, rows), axis=1, bitorder="little")[:, 0]
        uses, stage = self._uses[pair], STAGES.index(event)
        month = self._month[pair].astype(np.intp)
        for column in range(len(Tactic) + 1):
            of_it = uses == 0 if column == PLAIN else (uses >> np.uint8(column)) & np.uint8(1) == 1
            of_it &= month < months
            np.add.at(self.counts, (world.world_of[row[of_it]], column, month[of_it], stage), 1)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """State to be saved: the arrays themselves, to be written or filled."""
        return {"tactic.counts": self.counts, "tactic.month": self._month, "tactic.uses": self._uses}
