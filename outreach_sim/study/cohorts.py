"""The funnel by cohort: of the sequences begun in the game, how many reached each stage, and how long a yes
took. Letters that went out near the end have had less time; they are told apart, never mixed in silently.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.observers.sequences import SequenceCounts
from outreach_sim.market.state import events
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.study.statistics import FEWEST_FOR_SPREAD, QUANTILES, Interval, around

STAGES = ("sequences", *events.STAGES[1:])
_INTERESTED, _ACCEPTED = FUNNEL.index(Event.INTERESTED), FUNNEL.index(Event.ACCEPTED)
SETTLED_SHARE = 0.01
"""A period is settled while those without an outcome are at most this share of its interested people: who
is undecided late is mostly somebody interested, so a share of all sequences would hide lost yeses."""


@dataclass(frozen=True, slots=True)
class TimeToHire:
    """Days from the first mail to the yes, over settled sequences; ``hires`` over all worlds.

    There is no ``ci95`` below ``FEWEST_FOR_SPREAD`` worlds, and of fewer hires no quantile but the median.
    """

    mean: float
    ci95: Interval | None
    quantiles: dict[str, float | None]
    hires: int


@dataclass(frozen=True, slots=True)
class Cohort:
    """One lab's sequences, means per world.

    Attributes:
        reached: of all sequences begun in the game, how many reached each stage by its end.
        undecided: how many of them have no outcome yet (censored).
        settled: the same as ``reached`` for sequences begun before ``settled_until``, of which nearly all
            have an outcome: their shares are not pulled down by the end of the game.
        settled_until: day from which sequences are left out there.
        periods: by time of the first mail: from_day, to_day, stages, undecided.
        time_to_hire: ``None`` where no settled sequence brought a yes.
    """

    reached: dict[str, float]
    undecided: float
    settled: dict[str, float]
    settled_until: int
    periods: list[dict[str, float]]
    time_to_hire: TimeToHire | None


def cohort(counts: SequenceCounts, lab: int) -> Cohort:
    """What became of one lab's sequences."""
    days = counts.waits.shape[2] - 1
    reached, undecided = counts.reached[:, lab], counts.undecided[:, lab]
    worlds = len(reached)
    by_period, open_by_period = reached.sum(axis=0), undecided.sum(axis=0)
    settled = settled_periods(by_period[:, _INTERESTED], open_by_period)
    periods = [
        {"from_day": p * counts.period_days, "to_day": min((p + 1) * counts.period_days, days) - 1}
        | _named(by_period[p] / worlds)
        | {"undecided": int(open_by_period[p]) / worlds}
        for p in range(len(by_period))
    ]
    return Cohort(
        reached=_named(by_period.sum(axis=0) / worlds),
        undecided=int(open_by_period.sum()) / worlds,
        settled=_named(by_period[:settled].sum(axis=0) / worlds),
        settled_until=min(settled * counts.period_days, days),
        periods=periods,
        time_to_hire=time_to_hire(counts, lab, settled),
    )


def settled_periods(interested: NDArray[np.int64], undecided: NDArray[np.int64]) -> int:
    """How many periods from the first on are settled."""
    unsettled = np.flatnonzero(undecided > SETTLED_SHARE * interested)
    return int(unsettled[0]) if unsettled.size else len(interested)


def time_to_hire(counts: SequenceCounts, lab: int, periods: int) -> TimeToHire | None:
    """Days from first mail to yes, over the hires of the first so many periods."""
    histogram = counts.waits[lab, :periods].sum(axis=0)
    hires = counts.reached[:, lab, :periods, _ACCEPTED].sum(axis=1)
    total = int(histogram.sum())
    if not total:
        return None
    mean, interval = ratio95(counts.waited[:, lab, :periods].sum(axis=1), hires)
    sums = histogram.cumsum()
    told = [q for q in QUANTILES if total >= FEWEST_FOR_SPREAD or q == 0.5]
    days = {q: float(np.searchsorted(sums, q * total)) for q in told}
    return TimeToHire(mean, interval, {f"{100 * q:g}%": days.get(q) for q in QUANTILES}, total)


def ratio95(amount: NDArray[np.int64], hires: NDArray[np.int64]) -> tuple[float, Interval | None]:
    """A ratio of means over worlds and its 95 % interval (delta method), if there are worlds enough.

    Worlds without a hire have no ratio of their own, but count in both means.
    """
    n, mean_hires = len(hires), math.fsum(hires.tolist()) / len(hires)
    ratio = math.fsum(amount.tolist()) / math.fsum(hires.tolist())
    rest = (amount - ratio * hires).tolist()
    sd = math.sqrt(math.fsum(r * r for r in rest) / (n - 1)) if n > 1 else 0.0
    return ratio, around(ratio, sd / (mean_hires * math.sqrt(n)), n)


def _named(values: NDArray[np.float64]) -> dict[str, float]:
    return dict(zip(STAGES, values.tolist(), strict=True))
