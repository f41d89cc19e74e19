"""What ``run`` says of a study, as plain data: metrics, labs, funnel, expectations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.events import FUNNEL, Event
from outreach_sim.scenario.build import Expectation
from outreach_sim.study.expectations import Verdict, judge
from outreach_sim.study.retention import Retention, retention_of
from outreach_sim.study.run import StudyResult
from outreach_sim.study.statistics import Summary, log_hash, summarise

_COLUMN = {event: index for index, event in enumerate(FUNNEL)}


@dataclass(frozen=True, slots=True)
class Report:
    """A study summed up.

    Attributes:
        metrics: of the player's lab, by name.
        labs: the same for every lab, by index.
        funnel: mean counts per world of the player's lab, by stage.
        funnels: the same for every lab.
        per_hire: what a hire of the player's lab took, see ``per_hire``.
        verdicts: on the scenario's expectations.
        log_hash: over all worlds.
        retention: of every lab's staff and hires; empty where the scenario does not count tenure.
    """

    metrics: dict[str, Summary]
    labs: tuple[dict[str, Summary], ...]
    funnel: dict[str, float]
    funnels: tuple[dict[str, float], ...]
    per_hire: dict[str, float | None]
    verdicts: tuple[Verdict, ...]
    log_hash: str
    retention: tuple[tuple[Retention, ...], ...] = ()


def report(result: StudyResult, player: int, expectations: Sequence[Expectation]) -> Report:
    """Sum a study up from the point of view of one lab; queries of the study are the expectations'."""
    count = result.funnel.shape[1]
    labs = tuple(lab_metrics(result, lab) for lab in range(count))
    funnels = tuple(mean_funnel(result.funnel[:, lab]) for lab in range(count))
    verdicts = tuple(judge(e, result.queries[:, i]) for i, e in enumerate(expectations))
    price = per_hire(labs[player])
    stays = (
        () if result.tenure is None else tuple(retention_of(result.tenure[:, lab]) for lab in range(count))
    )
    digest = log_hash(result.digests)
    return Report(labs[player], labs, funnels[player], funnels, price, verdicts, digest, stays)


def lab_metrics(result: StudyResult, lab: int) -> dict[str, Summary]:
    """Hires, starts, letters, lost offers and money of one lab."""
    funnel = result.funnel[:, lab]
    return {
        "hires": summarise(funnel[:, _COLUMN[Event.ACCEPTED]]),
        "started": summarise(funnel[:, _COLUMN[Event.STARTED]]),
        "offers": summarise(funnel[:, _COLUMN[Event.OFFERED]]),
        "mails": summarise(funnel[:, _COLUMN[Event.SENT]]),
        "committed_usd": summarise(result.committed_usd[:, lab]),
    }


def per_hire(metrics: dict[str, Summary]) -> dict[str, float | None]:
    """Mails and money (USD) over hires, as ratios of means: a world without a hire has no ratio of its own.

    ``None`` where no world has a hire.
    """
    hires = metrics["hires"].mean
    return {name: metrics[name].mean / hires if hires else None for name in ("mails", "committed_usd")}


def mean_funnel(counts: NDArray[np.int64]) -> dict[str, float]:
    """Mean counts per world by stage."""
    names = ["interviewed" if event is Event.INVITED else event.name.lower() for event in FUNNEL]
    return dict(zip(names, counts.mean(axis=0).tolist(), strict=True))
