"""Least squares of few unknowns whose residuals are costly and noisy: Gauss-Newton with Broyden's updates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Solution:
    """The best point met.

    Attributes:
        x: the unknowns, shape (unknowns,).
        residuals: there, shape (residuals,).
        rounds: at how many points the residuals were asked for.
    """

    x: Vector
    residuals: Vector
    rounds: int

    @property
    def cost(self) -> float:
        """Sum of the squares."""
        return float(self.residuals @ self.residuals)


def least_squares(
    residuals: Callable[[Vector], Vector],
    start: Vector,
    jacobian: Vector,
    rounds: int,
    longest: float = np.inf,
    enough: float = 0.0,
    told: Callable[[int], None] = lambda round_: None,
) -> Solution:
    """Go down from ``start`` and return the best point met; the residuals are asked for once a round.

    Each step is Gauss and Newton's from the best point so far. What a step brought, good or bad, corrects the
    Jacobian along it (Broyden 1965), so that the next is another one; no derivative is ever simulated.

    Args:
        residuals: shape (unknowns,) to shape (residuals,), at least as many.
        start: the first point.
        jacobian: there, roughly, shape (residuals, unknowns).
        rounds: how many points are tried, the first included.
        longest: no unknown changes by more in one step.
        enough: a step under which nothing is to be gained ends the search.
        told: hears the number of each round that is over, from 1.
    """
    best = Solution(start, residuals(start), 1)
    told(1)
    slopes = jacobian.copy()
    for number in range(2, rounds + 1):
        full: Vector = np.linalg.lstsq(slopes, -best.residuals, rcond=None)[0].astype(np.float64)
        step = _within(longest, full)
        if np.abs(step).max() <= enough:
            return Solution(best.x, best.residuals, number - 1)
        found = residuals(best.x + step)
        told(number)
        slopes += np.outer(found - best.residuals - slopes @ step, step) / (step @ step)
        tried = Solution(best.x + step, found, number)
        best = min(best, tried, key=lambda solution: solution.cost)
    return Solution(best.x, best.residuals, rounds)


def _within(longest: float, step: Vector) -> Vector:
    """The step, shortened as a whole where one unknown would change by more."""
    most = float(np.abs(step).max())
    return step * (longest / most) if most > longest else step
