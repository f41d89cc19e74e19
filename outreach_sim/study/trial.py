"""Tries two letters on the same people: what tests of some size find, how often they mislead, and the truth.

Every world is played three times on the same luck: everybody gets a or b by lot, all get a, all get b.
Where all get a the lot is drawn too, so that a test between equal letters is there to be made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from outreach_sim.formatting import are, counted
from outreach_sim.market.metrics import metric_of
from outreach_sim.market.observers.trial_letters import COLUMNS
from outreach_sim.market.setup import Setup, Trial
from outreach_sim.study.adaptive import Split, lots, split, to_both
from outreach_sim.study.compare import Difference, difference
from outreach_sim.study.many import runner
from outreach_sim.study.plan import plan
from outreach_sim.study.report import lab_values
from outreach_sim.study.run import Progress, StudyResult
from outreach_sim.study.sample_size import (
    Z_ALPHA,
    letters_needed,
    obrien_fleming,
    power_of,
    z_scores,
)
from outreach_sim.study.statistics import Interval, jackknife, log_hash, wilson95

METRICS = ("replied", "interested", "accepted")
"""What two letters can be told apart by."""
I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
_WORLD, _ARM = COLUMNS.index("world"), COLUMNS.index("arm")


@dataclass(frozen=True, slots=True)
class ArmShare:
    """One of the two letters.

    Attributes:
        letters: how many were sent where everybody got it, in all worlds.
        alone: share of them that did what is counted.
        beside_letters, beside: the same of the letters sent beside the other one.
    """

    letters: int
    alone: float
    beside_letters: int
    beside: float


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to end a test, over all tests that these worlds hold.

    Attributes:
        found: share of the tests that call the letters different; found_ci95: its interval.
        wrong_way: share that calls the worse one the better; ``None`` where neither is better.
        false_alarms: share that calls two equal letters different; false_alarms_ci95: its interval.
        exaggeration: mean size of the differences found over the true one; ``None`` where there is none.
        letters: mean letters until the test ends.
    """

    found: float
    found_ci95: Interval | None
    wrong_way: float | None
    false_alarms: float
    false_alarms_ci95: Interval | None
    exaggeration: float | None
    letters: float


@dataclass(frozen=True, slots=True)
class TrialResult:
    """Two letters, tried.

    Attributes:
        arms: a and b.
        difference, ci95: the truth, share of b minus share of a, each alone on the same luck, and its
            interval (jackknife over worlds).
        per_world: b minus a in the metric itself, a world, later rounds included, as ``compare`` tells it.
        needed: letters an arm for a power of .8; ``None`` where the letters are equal.
        tests: how many tests the worlds hold; letters: mean letters in one, both arms together.
        power: what the formula says of a test of this size.
        looks_worse: share of the tests at the end of which the better letter looks worse; ``None`` where
            neither is better.
        once, naive, obrien_fleming: the test made at the end; at every look; at every look with bounds that
            allow for looking.
        differences: share of b minus share of a at the end of each test.
        significant: which of them are called different at the end.
        log_hashes: of the worlds half and half, all a and all b.
        split: what a split that follows the answers brings; ``None`` where nobody asks.
    """

    arms: tuple[ArmShare, ArmShare]
    difference: float
    ci95: Interval | None
    per_world: Difference
    needed: int | None
    tests: int
    letters: float
    power: float
    looks_worse: float | None
    once: Rule
    naive: Rule
    obrien_fleming: Rule
    differences: F64
    significant: NDArray[np.bool_]
    log_hashes: tuple[str, ...]
    split: Split | None = None


class NoTestError(ValueError):
    """The worlds hold no test of the size asked for.

    Attributes:
        letters: how many the lab sends in all of them.
    """

    def __init__(self, letters: int) -> None:
        super().__init__(f"{counted(letters, 'letter')} {are(letters)} no test of this size")
        self.letters = letters


