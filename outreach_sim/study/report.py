"""What ``run`` says of a study, as plain data: metrics, labs, funnel, expectations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.metrics import METRICS, Metric
from outreach_sim.market.observers.tally import COUNTED
from outreach_sim.market.state.events import FUNNEL, STAGES, Event, Query
from outreach_sim.scenario.build import Expectation
from outreach_sim.study.cohorts import Cohort, cohort, ratio95
from outreach_sim.study.expectations import Verdict, judge
from outreach_sim.study.retention import Retention, retention_of
from outreach_sim.study.run import StudyResult
from outreach_sim.study.scores import Scores, scores
from outreach_sim.study.statistics import Interval, Summary, log_hash, summarise
from outreach_sim.study.tactics import HalfLife, half_lives


@dataclass(frozen=True, slots=True)
class Report:
    """A study summed up.

    Attributes:
        metrics: of the player's lab, by name.
        labs: the same for every lab, by index.
        funnel: mean counts per world of the player's lab, by stage.
        funnels: the same for every lab.
        per_hire: what a hire of the player's lab took, see ``per_hire``.
        per_hire_ci95: the 95 % intervals of that.
        cohorts: what became of the sequences of each lab; empty where the study did not count them.
        verdicts: on the scenario's expectations.
        log_hash: over all worlds.
        tactics: how long each tactic works; empty where nobody copies.
        retention: of every lab's staff and hires; empty where the scenario does not count tenure.
        scores: points of the player's lab; ``None`` where the study played no twins.
    """

    metrics: dict[str, Summary]
    labs: tuple[dict[str, Summary], ...]
    funnel: dict[str, float]
    funnels: tuple[dict[str, float], ...]
    per_hire: dict[str, float | None]
    per_hire_ci95: dict[str, Interval | None]
    cohorts: tuple[Cohort, ...]
    verdicts: tuple[Verdict, ...]
    log_hash: str
    retention: tuple[tuple[Retention, ...], ...] = ()
    tactics: tuple[HalfLife, ...] = ()
    scores: Scores | None = None


def report(
    result: StudyResult, player: int, expectations: Sequence[Expectation], goal: float | None = None
) -> Report:
    """Sum a study up from the point of view of one lab; queries of the study are the expectations'."""
    count = result.funnel.shape[1]
    labs = tuple(lab_metrics(result, lab) for lab in range(count))
    funnels = tuple(mean_funnel(result.funnel[:, lab]) for lab in range(count))
    verdicts = tuple(judge(e, v) for e, v in zip(expectations, asked(result, expectations), strict=True))
    stays = (
        () if result.tenure is None else tuple(retention_of(result.tenure[:, lab]) for lab in range(count))
    )
    cohorts: tuple[Cohort, ...] = ()
    if result.sequences is not None:
        cohorts = tuple(cohort(result.sequences, lab) for lab in range(count))
    return Report(
        metrics=labs[player],
        labs=labs,
        funnel=funnels[player],
        funnels=funnels,
        per_hire=per_hire(labs[player]),
        per_hire_ci95=per_hire_ci95(lab_values(result, player)),
        cohorts=cohorts,
        verdicts=verdicts,
        log_hash=log_hash(result.digests),
        retention=stays,
        tactics=() if result.tactics is None else half_lives(result.tactics),
        scores=None if result.points is None else scores(result.points, goal),
    )


def asked(result: StudyResult, expectations: Sequence[Expectation]) -> Iterator[NDArray[np.int64]]:
    """What each expectation is about, one value per world; the study's queries are theirs, in their order."""
    counts = iter(result.queries.T)
    for expectation in expectations:
        about = expectation.query
        yield next(counts) if isinstance(about, Query) else _values(result, about.metric)[:, about.lab]


def lab_metrics(result: StudyResult, lab: int) -> dict[str, Summary]:
    """Every metric of one lab."""
    return {name: summarise(values) for name, values in lab_values(result, lab).items()}


def lab_values(result: StudyResult, lab: int) -> dict[str, NDArray[np.int64]]:
    """Every metric of one lab, one value per world."""
    return {metric.name: _values(result, metric)[:, lab] for metric in METRICS}


def _values(result: StudyResult, metric: Metric) -> NDArray[np.int64]:
    """One metric, a row per world and a column per lab."""
    if not metric.event:
        money: NDArray[np.int64] = getattr(result, metric.name)
        return money
    if metric in COUNTED:
        return result.counts[:, :, COUNTED.index(metric)]
    return result.funnel[:, :, FUNNEL.index(Event[metric.event])]


def per_hire(metrics: dict[str, Summary]) -> dict[str, float | None]:
    """Mails and money (USD) over hires, as ratios of means: a world without a hire has no ratio of its own.

    ``None`` where no world has a hire.
    """
    hires = metrics["hires"].mean
    return {name: metrics[name].mean / hires if hires else None for name in ("mails", "committed_usd")}


def per_hire_ci95(values: dict[str, NDArray[np.int64]]) -> dict[str, Interval | None]:
    """The 95 % intervals of ``per_hire``."""
    hires = values["hires"]
    return {
        name: ratio95(values[name], hires)[1] if hires.any() else None for name in ("mails", "committed_usd")
    }


def mean_funnel(counts: NDArray[np.int64]) -> dict[str, float]:
    """Mean counts per world by stage."""
    return dict(zip(STAGES, counts.mean(axis=0).tolist(), strict=True))
