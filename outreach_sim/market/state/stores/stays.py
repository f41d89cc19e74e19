"""How long people stay with an employer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.approaches import NEVER
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.base import Store

MONTHS = 24
"""Tenure is kept by months up to this one; the last cell holds everybody who stayed longer."""


@dataclass(slots=True)
class Stays(Store):
    """How long people stay, and who was kept by a raise.

    Attributes:
        since: first day at the present employer, per person; 0 for those who were there.
        hired: whether the person came during the game.
        left: people who left, by row, cohort (0 there from the first day, 1 hired) and month of tenure.
        kept_on, leaves_on: day of the latest accepted counter-offer, and the day on which the person
            leaves all the same.
    """

    saved: ClassVar[tuple[str, ...]] = ("since", "hired", "left", "kept_on", "leaves_on")
    since: NDArray[np.int16]
    hired: NDArray[np.bool_]
    left: NDArray[np.int64]
    kept_on: NDArray[np.int16]
    leaves_on: NDArray[np.int16]

    def leave(self, person: Index, row: Index, day: int) -> None:
        """These people leave their employers."""
        month = tenure_month(day - self.since[person].astype(np.int64))
        np.add.at(self.left, (row, self.hired[person].astype(np.intp), month), 1)
        self.leaves_on[person] = NEVER

    def start(self, person: Index, day: int) -> None:
        """These people start at a new employer."""
        self.since[person] = day
        self.hired[person] = True

    def staying(self, home: Index, there: NDArray[np.bool_], day: int) -> NDArray[np.int64]:
        """People still there by row, cohort and month of tenure, shape as ``left``."""
        result = np.zeros_like(self.left)
        person = np.flatnonzero(there)
        month = tenure_month(day - self.since[person].astype(np.int64))
        np.add.at(result, (home[person], self.hired[person].astype(np.intp), month), 1)
        return result


def tenure_month(days: NDArray[np.int64]) -> Index:
    """Whole months of tenure, at most ``MONTHS``."""
    return np.minimum(days * 12 // 365, MONTHS).astype(np.intp)


def make_stays(setup: Setup, worlds: int) -> Stays | None:
    """Everybody was there on the first day; ``None`` where nothing comes of it."""
    if not setup.mechanisms.aftermath:
        return None
    persons, rows = worlds * len(setup.people), worlds * len(setup.labs)
    return Stays(
        since=np.zeros(persons, dtype=np.int16),
        hired=np.zeros(persons, dtype=np.bool_),
        left=np.zeros((rows, 2, MONTHS + 1), dtype=np.int64),
        kept_on=np.full(persons, NEVER, dtype=np.int16),
        leaves_on=np.full(persons, NEVER, dtype=np.int16),
    )
