"""``template try``: told to people and programs alike, refused in a sentence."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli import sketch
from outreach_sim.cli.template_try import METRICS, MOST_LOOKS, truth
from outreach_sim.market.setup import Trial
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study import sample_size, trial
from tests.cli.test_commands import ROOT, run
from tests.scenario.test_own_letters import REMINDER, SALUTE

TRY = (
    "template",
    "try",
    "recruiter",
    "short-note",
    "--scenario",
    "personal-email",
    "--set",
    "rules.ceo_hours=100",
)


def test_people_are_told_what_programs_are(capsys) -> None:
    code, text, _ = run(capsys, *TRY, "-n", "10")
    told = json.loads(run(capsys, *TRY, "-n", "10", "--json")[1])
    a, b = told["arms"]["a"], told["arms"]["b"]
    assert code == 0 and (told["a"], told["b"], told["metric"]) == ("recruiter", "short-note", "replied")
    assert f"{100 * a['alone']:.1f} %" in text and f"{100 * b['beside']:.1f} %" in text
    assert f"takes {told['needed']:,} letters of each" in text
    assert f"{100 * told['difference']:+.1f} percentage points" in text
    assert told["tests"] == 10 == len(told["differences"]) and "10 tests" in text
    assert f"at each of {told['looks']} looks" in text and told["looks"] == 15
    assert "-n 100 holds about 100" in text
    assert sum(told["significant"]) / 10 == told["once"]["found"]
    assert a["beside_letters"] + b["beside_letters"] == a["letters"] == b["letters"] == 10 * told["letters"]


def test_numbers_do_not_depend_on_processes(capsys) -> None:
    one, two = (run(capsys, *TRY, "-n", "4", "--adaptive", "--jobs", jobs, "--json")[1] for jobs in "12")
    assert one == two and json.loads(one)["split"]["tests"] == 4 and len(json.loads(one)["log_hashes"]) == 3


def test_equal_letters_have_no_better_one(capsys) -> None:
    code, text, _ = run(capsys, *TRY[:3], "recruiter", *TRY[4:], "-n", "4", "--looks", "3")
    assert code == 0 and "The truth: the two are equal." in text
    assert "No number of letters tells equal letters apart." in text and "looks worse" not in text


def test_a_letter_that_lies_beside_the_scenario_can_be_tried(
    capsys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("salute.md").write_text(SALUTE, encoding="utf-8")
    Path("reminder.md").write_text(REMINDER, encoding="utf-8")
    code, out, _ = run(capsys, *TRY[:3], "salute", *TRY[4:], "-n", "2", "--json", "--metric", "interested")
    assert code == 0 and json.loads(out)["b"] == "salute"


def test_worlds_that_do_not_tell_which_is_better_are_said_not_to() -> None:
    setup = load_scenario("personal-email").setup
    found = trial.try_letters(setup, Trial(setup.player, (0, 1)), 1, 2, looks=2)
    told = {"a": "x", "b": "y", "metric": "replied"}
    unsure = truth(told, replace(found, difference=0.01, ci95=(-0.002, 0.022)))
    assert "(95 % interval -0.2 to +2.2: so many worlds do not tell which is better)" in unsure
    assert "do not tell" not in truth(told, replace(found, difference=0.01, ci95=(0.002, 0.018)))
    assert "-n 10 or more tell how sure that is" in truth(told, replace(found, difference=0.01, ci95=None))


@pytest.mark.parametrize(("words", "sentence"), [
    ((*TRY[:3], "short-nte", *TRY[4:]), "did you mean 'short-note'?"),
    ((*TRY[:3], "\x1b[31m", *TRY[4:]), "there is no letter"),
    ((*TRY, "--size", "40000", "-n", "2"), "writes 90 letters in 2 worlds, and a test takes 40,000"),
    ((*TRY[:5], "hollow-out", "-n", "2"), "writes no letter in hollow-out: there is nothing to try"),
    ((*TRY, "--lab", "metta"), "there is no lab 'metta'"),
    ((*TRY, "--looks", "1"), "1 is not in the range"),
])  # fmt: skip
def test_what_cannot_be_tried_is_one_sentence(capsys, words: tuple[str, ...], sentence: str) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "") and sentence in err and "\x1b" not in err


def test_worlds_that_are_said_to_be_enough_are(capsys) -> None:
    _, _, refused = run(capsys, *TRY, "--size", "300", "-n", "2")
    worlds = refused.split("(-n ")[1].split(")")[0]
    assert run(capsys, *TRY, "--size", "300", "-n", worlds)[0] == 0


def test_the_command_line_offers_what_the_study_knows() -> None:
    assert (tuple(METRICS), MOST_LOOKS) == (trial.METRICS, sample_size.MOST_LOOKS)


def test_where_somebody_watches_the_ends_of_tests_are_drawn(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketch, "watched", lambda: True)
    sketch.show_shares(np.array([-0.301, -0.05, -0.0001, 0.0, 0.0, 0.129]))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    ranges = {(int(line[0]), int(line[2])): float(line[-2]) for line in lines}
    assert sum(ranges.values()) == pytest.approx(100, abs=0.5)
    assert all(low >= 0 or high <= 0 for low, high in ranges), "no range holds both signs"
    assert ranges[0, 4] == 33.3 and ranges[-4, 0] == 16.7 and ranges[12, 16] == 16.7
    text = run(capsys, *TRY, "-n", "2")[1]
    assert "Points from recruiter to short-note at the end of each test:" in text and "█" in text


def test_a_split_that_follows_the_answers_is_told_when_it_is_asked_for(capsys) -> None:
    words = (*TRY[:5], str(ROOT / "tests" / "two-labs.toml"), "-n", "10")
    plain, told = (json.loads(run(capsys, *words, *more, "--json")[1]) for more in ((), ("--adaptive",)))
    text = run(capsys, *words, "--adaptive")[1].replace("\n", " ")
    split = told.pop("split")
    assert plain.pop("split") is None and told == plain
    assert set(split) == {
        "tests", "letters", "half", "adaptive", "better", "gain", "gain_ci95", "to_better", "astray",
    }  # fmt: skip
    assert f"{split['letters']:.0f} letters bring" in text and f"{100 * split['to_better']:.1f} %" in text
    assert "Thompson sampling" not in run(capsys, *words)[1]
    equal = run(capsys, *words[:3], "recruiter", *words[4:], "--adaptive")[1]
    assert "Between equal letters it is all one." in equal.replace("\n", " ")


def test_letters_of_a_folder_can_be_tried(capsys, tmp_path: Path) -> None:
    (tmp_path / "salute.md").write_text(SALUTE, encoding="utf-8")
    (tmp_path / "reminder.md").write_text(REMINDER, encoding="utf-8")
    words = (*TRY[:3], "salute", *TRY[4:], "-n", "2", "--json")
    code, out, _ = run(capsys, *words, "--letters", str(tmp_path))
    assert code == 0 and json.loads(out)["b"] == "salute"
    assert "there is no letter 'salute'" in run(capsys, *words)[2]
