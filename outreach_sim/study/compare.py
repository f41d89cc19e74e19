"""Compares scenarios on the same luck: every world is played under each of them with the same draws."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.metrics import NAMES
from outreach_sim.market.policies.own import Makers
from outreach_sim.market.setup import Setup
from outreach_sim.study.flips import FlipCounts
from outreach_sim.study.many import Runner, runner
from outreach_sim.study.plan import Plan, chunk_size, plan
from outreach_sim.study.report import lab_values
from outreach_sim.study.run import Progress, StudyResult
from outreach_sim.study.statistics import (
    FEWEST_FOR_SPREAD,
    Interval,
    Summary,
    around,
    log_hash,
    summarise,
)

BLOCK_CHUNKS = 4
"""So many chunks per process are compared at a time; noting every sequence takes memory."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the scenarios compared.

    Attributes:
        label: how it is called.
        setup: the scenario.
        lab: index of the lab it is looked at from.
        own: policies of the user's own that act in it.
    """

    label: str
    setup: Setup
    lab: int
    own: Makers | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric of one pair: b minus a over the same worlds.

    Attributes:
        difference, ci95: mean over worlds and its interval (Student's t on the paired differences).
        a_wins, b_wins, ties: shares of worlds in which each has more.
        correlation: between the two over worlds; ``None`` where one of them does not vary.
        unpaired_ci95: the interval that the same number of worlds on separate luck would give.

    Intervals and correlation are ``None`` below ``statistics.FEWEST_FOR_SPREAD`` worlds.
    """

    metric: str
    difference: float
    ci95: Interval | None
    a_wins: float
    b_wins: float
    ties: float
    correlation: float | None
    unpaired_ci95: Interval | None


