"""Counts sequences by the time of their first mail, so that a funnel follows the same people all the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.world import World

PERIOD_DAYS = 7
MAX_PERIODS = 60
"""Longer games are cut into longer periods."""
_NO_SEQUENCE = -1
"""In place of the day on which a sequence began, for people who came without a letter."""
_COLUMN = {event: column for column, event in enumerate(FUNNEL)}


@dataclass(frozen=True, slots=True)
class SequenceCounts:
    """What became of the sequences of some worlds. Integers, so sums do not depend on their order.

    Attributes:
        period_days: length of the periods in which first mails are grouped.
        reached: sequences that reached each stage, shape (worlds, labs, periods, len(FUNNEL)); the
            first column counts all of them.
        undecided: those without an outcome at the end of the game, shape (worlds, labs, periods).
        waits: days from first mail to yes, as counts of hires, shape (labs, periods, days + 1).
        waited: the sum of those days, shape (worlds, labs, periods).
    """

    period_days: int
    reached: NDArray[np.int64]
    undecided: NDArray[np.int64]
    waits: NDArray[np.int64]
    waited: NDArray[np.int64]

    @staticmethod
    def joined(parts: list[SequenceCounts]) -> SequenceCounts:
        """The counts of several stacks of worlds, in their order."""
        return SequenceCounts(
            parts[0].period_days,
            np.concatenate([part.reached for part in parts]),
            np.concatenate([part.undecided for part in parts]),
            sum((part.waits for part in parts[1:]), parts[0].waits.copy()),
            np.concatenate([part.waited for part in parts]),
        )


class SequenceCounter(Observer):
    """A ``Observer`` that counts sequences; a scatter-add per event."""

    def __init__(self, world: World) -> None:
        days = world.setup.days
        self.period_days = max(PERIOD_DAYS, -(-days // MAX_PERIODS))
        self.periods = -(-days // self.period_days)
        rows = world.worlds * world.labs
        self._reached = np.zeros((rows, self.periods, len(FUNNEL)), dtype=np.int64)
        self._cells = self._reached.reshape(-1)
        self._cell_of_row = np.arange(rows) * self._reached[0].size
        self._cell_of_day = np.arange(days) // self.period_days * len(FUNNEL)
        self._waits = np.zeros((world.labs, self.periods, days + 1), dtype=np.int64)
        self._waited = np.zeros((rows, self.periods), dtype=np.int64)
        self._begun_on = np.zeros(len(world.free_on), dtype=np.int16)

    def event(self, world: World, batch: EventBatch) -> None:
        """Count the event for the period in which its sequence began; a pair has one at a time.

        Who comes without a letter is no sequence, and is not counted.
        """
        event, row, person, rows, mail, _ = batch
        column = _COLUMN.get(event)
        if column is None:
            return
        pair = person + world.pair_offset[row]
        if event is Event.SENT:
            first = mail == 1
            row, pair = row[first], pair[first]
            self._begun_on[pair] = world.day
        elif event is Event.INTERESTED and rows is not None:
            self._begun_on[pair[world.approaches.without_letter(rows)]] = _NO_SEQUENCE
        begun_on = self._begun_on.take(pair)
        if np.count_nonzero(begun_on < 0):
            row, begun_on = row[begun_on >= 0], begun_on[begun_on >= 0]
        # One flat index is added to several times as fast as a tuple of them.
        np.add.at(self._cells[column:], self._cell_of_row.take(row) + self._cell_of_day.take(begun_on), 1)
        if event is Event.ACCEPTED:
            period = begun_on // self.period_days
            np.add.at(self._waits, (world.lab_of[row], period, world.day - begun_on), 1)
            np.add.at(self._waited, (row, period), world.day - begun_on)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """State to be saved: the arrays themselves, to be written or filled."""
        return {
            "sequences.reached": self._reached,
            "sequences.waits": self._waits,
            "sequences.waited": self._waited,
            "sequences.begun_on": self._begun_on,
        }

    def counts(self, world: World) -> SequenceCounts:
        """The counts at the end of the game."""
        table = world.approaches
        live = np.flatnonzero((table.state != State.EMPTY) & (table.state < State.SIGNED))
        row = table.row[live]
        undecided = np.zeros((world.worlds * world.labs, self.periods), dtype=np.int64)
        begun_on = self._begun_on[table.person[live] + world.pair_offset[row]]
        row, begun_on = row[begun_on >= 0], begun_on[begun_on >= 0]
        np.add.at(undecided, (row, begun_on // self.period_days), 1)
        shape = (world.worlds, world.labs)
        return SequenceCounts(
            self.period_days,
            self._reached.reshape(*shape, *self._reached.shape[1:]),
            undecided.reshape(*shape, -1),
            self._waits,
            self._waited.reshape(*shape, -1),
        )
