"""Who was met at a conference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.base import Store


@dataclass(slots=True)
class Meetings(Store):
    """Who was met at a conference.

    Attributes:
        met_on: per pair, the day after the latest meeting; 0 for never.
        held: meetings since the latest conference opened, per lab row.
    """

    saved: ClassVar[tuple[str, ...]] = ("met_on", "held")
    met_on: NDArray[np.int16]
    held: NDArray[np.int64]

    def lately(self, pair: Index, day: int, lasts_days: int) -> NDArray[np.bool_]:
        """Which pairs met within the last so many days."""
        met_on = self.met_on[pair].astype(np.int64)
        return (met_on > 0) & (day - met_on < lasts_days)


def make_meetings(setup: Setup, worlds: int) -> Meetings | None:
    """Nobody has met anybody yet; ``None`` where no conference is held."""
    if not (setup.mechanisms.conferences and setup.conferences):
        return None
    rows = worlds * len(setup.labs)
    return Meetings(np.zeros(rows * len(setup.people), dtype=np.int16), np.zeros(rows, dtype=np.int64))
