"""Luck and ignorance apart: how much of the spread of a result is luck, how much is not knowing the model.

Every draw of the parameters is played in the same worlds: a table of draws by worlds. By the law of total
variance Var(Y) = E[Var(Y | parameters)] + Var(E[Y | parameters]), luck plus ignorance. The mean of a
draw over a few worlds still holds luck, so the spread of those means overstates ignorance; the covariance
between *different* worlds over draws is ignorance alone, without bias.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.study.ignorance import Draws
from outreach_sim.study.report import Report, lab_values, report
from outreach_sim.study.run import StudyResult
from outreach_sim.study.statistics import FEWEST_FOR_SPREAD, Interval, Summary, around
from outreach_sim.study.sweep import scipy_stats

Values = NDArray[np.float64]
RESAMPLES = 1_000
FEWEST_WORLDS = 4
PARTIAL, PLAIN = "partial rank correlation", "rank correlation"


@dataclass(frozen=True, slots=True)
class Parts:
    """A variance and its parts, squared units of the metric.

    Attributes:
        parameters: of the expectation over parameters: ignorance.
        world: of what a world does to every draw; luck.
        rest: of what a world does to one draw only; luck too.
    """

    parameters: float
    world: float
    rest: float

    @property
    def parameters_share(self) -> float:
        """Ignorance over the whole, 0 to 1; 0 where nothing varies."""
        known, luck = max(self.parameters, 0.0), max(self.world, 0.0) + max(self.rest, 0.0)
        return known / (known + luck) if known + luck > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """How one parameter (and those that follow it) goes with the expected result.

    Attributes:
        parameter, followers: names.
        measure: ``PARTIAL`` or ``PLAIN``.
        value: between where it was drawn and the mean of its worlds, -1 to 1.
        ci95: Fisher's interval.
        clear: whether it is told from nothing, all parameters tried allowed for (Bonferroni at 5 %).
    """

    parameter: str
    followers: tuple[str, ...]
    measure: str
    value: float
    ci95: tuple[float, float]
    clear: bool


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What is luck and what is ignorance in one metric.

    Attributes:
        metric, draws, worlds: what was played.
        parts: the variance.
        ci95: bootstrap interval of the parameters' share, over draws and worlds; ``None`` below
            ``statistics.FEWEST_FOR_SPREAD`` of either.
        ranking: strongest first.
    """

    metric: str
    draws: int
    worlds: int
    parts: Parts
    ci95: Interval | None
    ranking: tuple[Ranked, ...]

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it; ``ci95`` is that of the parameters' share."""
        share = self.parts.parameters_share
        return {
            "metric": self.metric,
            "draws": self.draws,
            "worlds_per_draw": self.worlds,
            "distribution": "triangle over low, value, high",
            "luck_share": 1.0 - share,
            "parameters_share": share,
            "ci95": self.ci95,
            "variance": {
                "parameters": self.parts.parameters,
                "luck": self.parts.world + self.parts.rest,
            },
            "ranking": self.ranking,
        }


def table(result: StudyResult, lab: int, metric: str, worlds: int) -> Values:
    """One metric of a lab from a study of ``plan.plan_draws``, shape (draws, worlds)."""
    return lab_values(result, lab)[metric].astype(np.float64).reshape(-1, worlds)


