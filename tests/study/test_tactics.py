"""A known decay is found again; what has no edge, or keeps it, is said to."""

import numpy as np
import pytest
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.tactics import Tactic
from outreach_sim.market.observers.tactic_counts import PLAIN
from outreach_sim.study import tactics
from outreach_sim.study.tactics import fit, half_lives

MONTHS = 12


def counts(half_life: float, start: float = 1.0, worlds: int = 40, letters: int = 400) -> NDArray[np.int64]:
    """Replies drawn for a CEO tactic whose edge is halved every so many days."""
    luck = np.random.default_rng(7)
    result = np.zeros((worlds, len(Tactic) + 1, MONTHS, 3), dtype=np.int64)
    edge = start * 2.0 ** (-30.0 * (np.arange(MONTHS) + 0.5) / half_life)
    for column, logit in ((Tactic.CEO, -1.4 + edge), (PLAIN, np.full(MONTHS, -1.4))):
        result[:, column, :, 0] = letters
        result[:, column, :, 1] = luck.binomial(letters, 1 / (1 + np.exp(-logit)), (worlds, MONTHS))
    return result


@pytest.mark.parametrize("true", [45.0, 120.0, 300.0])
def test_a_known_half_life_is_found_within_its_interval(true: float) -> None:
    (found,) = half_lives(counts(true))
    assert found.tactic == "ceo" and found.half_life_days is not None and found.ci95 is not None
    assert found.half_life_days == pytest.approx(true, rel=0.15)
    low, high = found.ci95
    assert (
        low is not None and high is not None and low <= true * 1.1 and true * 0.9 <= high and high < 2 * low
    )


def test_the_fit_of_an_exact_decay_is_exact_up_to_the_grid() -> None:
    days = 30.0 * (np.arange(MONTHS) + 0.5)
    assert fit(2.0 * 2.0 ** (-days / 90.0), np.ones(MONTHS)) == pytest.approx(90.0, rel=0.02)


def test_no_edge_no_decay_and_too_few_months_are_said() -> None:
    assert half_lives(counts(100.0, start=0.0))[0].why == tactics.NO_EDGE
    assert half_lives(counts(1e9))[0].why == tactics.NO_DECAY
    assert half_lives(counts(100.0)[:, :, :2])[0].why == tactics.TOO_SHORT
    assert half_lives(counts(100.0) * 0) == ()


def test_a_few_worlds_have_a_half_life_without_an_interval() -> None:
    for worlds in (1, 9):
        (found,) = half_lives(counts(60.0, worlds=worlds, letters=20_000))
        assert found.half_life_days is not None and found.ci95 is None
