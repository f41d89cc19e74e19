"""Every interval is Student's, with the degrees of freedom that its samples have; in few worlds it shows."""

import math

import numpy as np
import pytest
from scipy import stats

from outreach_sim.study.calibrate import _mean
from outreach_sim.study.cohorts import ratio95
from outreach_sim.study.compare import difference
from outreach_sim.study.statistics import summarise
from outreach_sim.study.uncertain import mean95, parts

A = np.array([4, 7, 5, 9, 6, 5, 8, 3, 6, 7, 9, 4])
B = np.array([8, 9, 8, 9, 7, 6, 9, 5, 8, 9, 9, 7])


def students(values: np.ndarray) -> tuple[float, float]:
    found = stats.ttest_1samp(values, 0.0).confidence_interval()
    return found.low, found.high


@pytest.mark.parametrize("worlds", [10, 11, 12])
def test_the_interval_of_a_mean_has_one_degree_less_than_worlds(worlds: int) -> None:
    values = A[:worlds]
    assert summarise(values).ci95 == pytest.approx(students(values), rel=1e-3)
    assert _mean(values.astype(float)).ci95 == pytest.approx(students(values), rel=1e-3)


@pytest.mark.parametrize("worlds", [10, 11, 12])
def test_the_interval_of_a_difference_counts_pairs_or_on_separate_luck_both_samples(worlds: int) -> None:
    a, b = A[:worlds], B[:worlds]
    found = difference("hires", a, b)
    assert found.ci95 is not None and found.unpaired_ci95 is not None
    assert found.ci95 == pytest.approx(students(b - a), rel=1e-3)
    apart = stats.ttest_ind(b, a).confidence_interval()
    assert np.ptp(found.unpaired_ci95) == pytest.approx(apart.high - apart.low, rel=1e-3)
    assert np.mean(found.unpaired_ci95) == pytest.approx(found.difference)


def test_the_interval_of_a_ratio_has_one_degree_less_than_worlds() -> None:
    amount = np.array([40, 55, 61, 20, 48, 52, 33, 71, 44, 39])
    hires = np.array([4, 5, 7, 2, 5, 5, 3, 6, 5, 4])
    ratio, ends = ratio95(amount, hires)
    assert ends is not None
    low, high = ends
    rest = amount - ratio * hires
    half = stats.t.ppf(0.975, 9) * rest.std(ddof=1) / (hires.mean() * math.sqrt(10))
    assert ratio == amount.sum() / hires.sum()
    assert (high - ratio, ratio - low) == pytest.approx((half, half), rel=1e-3)


@pytest.mark.parametrize(("draws", "worlds"), [(10, 16), (16, 10)])
def test_the_interval_over_draws_and_worlds_has_one_degree_less_than_the_fewer(
    draws: int, worlds: int
) -> None:
    values = np.random.default_rng(2).normal(size=(draws, 1)) + np.random.default_rng(3).normal(size=worlds)
    found = parts(values)
    variance = found.parameters / draws + found.world / worlds
    assert found.parameters > 0 and found.world > 0
    ends = mean95(values, float(values.mean()))
    assert ends is not None
    assert (ends[1] - ends[0]) / 2 == pytest.approx(stats.t.ppf(0.975, 9) * math.sqrt(variance), rel=1e-3)