@dataclass(frozen=True, slots=True)
class Pair:
    """The first arm against another.

    Attributes:
        a, b: indices of the arms.
        differences: by metric.
        flips: ``None`` where the two are not about the same people and labs, ``why_no_flips`` says so.
    """

    a: int
    b: int
    differences: dict[str, Difference]
    flips: FlipCounts | None
    why_no_flips: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All arms against the first.

    Attributes:
        arms: as given.
        metrics: of each arm, by name.
        pairs: one fewer than arms.
        log_hashes: one an arm, over all its worlds.
    """

    arms: tuple[Arm, ...]
    metrics: tuple[dict[str, Summary], ...]
    pairs: tuple[Pair, ...]
    log_hashes: tuple[str, ...]


def compare(
    arms: Sequence[Arm],
    seed: int,
    replications: int,
    jobs: int = 1,
    progress: Progress | None = None,
    chunk: int | None = None,
    cluster: str | None = None,
    each: Callable[[int, StudyResult], None] | None = None,
) -> Comparison:
    """Play so many worlds under every arm, on the same luck; needs two arms or more.

    Args:
        arms: the first is what the others are compared with.
        seed: of luck.
        replications: how many worlds.
        jobs: processes; with a cluster, parts that are played at once.
        progress: hears the share that is done.
        chunk: worlds in a chunk, unless as many as memory and jobs suggest.
        cluster: address of a Dask scheduler, instead of processes of this machine.
        each: is handed the index of each arm with its next worlds, in order, as they are finished.
    """
    people = max(len(arm.setup.people) for arm in arms)
    size = chunk or chunk_size(people, replications, jobs)
    plans = [_noted(plan(arm.setup, seed, replications, chunk=size, own=arm.own), arm.lab) for arm in arms]
    reasons = [why_not_flips(arms[0], arm) for arm in arms[1:]]
    flips = [None if reason else FlipCounts() for reason in reasons]
    values: list[list[dict[str, NDArray[np.int64]]]] = [[] for _ in arms]
    digests: list[list[bytes]] = [[] for _ in arms]
    with runner(jobs, cluster) as run:
        for block in _blocks(plans[0], jobs):
            results = _run_block(run, plans, block, progress)
            for index, (arm, result) in enumerate(zip(arms, results, strict=True)):
                values[index].append(lab_values(result, arm.lab))
                digests[index] += result.digests
                if each is not None:
                    each(index, result)
            for count, arm, result in zip(flips, arms[1:], results[1:], strict=True):
                if count is not None:
                    _count(count, arms[0], arm, results[0], result)
    whole = [{m: np.concatenate([part[m] for part in parts]) for m in NAMES} for parts in values]
    pairs = [
        Pair(0, i, {m: difference(m, whole[0][m], whole[i][m]) for m in NAMES}, flips[i - 1], reasons[i - 1])
        for i in range(1, len(arms))
    ]
    metrics = tuple({m: summarise(v) for m, v in arm.items()} for arm in whole)
    return Comparison(tuple(arms), metrics, tuple(pairs), tuple(log_hash(d) for d in digests))


def _noted(made: Plan, lab: int) -> Plan:
    return replace(made, journeys_of=lab)


def _blocks(made: Plan, jobs: int) -> list[range]:
    """Indices of the chunks that are compared together."""
    size, count = BLOCK_CHUNKS * jobs, len(made.chunks)
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def _run_block(run: Runner, plans: list[Plan], block: range, progress: Progress | None) -> list[StudyResult]:
    """Some chunks of every arm; ``progress`` hears the share of everything that is done."""
    results = []
    chunks = len(plans[0].chunks)
    for index, whole in enumerate(plans):
        part = replace(whole, chunks=whole.chunks[block.start : block.stop])
        before = (block.start * len(plans) + index * len(block)) / (chunks * len(plans))
        share = len(block) / (chunks * len(plans))

        def heard(done: float, before: float = before, share: float = share) -> None:
            if progress is not None:
                progress(before + done * share)

        results.append(run(part, heard))
    return results


def _count(count: FlipCounts, a: Arm, b: Arm, first: StudyResult, second: StudyResult) -> None:
    if first.journeys is not None and second.journeys is not None:
        count.add(first.journeys, second.journeys, len(first.funnel), same_fleet(a, b))


def same_fleet(a: Arm, b: Arm) -> bool:
    """Whether both give the lab the same fleet, share for research and heads."""
    ours, theirs = a.setup.labs[a.lab], b.setup.labs[b.lab]
    return (
        np.array_equal(ours.fleet_h100e, theirs.fleet_h100e)
        and ours.research_share == theirs.research_share
        and ours.researchers == theirs.researchers
    )


def why_not_flips(a: Arm, b: Arm) -> str:
    """Why candidates of the two arms cannot be told to be the same; empty where they can."""
    ids = [[lab.id for lab in arm.setup.labs] for arm in (a, b)]
    if ids[0] != ids[1]:
        return "the two have different labs, so their candidates are not the same people"
    if a.lab != b.lab:
        return "the two are looked at from different labs"
    if a.setup.people_seed != b.setup.people_seed:
        return "the two have different candidates"
    common = min(len(a.setup.people), len(b.setup.people))
    for name in ("employer", "impact", "standing"):
        if not np.array_equal(getattr(a.setup.people, name)[:common], getattr(b.setup.people, name)[:common]):
            return "the two have different candidates"
    return ""


def difference(metric: str, a: NDArray[np.int64], b: NDArray[np.int64]) -> Difference:
    """How much more b has than a, world by world."""
    paired, n = summarise(b - a), len(a)
    of_a, of_b, of_both = (summary.sd or 0.0 for summary in (summarise(a), summarise(b), paired))
    correlation = None
    if of_a > 0 and of_b > 0 and n >= FEWEST_FOR_SPREAD:
        # Var(b - a) = Var a + Var b - 2 Cov(a, b)
        shared = (of_a**2 + of_b**2 - of_both**2) / 2
        correlation = min(max(shared / (of_a * of_b), -1.0), 1.0)
    return Difference(
        metric=metric,
        difference=paired.mean,
        ci95=paired.ci95,
        a_wins=int((a > b).sum()) / n,
        b_wins=int((b > a).sum()) / n,
        ties=int((a == b).sum()) / n,
        correlation=correlation,
        unpaired_ci95=around(paired.mean, math.sqrt((of_a**2 + of_b**2) / n), n, degrees=2 * n - 2),
    )
