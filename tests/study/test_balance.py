"""Balance: every policy in the same worlds, against doing nothing there."""

import json

import numpy as np
import pytest

from outreach_sim.cli.balance import summing_up, who_leads
from outreach_sim.cli.main import cli
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.score import WAYS_TO_LOSE
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.balance import Balance, PolicyRow, balance, judged, play_through, with_policy
from outreach_sim.study.pool import Pool
from outreach_sim.study.run import Place
from outreach_sim.study.statistics import summarise
from tests.study.test_same_numbers import Dying

SETUP = load_scenario("first-letter").setup


def test_doing_nothing_gains_nothing_and_the_best_stands_first() -> None:
    found = balance(SETUP, 1, 4)
    gains = {row.policy: row.gain.mean for row in found.rows}
    assert set(gains) == {"idle", *POLICIES}
    assert gains["idle"] == 0.0
    assert list(gains.values()) == sorted(gains.values(), reverse=True)
    first, second = list(gains.values())[:2]
    assert found.lead.mean == pytest.approx(first - second)


def test_the_same_world_is_played_by_all_however_many_there_are() -> None:
    pay_max = with_policy(SETUP, "pay-max")
    few, many = play_through(pay_max, 1, 2), play_through(pay_max, 1, 5)
    assert np.array_equal(few.output, many.output[:2])
    assert many.hires.sum() > 0


def test_the_player_s_script_is_put_aside_and_nobody_else_s() -> None:
    idle = with_policy(SETUP, "idle")
    assert not [order for order in idle.script if order.lab == SETUP.player]
    assert play_through(idle, 1, 2).hires.sum() == 0


@pytest.mark.parametrize("survive", [100, 4])
def test_where_it_is_played_and_what_is_lost_there_change_no_number(survive: int) -> None:
    shares: list[float] = []
    lives = iter([survive, 100])
    elsewhere = balance(SETUP, 1, 3, shares.append, Place(lambda: Dying(next(lives)), 2))
    assert elsewhere == balance(SETUP, 1, 3)
    assert shares == sorted(shares) and len(shares) == len(POLICIES) + 1 and shares[-1] == 1.0


def test_worlds_that_do_not_fit_at_once_are_put_together_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = balance(SETUP, 1, 5)
    monkeypatch.setattr("outreach_sim.study.plan.MAX_CHUNK_WORLDS", 2)
    assert balance(SETUP, 1, 5, where=Place(lambda: Dying(100), 4)) == whole


def test_jobs_change_no_number_and_are_used(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pools: list[int] = []

    class Counted(Pool):
        def __init__(self, workers: int) -> None:
            pools.append(workers)
            super().__init__(workers)

    monkeypatch.setattr("outreach_sim.study.pool.Pool", Counted)
    told = []
    for jobs in ("1", "2"):
        words = ["balance", "first-letter", "defender", "-n", "2", "--jobs", jobs, "--json"]
        cli(words, standalone_mode=False)
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    assert pools == [2], "one pool for all scenarios"


def test_json_holds_every_policy_and_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    cli(["balance", "first-letter", "-n", "2", "--json"], standalone_mode=False)
    data = json.loads(capsys.readouterr().out)
    assert set(data["scenarios"]["first-letter"]["policies"]) == {"idle", *POLICIES}
    assert len(data["summary"]) == 6
    cli(["balance", "first-letter", "-n", "2", "--markdown"], standalone_mode=False)
    assert "| policy | gain, % |" in capsys.readouterr().out


def of_gains(*gains: tuple[str, list[float]]) -> Balance:
    """A balance of made-up gains, the first of them the highest."""
    columns = {name: np.array(gain) for name, gain in gains}
    rows = tuple(
        PolicyRow(name, summarise(gain), summarise(gain), dict.fromkeys(WAYS_TO_LOSE, 0.0))
        for name, gain in columns.items()
    )
    return judged(rows, columns)


def test_nobody_is_called_best_whose_lead_may_be_nothing() -> None:
    luck, other = [1.0, -1.0] * 20, [-1.0, 1.0] * 20
    ahead = of_gains(("a", [3.0 + x for x in luck]), ("b", luck), ("random", [0.0] * 40))
    even = of_gains(("a", [0.1 + x for x in luck]), ("b", other), ("random", [0.0] * 40))
    third = of_gains(("a", [0.2 + x for x in luck]), ("b", [0.1 + x for x in luck]), ("random", other))
    equal = of_gains(("a", luck), ("b", luck), ("random", luck))
    few = of_gains(("a", [2.0, 3.0]), ("b", [1.0, 1.0]), ("random", [0.0, 0.0]))
    assert [found.best for found in (ahead, even, third, equal, few)] == ["a", None, None, None, "a"]
    assert ahead.clear and not even.clear and not few.clear
    assert who_leads(ahead) == "a leads b by 3.00 points, clearly."
    assert who_leads(even).startswith("a and b are even, as far as so many worlds tell: +0.10 points, 95 %")
    assert who_leads(equal) == "a and b are even."
    said = summing_up({"x": ahead, "y": even, "z": equal})
    assert said[0] == "Best in how many of 3 scenarios: a 1, even 2."
    assert said[1] == "random gains less than half of what the best policy gains in every scenario."
    assert summing_up({"y": even})[:2] == [
        "Nobody is best: the first are even.", "Nobody gains anything over doing nothing.",
    ]  # fmt: skip
