"""People who said "come back when you have N H100s"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import RunError
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.approaches import ApproachTable, Rows
from outreach_sim.market.state.saved import Arrays, saved
from outreach_sim.market.state.stores.base import Store


class Waiting(Store):
    """People who said "come back when you have N H100s": their approaches as they ended, and the N.

    Attributes:
        columns: the columns of the approach table, one element per person and lab that wait.
        named_h100e: the threshold each of them named.
    """

    unordered = True

    def __init__(self) -> None:
        self.columns: Arrays = {name: getattr(ApproachTable(0), name)[:0] for name in ApproachTable.names()}
        self.named_h100e = np.zeros(0, dtype=np.int64)

    def __len__(self) -> int:
        return self.named_h100e.size

    def add(self, table: ApproachTable, rows: Rows, named_h100e: NDArray[np.int64]) -> None:
        """Remember these approaches, which are about to end."""
        for name, column in self.columns.items():
            self.columns[name] = np.concatenate((column, getattr(table, name)[rows]))
        self.named_h100e = np.concatenate((self.named_h100e, named_h100e))

    def take(self, which: NDArray[np.bool_]) -> tuple[Arrays, NDArray[np.int64]]:
        """Remove and return these entries, in the order in which they were added."""
        taken, named = {name: column[which] for name, column in self.columns.items()}, self.named_h100e[which]
        self.columns = {name: column[~which] for name, column in self.columns.items()}
        self.named_h100e = self.named_h100e[~which]
        return taken, named

    def arrays(self) -> Arrays:
        """The columns under their own names, and what was named."""
        return {"named_h100e": self.named_h100e} | self.columns

    def load(self, arrays: Mapping[str, NDArray[Any]], prefix: str) -> None:
        """There may be any number of them, as long as nothing of one is missing."""
        taken = {name: saved(arrays, prefix + name).copy() for name in self.arrays()}
        if len({array.shape for array in taken.values()}) != 1:
            raise RunError("the saved people who wait for machines do not belong together")
        self.named_h100e = taken.pop("named_h100e")
        self.columns = taken


def make_waiting(setup: Setup, worlds: int) -> Waiting | None:
    """Nobody waits yet, in however many worlds; ``None`` where nobody comes back."""
    return Waiting() if setup.mechanisms.come_back and setup.mechanisms.gate else None
