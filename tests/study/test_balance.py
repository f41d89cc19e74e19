"""Balance: every policy and three naive strategies in the same worlds, in points."""

import json
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.balance import GAMES, summing_up, who_leads
from outreach_sim.cli.main import cli
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.market.points import POINT
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.setup import Do
from outreach_sim.scenario.load import list_scenarios, load_scenario
from outreach_sim.study.balance import (
    STRATEGIES,
    Balance,
    Played,
    balance,
    judged,
    play_through,
    with_policy,
    with_strategy,
)
from outreach_sim.study.naive import NAIVE
from outreach_sim.study.pool import Pool
from outreach_sim.study.run import Place
from tests.study.test_same_numbers import Dying

SETUP = load_scenario("first-letter", ["scenario.days=28"]).setup
FEW = (*STRATEGIES[:3], STRATEGIES[-1])
"""Enough where it does not matter which."""


def test_doing_nothing_is_worth_nothing_and_the_best_stands_first() -> None:
    found = balance(SETUP, 1, 4)
    points = {row.strategy: row.points.mean for row in found.rows}
    assert set(points) == set(STRATEGIES) == {"idle", *POLICIES, *NAIVE}
    assert points["idle"] == 0.0
    assert list(points.values()) == sorted(points.values(), reverse=True)
    first, second = list(points.values())[:2]
    assert found.lead.mean == pytest.approx(first - second)
    assert sum(row.best for row in found.rows) == pytest.approx(1.0)


def test_the_same_world_is_played_by_all_however_many_there_are() -> None:
    pay_max = with_policy(SETUP, "pay-max")
    few, many = play_through(pay_max, 1, 2), play_through(pay_max, 1, 5)
    assert np.array_equal(few.score, many.score[:2])
    assert many.hires.sum() > 0 and many.score.any()


def test_the_player_s_script_is_put_aside_and_nobody_else_s() -> None:
    idle = with_policy(SETUP, "idle")
    assert not [order for order in idle.script if order.lab == SETUP.player]
    assert play_through(idle, 1, 2).hires.sum() == 0


