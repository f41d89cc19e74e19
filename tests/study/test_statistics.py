"""Means, intervals, shares and verdicts."""

import numpy as np
import pytest

from outreach_sim.market.events import Event, Query
from outreach_sim.scenario.build import Expectation
from outreach_sim.study.expectations import judge
from outreach_sim.study.statistics import student_t95, summarise, wilson95


def test_a_summary_is_that_of_a_sample() -> None:
    summary = summarise([1, 2, 3, 4])
    assert summary.mean == 2.5
    assert summary.sd == pytest.approx(1.2909944487)
    assert summary.ci95 == pytest.approx(
        (2.5 - 3.1824 * 1.2909944 / 2, 2.5 + 3.1824 * 1.2909944 / 2), abs=1e-3
    )
    assert summary.quantiles["50%"] == 2.5


def test_one_world_has_no_spread() -> None:
    assert summarise([7]).as_dict()["ci95"] == [7.0, 7.0]


@pytest.mark.parametrize(
    ("degrees", "value"), [(1, 12.706), (4, 2.776), (5, 2.571), (9, 2.262), (30, 2.042), (199, 1.972)]
)
def test_students_t_is_that_of_the_tables(degrees: int, value: float) -> None:
    assert student_t95(degrees) == pytest.approx(value, abs=2.5e-3)


def test_the_interval_of_the_mean_covers_the_truth_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(0)
    inside = [low <= 3 <= high for low, high in (summarise(rng.poisson(3, 40)).ci95 for _ in range(2_000))]
    assert 0.93 < np.mean(inside) < 0.97


def test_wilson_stays_between_nothing_and_all() -> None:
    assert wilson95(0, 10)[0] == 0
    assert wilson95(10, 10)[1] == pytest.approx(1)
    low, high = wilson95(60, 100)
    assert (low, high) == pytest.approx((0.502, 0.691), abs=1e-3)


def expectation(**bound: int) -> Expectation:
    return Expectation("it holds", Query(Event.ACCEPTED), bound.get("at_least"), bound.get("at_most"), 0.6)


def test_a_verdict_is_clear_only_three_standard_errors_away() -> None:
    counts = np.array([1] * 140 + [0] * 60)
    verdict = judge(expectation(at_least=1), counts)
    assert verdict.held and verdict.close and not verdict.failed
    assert judge(expectation(at_least=1), np.array([1] * 180 + [0] * 20)).close is False
    assert judge(expectation(at_least=1), np.zeros(200, dtype=int)).failed
    assert judge(expectation(at_most=0), np.zeros(200, dtype=int)).held
