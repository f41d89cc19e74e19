"""What employers know of their own staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.base import Store


@dataclass(slots=True)
class Staff(Store):
    """What employers know of their own: the day after the latest look elsewhere, and after the latest raise.

    Per person; 0 for never. A new employer knows nothing.
    """

    saved: ClassVar[tuple[str, ...]] = ("looked_on", "raised_on")
    looked_on: NDArray[np.int16]
    raised_on: NDArray[np.int16]

    def start(self, person: Index) -> None:
        """These people start at a new employer."""
        self.looked_on[person] = self.raised_on[person] = 0


def make_staff(setup: Setup, worlds: int) -> Staff | None:
    """Nobody has been seen or raised yet; ``None`` where employers notice nothing."""
    if not setup.mechanisms.raises:
        return None
    return Staff(*np.zeros((2, worlds * len(setup.people)), dtype=np.int16))
