"""Counts what is a metric and no stage of the funnel, of every lab of every world, a whole day at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.metrics import METRICS
from outreach_sim.market.state.events import FUNNEL, Event

COUNTED = tuple(metric for metric in METRICS if metric.event and Event[metric.event] not in FUNNEL)
"""What is counted, in the order of the columns."""
_KINDS = 256
_REST = len(COUNTED)
"""The column that swallows every other event."""


def _columns() -> NDArray[np.int64]:
    """Column of each kind of event: first of those without a value, then of those with one above 0."""
    columns = np.full(2 * _KINDS, _REST)
    for column, metric in enumerate(COUNTED):
        kind = int(Event[metric.event])
        columns[[kind + _KINDS] if metric.gate_closed else [kind, kind + _KINDS]] = column
    return columns


_COLUMN = _columns()


class Tally:
    """Counts days as a recorder hands them over.

    Attributes:
        counts: int64, shape (worlds x labs, len(COUNTED)).
    """

    def __init__(self, rows: int) -> None:
        self.counts = np.zeros((rows, _REST), dtype=np.int64)

    def day(self, row: NDArray[np.intp], kind: NDArray[np.int64], value: NDArray[np.int64]) -> None:
        """Count the events of a day, one element each: lab row, ``Event`` and value."""
        column = _COLUMN.take(kind + _KINDS * (value > 0))
        cells = np.bincount(row * (_REST + 1) + column, minlength=len(self.counts) * (_REST + 1))
        self.counts += cells.reshape(-1, _REST + 1)[:, :_REST]

    def arrays(self) -> dict[str, NDArray[np.int64]]:
        """State to be saved: the array itself, to be written or filled."""
        return {"tally": self.counts}