def uncertainty(result: StudyResult, draws: Draws, lab: int, metric: str, seed: int) -> Uncertainty:
    """Luck and ignorance in one metric."""
    values = table(result, lab, metric, result.replications // len(draws.sets))
    return Uncertainty(
        metric=metric,
        draws=values.shape[0],
        worlds=values.shape[1],
        parts=parts(values),
        ci95=share95(values, seed),
        ranking=ranking(values.mean(axis=1), draws),
    )


def parts(values: Values, of_draw: Values | None = None, of_world: Values | None = None) -> Parts:
    """The parts of the variance of a table of draws by worlds.

    Args:
        values: shape (draws, worlds), at least two of each.
        of_draw: how often each draw counts (a bootstrap sample); once each unless given.
        of_world: the same for each world.
    """
    draws, worlds = values.shape
    v = np.ones(draws) if of_draw is None else of_draw
    w = np.ones(worlds) if of_world is None else of_world
    means = v @ values / v.sum()
    covariance = (values - means).T @ ((values - means) * v[:, None]) / (v.sum() - 1.0)
    own = np.diagonal(covariance)
    # Only pairs of different worlds: one world drawn twice shares its luck with itself.
    together = w @ covariance @ w - (w * w) @ own
    parameters = together / (w.sum() ** 2 - (w * w).sum())
    rest = w @ own / w.sum() - parameters
    middle = w @ means / w.sum()
    spread = w @ (means - middle) ** 2 / (w.sum() - 1.0)
    return Parts(float(parameters), float(spread - rest / v.sum()), float(rest))


def share95(values: Values, seed: int) -> Interval | None:
    """Bootstrap interval of the parameters' share: draws and worlds are both drawn again."""
    draws, worlds = values.shape
    if min(draws, worlds) < FEWEST_FOR_SPREAD:
        return None
    rng = np.random.default_rng(seed)
    shares = []
    for _ in range(RESAMPLES):
        v = rng.multinomial(draws, np.full(draws, 1.0 / draws)).astype(np.float64)
        w = rng.multinomial(worlds, np.full(worlds, 1.0 / worlds)).astype(np.float64)
        if (w > 0).sum() > 1 and (v > 0).sum() > 1:
            shares.append(parts(values, v, w).parameters_share)
    low, high = np.quantile(shares, [0.025, 0.975]).tolist()
    return low, high


def ranking(expected: Values, draws: Draws) -> tuple[Ranked, ...]:
    """Which parameters the expected result goes with, strongest first.

    Partial rank correlations, where there are twice as many draws as parameters: what is left between two
    ranks when the other parameters are held. With fewer draws, plain rank correlations. Sobol' indices would
    split the variance itself, but cost hundreds of times as many draws for forty parameters.
    """
    stats = scipy_stats("the ranking of --uncertain")
    if np.ptp(expected) == 0 or not draws.shares:
        return ()
    names, tried, count = list(draws.shares), len(draws.shares), len(expected)
    ranks = stats.rankdata(np.array([*draws.shares.values(), expected]), axis=1)
    partial = count >= 2 * tried
    values = partial_correlations(ranks) if partial else np.corrcoef(ranks)[-1, :-1]
    degrees = count - 2 - (tried - 1) * partial
    found = []
    for name, value in zip(names, np.clip(values, -0.999999, 0.999999).tolist(), strict=True):
        t = value * math.sqrt(degrees / (1.0 - value * value))
        clear = bool(2.0 * stats.t.sf(abs(t), degrees) * tried < 0.05)
        # Fisher's z; its spread for ranks is that of Fieller, Hartley & Pearson (1957).
        half, z = 1.959964 * math.sqrt(1.06 / (degrees - 1)), math.atanh(value)
        interval = (math.tanh(z - half), math.tanh(z + half))
        measure = PARTIAL if partial else PLAIN
        found.append(Ranked(name, draws.followers.get(name, ()), measure, value, interval, clear))
    return tuple(sorted(found, key=lambda ranked: (-abs(ranked.value), ranked.parameter)))


def partial_correlations(rows: Values) -> Values:
    """Correlation of each row with the last one, all other rows held; shape (rows - 1,)."""
    precision = np.linalg.inv(np.corrcoef(rows))
    own = np.diagonal(precision)
    correlation: Values = -precision[-1, :-1] / np.sqrt(own[-1] * own[:-1])
    return correlation


# -- the usual report, over draws and worlds ----------------------------------------------------------


def pooled_report(result: StudyResult, player: int, worlds: int) -> Report:
    """The report over all draws and worlds; intervals of means know that both are samples."""
    whole = report(result, player, ())
    labs = tuple(
        {name: _widened(summary, table(result, lab, name, worlds)) for name, summary in metrics.items()}
        for lab, metrics in enumerate(whole.labs)
    )
    hires = table(result, player, "hires", worlds)
    ratios: dict[str, Interval | None] = dict.fromkeys(whole.per_hire)
    for name, ratio in whole.per_hire.items():
        if ratio is not None:
            rest = table(result, player, name, worlds) - ratio * hires
            ratios[name] = mean95(rest, ratio, float(hires.mean()))
    return replace(whole, metrics=labs[player], labs=labs, per_hire_ci95=ratios)


def _widened(summary: Summary, values: Values) -> Summary:
    return replace(summary, ci95=mean95(values, summary.mean))


def mean95(values: Values, middle: float, over: float = 1.0) -> Interval | None:
    """The 95 % interval of the mean of a table, over a number, around ``middle``: draws, worlds and what is
    left are all samples.
    """
    draws, worlds = values.shape
    found = parts(values)
    variance = max(found.parameters, 0.0) / draws + max(found.world, 0.0) / worlds
    variance += max(found.rest, 0.0) / (draws * worlds)
    return around(middle, math.sqrt(variance) / over, min(draws, worlds))
