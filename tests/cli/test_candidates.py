"""``candidates`` as its users meet it: made, checked, shown, kept."""

import json
from pathlib import Path

import pytest

from outreach_sim.cli.failure import run_command_line
from outreach_sim.inputs.shipped import shipped_folder
from tests.scenario.test_remarks import HOLED

SAMPLE = str(shipped_folder("fixtures") / "candidates.csv")


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = run_command_line(["candidates", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_what_make_writes_show_and_check_read_as_the_same_people(capsys, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    code, out, _ = run(capsys, "make", "first-letter", "--to", str(path), "--json")
    assert (code, json.loads(out)) == (0, {"file": str(path), "candidates": 20})
    made = run(capsys, "show", "first-letter", "--by", "pay", "--json")
    assert run(capsys, "show", str(path), "--by", "pay", "--json") == made
    assert run(capsys, "check", str(path), "--scenario", "first-letter")[:2] == (
        0,
        f"{path} is sound: 20 candidates.\n",
    )


def test_a_population_from_a_file_plays_the_same_game(capsys, tmp_path: Path) -> None:
    source = (shipped_folder("fixtures") / "scenarios" / "first-letter.toml").read_text(encoding="utf-8")
    assert "size = 20\n" in source
    (tmp_path / "own.toml").write_text(
        source.replace("size = 20\n", 'file = "people.csv"\n'), encoding="utf-8"
    )
    run(capsys, "make", "first-letter", "--to", str(tmp_path / "people.csv"))
    hashes = set()
    for scenario in ("first-letter", str(tmp_path / "own.toml")):
        assert run_command_line(["run", scenario, "-n", "20", "--json"]) == 0
        hashes.add(json.loads(capsys.readouterr().out)["log_hash"])
    assert len(hashes) == 1


def test_what_looks_wrong_is_told_beside_what_is_sound(capsys, tmp_path: Path) -> None:
    source = (shipped_folder("fixtures") / "scenarios" / "first-letter.toml").read_text(encoding="utf-8")
    people, scenario = tmp_path / "people.csv", tmp_path / "own.toml"
    source = source.replace("size = 20\n", 'file = "people.csv"\n').replace('"ceo-personal"', '"holed"', 1)
    scenario.write_text(source, encoding="utf-8")
    (tmp_path / "holed.md").write_text(HOLED.format("topic").replace("recruiter", "ceo"), encoding="utf-8")
    people.write_text("name,employer,pay_usd,vip\nDr. Eve Li,south,1.5m,x\n", encoding="utf-8")
    code, out, err = run(capsys, "check", str(people))
    assert (code, err, out.splitlines()[-1]) == (0, "", f"{people} is sound: 1 candidate. 3 warnings.")
    assert out.count("warning: ") == 3, "a column, a title, no topic"
    told = json.loads(run(capsys, "check", str(people), "--json")[1])
    assert told["errors"] == [] and [w["where"] for w in told["warnings"]] == ["", "name", "topic"]
    assert "'vip'" in run(capsys, "show", str(people))[2]

    assert run_command_line(["scenario", "check", str(scenario), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["warnings"]
    assert [w["where"] for w in told] == ["", "name", "topic", "script.1.template"]
    assert run_command_line(["run", str(scenario), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) and err.count("warning: ") == 2 and "have a hole for 1 of 1 person" in err


def test_a_scenario_s_own_file_is_diagnosed_as_any_table(capsys, tmp_path: Path) -> None:
    source = (shipped_folder("fixtures") / "scenarios" / "first-letter.toml").read_text(encoding="utf-8")
    (tmp_path / "own.toml").write_text(
        source.replace("size = 20\n", 'file = "people.csv"\n'), encoding="utf-8"
    )
    (tmp_path / "people.csv").write_text("name;employer;pay_usd\nEve Li;south;500000\n", encoding="utf-8")
    for words in (["run"], ["scenario", "check"]):
        assert run_command_line([*words, str(tmp_path / "own.toml")]) == 65
        assert "people.csv:1: the table is separated by semicolons" in capsys.readouterr().err


def test_show_orders_and_limits_and_says_how_many_are_left(capsys) -> None:
    code, out, _ = run(capsys, "show", SAMPLE, "--limit", "3", "--by", "pay", "--json")
    pay = [row["pay_usd"] for row in json.loads(out)["candidates"]]
    assert code == 0 and len(pay) == 3 and pay == sorted(pay, reverse=True)
    assert "… and 37 more" in run(capsys, "show", SAMPLE, "--limit", "3")[1]


def test_make_leaves_a_file_alone_unless_forced(capsys, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("precious")
    code, _, err = run(capsys, "make", "first-letter", "--to", str(path))
    assert code == 65 and "--force" in err and path.read_text() == "precious"
    assert run(capsys, "make", "first-letter", "--to", str(path), "--force")[0] == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,name,")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "no-such-file.csv"], 65, "there is no such file"),
        (["show", "frist-letter"], 2, "did you mean 'first-letter'"),
        (["show", SAMPLE, "--set", "population.size=3"], 2, "a list of candidates has none"),
        (["show", SAMPLE, "--limit", "0"], 2, "limit"),
        (["check", SAMPLE, "--scenario", "first-letter"], 65, "is no lab of the scenario"),
        (["make", "first-letter", "--to", "."], 65, "this is a folder"),
    ],
)
def test_a_mistake_is_one_sentence(capsys, arguments: list[str], code: int, words: str) -> None:
    got, out, err = run(capsys, *arguments)
    assert (got, out) == (code, "") and words in err and "Traceback" not in err


def test_check_json_lists_every_problem_with_its_place(capsys, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("name,employer,pay_usd\nEve,meta,nan\nAda,meta,-1\n")
    code, out, _ = run(capsys, "check", str(path), "--json")
    errors = json.loads(out)["errors"]
    assert code == 65
    assert [(error["line"], error["where"]) for error in errors] == [(2, "pay_usd"), (3, "pay_usd")]


def test_a_spreadsheet_opens_what_make_writes_unless_it_is_told_not_to(capsys, tmp_path: Path) -> None:
    marked, plain = tmp_path / "marked.csv", tmp_path / "plain.csv"
    run(capsys, "make", "first-letter", "--to", str(marked))
    run(capsys, "make", "first-letter", "--to", str(plain), "--no-bom")
    assert marked.read_bytes() == b"\xef\xbb\xbf" + plain.read_bytes()
    shown = [run(capsys, "show", str(path), "--json") for path in (marked, plain)]
    assert shown[0] == shown[1] and shown[0][0] == 0
