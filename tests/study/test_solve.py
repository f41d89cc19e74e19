"""What ships is what retention and flows ask for, and nothing else is fitted."""

import json
import math
import tomllib
from typing import Any

import numpy as np
import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.scenario.load import list_scenarios
from outreach_sim.scenario.parameters import load_cards
from outreach_sim.scenario.targets import load_targets
from outreach_sim.study.mean_field import jacobian
from outreach_sim.study.solve import (
    FLOW_ERROR,
    HAZARD_ERROR,
    REFERENCE,
    RIDGE,
    Values,
    first_world,
    problem_of,
)
from tests.study.solved import recorded

PROBLEM = problem_of(load_targets(), (), 1, 2)


def shipped() -> Values:
    """What the files say."""
    labs = labs_of(f"calibration/{PROBLEM.targets[0].scenario}")
    return Values(
        appeals={lab: labs[lab].get("appeal", 0.0) for lab in PROBLEM.labs},
        exits=load_cards()["exit_hazard_per_year"].value,
        letters={lab: labs[lab]["bot"]["letters_per_week"] for lab in PROBLEM.labs},
    )


def labs_of(file: str) -> dict[str, dict[str, Any]]:
    """The tables of labs of a shipped file, by id."""
    text = (shipped_folder("fixtures") / f"{file}.toml").read_text(encoding="utf-8")
    return {lab["id"]: lab for lab in tomllib.loads(text)["labs"]}


def test_what_is_solved_for_is_retention_and_flows_and_five_unknowns() -> None:
    assert {target.measure for target in PROBLEM.targets} == {"retention", "flow"}
    assert len(PROBLEM.targets) == 6 and len(PROBLEM.start) == 5
    assert REFERENCE in PROBLEM.labs and REFERENCE not in PROBLEM.free


def test_residuals_are_logarithms_in_errors_and_a_ridge() -> None:
    kept, flows = (
        np.array([t.value for t in PROBLEM.targets if t.measure == kind]) for kind in ("retention", "flow")
    )
    at_home = PROBLEM.weighed(-np.log(kept) / 2, flows, np.zeros(3))
    assert at_home == pytest.approx(np.zeros(9))
    off = PROBLEM.weighed(-np.log(kept) / 2 * 1.12, flows * 1.3, np.array([1.0, 0.0, -2.0]))
    assert off[:4] == pytest.approx([math.log(1.12) / HAZARD_ERROR] * 4)
    assert off[4:6] == pytest.approx([math.log(1.3) / FLOW_ERROR] * 2)
    assert off[6:] == pytest.approx([RIDGE, 0, -2 * RIDGE])


def test_letters_are_written_in_proportion_to_people_and_as_many_as_campaigns_ask_for() -> None:
    values = PROBLEM.values(np.array([0.5, 0.1, -0.2, math.log(0.1), math.log(5.6)]))
    heads = dict(zip(PROBLEM.scenario.lab_ids, PROBLEM.heads.tolist(), strict=True))
    a_year = sum(values.letters.values()) * 365.25 / 7
    assert a_year / PROBLEM.heads.sum() == pytest.approx(5.6, rel=0.02)
    each = [letters / heads[lab] for lab, letters in values.letters.items()]
    assert max(each) / min(each) < 1.1, "whole letters"
    assert values.appeals == dict(zip(PROBLEM.free, (0.5, 0.1, -0.2), strict=True)) | {REFERENCE: 0.0}


def test_the_market_without_people_knows_which_way_to_go() -> None:
    slopes = jacobian(PROBLEM.expected, PROBLEM.start)
    for number, lab in enumerate(PROBLEM.free):
        assert slopes[PROBLEM.labs.index(lab), number] < 0, "appeal holds"
    assert (slopes[:4, 3:] > 0).all(), "exits and letters empty every lab"
    assert (slopes[4:6, PROBLEM.free.index("anthropic")] > 0).all(), "appeal draws"


def test_what_ships_is_what_was_solved() -> None:
    record, values = recorded(), shipped()
    assert values.exits == record["parameters"]["exit_hazard_per_year"]
    assert {lab: {"appeal": values.appeals[lab], "letters_per_week": values.letters[lab]}
            for lab in PROBLEM.labs} == record["labs"]  # fmt: skip
    assert record["cost"] < 9, "less than one error each"
    assert record["replications"] >= 12


def test_the_engine_that_ships_is_the_one_it_was_solved_with() -> None:
    record = recorded()
    problem = problem_of(load_targets(), (), record["seed"], record["replications"])
    assert first_world(problem, shipped()) == record["first_world"], "run make solve"


def test_every_scenario_has_the_appeals_that_were_solved() -> None:
    solved = {lab: values["appeal"] for lab, values in recorded()["labs"].items()}
    for name in list_scenarios():
        for lab_id, lab in labs_of(f"scenarios/{name}").items():
            if lab_id in solved:
                assert lab.get("appeal", 0.0) == solved[lab_id], (name, lab_id)


@pytest.mark.whole
def test_what_is_printed_is_the_same_for_one_seed_whatever_the_files_say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach_sim.study.solve.ROUNDS", 2)
    words = ["calibrate", "--solve", "--json", "-n", "2", "--seed", "3"]
    said = []
    for other in ([], ["--set", "labs.anthropic.appeal=0.5", "--set", "labs.meta.bot.letters_per_week=5"]):
        assert run_command_line([*words, *other]) == 0
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1] and said[0]["rounds"] == 2
    assert said[0]["labs"]["anthropic"]["appeal"] > 0 == said[0]["labs"][REFERENCE]["appeal"]
