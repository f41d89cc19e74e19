"""Machines by order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.stores.base import Store


@dataclass(slots=True)
class Fleet(Store):
    """Machines by order; shape (lab rows, days + 2) but for the last two, h100e.

    Attributes:
        bought: machines of one's own that have come, by day.
        rented: machines of others, by day.
        given_back: those whose rent ends, on that day.
        orders, spent_usd: purchases so far, and money spent on machines, per lab row.
    """

    saved: ClassVar[tuple[str, ...]] = ("bought", "rented", "given_back", "orders", "spent_usd")
    bought: NDArray[np.int64]
    rented: NDArray[np.int64]
    given_back: NDArray[np.int64]
    orders: NDArray[np.int64]
    spent_usd: NDArray[np.int64]


def make_fleet(setup: Setup, worlds: int) -> Fleet | None:
    """No machines ordered yet; ``None`` where none can be."""
    if not setup.mechanisms.purchases:
        return None
    rows = worlds * len(setup.labs)
    bought, rented, given_back = np.zeros((3, rows, setup.days + 2), dtype=np.int64)
    return Fleet(bought, rented, given_back, *np.zeros((2, rows), dtype=np.int64))
