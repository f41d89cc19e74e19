"""The points of one world as they are shown: a row a person, whose digits add up; and the board's medals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from outreach_sim.market.points import NAMES, POINT, Points
from outreach_sim.model.explain import rounded

MEDALS = (("gold", 1.5), ("silver", 1.0), ("bronze", 0.6))
"""What the board gives for so many times its goal, the best first (a rule of play)."""


def medal(points: float, goal: float) -> str:
    """The medal for these points; empty for none."""
    return next((name for name, times in MEDALS if round(points, 6) >= round(times * goal, 6)), "")


def adding_up(lines: Sequence[Sequence[float]], score: float) -> list[tuple[list[float], float]]:
    """Rows of parts in hundredths, each with its sum: they add up across, and the sums to the score as shown.

    Args:
        lines: the parts of each row, in points.
        score: all of them together.
    """
    sums = rounded([math.fsum(parts) for parts in lines], to=round(score, 2))
    return [(rounded(parts, to=total), total) for parts, total in zip(lines, sums, strict=True)]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a breakdown.

    Attributes:
        candidate: whose it is; ``None`` for several people, or for what is nobody's own.
        others: how many people a row of several stands for.
        parts: one for each of ``market.points.LINES``, in points.
        total: their sum.
    """

    candidate: int | None
    others: int
    parts: tuple[float, ...]
    total: float


def rows_of(found: Points, most: int, in_world: int = 0) -> list[Row]:
    """Whoever counts, best first; people beyond the first ``most`` in one row; last what is nobody's own."""
    everyone = found.people(in_world)
    shown, others = everyone[:most], everyone[most:]
    lines = found.by_person[:, in_world]
    whose: list[tuple[int | None, int]] = [(candidate, 0) for candidate in shown.tolist()]
    parts = [lines[:, candidate] / POINT for candidate in shown]
    if others.size:
        whose.append((None, others.size))
        parts.append(lines[:, others].sum(axis=1) / POINT)
    whose.append((None, 0))
    parts.append(np.where(np.array(NAMES) == "crowding", int(found.everybody[in_world]) / POINT, 0.0))
    exact = [each.tolist() for each in parts]
    rows = adding_up(exact, int(found.score[in_world]) / POINT)
    return [
        Row(candidate, many, tuple(row), total)
        for (candidate, many), (row, total) in zip(whose, rows, strict=True)
    ]
