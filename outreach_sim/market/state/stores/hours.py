"""The week of the CEO: hours that are spent, and those kept for offers made to the lab's own people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.stores.base import Store


@dataclass(slots=True)
class Hours(Store):
    """Hours of the CEO of every lab row, and the rule by which it answers offers to its staff unasked.

    Attributes:
        used: hours spent this week. stood: those of them that the standing rule has spent.
        counter_from: least impact that the rule answers for, hundredths.
        keep: hours a week that are kept for the rule; 0 while it is off, as at first.
    """

    saved: ClassVar[tuple[str, ...]] = ("used", "stood", "counter_from", "keep")
    used: NDArray[np.int64]
    stood: NDArray[np.int64]
    counter_from: NDArray[np.int64]
    keep: NDArray[np.int64]

    def begin_week(self) -> None:
        """Nothing is spent yet."""
        self.used[:] = 0
        self.stood[:] = 0


def make_hours(setup: Setup, worlds: int) -> Hours:
    """Nothing is spent, no rule stands; any lab may set one, so every world has it."""
    return Hours(*np.zeros((4, worlds * len(setup.labs)), dtype=np.int64))
