"""A market without people: how many leave and go where, on average, as functions of what is solved for.

It stands in for the simulation where only a slope is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

HIRES_A_CAMPAIGN = 1 / 72
"""Lever 2016: sourced people considered for each hire, here at equal appeal."""
APPEAL_SLOPE = 1.16
"""Growth of ln hires with one unit of appeal: three links, each with less than its full slope."""
QUARTERS = 8
_TINY = 1e-20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What two years bring.

    Attributes:
        hazards: of leaving, a year, over first staff, shape (labs,).
        moves: people who went from one lab (row) to another (column), shape (labs, labs).
    """

    hazards: NDArray[Any]
    moves: NDArray[Any]


def two_years(
    heads: NDArray[np.float64],
    letters: NDArray[np.float64],
    appeals: NDArray[Any],
    exits: complex,
    campaigns: complex,
) -> Outcome:
    """Eight quarters of growth.

    hazard_j = exits + sum over k of rate_k p0 exp(1.16 (a_k - a_j)), where rate_k is how often lab k writes
    to somebody who is not its own.

    Args:
        heads: people of each lab at the beginning, shape (labs,).
        letters: share of all letters that each lab writes, shape (labs,).
        appeals: log-odds, shape (labs,).
        exits: a year, to no lab.
        campaigns: letters a person and year, over all people.
    """
    people = heads.sum()
    pull = HIRES_A_CAMPAIGN * np.exp(APPEAL_SLOPE * (appeals[np.newaxis, :] - appeals[:, np.newaxis]))
    pull = pull * (1 - np.eye(len(heads)))
    now = heads.astype(np.result_type(appeals, exits, campaigns))
    hazards, moves = np.zeros_like(now), np.zeros_like(pull, dtype=now.dtype)
    for _ in range(QUARTERS):
        rates = pull * (campaigns * letters * people / (people - now))
        moved = now[:, np.newaxis] * rates / 4
        hazards = hazards + (exits + rates.sum(axis=1)) / QUARTERS
        moves = moves + moved
        now = now + moved.sum(axis=0) - moved.sum(axis=1) - now * exits / 4
    return Outcome(hazards, moves)


def jacobian(function: Any, x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slopes of an analytic function, exact to rounding: a step along the imaginary axis cancels nothing.

    Args:
        function: shape (unknowns,), complex, to shape (values,).
        x: where.

    Returns:
        shape (values, unknowns). Squire & Trapp, SIAM Review 40 (1998).
    """
    steps = 1j * _TINY * np.eye(len(x))
    return np.array([np.imag(function(x + step)) / _TINY for step in steps]).T
