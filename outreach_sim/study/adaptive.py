"""A split between two letters that follows what has been seen: what it brings beside half and half.

Thompson (1933): each letter is a with the chance that a is the better one, given what has been seen. Those
chances are exact, for two shares of which nothing is known before (uniform, hence Beta once some are seen).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.observers.trial_letters import COLUMNS
from outreach_sim.model.draws import Purpose, bits, occasions, pack, uniform, world_keys
from outreach_sim.study.statistics import Interval, around

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
_WORLD, _CANDIDATE = COLUMNS.index("world"), COLUMNS.index("candidate")


@dataclass(frozen=True, slots=True)
class Split:
    """What letters bring, a test, by who gets which.

    Attributes:
        tests: how many there are; letters: mean letters in one.
        half, adaptive, better: mean of what is counted, half and half (both chances alike), split by what has
            been seen, and with the better letter for all; ``better`` is ``None`` where neither is better.
        gain, gain_ci95: adaptive minus half, and its interval over tests.
        to_better: share of the letters that are the better one; ``None`` where neither is.
        astray: share of the tests in which most letters are the worse one; ``None`` where neither is.
    """

    tests: int
    letters: float
    half: float
    adaptive: float
    better: float | None
    gain: float
    gain_ci95: Interval | None
    to_better: float | None
    astray: float | None


def to_both(all_a: I64, all_b: I64, hit: int) -> tuple[I64, I64]:
    """Letters that went to the same people of the same worlds, whichever of the two all got.

    Args:
        all_a: rows as ``TrialLetters`` notes them.
        all_b: the same of the other letter.
        hit: the column that is counted.

    Returns:
        The rows of a, in their order, and what came of either letter, shape (letters, 2).
    """
    key_a, key_b = ((sent[:, _WORLD] << 32) + sent[:, _CANDIDATE] for sent in (all_a, all_b))
    _, of_a, of_b = np.intersect1d(key_a, key_b, assume_unique=True, return_indices=True)
    order = np.argsort(of_a)
    of_a, of_b = of_a[order], of_b[order]
    return all_a[of_a], np.stack([all_a[of_a, hit], all_b[of_b, hit]], axis=1)


def lots(sent: I64, seed: int, lab: int) -> F64:
    """A number from 0 to 1 for each letter, keyed by world, lab and person."""
    keys = world_keys(seed, sent[:, _WORLD])
    return uniform(bits(occasions(keys, pack(sent[:, _CANDIDATE], lab, 0)), Purpose.SPLIT))


def split(tests: Sequence[slice], outcomes: I64, lot: F64, looks: int, better: int | None) -> Split:
    """Split the letters of these tests anew at each look.

    What is decided at a look rests on the letters sent before it, and on whatever came of them.

    Args:
        tests: which letters make up each, at least one.
        outcomes: 0 or 1 by letter and arm, shape (letters, 2).
        lot: of each letter, 0 to 1.
        looks: how often a test is looked at, after equal parts of its letters.
        better: arm of the better letter, if there is one.
    """
    starts = np.array([one.start for one in tests])
    sizes = np.array([one.stop for one in tests]) - starts
    test = np.repeat(np.arange(len(tests)), sizes)
    letter = np.concatenate([np.arange(one.start, one.stop) for one in tests])
    # The first look comes after the first part, so that part is half and half.
    part = ((letter - starts[test] + 1) * looks - 1) // sizes[test]
    arm = assigned(test, part, outcomes[letter], lot[letter], len(tests))
    got = np.bincount(test, outcomes[letter, arm], len(tests))
    both = np.stack([np.bincount(test, outcomes[letter, one], len(tests)) for one in (0, 1)])
    gains = got - both.mean(axis=0)
    error = float(gains.std(ddof=1)) / len(tests) ** 0.5 if len(tests) > 1 else 0.0
    right = None if better is None else np.bincount(test, arm == better, len(tests)) / sizes
    return Split(
        tests=len(tests),
        letters=float(sizes.mean()),
        half=float(both.mean()),
        adaptive=float(got.mean()),
        better=None if better is None else float(both[better].mean()),
        gain=float(gains.mean()),
        gain_ci95=around(float(gains.mean()), error, len(tests)),
        to_better=None if right is None else float(np.average(right, weights=sizes)),
        astray=None if right is None else float((right < 0.5).mean()),
    )


def assigned(test: I64, part: I64, outcomes: I64, lot: F64, tests: int) -> I64:
    """Which arm each letter is, 0 or 1, part after part of the tests.

    Args:
        test: of each letter, from 0.
        part: of its test in which a letter goes out, from 0.
        outcomes: by letter and arm.
        lot: of each letter.
        tests: how many.
    """
    arm = np.zeros(len(test), dtype=np.int64)
    seen = np.zeros((tests, 2, 2), dtype=np.int64)  # by arm: without and with what is counted
    for now in range(int(part.max(initial=-1)) + 1):
        here = np.flatnonzero(part == now)
        arm[here] = lot[here] < second_is_better(seen)[test[here]]
        np.add.at(seen, (test[here], arm[here], outcomes[here, arm[here]]), 1)
    return arm


def second_is_better(seen: I64) -> F64:
    """The chance that the second of two shares is the larger one.

    Exact, a sum of Beta functions of whole numbers (Cook 2005): of two draws from Beta(1 + hits, 1 + misses)
    the second is above the first.

    Args:
        seen: misses and hits by arm, shape (..., 2, 2).
    """
    cases, back = np.unique(seen.reshape(-1, 4), axis=0, return_inverse=True)
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, int(cases.sum(axis=1).max(initial=0)) + 4)))])
    chances = np.array([_second_is_better(case, logs) for case in cases])
    return chances[back].reshape(seen.shape[:-2])


def _second_is_better(case: I64, logs: F64) -> float:
    """The same of one case; ``logs`` holds the logarithms of the factorials."""
    misses_a, hits_a, misses_b, hits_b = case.tolist()

    def log_beta(x: Any, y: Any) -> Any:
        return logs[x - 1] + logs[y - 1] - logs[x + y - 1]

    i = np.arange(hits_b + 1)
    beta_a, beta_b = misses_a + 1, misses_b + 1
    terms = (
        log_beta(hits_a + 1 + i, beta_a + beta_b)
        - np.log(beta_b + i)
        - log_beta(1 + i, beta_b)
        - log_beta(hits_a + 1, beta_a)
    )
    return float(np.exp(terms).sum())
