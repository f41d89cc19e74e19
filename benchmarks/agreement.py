"""Do two programs play one market? Counts over worlds, compared as two samples of one distribution."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from programs import Result

WORST_Z = 4.0
"""Chance alone takes the largest of fifty differences beyond this in three runs of a thousand."""

Count = tuple[int, float, float]
"""Worlds, mean, sd."""


def pooled(results: Sequence[Result]) -> dict[str, Count]:
    """All worlds of some calls with different seeds as one sample; spread is taken within calls."""
    worlds = sum(result["worlds"] for result in results)
    degrees = max(worlds - len(results), 1)
    found = {}
    for name in results[0]["counts"]:
        mean = sum(result["worlds"] * result["counts"][name][0] for result in results) / worlds
        squares = sum((result["worlds"] - 1) * result["counts"][name][1] ** 2 for result in results)
        found[name] = worlds, mean, math.sqrt(squares / degrees)
    return found


def difference(a: Count, b: Count) -> float:
    """How far a lies above b in standard errors, with the spread of both samples together."""
    squares = (a[0] - 1) * a[2] ** 2 + (b[0] - 1) * b[2] ** 2
    error = math.sqrt(squares / max(a[0] + b[0] - 2, 1) * (1 / a[0] + 1 / b[0]))
    if error == 0:
        return 0.0 if math.isclose(a[1], b[1]) else math.inf
    return (a[1] - b[1]) / error


def worst(a: Mapping[str, Count], b: Mapping[str, Count]) -> tuple[float, str]:
    """The largest difference among the counts that both have, without its sign, and its name."""
    return max((abs(difference(a[name], b[name])), name) for name in a.keys() & b.keys())
