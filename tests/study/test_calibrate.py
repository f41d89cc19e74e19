"""The published figures are simulated as they were published; a broken parameter is found out."""

import json
import math
import re
from dataclasses import replace
from typing import Any

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.market.setup import Setup
from outreach_sim.scenario.parameters import load_cards
from outreach_sim.scenario.targets import MEASURES, Target, condition, load_figures, load_targets
from outreach_sim.study.calibrate import question, simulate
from outreach_sim.study.plan import Plan, plan

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


def test_a_figure_kept_aside_is_named_by_no_parameter() -> None:
    aside = [target for target in load_targets() if target.held_out]
    assert aside, "something must be left to judge by"
    used = {target.figure for target in load_targets() if not target.held_out}
    for target in aside:
        figure = load_figures()[target.figure]
        names = {figure.id, *re.findall(r"[A-Z]\w+", figure.about)}
        assert target.figure not in used, "one figure cannot be both"
        for card in load_cards().values():
            assert target.figure not in card.figures, (target.id, card.name)
            said = re.findall(r"[\w-]+", f"{card.source} {card.derivation}")
            assert not names & set(said), (target.id, card.name)


def test_what_is_kept_aside_is_played_with_the_parameters_of_everybody() -> None:
    for target in load_targets():
        if target.held_out:
            assert not condition(target.scenario, ()).spec.parameters, target.scenario


def test_the_figures_are_hit_and_those_kept_aside_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    only = ("reply", "interested", "second-mail", "opened", "hollow-out")
    rows = calibrated(capsys, "-n", "40", *(word for name in only for word in ("--only", name)))
    assert list(rows) == list(only)
    assert {rows[name]["verdict"] for name in only[:4]} == {"hit"}, rows
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
    target = TARGETS["pay-elasticity"]
    gain, elasticity = simulate([question(t, 12) for t in (replace(target, measure="gain"), target)], 1)
    assert elasticity.value == pytest.approx(math.log(gain.value) / math.log(1.21))
    assert elasticity.ci95 is not None
    assert elasticity.ci95[0] < elasticity.value < elasticity.ci95[1]


def test_conditions_are_played_once_and_a_value_does_not_depend_on_what_else_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played: list[tuple[Setup, int]] = []

    def counted(setup: Setup, seed: int, worlds: int, *others: Any, **more: Any) -> Plan:
        played.append((setup, worlds))
        return plan(setup, seed, worlds, *others, **more)

    monkeypatch.setattr("outreach_sim.study.calibrate.plan", counted)
    asked = [question(target, 3) for target in TARGETS.values() if target.scenario == "one-campaign"]
    together = simulate(asked, 7)
    conditions = {under for one in asked for under in one.conditions}
    assert len(played) == len(conditions) < len(asked)
    assert max(worlds for _, worlds in played) == max(one.worlds for one in asked) > 3
    assert together == [simulate([one], 7)[0] for one in asked]
    assert [found.worlds for found in together] == [one.worlds for one in asked]


def test_progress_never_goes_back_and_ends_at_all_of_it() -> None:
    heard: list[float] = []
    asked = [question(target, 2) for target in TARGETS.values() if target.scenario != "two-years"]
    simulate(asked, 1, progress=heard.append)
    assert heard == sorted(heard) and heard[-1] == pytest.approx(1.0) and len(set(heard)) > 300


def test_two_worlds_hit_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["calibrate", "-n", "2"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"0 of {len(TARGETS)} hit. Too few worlds to tell: {', '.join(TARGETS)}; raise -n." in said


def test_with_too_few_worlds_nothing_is_called_hit_or_missed(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["calibrate", "-n", "2", "--only", "reply", "--set", "parameters.reply_cut_4=-0.6"]
    assert run_command_line(words) == 0
    assert "0 of 1 hit. Too few worlds to tell: reply; raise -n." in capsys.readouterr().out
    row = calibrated(capsys, *words[1:])["reply"]
    assert (row["ci95"], row["verdict"]) == (None, "unsure")
    assert run_command_line([*words, "--strict"]) == 1, "what cannot be told is not hit"
