"""Means, intervals, shares: what a table shows of many worlds."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
Interval = tuple[float, float]
F64 = NDArray[np.float64]
FEWEST_FOR_SPREAD = 10
"""With fewer worlds an interval may reach below nothing, and nine in ten of them is no number of worlds: then
there is none."""
_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Summary:
    """One metric over worlds.

    Attributes:
        mean: over worlds.
        sd: that of a sample; ``None`` for one world.
        ci95: interval of the mean, Student's t; ``None`` below ``FEWEST_FOR_SPREAD`` worlds.
        quantiles: at 5, 25, 50, 75, 95 %; of fewer worlds only their median is one, the others are ``None``.
    """

    mean: float
    sd: float | None
    ci95: Interval | None
    quantiles: dict[str, float | None]


def summarise(values: ArrayLike) -> Summary:
    """The summary of one number per world."""
    x = np.asarray(values, dtype=np.float64)
    n = len(x)
    mean = math.fsum(x.tolist()) / n
    sd = math.sqrt(math.fsum(((x - mean) ** 2).tolist()) / (n - 1)) if n > 1 else None
    return Summary(mean, sd, around(mean, 0.0 if sd is None else sd / math.sqrt(n), n), quantiles(x))


def quantiles(values: NDArray[np.float64]) -> dict[str, float | None]:
    """The ``QUANTILES`` of one number per world, by name; of a few worlds only the median."""
    if len(values) >= FEWEST_FOR_SPREAD:
        # NumPy's quantile imports half of NumPy at its first call; a few worlds need none.
        levels = np.quantile(values, QUANTILES).tolist()
    else:
        ordered = np.sort(values)
        middle = float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
        levels = [middle if q == 0.5 else None for q in QUANTILES]
    return {f"{100 * q:g}%": value for q, value in zip(QUANTILES, levels, strict=True)}


def around(value: float, error: float, n: int, degrees: int | None = None) -> Interval | None:
    """The 95 % interval around a value; none below ``FEWEST_FOR_SPREAD`` worlds.

    Args:
        value: what was found.
        error: its standard error.
        n: worlds.
        degrees: of freedom, unless one fewer than worlds.
    """
    if n < FEWEST_FOR_SPREAD:
        return None
    half = student_t95(n - 1 if degrees is None else degrees) * error
    return value - half, value + half


def student_t95(degrees: int) -> float:
    """The 97.5 % quantile of Student's t (error under 0.002 from 7 degrees on, tables below that)."""
    exact = {1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764, 5: 2.5706, 6: 2.4469}
    return exact[degrees] if degrees in exact else student_t(degrees, _Z95)


def student_t(degrees: int, z: float) -> float:
    """The quantile of Student's t where that of the normal law is ``z``.

    By its Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5), for 7 degrees or more.
    """
    v = float(degrees)
    first = (z**3 + z) / (4 * v)
    second = (5 * z**5 + 16 * z**3 + 3 * z) / (96 * v**2)
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * v**3)
    return z + first + second + third


def above_zero_of_many(values: ArrayLike, tests: int) -> bool:
    """Whether the mean of one number per world is above 0 when so many such questions are asked at once.

    Bonferroni: each interval is at 1 - 0.05 / ``tests``, so that in 95 of 100 such tables none of them is
    wrong. Never below ``FEWEST_FOR_SPREAD`` worlds.
    """
    found, n = summarise(values), len(np.asarray(values))
    if n < FEWEST_FOR_SPREAD or found.sd is None:
        return False
    z = NormalDist().inv_cdf(1.0 - 0.025 / max(tests, 1))
    return found.mean > student_t(n - 1, z) * found.sd / math.sqrt(n)


def wilson95(held: int, n: int) -> Interval | None:
    """The 95 % interval of a share (Wilson 1927); none below ``FEWEST_FOR_SPREAD`` worlds."""
    if n < FEWEST_FOR_SPREAD:
        return None
    p, z2 = held / n, _Z95**2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(centre - half, 0.0), min(centre + half, 1.0)


def log_hash(digests: Iterable[bytes]) -> str:
    """One hash over all worlds, in their order, hexadecimal."""
    total = hashlib.sha256()
    for digest in digests:
        total.update(digest)
    return total.hexdigest()


def jackknife(statistic: Callable[[F64], F64], worlds: F64) -> tuple[F64, list[Interval | None]]:
    """A statistic of the mean over worlds, and its 95 % intervals by leaving out one world after the other.

    Args:
        statistic: of the mean, shape of one world; gives shape (values,), not a number where there is none.
        worlds: one element each, shape (worlds, ...).

    Returns:
        The values, and for each its interval; none below ``FEWEST_FOR_SPREAD`` worlds, or where a value is
        no number (Efron & Stein 1981; the values may be ratios of means).
    """
    n, total = len(worlds), worlds.sum(axis=0)
    values = statistic(total / n)
    if n < FEWEST_FOR_SPREAD:
        return values, [None] * values.size
    without = np.array([statistic((total - world) / (n - 1)) for world in worlds])
    errors = np.sqrt((n - 1) / n * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    pairs = zip(values.tolist(), errors.tolist(), strict=True)
    return values, [around(value, error, n) if math.isfinite(error) else None for value, error in pairs]