def try_letters(
    setup: Setup,
    trial: Trial,
    seed: int,
    replications: int,
    looks: int,
    metric: str = METRICS[0],
    size: int | None = None,
    adaptive: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
    cluster: str | None = None,
) -> TrialResult:
    """Play all worlds half and half, all a and all b, and make tests of what was sent.

    Args:
        setup: the scenario; whatever the lab of the trial writes in it, one of the two goes out.
        trial: the lab and the letters.
        seed: of luck.
        replications: how many worlds.
        looks: at how many evenly spaced moments somebody looks, 2 or more.
        metric: of ``METRICS``.
        size: letters in a test, both arms together; what a world sends, where nothing is said.
        adaptive: whether a split that follows the answers is judged, too.
        jobs: processes; with a cluster, parts that are played at once.
        progress: hears the share that is done.
        cluster: address of a Dask scheduler, instead of processes of this machine.

    Raises:
        NoTestError: all worlds together send too few letters.
    """
    a, b = trial.templates
    ways = ((a, b), (a, a), (b, b))
    distinct = list(dict.fromkeys(ways))  # a letter against itself is one study, not three
    results: dict[tuple[int, int], StudyResult] = {}
    with runner(jobs, cluster) as run:
        for place, way in enumerate(distinct):

            def heard(done: float, place: int = place) -> None:
                if progress is not None:
                    progress((place + done) / len(distinct))

            played = replace(setup, trial=replace(trial, templates=way))
            results[way] = run(plan(played, seed, replications, jobs=jobs), heard)
    found = [results[way] for way in ways]
    judged = _judged(found, trial.lab, metric, size, looks)
    if not adaptive:
        return judged
    better = None if judged.difference == 0 else int(judged.difference > 0)
    return replace(judged, split=_split(found, trial.lab, seed, metric, size, looks, better))


def _judged(results: list[StudyResult], lab: int, metric: str, size: int | None, looks: int) -> TrialResult:
    half, all_a, all_b = (_sent(result) for result in results)
    hit = COLUMNS.index(metric)
    arms = _arm(all_a, half, 0, hit), _arm(all_b, half, 1, hit)
    truth, ci95 = _truth(all_a, all_b, hit, results[0].replications)
    tests = _Tests.of(half, hit, size, looks)
    equal = _Tests.of(all_a, hit, size, looks)
    if not len(tests.letters) or not len(equal.letters):
        raise NoTestError(min(len(half), len(all_a)))
    name, per_test = metric_of(metric).name, float(tests.letters[:, -1].sum(axis=-1).mean())
    values = [lab_values(result, lab)[name] for result in results[1:]]
    bound = Z_ALPHA * np.ones(looks)
    once = np.where(np.arange(looks) == looks - 1, Z_ALPHA, np.inf)
    allowed = obrien_fleming(looks) * np.sqrt(looks / np.arange(1, looks + 1))
    end = tests.differences[:, -1]
    return TrialResult(
        arms=arms,
        difference=truth,
        ci95=ci95,
        per_world=difference(name, *values),
        needed=letters_needed(arms[0].alone, arms[1].alone),
        tests=len(end),
        letters=per_test,
        power=power_of(arms[0].alone, arms[1].alone, per_test / 2),
        looks_worse=float(np.mean(end * truth < 0)) if truth else None,
        once=_rule(tests, equal, once, truth),
        naive=_rule(tests, equal, bound, truth),
        obrien_fleming=_rule(tests, equal, allowed, truth),
        differences=end,
        significant=np.abs(tests.z[:, -1]) > Z_ALPHA,
        log_hashes=tuple(log_hash(result.digests) for result in results),
    )


def _split(
    results: list[StudyResult],
    lab: int,
    seed: int,
    metric: str,
    size: int | None,
    looks: int,
    better: int | None,
) -> Split:
    """What following the answers brings, of letters of which either outcome is known, on the same luck."""
    _, all_a, all_b = (_sent(result) for result in results)
    sent, outcomes = to_both(all_a, all_b, COLUMNS.index(metric))
    tests = list(campaigns(sent, size))
    if not tests:
        raise NoTestError(len(sent))
    return split(tests, outcomes, lots(sent, seed, lab), looks, better)


def _sent(result: StudyResult) -> I64:
    assert result.trial is not None, "worlds of a trial note their letters"
    return result.trial


