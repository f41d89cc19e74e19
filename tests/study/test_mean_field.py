"""The market without people loses nobody, and its slopes are those of differences."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from outreach_sim.study.mean_field import APPEAL_SLOPE, HIRES_A_CAMPAIGN, QUARTERS, jacobian, two_years

HEADS = np.array([90.0, 200.0, 370.0, 1_500.0])
LETTERS = np.array([0.1, 0.4, 0.5, 0.0])


def outcome(x: NDArray[Any]) -> NDArray[Any]:
    found = two_years(HEADS, LETTERS, np.array([x[0], 0 * x[0], x[1], 0 * x[0]]), np.exp(x[2]), np.exp(x[3]))
    return np.concatenate([np.log(found.hazards), [np.log(found.moves[1, 0] / found.moves[0, 1])]])


def test_the_jacobian_is_that_of_finite_differences() -> None:
    x, h = np.array([0.8, -0.3, np.log(0.1), np.log(6)]), 1e-5
    steps = h * np.eye(4)
    differences = np.array([(outcome(x + step) - outcome(x - step)) / (2 * h) for step in steps]).T
    found = jacobian(outcome, x)
    assert found.shape == (5, 4) and found == pytest.approx(differences, rel=1e-6, abs=1e-8)


def test_who_leaves_at_equal_appeal_is_exits_and_the_letters_of_others() -> None:
    found = two_years(HEADS, LETTERS, np.zeros(4), 0.1, 6.0)
    people = HEADS.sum()
    first = 6.0 * LETTERS * people / (people - HEADS) * HIRES_A_CAMPAIGN
    assert found.moves.diagonal() == pytest.approx([0, 0, 0, 0])
    assert found.hazards[3] == pytest.approx(0.1 + first[:3].sum(), rel=0.02), "the pool hardly changes"
    assert (found.moves[:, 3] == 0).all(), "who does not write gains nobody"


def test_appeal_draws_and_holds_by_its_slope() -> None:
    plain = two_years(HEADS, LETTERS, np.zeros(4), 0.0, 1e-6)
    liked = two_years(HEADS, LETTERS, np.array([1.0, 0, 0, 0]), 0.0, 1e-6)
    grown = liked.moves / np.where(plain.moves > 0, plain.moves, 1)
    assert grown[1, 0] == pytest.approx(np.exp(APPEAL_SLOPE), rel=1e-4)
    assert grown[0, 1] == pytest.approx(np.exp(-APPEAL_SLOPE), rel=1e-4)
    assert grown[2, 1] == pytest.approx(1, rel=1e-4)


def test_nobody_is_lost_but_by_exits() -> None:
    found = two_years(HEADS, LETTERS, np.array([1.0, 0, -0.5, 0]), 0.1, 6.0)
    change = found.moves.sum(axis=0) - found.moves.sum(axis=1)
    assert change.sum() == pytest.approx(0, abs=1e-9) and change[0] > 0 and QUARTERS == 8
