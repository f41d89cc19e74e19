"""Means, intervals, shares and verdicts."""

import numpy as np
import pytest

from outreach_sim.market.state.events import Event, Query
from outreach_sim.scenario.build import Expectation
from outreach_sim.study.expectations import Call, judge
from outreach_sim.study.statistics import FEWEST_FOR_SPREAD, Summary, around, student_t95, summarise, wilson95

MEDIAN = dict.fromkeys(("5%", "25%", "50%", "75%", "95%"))


def test_a_summary_is_that_of_a_sample() -> None:
    summary = summarise(range(1, 13))
    assert summary.mean == 6.5
    assert summary.sd == pytest.approx(3.6055513)
    half = 2.200985 * 3.6055513 / 12**0.5
    assert summary.ci95 == pytest.approx((6.5 - half, 6.5 + half), abs=2e-3)
    assert summary.quantiles["50%"] == 6.5


def test_one_world_has_no_spread_and_a_few_have_no_interval() -> None:
    assert summarise([7]) == Summary(7, None, None, MEDIAN | {"50%": 7})
    few = summarise([4, 1, 2, 3, 9, 5, 6, 7, 8])
    assert few.ci95 is None and few.quantiles == MEDIAN | {"50%": 5.0}
    assert few.sd == pytest.approx(2.7386, abs=1e-4)
    assert summarise([1, 2]).quantiles["50%"] == 1.5
    ten = summarise(range(10))
    assert ten.ci95 is not None and None not in ten.quantiles.values()
    assert around(1.0, 0.5, FEWEST_FOR_SPREAD - 1) is None and wilson95(5, FEWEST_FOR_SPREAD - 1) is None


@pytest.mark.parametrize(
    ("degrees", "value"), [(1, 12.706), (4, 2.776), (5, 2.571), (9, 2.262), (30, 2.042), (199, 1.972)]
)
def test_students_t_is_that_of_the_tables(degrees: int, value: float) -> None:
    assert student_t95(degrees) == pytest.approx(value, abs=2.5e-3)


def test_the_interval_of_the_mean_covers_the_truth_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(0)
    found = [summarise(rng.poisson(3, 40)).ci95 for _ in range(2_000)]
    inside = [ends is not None and ends[0] <= 3 <= ends[1] for ends in found]
    assert 0.93 < np.mean(inside) < 0.97


def test_wilson_stays_between_nothing_and_all() -> None:
    assert wilson95(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-3)
    assert wilson95(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-3)
    assert wilson95(60, 100) == pytest.approx((0.502, 0.691), abs=1e-3)


def expectation(**bound: int) -> Expectation:
    return Expectation("it holds", Query(Event.ACCEPTED), bound.get("at_least"), bound.get("at_most"), 0.6)


def test_a_verdict_is_clear_only_three_standard_errors_away() -> None:
    counts = np.array([1] * 140 + [0] * 60)
    assert judge(expectation(at_least=1), counts).call is Call.TOO_CLOSE
    assert judge(expectation(at_least=1), np.array([1] * 180 + [0] * 20)).call is Call.HELD
    assert judge(expectation(at_least=1), np.zeros(200, dtype=int)).call is Call.FAILED
    assert judge(expectation(at_most=0), np.zeros(200, dtype=int)).call is Call.HELD


@pytest.mark.parametrize("worlds", [1, 2, 9, 10, 19, 20, 200])
@pytest.mark.parametrize("share", [0.0, 0.55, 0.6, 0.65, 1.0])
def test_a_verdict_is_one_of_held_failed_and_too_close(worlds: int, share: float) -> None:
    told = judge(expectation(at_least=1), np.arange(worlds) < round(share * worlds)).as_dict()
    assert told["held"] + told["too_close_to_call"] + (told["verdict"] == "failed") == 1
    assert told["held"] == (told["verdict"] == "held")
    assert told["too_close_to_call"] == (told["verdict"] == "too close to call")
    assert (told["ci95"] is None) == (worlds < FEWEST_FOR_SPREAD)
