"""A target is hit by its value, and only where the interval could have told a miss."""

import pytest

from outreach_sim.study.judging import Verdict, judge

LOW, HIGH = 0.4, 0.6


@pytest.mark.parametrize(
    ("value", "ci95", "verdict"),
    [
        (0.5, (0.46, 0.54), Verdict.HIT),
        (0.5, (0.45, 0.5499), Verdict.HIT),
        (0.5, (0.44, 0.56), Verdict.UNSURE),
        (0.5, (0.3, 0.7), Verdict.UNSURE),
        (0.4, (0.36, 0.44), Verdict.HIT),
        (0.6, (0.56, 0.64), Verdict.HIT),
        (0.39, (0.36, 0.42), Verdict.MISSED),
        (0.61, (0.58, 0.64), Verdict.MISSED),
        (0.39, (0.33, 0.45), Verdict.UNSURE),
        (0.7, (0.5, 0.9), Verdict.UNSURE),
        (0.9, (0.61, 1.2), Verdict.MISSED),
        (0.1, (-0.2, 0.39), Verdict.MISSED),
        (0.5, None, Verdict.UNSURE),
        (0.9, None, Verdict.UNSURE),
    ],
)
def test_a_value_is_judged_where_its_interval_is_narrow_or_lies_outside(
    value: float, ci95: tuple[float, float] | None, verdict: Verdict
) -> None:
    assert judge(value, ci95, LOW, HIGH) is verdict


def test_a_range_that_ends_at_nothing_is_hit_by_nothing_at_all() -> None:
    assert judge(0.0, (0.0, 0.0), 0.0, 0.01) is Verdict.HIT
    assert judge(0.011, (0.011, 0.011), 0.0, 0.01) is Verdict.MISSED
