"""Runs of equal neighbours in an array: where each begins, and what is counted along it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp]


def begins_of(group: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which elements begin a run; ``group`` is not empty."""
    begins = np.empty(group.size, dtype=np.bool_)
    begins[0] = True
    np.not_equal(group[1:], group[:-1], out=begins[1:])
    return begins


def runs(group: NDArray[np.intp]) -> tuple[Index, Index, Index]:
    """Start and length of each run, and each element's run; ``group`` is not empty."""
    begins = begins_of(group)
    member = begins.cumsum()
    member -= 1
    return begins.nonzero()[0], np.bincount(member), member


def rank_in_run(group: NDArray[np.intp]) -> Index:
    """0, 1, 2 … within each run; ``group`` is not empty."""
    first, _, member = runs(group)
    return np.arange(group.size) - first[member]


def running_total(amount: NDArray[np.int64], group: NDArray[np.intp]) -> NDArray[np.int64]:
    """Cumulative sum that starts again with each run; ``group`` is not empty."""
    total = np.cumsum(amount)
    first, _, member = runs(group)
    return total - (total[first] - amount[first])[member]