def test_naive_strategies_are_scripts_of_the_player_s_own_and_do_what_they_say() -> None:
    """All money for machines: nothing. All machines for people: less than nothing."""
    game = load_scenario("small-lab", ["scenario.days=120"]).setup
    for name in NAIVE:
        assert {order.lab for order in with_strategy(game, name).script} == {game.player}
    lab, price = game.labs[game.player], game.rules.h100e_price_usd
    bought = [(order.do, order.days, order.h100e) for order in with_strategy(game, "machines-only").script]
    sums = ((0, lab.budget_usd), *lab.grants)
    assert bought == [(Do.BUY, (day,), usd // price) for day, usd in sums if usd >= price]
    played = {name: play_through(with_strategy(game, name), 1, 3) for name in NAIVE}
    assert not played["machines-only"].score.any() and not played["machines-only"].hires.any()
    assert all(played[name].hires.any() for name in ("mass-order", "pledge-everything"))


@pytest.mark.parametrize("survive", [100, 4])
def test_where_it_is_played_and_what_is_lost_there_change_no_number(
    survive: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach_sim.study.balance.STRATEGIES", FEW)
    shares: list[float] = []
    lives = iter([survive, 100])
    elsewhere = balance(SETUP, 1, 3, shares.append, Place(lambda: Dying(next(lives)), 2))
    assert elsewhere == balance(SETUP, 1, 3)
    assert shares == sorted(shares) and len(shares) == len(FEW) and shares[-1] == 1.0


def test_worlds_that_do_not_fit_at_once_are_put_together_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach_sim.study.balance.STRATEGIES", FEW)
    whole = balance(SETUP, 1, 5)
    monkeypatch.setattr("outreach_sim.study.plan.MAX_CHUNK_WORLDS", 2)
    assert balance(SETUP, 1, 5, where=Place(lambda: Dying(100), 4)) == whole


def test_jobs_change_no_number_and_are_used_and_json_holds_every_strategy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pools: list[int] = []

    class Counted(Pool):
        def __init__(self, workers: int) -> None:
            pools.append(workers)
            super().__init__(workers)

    monkeypatch.setattr("outreach_sim.study.pool.Pool", Counted)
    shipped = shipped_folder("fixtures") / "scenarios" / "first-letter.toml"
    short = shipped.read_text(encoding="utf-8").replace("days = 60", "days = 28")
    games = [tmp_path / "one.toml", tmp_path / "two.toml"]
    games[0].write_text(short, encoding="utf-8")
    games[1].write_text(short.replace("size = 20", "size = 22"), encoding="utf-8")
    told = []
    for jobs in ("1", "2"):
        cli(["balance", *map(str, games), "-n", "2", "--jobs", jobs, "--json"], standalone_mode=False)
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert pools == [2], "one pool for all scenarios"
    data = json.loads(told[0])
    assert [set(found["strategies"]) for found in data["scenarios"].values()] == [set(STRATEGIES)] * 2
    assert len(data["summary"]) == 3, "who is best, who else, and who else reaches the goal"
    cli(["balance", str(games[0]), "-n", "2"], standalone_mode=False)
    shown = capsys.readouterr().out
    assert "reaches the goal" in shown and all(name in shown for name in STRATEGIES)


def test_the_games_that_are_balanced_are_shipped() -> None:
    assert set(GAMES) < set(list_scenarios()) and len(set(GAMES)) == 6


def of_points(*points: tuple[str, list[float]], goal: float | None = None) -> Balance:
    """A balance of made-up points."""
    scores = {name: np.rint(np.array(given) * POINT).astype(np.int64) for name, given in points}
    return judged({name: Played(score, score, score) for name, score in scores.items()}, goal)


def test_nobody_is_called_best_whose_lead_may_be_nothing() -> None:
    luck, other = [1.0, -1.0] * 20, [-1.0, 1.0] * 20
    ahead = of_points(("b", luck), ("a", [3.0 + x for x in luck]), ("random", [0.0] * 40))
    even = of_points(("a", [0.1 + x for x in luck]), ("b", other), ("random", [0.0] * 40))
    third = of_points(("a", [0.2 + x for x in luck]), ("b", [0.1 + x for x in luck]), ("random", other))
    equal = of_points(("a", luck), ("b", luck), ("random", luck))
    few = of_points(("a", [2.0, 3.0]), ("b", [1.0, 1.0]), ("random", [0.0, 0.0]))
    assert [found.best for found in (ahead, even, third, equal, few)] == ["a", None, None, None, "a"]
    assert ahead.clear and not even.clear and not few.clear
    assert who_leads(ahead) == "a leads b by 3.00 points, clearly."
    assert who_leads(even).startswith("a and b are even, as far as so many worlds tell: +0.10 points, 95 %")
    assert who_leads(equal) == "a and b are even."
    said = summing_up({"x": ahead, "y": even, "z": equal})
    assert said[0] == "Best in how many of 3 scenarios: a 1, even 2."


def test_a_world_in_which_nobody_does_better_than_nothing_is_doing_nothing_s_own() -> None:
    found = of_points(
        ("idle", [0.0] * 4), ("a", [-1.0, 0.0, 2.0, 2.0]), ("b", [0.0, 0.0, 2.0, 3.0]), goal=2.0
    )
    assert {row.strategy: row.best for row in found.rows} == {"idle": 0.5, "a": 0.25, "b": 0.25}
    assert {row.strategy: row.reached for row in found.rows} == {"idle": 0.0, "a": 0.5, "b": 0.5}
    assert found.goal == 2.0 and of_points(("a", [1.0, 2.0]), ("b", [0.0, 0.0])).rows[0].reached is None


def test_who_weighs_nothing_is_told_of_apart_with_its_share_of_worlds_and_goals() -> None:
    weighing = next(name for name, policy in POLICIES.items() if policy.weighs)
    worlds = [("idle", [0.0] * 4), ("spray", [1.0, 5.0, 5.0, 1.0]), (weighing, [9.0] * 4)]
    one, two = of_points(*worlds[:2], goal=4.0), of_points(*worlds, goal=6.0)
    assert summing_up({"x": one, "y": two})[1:] == [
        "Of the others, spray is best in most worlds: 100.0 % of x.",
        "Of the others, spray reaches the goal most often: in 50.0 % of x.",
    ]
    assert summing_up({"y": two})[1] == "Of the others, spray is best in most worlds: 0.0 % of y."
