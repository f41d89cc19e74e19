"""How many researchers labs want, and what that does to pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.limits import MAX_PEOPLE
from outreach_sim.market.setup import DAYS_PER_YEAR, PPM, Setup
from outreach_sim.market.state.stores.base import Store


@dataclass(slots=True)
class Demand(Store):
    """How many researchers labs want, and what the market pays.

    Attributes:
        targets: researchers wanted, by lab and day; follows from the scenario.
        market_ppm: market pay over that of day 0 on the latest day played, millionths, per world.
        today_ppm: the same on day ``drifted_on``; follows from it.
    """

    saved: ClassVar[tuple[str, ...]] = ("market_ppm",)
    targets: NDArray[np.int64]
    market_ppm: NDArray[np.int64]
    today_ppm: NDArray[np.int64]
    drifted_on: int = -1


def make_demand(setup: Setup, worlds: int) -> Demand | None:
    """The market pays what it paid on day 0; ``None`` where that never changes."""
    if not setup.mechanisms.demand:
        return None
    return Demand(head_targets(setup), *np.full((2, worlds), PPM, dtype=np.int64))


def head_targets(setup: Setup) -> NDArray[np.int64]:
    """Researchers each lab wants on each day, whole, at most ``MAX_PEOPLE``; shape (labs, days + 1).

    Nobody is wanted outside in particular.
    """
    heads = np.array([[0 if lab.outside else lab.researchers] for lab in setup.labs], dtype=np.float64)
    growth = np.array([[lab.growth_per_year] for lab in setup.labs])
    years = np.arange(setup.days + 1) / DAYS_PER_YEAR
    return np.floor(np.minimum(heads * (1.0 + growth) ** years, MAX_PEOPLE)).astype(np.int64)
