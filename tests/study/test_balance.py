"""Balance: every policy in the same worlds, against doing nothing there."""

import json

import numpy as np
import pytest

from outreach_sim.cli.main import cli
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.balance import balance, play_through, with_policy

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


def test_json_holds_every_policy_and_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    cli(["balance", "first-letter", "-n", "2", "--json"], standalone_mode=False)
    data = json.loads(capsys.readouterr().out)
    assert set(data["scenarios"]["first-letter"]["policies"]) == {"idle", *POLICIES}
    assert len(data["summary"]) == 6
    cli(["balance", "first-letter", "-n", "2", "--markdown"], standalone_mode=False)
    assert "| policy | gain, % |" in capsys.readouterr().out
