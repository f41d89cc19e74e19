"""Points over many worlds: the mean, how sure it is, what it is made of, and how often a goal is reached."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.points import NAMES, POINT
from outreach_sim.study.statistics import Interval, Summary, summarise, wilson95


@dataclass(frozen=True, slots=True)
class Scores:
    """Points of one lab over the worlds of a study.

    Attributes:
        score: the whole.
        lines: what it is made of, by the name of the line; in every world they add up to the score.
        goal: what the board asks for, if it does.
        reached: share of worlds that reach it, and its 95 % interval; ``None`` without a goal.
    """

    score: Summary
    lines: dict[str, Summary]
    goal: float | None = None
    reached: float | None = None
    reached_ci95: Interval | None = None


def scores(lines: NDArray[np.int64], goal: float | None = None) -> Scores:
    """Points summed up.

    Args:
        lines: millionths of a point, shape (worlds, len(LINES)).
        goal: in points.
    """
    whole = lines.sum(axis=1)
    by_name = {name: summarise(lines[:, place] / POINT) for place, name in enumerate(NAMES)}
    if goal is None:
        return Scores(summarise(whole / POINT), by_name)
    held = int(np.count_nonzero(whole >= round(goal * POINT)))
    return Scores(summarise(whole / POINT), by_name, goal, held / len(whole), wilson95(held, len(whole)))
