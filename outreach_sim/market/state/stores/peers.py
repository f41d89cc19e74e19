"""What people have heard of the pay of others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.stores.base import Store


@dataclass(slots=True)
class Peers(Store):
    """What people have heard of pay, per person.

    Attributes:
        heard_usd: yearly pay they would have if paid like the peer they heard of, 0 for nothing.
        level: of everybody; follows from the scenario.
    """

    saved: ClassVar[tuple[str, ...]] = ("heard_usd",)
    heard_usd: NDArray[np.int64]
    level: NDArray[np.int8]


def make_peers(setup: Setup, worlds: int) -> Peers | None:
    """Nobody has heard anything yet; ``None`` where nobody talks of pay."""
    if not setup.mechanisms.peers:
        return None
    heard = np.zeros(worlds * len(setup.people), dtype=np.int64)
    return Peers(heard, np.tile(setup.people.level, worlds))
