"""Roots and best fits that are known are found, from a rough Jacobian and few looks."""

import numpy as np
import pytest

from outreach_sim.study.least_squares import Vector, least_squares


def curved(x: Vector) -> Vector:
    """Root at (1, 2)."""
    return np.array([np.exp(x[0] - 1) - 1 + 0.3 * (x[1] - 2), x[0] * x[1] - 2, (x[1] - 2) ** 2])


START = np.array([0.5, 1.5])
ROUGH = np.array([[0.5, 0.5], [2.0, 0.5], [0.0, -0.5]])
"""At the start it is .61, .3; 1.5, .5; 0, -1."""


def test_broyden_reaches_a_known_root_from_a_rough_jacobian() -> None:
    found = least_squares(curved, START, ROUGH, 30)
    assert found.x == pytest.approx([1, 2], abs=1e-6) and found.cost < 1e-12


def test_a_linear_problem_is_solved_by_gauss_and_newton_s_first_step() -> None:
    rng = np.random.default_rng(4)
    slopes, wanted = rng.normal(size=(7, 3)), rng.normal(size=7)
    found = least_squares(lambda x: slopes @ x - wanted, np.zeros(3), slopes, 2)
    best = np.linalg.lstsq(slopes, wanted, rcond=None)[0]
    assert found.x == pytest.approx(best) and found.rounds == 2


def test_the_best_point_is_kept_where_a_step_makes_things_worse() -> None:
    seen: list[float] = []

    def far(x: Vector) -> Vector:
        seen.append(float(x[0]))
        return np.array([np.arctan(x[0] - 5)])

    found = least_squares(far, np.array([0.0]), np.array([[0.05]]), 3)
    assert len(seen) == 3 and found.x[0] == min(seen, key=lambda x: abs(x - 5))


def test_a_step_is_no_longer_than_allowed_and_one_too_small_ends_the_search() -> None:
    seen: list[Vector] = []

    def line(x: Vector) -> Vector:
        seen.append(x)
        return x - np.array([3.0, 1.5])

    found = least_squares(line, np.zeros(2), np.eye(2), 20, longest=1.0, enough=0.01)
    assert np.abs(np.diff(seen, axis=0)).max() <= 1 and seen[1] == pytest.approx([1, 0.5])
    assert found.x == pytest.approx([3, 1.5], abs=0.01) and found.rounds == len(seen) < 20


def test_every_round_is_heard_of_and_none_is_played_for_nothing() -> None:
    heard: list[int] = []
    looks: list[int] = []

    def residuals(x: Vector) -> Vector:
        looks.append(1)
        return curved(x)

    least_squares(residuals, START, ROUGH, 6, told=heard.append)
    assert heard == [1, 2, 3, 4, 5, 6] and len(looks) == 6
