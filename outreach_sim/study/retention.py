"""Who is still there after two years, from people who left and people whose story is not over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

COHORTS = ("staff", "hires")
FULL_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Retention:
    """Kaplan-Meier over months of tenure.

    Attributes:
        cohort: ``staff`` was there on the first day of the game, ``hires`` came during it.
        share: still there after ``months``.
        months: how far the game lets one see, at most 24.
        people: who ever belonged to the cohort, all worlds together.
        left: who left.
    """

    cohort: str
    share: float
    months: int
    people: int
    left: int


def retention_of(tenure: NDArray[np.int64]) -> tuple[Retention, ...]:
    """Retention of one lab, all worlds together; cohorts without people are left out.

    Args:
        tenure: shape (worlds, 2 cohorts, 2, months + 1): who left and who is still there, by the month of
            tenure they have reached.
    """
    counts = tenure.sum(axis=0)
    found = (_kaplan_meier(name, *counts[number]) for number, name in enumerate(COHORTS))
    return tuple(entry for entry in found if entry.people)


def _kaplan_meier(cohort: str, left: NDArray[np.int64], staying: NDArray[np.int64]) -> Retention:
    at_risk = (left + staying)[::-1].cumsum()[::-1]
    months = min(int((at_risk > 0).sum()), FULL_MONTHS)
    share = 1.0
    for month in range(months):
        share *= 1.0 - int(left[month]) / int(at_risk[month])
    return Retention(cohort, share, months, int(at_risk[0]), int(left.sum()))
