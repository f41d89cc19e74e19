"""Varies values of a scenario, point by point, on the same luck.

A point is a list of ``KEY=VALUE`` overrides. Whoever calls says how a point becomes a setup; a point that
cannot be built or run is a row with its reason, not the end of the sweep.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import OutreachError, PlaceError, RunError, UsageError
from outreach_sim.market.metrics import NAMES
from outreach_sim.market.policies.own import Makers
from outreach_sim.market.setup import Setup
from outreach_sim.study.compare import Difference, difference
from outreach_sim.study.many import Runner, runner
from outreach_sim.study.plan import plan
from outreach_sim.study.report import lab_values
from outreach_sim.study.run import Progress
from outreach_sim.study.statistics import Summary, summarise

MAX_POINTS = 10_000
_DEFAULT_GRID = 5
_DEFAULT_SAMPLE = 16


@dataclass(frozen=True, slots=True)
class Axis:
    """A key and what it is varied over.

    Attributes:
        key: dotted, as ``--set`` takes it.
        values: listed values as they were written; empty for a range.
        low, high: ends of a range.
        log: whether a range is cut evenly in the logarithm.
        whole: whether values of a range are whole numbers, as both of its ends are.
    """

    key: str
    values: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    log: bool = False
    whole: bool = False

    def at(self, share: float) -> str:
        """The value at this share of the range, from 0 to 1, with six figures."""
        if self.log:
            value = math.exp(math.log(self.low) + share * (math.log(self.high) - math.log(self.low)))
        else:
            value = self.low + share * (self.high - self.low)
        return str(round(value)) if self.whole else repr(float(f"{value:.6g}"))


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a sweep: values by key, as text."""

    values: dict[str, str]

    @property
    def overrides(self) -> tuple[str, ...]:
        """As ``--set`` takes them."""
        return tuple(f"{key}={value}" for key, value in self.values.items())


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a point.

    Attributes:
        point: its values.
        metrics: of the lab, by name; empty where the point failed.
        differences: to the first point that did not fail, paired world by world; empty for that one.
        failed: why there are no numbers; empty where there are.
    """

    point: Point
    metrics: dict[str, Summary]
    differences: dict[str, Difference]
    failed: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "values": self.point.values,
            "metrics": self.metrics,
            "differences": self.differences,
            "failed": self.failed or None,
        }


# -- points --------------------------------------------------------------------------------------------


def points(axes: Sequence[Axis], sampler: str, count: int | None, seed: int) -> list[Point]:
    """The points of a sweep.

    Args:
        axes: what is varied; every key once.
        sampler: ``grid`` (all combinations), ``lhs`` (Latin hypercube) or ``sobol`` (scrambled Sobol').
        count: for a grid, values a range is cut into (5); else points (16).
        seed: of the sampler.

    Raises:
        UsageError: a key twice, a list where a sampler needs a range, too many points, no scipy.
    """
    keys = [axis.key for axis in axes]
    if len(set(keys)) < len(keys):
        raise UsageError("--vary names a key twice")
    made = _grid(axes, count or _DEFAULT_GRID) if sampler == "grid" else _sampled(axes, sampler, count, seed)
    return [Point(dict(zip(keys, values, strict=True))) for values in made]


def remarks(axes: Sequence[Axis], sampler: str, count: int | None) -> list[str]:
    """What a user who asked for so many values of a whole range should know: there are not so many."""
    wanted = count or (_DEFAULT_GRID if sampler == "grid" else _DEFAULT_SAMPLE)
    found = []
    for axis in axes:
        there = round(axis.high) - round(axis.low) + 1
        if axis.whole and there < wanted:
            range_ = f"{axis.low:.0f}..{axis.high:.0f}"
            fractions = f"{axis.low:.1f}..{axis.high:.1f}"
            found.append(
                f"{axis.key}={range_} has whole ends, so its values are whole, and there are {there}; "
                f"write {fractions} for fractions"
            )
    return found


def _grid(axes: Sequence[Axis], count: int) -> list[tuple[str, ...]]:
    cut = [i / (count - 1) for i in range(count)] if count > 1 else [0.0]
    each = [axis.values or tuple(dict.fromkeys(axis.at(share) for share in cut)) for axis in axes]
    total = math.prod(len(values) for values in each)
    if total > MAX_POINTS:
        raise UsageError(f"{total:,} points are too many, a sweep takes up to {MAX_POINTS:,}")
    return list(itertools.product(*each))


def _sampled(axes: Sequence[Axis], sampler: str, count: int | None, seed: int) -> list[tuple[str, ...]]:
    qmc = scipy_stats(f"--sampler {sampler}").qmc
    listed = [axis.key for axis in axes if axis.values]
    if listed:
        raise UsageError(f"--sampler {sampler} needs ranges: --vary {listed[0]}=low..high")
    number = count or _DEFAULT_SAMPLE
    if sampler == "sobol" and number & (number - 1):
        raise UsageError(f"Sobol' points are balanced in powers of two: --points {2 ** number.bit_length()}")
    engine = qmc.LatinHypercube if sampler == "lhs" else qmc.Sobol
    shares = engine(len(axes), rng=np.random.default_rng(seed)).random(number)
    return [tuple(a.at(u) for a, u in zip(axes, row, strict=True)) for row in shares.tolist()]


def scipy_stats(wanted_by: str) -> Any:
    """``scipy.stats``, or a sentence how to get it."""
    try:
        from scipy import stats
    except ImportError:
        raise UsageError(f"{wanted_by} needs scipy, which is not installed; pip install scipy") from None
    return stats


# -- playing them --------------------------------------------------------------------------------------


def sweep(
    made: Sequence[Point],
    build: Callable[[tuple[str, ...]], tuple[Setup, int]],
    seed: int,
    replications: int,
    jobs: int = 1,
    progress: Progress | None = None,
    cluster: str | None = None,
    own: Makers | None = None,
) -> list[Row]:
    """Play every point in the same worlds.

    Args:
        made: the points.
        build: gives the setup of some overrides and the index of the lab that counts.
        seed: of luck.
        replications: how many worlds; the same for each point.
        jobs: processes; with a cluster, parts of a point that are played at once.
        progress: hears the share that is done.
        cluster: address of a Dask scheduler, instead of processes of this machine.
        own: policies of the user's own that act at every point.

    Raises:
        PlaceError: there is no cluster (any more).
    """
    rows: list[Row] = []
    first: dict[str, NDArray[np.int64]] | None = None
    with runner(jobs, cluster) as run:
        for number, point in enumerate(made):

            def heard(done: float, before: int = number) -> None:
                if progress is not None:
                    progress((before + done) / len(made))

            try:
                values = _play(run, build, point, seed, replications, jobs, heard, own)
            except PlaceError:
                raise  # no fault of the point, and no better for the next
            except OutreachError as error:
                rows.append(Row(point, {}, {}, _reason(error)))
                continue
            compared = {m: difference(m, first[m], values[m]) for m in NAMES} if first else {}
            first = first or values
            rows.append(Row(point, {m: summarise(v) for m, v in values.items()}, compared))
    return rows


def _play(
    run: Runner,
    build: Callable[[tuple[str, ...]], tuple[Setup, int]],
    point: Point,
    seed: int,
    replications: int,
    jobs: int,
    heard: Progress,
    own: Makers | None,
) -> dict[str, NDArray[np.int64]]:
    """Metrics of one point, one value per world."""
    setup, lab = build(point.overrides)
    try:
        return lab_values(run(plan(setup, seed, replications, jobs=jobs, own=own), heard), lab)
    except (MemoryError, ArithmeticError) as error:
        raise RunError(f"the worlds could not be played ({type(error).__name__})") from error


def _reason(error: OutreachError) -> str:
    """One line of what may be several."""
    lines = str(error).splitlines()
    return lines[0] + (f" (and {len(lines) - 1} more)" if len(lines) > 1 else "")
