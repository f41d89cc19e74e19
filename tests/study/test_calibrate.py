"""The published figures are simulated as they were published; a broken parameter is found out."""

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from outreach_sim.cli.calibrate import simulated
from outreach_sim.cli.failure import run_command_line
from outreach_sim.scenario.parameters import load_cards
from outreach_sim.scenario.targets import MEASURES, Target, condition, load_figures, load_targets
from outreach_sim.study.calibrate import Found, solve
from tests.market.worlds import lab, people, plain_setup

TARGETS = {target.id: target for target in load_targets()}


def calibrated(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run_command_line(["calibrate", "--json", *words]) == 0
    found = json.loads(capsys.readouterr().out)
    return {row["id"]: row for row in found["targets"]}


@pytest.mark.parametrize("target", TARGETS.values(), ids=list(TARGETS))
def test_a_target_lies_in_its_range_and_names_a_figure_and_a_scenario(target: Target) -> None:
    assert target.low <= target.value <= target.high and target.low < target.high
    assert target.figure in load_figures() and target.measure in MEASURES
    assert condition(target.scenario, target.set).days > 0


def test_every_figure_a_parameter_names_exists_and_a_guess_names_none() -> None:
    for card in load_cards().values():
        assert set(card.figures) <= set(load_figures()), card.name
        assert card.source != "a guess" or not card.figures, card.name
        assert card.trust in ("A", "B") or card.figures or card.trust != "C", card.name


def test_the_figures_are_hit_and_those_kept_aside_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    only = ("reply", "interested", "second-mail", "offer-acceptance", "hollow-out")
    rows = calibrated(capsys, "-n", "10", *(word for name in only for word in ("--only", name)))
    assert list(rows) == list(only)
    assert all(row["hit"] for row in rows.values() if not row["held_out"]), rows
    assert [row["held_out"] for row in rows.values()] == [False] * 4 + [True]
    assert rows["reply"]["figure"]["source"] == "Gem"
    low, high = rows["reply"]["ci95"]
    assert 0 < low < rows["reply"]["simulated"] < high < 1


def test_a_broken_parameter_turns_a_hit_into_a_miss_and_strict_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = ["calibrate", "-n", "10", "--only", "reply", "--set", "parameters.reply_cut_4=-0.6"]
    assert run_command_line(broken) == 0, "a miss is information"
    assert "MISS" in capsys.readouterr().out
    assert run_command_line([*broken, "--strict"]) == 1


def test_an_unknown_target_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["calibrate", "--only", "replay"]) == 2
    assert "did you mean reply?" in capsys.readouterr().err


def test_the_elasticity_is_that_of_the_two_runs_on_one_luck() -> None:
    gain = simulated(replace(TARGETS["pay-elasticity"], measure="gain"), 1, 12, ())
    elasticity = simulated(TARGETS["pay-elasticity"], 1, 12, ())
    assert elasticity.value == pytest.approx(math.log(gain.value) / math.log(1.21))
    assert elasticity.ci95 is not None
    assert elasticity.ci95[0] < elasticity.value < elasticity.ci95[1]


def test_a_target_is_hit_where_the_interval_meets_the_range() -> None:
    assert Found(0.5, (0.4, 0.6)).hits(0.59, 0.7) and not Found(0.5, (0.4, 0.6)).hits(0.61, 0.7)
    assert not Found(0.5, (0.4, 0.6)).hits(0.1, 0.39)
    assert Found(0.5, None).hits(0.4, 0.6) is None


def test_with_too_few_worlds_nothing_is_called_hit_or_missed(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["calibrate", "-n", "2", "--only", "reply", "--set", "parameters.reply_cut_4=-0.6"]
    assert run_command_line([*words, "--strict"]) == 0
    assert "0 of 1 hit. Too few worlds to tell: reply; raise -n." in capsys.readouterr().out
    row = calibrated(capsys, *words[1:])["reply"]
    assert (row["ci95"], row["hit"]) == (None, None)


def test_solving_finds_the_appeal_at_which_retention_is_hit() -> None:
    base = plain_setup(300, 740, 0)
    writers = tuple(
        replace(
            lab(i, 740, researchers=3_000),
            policy=replace(lab(0, 1).policy, kind="spray", letters_per_week=35),
        )
        for i in range(2)
    )
    mechanisms = replace(base.mechanisms, aftermath=True)
    staff = people(300, 2)
    setup = replace(base, labs=writers, people=staff, mechanisms=mechanisms)
    appeal, found = solve(setup, {0: 0.93}, 3, 8, exit_hazard=0.0)
    assert appeal[1] == 0.0 and appeal[0] != 0.0
    assert found[0] == pytest.approx(0.93, abs=0.015)
    assert np.isfinite(appeal).all()
