"""Three difficulties: what the board asks for, and what it pays, as data that a game's scenario then says."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from outreach_sim.scenario.load import Scenario, load_scenario


class Difficulty(StrEnum):
    """How hard a game is made for whoever plays."""

    EASY = "easy"
    NORMAL = "normal"
    HARD = "hard"


class Factors(NamedTuple):
    """What goals and grants of the player's lab are multiplied by."""

    goal: float
    grants: float


FACTORS = {
    Difficulty.EASY: Factors(0.7, 1.25),
    Difficulty.NORMAL: Factors(1.0, 1.0),
    Difficulty.HARD: Factors(1.3, 0.8),
}


def load_at(name_or_path: str, difficulty: Difficulty, letters: Path | None = None) -> Scenario:
    """A scenario made easier or harder, in its goal and in all money that the player's lab is given.

    Raises:
        OutreachError: there is no such scenario, or something is wrong with it.
    """
    loaded = load_scenario(name_or_path, letters=letters)
    if difficulty is Difficulty.NORMAL:
        return loaded
    words = changes(loaded, difficulty)
    written = dict.fromkeys(words, f"--difficulty {difficulty}")
    return load_scenario(name_or_path, words, written, letters)


def changes(scenario: Scenario, difficulty: Difficulty) -> list[str]:
    """What would be said after ``--set`` for it: goals with six digits, money in whole dollars."""
    factors, table = FACTORS[difficulty], scenario.spec.scenario
    lab = next(lab for lab in scenario.spec.labs if lab.id == table.player)
    money = {f"budget.{number}.usd": grant.usd for number, grant in enumerate(lab.budget, start=1)}
    money |= {} if lab.budget_usd is None else {"budget_usd": lab.budget_usd}
    goals = [f"{key}={points * factors.goal:g}" for key, points in _goals(table.goal).items()]
    sums = [f"labs.{lab.id}.{key}={round(usd * factors.grants)}" for key, usd in money.items()]
    return [f"scenario.difficulty={difficulty}", *goals, *sums]


def _goals(goal: Any) -> dict[str, float]:
    """The points that the board asks for by the end, or on each of its days, by their keys."""
    if goal is None:
        return {}
    if isinstance(goal, int | float):
        return {"scenario.goal": float(goal)}
    return {f"scenario.goal.{number}.points": board.points for number, board in enumerate(goal, start=1)}
