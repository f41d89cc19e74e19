"""How many letters a test of two takes, and when it may stop early: two shares, two sides, 5 %.

Sources: Fleiss, Levin & Paik 2003 (size and power of a test of two shares, no correction for continuity);
O'Brien & Fleming 1979 (looks); Armitage, McPherson & Rowe 1969 (the recursion behind both).
"""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
ALPHA = 0.05
POWER = 0.8
Z_ALPHA = NormalDist().inv_cdf(1 - ALPHA / 2)
MOST_LOOKS = 60
_NODES = 160
"""Of the quadrature: a step of 60 looks is .13 wide, and nodes lie .04 apart at most."""
_BISECTIONS = 40


def letters_needed(p1: float, p2: float, power: float = POWER) -> int | None:
    """Letters an arm for a test that finds p1 and p2 different with this chance; ``None`` if equal."""
    if p1 == p2:
        return None
    under_none, under_both = _spreads(p1, p2)
    root = Z_ALPHA * under_none + NormalDist().inv_cdf(power) * under_both
    return math.ceil((root / (p1 - p2)) ** 2)


def power_of(p1: float, p2: float, letters: float) -> float:
    """The chance that a test with so many letters an arm finds p1 and p2 different, the right way round."""
    under_none, under_both = _spreads(p1, p2)
    if under_both == 0.0:
        return float(p1 != p2)
    return NormalDist().cdf((abs(p1 - p2) * math.sqrt(letters) - Z_ALPHA * under_none) / under_both)


def _spreads(p1: float, p2: float) -> tuple[float, float]:
    """Standard deviation of a difference of two cases, were the shares equal and as they are."""
    middle = (p1 + p2) / 2
    return math.sqrt(2 * middle * (1 - middle)), math.sqrt(p1 * (1 - p1) + p2 * (1 - p2))


def z_scores(hits: F64, letters: F64) -> F64:
    """How many standard errors b lies above a, pooled variance; 0 where nothing can be told.

    Args:
        hits: of a and b, shape (..., 2).
        letters: of a and b, the same shape.
    """
    whole, n = letters.sum(axis=-1), np.maximum(letters, 1.0)
    pooled = hits.sum(axis=-1) / np.maximum(whole, 1.0)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n).sum(axis=-1))
    told = (error > 0) & (letters.min(axis=-1) > 0)
    shares = hits / n
    return np.where(told, (shares[..., 1] - shares[..., 0]) / np.where(told, error, 1.0), 0.0)


@cache
def obrien_fleming(looks: int) -> float:
    """The constant c of a test that stops at look k of K where |z| > c sqrt(K / k), and errs in 5 %.

    Over the share of the letters, z sqrt(k / K) is a random walk; it is stopped where it leaves (-c, c).
    """
    low, high = 1.0, 4.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if _leaves(middle, looks) > ALPHA else (low, middle)
    return (low + high) / 2


def _leaves(bound: float, looks: int) -> float:
    """The chance that a walk of so many normal steps, variance 1 in all, ever leaves (-bound, bound)."""
    places, weights = np.polynomial.legendre.leggauss(_NODES)
    places, weights = bound * places, bound * weights
    step = 1 / math.sqrt(looks)
    inside = _normal(places, step)
    onward = _normal(places[:, None] - places, step) * weights
    for _ in range(looks - 1):
        inside = onward @ inside
    return 1.0 - float(weights @ inside)


def _normal(x: F64, sd: float) -> F64:
    return np.exp(-0.5 * (x / sd) ** 2) / (sd * math.sqrt(2 * math.pi))
