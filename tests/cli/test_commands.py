"""The command line as its users meet it: JSON, exit codes, one plain sentence for every mistake."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.scenario.load import list_scenarios
from tests.processes import start, until_all_are_gone, until_there_are
from tests.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]


SOUND: dict[str, list[object]] = {"errors": [], "warnings": []}


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run_command_line(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def test_run_json_has_the_documented_keys(capsys) -> None:
    code, out, err = run(capsys, "run", "first-letter", "-n", "60", "--seed", "3", "--json")
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert {
        "scenario",
        "seed",
        "replications",
        "days",
        "metrics",
        "labs",
        "funnel",
        "expectations",
        "log_hash",
    } <= set(data)
    assert set(data["metrics"]["hires"]) == {"mean", "sd", "ci95", "quantiles"}
    stages = [
        "sent",
        "opened",
        "replied",
        "interested",
        "interviewed",
        "offered",
        "countered",
        "accepted",
        "started",
    ]
    assert list(data["funnel"]) == stages
    assert data["funnel"]["accepted"] == pytest.approx(data["metrics"]["hires"]["mean"])
    assert set(data["labs"]) == {"north", "south"}
    assert {"that", "held", "share"} <= set(data["expectations"][0])
    assert len(data["log_hash"]) == 64


def test_run_for_people_names_who_came_and_how_to_see_it_again(capsys) -> None:
    for seed in range(1, 40):  # until somebody comes from there
        code, out, _ = run(capsys, "run", "personal-email", "--seed", str(seed))
        assert code == 0
        if "Google DeepMind, level" in out:
            break
    assert re.search(r"Meta AI hires [1-9]\.", out) and "Google DeepMind, level" in out
    assert f"again: outreach-sim run personal-email -n 1 --seed {seed}" in out


def test_an_expectation_that_clearly_fails_is_exit_code_1(capsys) -> None:
    code, out, _ = run(capsys, "run", "first-letter", "-n", "60", "--set", "script.1.offer.pay_ratio=0.3")
    assert code == 1
    assert "failed: " in out


NEAR = {"everybody-copies": 300, "sandbox": 300, "small-lab": 300}
"""These are near to their thresholds, so many worlds tell; the default run asks that none of it is refuted
(``test_shipped``)."""
ENOUGH_WORLDS = NEAR | {"gemini-raid": 460, "letter-weekend": 460, "career": 20}
"""One takes long; for the others 150 worlds are clear."""
EXPECTING = [
    pytest.param(name, marks=pytest.mark.whole) if name in NEAR else name
    for name in list_scenarios()
    if name != "benchmark"
]


@pytest.mark.parametrize("name", EXPECTING)
def test_every_shipped_scenario_bears_out_what_it_expects(capsys, name: str) -> None:
    code, out, _ = run(capsys, "run", name, "-n", str(ENOUGH_WORLDS.get(name, 150)), "--json")
    verdicts = json.loads(out)["expectations"]
    assert code == 0 and verdicts
    for verdict in verdicts:
        assert verdict["held"] and not verdict["too_close_to_call"], verdict


def test_direct_offers_beat_interviews_in_the_personal_email(capsys) -> None:
    _, direct, _ = run(capsys, "run", "personal-email", "-n", "200", "--json")
    off = ["--set", "script.1.offer.direct=false", "--set", "script.2.offer.direct=false"]
    _, interviews, _ = run(capsys, "run", "personal-email", "-n", "200", "--json", *off)
    hires = [json.loads(out)["metrics"]["hires"] for out in (direct, interviews)]
    assert hires[0]["ci95"][0] > hires[1]["ci95"][1]


def test_a_fleet_of_twenty_thousand_opens_the_wall(capsys) -> None:
    script = ["--set", "labs.pocket-lab.compute=20_000"]
    _, before, _ = run(capsys, "run", "small-lab", "-n", "100", "--json")
    _, after, _ = run(capsys, "run", "small-lab", "-n", "100", "--json", *script)
    gate = [json.loads(out)["expectations"][2]["ci95"] for out in (before, after)]
    gated_hires = [1 - json.loads(out)["expectations"][0]["share"] for out in (before, after)]
    assert gate[0][0] > gate[1][1]
    assert gated_hires[0] < 0.02 < 0.3 < gated_hires[1]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run"], 2, "missing argument 'scenario'"),
        (["run", "personal-emial"], 2, "did you mean 'personal-email'?"),
        (["rum", "x"], 2, "did you mean 'run'?"),
        (["run", "first-letter", "-n", "0"], 2, "0 is not in the range"),
        (["run", "first-letter", "-n", "many"], 2, "'many' is not a whole number"),
        (["run", "first-letter", "--seed", "-1"], 2, "-1 is not in the range"),
        (["run", "first-letter", "--sede", "1"], 2, "no such option '--sede'"),
        (["run", "first-letter", "--jobs", "1000"], 2, "not in the range"),
        (["run", "first-letter", "--set", "labs.nort.researchers=3"], 65, "did you mean 'north'?"),
        (["run", "."], 65, "this is a folder"),
        (["run", "none.toml"], 65, "no such file"),
        (["explain", "first-letter", "--candidate", "999"], 2, "ids run from 1 to 20"),
        (["explain", "first-letter", "--candidate", "1", "--lab", "nrth"], 2, "did you mean 'north'?"),
        (["explain", "first-letter", "--candidate", "1", "--pay", "nan"], 2, "not a whole number"),
        (["explain", "first-letter", "--candidate", "1", "--pay", "1,5m"], 2, "did you mean 1.5m?"),
        (["explain", "first-letter", "--candidate", "1", "--h100e", "1_5"], 2, "full groups of three"),
        (["run", "first-letter", "-n", "1_5"], 2, "full groups of three"),
        (["run", "first-letter", "--set", "labs.north.compute=1_5"], 65, "full groups of three"),
        (["run", "first-letter", "--set", "labs.north.compute=400,000"], 65, "write 400_000"),
        (["explain", "first-letter", "--candidate", "1", "--target", "1"], 2, "not in the range"),
        (["candidates", "check", "none.csv"], 65, "no such file"),
        (["candidates", "check", "."], 65, "this is a folder"),
        (["candidates", "make", "first-letter", "--to", "."], 65, "this is a folder"),
        (["candidates", "make", "first-letter", "--to", "/proc/x/y.csv"], 65, "its folder does not exist"),
        (["template", "show", "ceo-persona"], 2, "did you mean 'ceo-personal'?"),
        (["scenario", "check", "x\0y.toml"], 65, "cannot be a path"),
    ],
)
def test_a_mistake_is_one_plain_sentence_and_an_exit_code(
    capsys, arguments: list[str], code: int, words: str
) -> None:
    got, out, err = run(capsys, *arguments)
    assert got == code
    assert words in err.lower() or words in err
    assert out == "" and "Traceback" not in err
    assert err.startswith("outreach-sim: ") and err.count("\n") == 1


def test_scenario_commands_print_json(capsys, tmp_path: Path) -> None:
    assert len(json.loads(run(capsys, "scenario", "list", "--json")[1])["scenarios"]) == len(list_scenarios())
    assert (
        json.loads(run(capsys, "scenario", "show", "personal-email", "--json")[1])["labs"][0]["id"] == "meta"
    )
    assert json.loads(run(capsys, "scenario", "check", "small-lab", "--json")[1]) == SOUND
    assert "properties" in json.loads(run(capsys, "scenario", "schema")[1])
    bad = tmp_path / "bad.toml"
    bad.write_text("[scenario]\nnmae = 'x'\n")
    code, out, _ = run(capsys, "scenario", "check", str(bad), "--json")
    assert code == 65
    assert {"file", "line", "column", "where", "message", "hint"} == set(json.loads(out)["errors"][0])


def test_texts_for_people_come_without_a_fault(capsys) -> None:
    for arguments in (
        ["scenario", "list"],
        ["scenario", "show", "personal-email"],
        ["candidates", "show", "first-letter"],
        ["template", "list"],
        ["template", "render", "recruiter"],
        ["explain", "small-lab", "--candidate", "3", "--as", "truth"],
    ):
        code, out, err = run(capsys, *arguments)
        assert (code, err) == (0, "") and len(out) > 200


def test_explain_json_adds_up(capsys) -> None:
    arguments = [
        "explain",
        "personal-email",
        "--candidate",
        "5",
        "--lab",
        "meta",
        "--pay",
        "2000000",
        "--json",
    ]
    data = json.loads(run(capsys, *arguments)[1])
    assert {"candidate", "lab", "as", "links", "chain", "gate", "what_would_it_take"} <= set(data)
    for link in data["links"]:
        assert sum(term["value"] for term in link["terms"]) == pytest.approx(link["logit"], abs=1e-9)
    assert data["asked"]["target"] == pytest.approx(2 * data["asked"]["now"])
    levers = {lever["lever"]: lever for lever in data["what_would_it_take"]}
    assert {"pay", "compute", "sender", "pay and compute"} == set(levers)
    for lever in levers.values():
        assert (
            {"value", "unit", "reaches"} <= set(lever)
            if lever["possible"]
            else {"limit", "reason"} <= set(lever)
        )


def test_truth_and_belief_differ_where_the_lab_cannot_know(capsys) -> None:
    common = ["explain", "small-lab", "--candidate", "9", "--json"]
    lab = json.loads(run(capsys, *common)[1])
    truth = json.loads(run(capsys, *common, "--as", "truth")[1])
    assert 0 < lab["gate"]["chance"] < 1 and truth["gate"]["chance"] in (0.0, 1.0)
    assert "fit" in [t["name"] for t in truth["links"][1]["terms"]]
    assert "fit" not in [t["name"] for t in lab["links"][1]["terms"]]


def test_candidates_go_to_a_file_once_and_never_over_another(capsys, tmp_path: Path) -> None:
    target = tmp_path / "people.csv"
    assert run(capsys, "candidates", "make", "first-letter", "--to", str(target))[0] == 0
    before = target.read_text()
    code, _, err = run(capsys, "candidates", "make", "first-letter", "--to", str(target))
    assert code == 65 and "--force" in err and target.read_text() == before
    assert json.loads(run(capsys, "candidates", "check", str(target), "--json")[1]) == SOUND
    assert list(tmp_path.iterdir()) == [target]


def at_work(*arguments: str) -> subprocess.Popen:
    """A long run in two processes, both of which are there."""
    command = ["run", "personal-email", "-n", "20000", "--jobs", "2", "--json", *arguments]
    process = start(*command, start_new_session=True)
    until_there_are(3, process.pid)
    return process


def test_ctrl_c_ends_a_run_with_130_and_leaves_no_worker() -> None:
    process = at_work()
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 130
    assert err.strip() == "outreach-sim: interrupted"
    assert out == ""
    until_all_are_gone(process.pid)


def test_workers_leave_when_their_parent_is_killed() -> None:
    process = at_work()
    process.kill()
    process.communicate(timeout=PATIENCE_SECONDS)
    until_all_are_gone(process.pid)


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -m outreach_sim scenario schema | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.stderr == ""


def test_a_fault_of_our_own_is_a_sentence(capsys, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("outreach_sim.scenario.load.load_scenario", broken)
    code, _, err = run(capsys, "run", "first-letter")
    assert code == 1 and "a fault in outreach-sim itself" in err and "OUTREACH_SIM_DEBUG=1" in err


def test_scenario_show_tells_the_script_in_sentences(capsys) -> None:
    _, out, _ = run(capsys, "scenario", "show", "gemini-raid")
    assert "conference: NeurIPS 2023 from 2023-12-10, 7 days, with 40.0 % of all candidates\n" in out
    assert "script: openai, every day from 2023-12-10 until 2023-12-16: meets at a conference" in out
    assert (
        "every week: sends compute-pledge to the 6 highest by impact at google-deepmind, signed by the "
        "hiring manager; 4 times the pay it takes them to have, 200 h100e by name, no interviews" in out
    )
    _, out, _ = run(capsys, "scenario", "show", "letter-weekend")
    assert (
        "walkout: on 2023-11-17 the leader of openai goes to microsoft, which offers everybody there the pay "
        "they have; back on 2023-11-22\n" in out
    )
    _, out, _ = run(capsys, "scenario", "show", "hollow-out")
    assert "which offers everybody there 1.5 times their pay\n" in out