def _arm(alone: I64, half: I64, arm: int, hit: int) -> ArmShare:
    beside = half[half[:, _ARM] == arm]
    return ArmShare(len(alone), _share(alone[:, hit]), len(beside), _share(beside[:, hit]))


def _share(hits: I64) -> float:
    return float(hits.mean()) if hits.size else 0.0


def _truth(all_a: I64, all_b: I64, hit: int, worlds: int) -> tuple[float, Interval | None]:
    """Share of b minus share of a over the same worlds, and its interval."""
    columns = [
        np.bincount(sent[:, _WORLD], weights=weights, minlength=worlds)
        for sent in (all_a, all_b)
        for weights in (sent[:, hit], np.ones(len(sent)))
    ]

    def apart(mean: F64) -> F64:
        return np.array([mean[2] / max(mean[3], 1e-12) - mean[0] / max(mean[1], 1e-12)])

    (value,), (interval,) = jackknife(apart, np.stack(columns, axis=1))
    return float(value), interval


def campaigns(sent: I64, size: int | None) -> Iterator[slice]:
    """Which letters make up each test; each begins with a world of its own, and the last world is cut.

    Args:
        sent: rows as ``TrialLetters`` notes them.
        size: letters in a test; all of one world, where nothing is said.
    """
    starts = [*np.flatnonzero(np.diff(sent[:, _WORLD], prepend=-1)).tolist(), len(sent)]
    if size is None:
        yield from (slice(start, stop) for start, stop in pairwise(starts))
        return
    free = 0
    for start in starts[:-1]:
        if start >= free and start + size <= len(sent):
            free = start + size
            yield slice(start, free)


@dataclass(frozen=True, slots=True)
class _Tests:
    """What tests see at each look.

    Attributes:
        letters: of each arm, shape (tests, looks, 2).
        differences, z: share of b minus share of a, and that in standard errors, shape (tests, looks).
    """

    letters: F64
    differences: F64
    z: F64

    @staticmethod
    def of(sent: I64, hit: int, size: int | None, looks: int) -> _Tests:
        """The tests that these letters make up, each looked at after equal parts of its letters."""
        arm = sent[:, _ARM]
        cases = np.stack([arm == 0, arm == 1, (arm == 0) & sent[:, hit], (arm == 1) & sent[:, hit]], axis=1)
        sums = np.concatenate([np.zeros((1, 4)), np.cumsum(cases, axis=0)])
        made = list(campaigns(sent, size))
        start = np.array([one.start for one in made], dtype=np.int64)[:, None]
        stop = np.array([one.stop for one in made], dtype=np.int64)[:, None]
        seen = sums[start + (stop - start) * np.arange(1, looks + 1) // looks] - sums[start]
        n, hits = seen[..., :2], seen[..., 2:]
        shares = hits / np.maximum(n, 1.0)
        return _Tests(n, shares[..., 1] - shares[..., 0], z_scores(hits, n))

    def ends(self, bounds: F64) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
        """Which tests find a difference, and at which look each ends."""
        beyond = np.abs(self.z) > bounds
        found: NDArray[np.bool_] = np.asarray(beyond.any(axis=1))
        return found, np.where(found, beyond.argmax(axis=1), self.z.shape[1] - 1)


def _rule(tests: _Tests, equal: _Tests, bounds: F64, truth: float) -> Rule:
    """What comes of ending tests at the first look at which z is beyond its bound."""
    found, look = tests.ends(bounds)
    each = np.arange(len(look))
    seen = tests.differences[each, look]
    alarms = equal.ends(bounds)[0]
    exaggerated = float(np.abs(seen[found]).mean() / abs(truth)) if truth and found.any() else None
    return Rule(
        found=float(found.mean()),
        found_ci95=wilson95(int(found.sum()), len(found)),
        wrong_way=float((found & (seen * truth < 0)).mean()) if truth else None,
        false_alarms=float(alarms.mean()),
        false_alarms_ci95=wilson95(int(alarms.sum()), len(alarms)),
        exaggeration=exaggerated,
        letters=float(tests.letters[each, look].sum(axis=-1).mean()),
    )
