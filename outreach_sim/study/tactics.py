"""How long a tactic works: its edge in replies month by month, and the half-life of that edge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.tactics import Tactic
from outreach_sim.market.observers.tactic_counts import BUCKET_DAYS, PLAIN
from outreach_sim.study.statistics import FEWEST_FOR_SPREAD

F64 = NDArray[np.float64]
NO_EDGE = "no edge in the first two months to lose"
NO_DECAY = "its edge does not fade"
TOO_SHORT = "fewer than three months with letters of either kind"
_RESAMPLES = 200
_HALF_LIVES = np.geomspace(10.0, 3_650.0, 160)
"""Half-lives that are tried, days; the last one stands for no decay."""


@dataclass(frozen=True, slots=True)
class HalfLife:
    """One tactic.

    Attributes:
        tactic: its name.
        edge: by month of the first mail, log-odds of a reply over letters without any tactic; ``None``
            where there are none of one kind.
        letters: sequences by month.
        half_life_days: days until the fitted edge has fallen to half; ``None`` where ``why`` says so.
        ci95: of the half-life, from resampled worlds; an end that is open is ``None``, and so is the whole
            below ``statistics.FEWEST_FOR_SPREAD`` worlds.
        why: what keeps it from having one; empty where it has.
    """

    tactic: str
    edge: tuple[float | None, ...]
    letters: tuple[int, ...]
    half_life_days: float | None
    ci95: tuple[float | None, float | None] | None
    why: str


def half_lives(counts: NDArray[np.int64]) -> tuple[HalfLife, ...]:
    """All tactics that some letter used.

    Args:
        counts: as ``market.observers.tactic_counts.TacticCounter`` counts them, of all worlds of a study.
    """
    pooled = counts.sum(axis=0)
    return tuple(_of(tactic, counts) for tactic in Tactic if pooled[tactic, :, 0].any())


def edges(counts: NDArray[np.int64], tactic: int) -> tuple[F64, F64]:
    """Edge and weight (one over its variance) by month; weight 0 where a kind of letter is missing.

    The edge is the log of the odds ratio of a reply, half a case added to each cell (Haldane, Anscombe).

    Args:
        counts: pooled over worlds, shape (tactics + 1, months, 3).
        tactic: column.
    """
    mine, plain = counts[tactic].astype(np.float64), counts[PLAIN].astype(np.float64)
    replied, silent = mine[:, 1] + 0.5, mine[:, 0] - mine[:, 1] + 0.5
    plain_replied, plain_silent = plain[:, 1] + 0.5, plain[:, 0] - plain[:, 1] + 0.5
    edge = np.log(replied / silent) - np.log(plain_replied / plain_silent)
    weight = 1.0 / (1.0 / replied + 1.0 / silent + 1.0 / plain_replied + 1.0 / plain_silent)
    weight[(mine[:, 0] == 0) | (plain[:, 0] == 0)] = 0.0
    return edge, weight


def fit(edge: F64, weight: F64) -> float | None:
    """Half-life in days of edge = start * 2 ** (-days / half-life), by weighted least squares.

    ``None`` where no decay fits as well as any.
    """
    days = BUCKET_DAYS * (np.arange(len(edge)) + 0.5)
    shapes = 2.0 ** (-days / _HALF_LIVES[:, None])
    cross, square = (shapes * weight * edge).sum(axis=1), (shapes**2 * weight).sum(axis=1)
    best = int(np.argmax(np.where(cross > 0.0, cross**2 / square, -1.0)))
    return None if best == len(_HALF_LIVES) - 1 else float(_HALF_LIVES[best])


def _of(tactic: Tactic, counts: NDArray[np.int64]) -> HalfLife:
    pooled = counts.sum(axis=0)
    edge, weight = edges(pooled, tactic)
    shown = tuple(float(e) if w > 0.0 else None for e, w in zip(edge, weight, strict=True))
    letters = tuple(pooled[tactic, :, 0].tolist())
    why = _objection(edge, weight)
    half = None if why else fit(edge, weight)
    if half is None:
        return HalfLife(tactic.word, shown, letters, None, None, why or NO_DECAY)
    return HalfLife(tactic.word, shown, letters, half, _interval(tactic, counts), "")


def _objection(edge: F64, weight: F64) -> str:
    """Why there is no half-life to speak of, if there is none."""
    there = np.flatnonzero(weight > 0.0)
    if there.size < 3:
        return TOO_SHORT
    first = there[:2]
    start = (edge[first] * weight[first]).sum() / weight[first].sum()
    return NO_EDGE if start < 1.96 / np.sqrt(weight[first].sum()) else ""


def _interval(tactic: Tactic, counts: NDArray[np.int64]) -> tuple[float | None, float | None] | None:
    """The middle 95 % over resampled worlds, always the same ones; a few worlds have no interval."""
    if len(counts) < FEWEST_FOR_SPREAD:
        return None
    luck = np.random.default_rng(len(counts))
    found = []
    for _ in range(_RESAMPLES):
        edge, weight = edges(counts[luck.integers(0, len(counts), len(counts))].sum(axis=0), tactic)
        half = fit(edge, weight)
        found.append(_HALF_LIVES[-1] if half is None else half)
    low, high = np.quantile(found, [0.025, 0.975]).tolist()
    return low, None if high >= _HALF_LIVES[-1] else high
