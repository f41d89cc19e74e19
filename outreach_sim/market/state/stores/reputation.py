"""How far the talk of a lab's mass mail has gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.stores.base import Store


@dataclass(slots=True)
class Reputation(Store):
    """How worn a lab's name is: 0 fresh, 1 under three quarters of its weight, 2 under half."""

    saved: ClassVar[tuple[str, ...]] = ("worn",)
    worn: NDArray[np.uint8]


def make_reputation(setup: Setup, worlds: int) -> Reputation | None:
    """Every name is fresh; ``None`` where none wears or nobody talks of it."""
    if not (setup.mechanisms.name_wear and setup.mechanisms.name_news):
        return None
    return Reputation(np.zeros(worlds * len(setup.labs), dtype=np.uint8))
