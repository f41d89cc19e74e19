"""``compare``, ``sweep`` and ``run --uncertain`` as their users meet them."""

import csv
import json
import re
from pathlib import Path

import pytest

from tests.cli.test_commands import run

LETTER = "script.1.offer.pay_ratio"


def test_compare_json_has_the_documented_keys(capsys) -> None:
    code, out, err = run(capsys, "compare", "first-letter", "--b", f"{LETTER}=1", "-n", "60", "--json")
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert [arm["changes"] for arm in data["arms"]] == [[], [f"{LETTER}=1"]]
    (pair,) = data["pairs"]
    assert {
        "a",
        "b",
        "metric",
        "difference",
        "ci95",
        "a_wins",
        "b_wins",
        "ties",
        "flips",
        "lost_yeses",
    } <= set(pair)
    assert (pair["a"], pair["b"], pair["metric"]) == ("a", "b", "hires")
    assert pair["difference"] < 0
    assert {"candidate", "name", "employer", "won_by", "share", "link", "term", "difference"} <= set(
        pair["flips"][0]
    )
    means = [arm["metrics"]["hires"]["mean"] for arm in data["arms"]]
    assert pair["difference"] == pytest.approx(means[1] - means[0])


def test_a_scenario_compared_with_itself_flips_nobody(capsys) -> None:
    code, out, _ = run(capsys, "compare", "first-letter", "first-letter", "-n", "10", "--json")
    (pair,) = json.loads(out)["pairs"]
    assert (code, pair["difference"], pair["ties"], pair["flips"]) == (0, 0.0, 1.0, [])


def test_letters_name_arms_and_unlettered_changes_are_for_all(capsys) -> None:
    changes = ["--set", f"c:{LETTER}=3", "--set", f"b:{LETTER}=1", "--set", "scenario.days=40"]
    metrics = ["--metric", "offers", "--metric", "hires"]
    code, out, _ = run(capsys, "compare", "first-letter", *changes, *metrics, "-n", "8", "--json")
    data = json.loads(out)
    assert code == 0
    assert [arm["changes"][0] for arm in data["arms"]] == ["scenario.days=40"] * 3
    assert [(p["a"], p["b"], p["metric"]) for p in data["pairs"]] == [
        ("a", "b", "offers"),
        ("a", "b", "hires"),
        ("a", "c", "offers"),
        ("a", "c", "hires"),
    ]


def test_compare_tells_people_who_flips_and_where(capsys) -> None:
    code, out, _ = run(capsys, "compare", "first-letter", "--b", f"{LETTER}=1", "-n", "60")
    assert code == 0
    for words in ("on the same luck", "b against a", "hires: -", "Where paths part", "Who flips most often"):
        assert words in out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["compare", "first-letter"], 2, "nothing to compare with"),
        (["compare", "first-letter", "--set", "c:scenario.days=9"], 2, "nothing is said about b"),
        (["compare", "first-letter", "--b", "scenario.dayz=9"], 65, "did you mean 'days'"),
        (["compare", "first-letter", "first-lettre"], 2, "did you mean 'first-letter'"),
        (["compare", "first-letter", "--b", "scenario.days=50", "--lab", "nort"], 2, "did you mean 'north'"),
        (["compare", "first-letter", "--b", "scenario.*.x=1"], 65, "is none"),
        (["sweep", "first-letter", "--vary", "scenario.days"], 2, "must look like"),
        (["sweep", "first-letter", "--vary", "scenario.days=1,2", "--sampler", "lhs"], 2, "needs ranges"),
        (["sweep", "first-letter", "--vary", "scenario.days=1,2", "--set", "scenario.dayz=1"], 65, "'days'"),
        (["run", "first-letter", "--uncertain"], 2, "try -n 20"),
    ],
)
def test_mistakes_are_one_sentence(capsys, arguments: list[str], code: int, words: str) -> None:
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (code, "")
    assert words in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "first-letter", "--b", "scenario.dayz=9"], "--b scenario.dayz=9: scenario.dayz: unk"),
        (["compare", "first-letter", "--set", "b:labs.x.pay=9"], "--set b:labs.x.pay=9: there is no 'x'"),
        (["compare", "first-letter", "--b", "a:labs.south.stake=1"], "--b a:labs.south.stake=1: a:labs: unk"),
        (["compare", "first-letter", "--set", "labs.south.compute=-1", "--b", "scenario.days=9"],
         "--set labs.south.compute=-1: labs.south.compute: must be at least 0"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_change_is_named_as_it_was_written(capsys, arguments: list[str], words: str) -> None:
    code, _, err = run(capsys, *arguments)
    assert code == 65 and words in err


def test_a_star_stands_for_every_line(capsys) -> None:
    def hires(*changes: str) -> float:
        sets = [word for change in changes for word in ("--set", change)]
        out = run(capsys, "run", "personal-email", "-n", "6", "--json", *sets)[1]
        return json.loads(out)["log_hash"]

    one_by_one = hires("script.1.offer.pay_ratio=3", "script.2.offer.pay_ratio=3")
    assert hires("script.*.offer.pay_ratio=3") == one_by_one != hires()


def test_sweep_writes_a_row_for_a_failed_point_and_goes_on(capsys, tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    arguments = ["sweep", "first-letter", "--vary", f"{LETTER}=1,0,2", "-n", "12", "--csv", str(file)]
    code, out, _ = run(capsys, *arguments)
    assert code == 0 and "failed" in out
    with file.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row[LETTER] for row in rows] == ["1", "0", "2"]
    assert [bool(row["failed"]) for row in rows] == [False, True, False]
    assert rows[0]["hires_diff"] == "" and float(rows[2]["hires_diff"]) >= 0
    code, _, err = run(capsys, *arguments)
    assert code == 65 and "--force" in err


def test_a_value_that_is_a_formula_or_drives_a_terminal_is_text_in_the_csv(capsys, tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    vary = "labs.south.appeal=-1,=cmd|' /C calc'!A0,\x1b[31mred"
    code, out, _ = run(capsys, "sweep", "first-letter", "--vary", vary, "-n", "2", "--csv", str(file))
    assert code == 0 and "\x1b" not in out.replace("\x1b[1m", "").replace("\x1b[0m", "")
    with file.open(encoding="utf-8") as stream:
        values = [row["labs.south.appeal"] for row in csv.DictReader(stream)]
    assert values == ["-1", "'=cmd|' /C calc'!A0", "red"]


def test_sweep_json_and_the_exit_code_where_nothing_could_be_played(capsys) -> None:
    code, out, _ = run(capsys, "sweep", "first-letter", "--vary", "scenario.days=0,-1", "--json")
    points = json.loads(out)["points"]
    assert code == 1
    assert all(point["failed"] and not point["metrics"] for point in points)


def test_run_tells_cohorts_and_time_to_hire(capsys) -> None:
    _, out, _ = run(capsys, "run", "first-letter", "-n", "60", "--json")
    data = json.loads(out)
    cohort = data["cohort"]
    assert cohort == data["labs"]["north"]["cohort"]
    assert cohort["reached"]["accepted"] == pytest.approx(data["metrics"]["hires"]["mean"])
    assert cohort["time_to_hire"]["hires"] > 0
    assert cohort["settled"]["sequences"] + 0 <= cohort["reached"]["sequences"]
    low, high = data["per_hire_ci95"]["mails"]
    assert low < data["per_hire"]["mails"] < high


def test_run_uncertain_says_what_is_luck(capsys) -> None:
    arguments = ["run", "first-letter", "--uncertain", "-n", "6", "--draws", "12"]
    code, out, err = run(capsys, *arguments, "--json")
    found = json.loads(out)["uncertainty"]
    assert (code, err) == (0, "")
    assert found["luck_share"] + found["parameters_share"] == pytest.approx(1)
    assert {"parameter", "measure", "value"} <= set(found["ranking"][0])
    code, out, _ = run(capsys, *arguments)
    assert code == 0 and "is luck" in out and "--uncertain --draws 12" in out


def test_a_comparison_is_one_page_with_its_flips_and_its_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "page.html"
    words = ["compare", "first-letter", "--b", "script.*.offer.pay_ratio=9", "-n", "12", "--metric", "hires"]
    assert run(capsys, *words, "--report", str(file))[0] == 0
    text = file.read_text(encoding="utf-8")
    assert "Compared on the same luck" in text and "b against a: who flips, and on what" in text
    assert '<td data-of="on">pay</td>' in text and "b: first-letter" in text
    assert "outreach-sim compare first-letter -n 12 --seed 1 --b &#39;script.*.offer.pay_ratio=9&#39;" in text
    assert "--report page.html" in text
    again = text
    assert run(capsys, *words, "--report", str(file))[0] == 0
    assert file.read_text(encoding="utf-8") == again, "byte for byte"
    code, _, err = run(capsys, *words, "--report", str(tmp_path))
    assert code != 0 and "this is a folder" in err


@pytest.mark.parametrize(
    "words", [["run", "first-letter"], ["compare", "first-letter", "--b", f"{LETTER}=1"]]
)
def test_a_page_is_written_over_a_page_and_over_nothing_else(
    capsys, tmp_path: Path, words: list[str]
) -> None:
    scenario, page = tmp_path / "mine.toml", tmp_path / "page.html"
    scenario.write_text("my work of a week", encoding="utf-8")
    code, out, err = run(capsys, *words, "-n", "2", "--report", str(scenario))
    assert (code, out) == (65, "") and "is no page of outreach-sim, name another" in err
    assert scenario.read_text(encoding="utf-8") == "my work of a week"
    assert [run(capsys, *words, "-n", n, "--report", str(page))[0] for n in ("2", "3")] == [0, 0]
    assert "3 worlds" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["run", "first-letter", "--report", ""], 2, "--report names no file"),
        (["run", "first-letter", "--to", ""], 2, "--to names no file"),
        (["run", "first-letter", "--to", "."], 65, "this is a folder"),
        (["run", "first-letter", "--to", "no/where.db"], 65, "its folder does not exist"),
        (["compare", "first-letter", "first-letter", "--report", ""], 2, "--report names no file"),
        (["sweep", "first-letter", "--vary", f"{LETTER}=1", "--csv", "no/where.csv"], 65, "does not exist"),
        (["sweep", "first-letter", "--vary", f"{LETTER}=1", "--lab", "nort"], 2, "did you mean 'north'"),
        (["sweep", "first-letter", "--vary", f"{LETTER}=1.."], 2, "a range has two ends"),
        (["sweep", "first-letter", "--vary", f"{LETTER}=log:1,2"], 2, "a range has two ends"),
        (["run", "first-letter", "--draws", "20"], 2, "--draws goes with --uncertain"),
        (["calibrate", "--solve", "--only", "reply"], 2, "leave --only and --strict out"),
        (["calibrate", "--solve", "--strict"], 2, "leave --only and --strict out"),
        (["explain", "first-letter", "--candidate", "2", "--target", "0,5"], 2, "did you mean 0.5?"),
        (["sweep", "first-letter", "--vary", f"{LETTER}=1,5..2"], 2, "did you mean 1.5?"),
        (
            ["sweep", "first-letter", "--vary", "labs.north.compute=8,000,9,000"],
            2,
            "write thousands as 8_000",
        ),
        (
            ["run", "first-letter", "--sed", "1"],
            2,
            "'--sed', did you mean one of '--score', '--seed', '--set'?;",
        ),
        (["scenario", "chek"], 2, "'chek', did you mean one of 'check', 'schema'?;"),
    ],
)
def test_what_cannot_be_meant_is_said_before_anything_is_played(
    capsys, arguments: list[str], code: int, words: str
) -> None:
    found, out, err = run(capsys, *arguments)
    assert (found, out) == (code, "")
    assert words in err and err.count("\n") == 1


def test_sweep_says_why_points_failed_once_and_in_the_words_of_the_user(capsys) -> None:
    vary = ["--vary", f"{LETTER}=0", "--vary", "labs.north.appeal=0,1"]
    code, out, _ = run(capsys, "sweep", "first-letter", *vary, "-n", "2")
    assert code == 1 and out.count("\n") == 1, "a table of nothing is left out"
    assert out.startswith(f"failed: --vary {LETTER}=0: {LETTER}: must be at least 0.01 (2 points)")
    code, out, _ = run(capsys, "sweep", "first-letter", "--vary", f"{LETTER}=1,2", "-n", "1")
    assert code == 0 and "one world a point" in out and "interval" not in out


def test_sweep_says_that_a_range_has_no_more_whole_values(capsys) -> None:
    code, _, err = run(capsys, "sweep", "first-letter", "--vary", "labs.north.appeal=0..1", "-n", "2")
    assert code == 0 and "there are 2; write 0.0..1.0 for fractions" in err
    _, _, err = run(capsys, "sweep", "first-letter", "--vary", "labs.north.appeal=0.0..1", "-n", "2")
    assert err == ""


def test_columns_of_a_sweep_have_as_many_decimals_each(capsys) -> None:
    _, out, _ = run(capsys, "sweep", "first-letter", "--vary", f"{LETTER}=1,2,4", "-n", "20")
    means = [line.split()[1] for line in out.splitlines()[2:5]]
    assert len({len(mean.partition(".")[2]) for mean in means}) == 1


def test_few_worlds_are_not_said_to_have_an_interval(capsys) -> None:
    out = run(capsys, "run", "first-letter", "-n", "2")[1]
    assert re.search(r"hires \d\.\d\d a world \(\d( to \d in| in each of) these 2 worlds; -n 10 or more", out)
    assert "interval" not in out
    assert "95 % interval of the mean" in run(capsys, "run", "first-letter", "-n", "10")[1]


def test_who_is_still_there_is_a_table_that_claims_no_more_months_than_there_were(capsys) -> None:
    out = run(capsys, "run", "personal-email", "-n", "2")[1]
    lines = out[out.index("still there") :].splitlines()[1:6]
    assert lines[0].startswith("Meta AI") and "in month 4" in lines[0], "104 days: the fourth month has begun"
    assert "After 4 months" not in out


def test_balance_of_nothing_gained_crowns_nobody_by_nothing(capsys, tmp_path: Path) -> None:
    text = (Path("fixtures/scenarios/first-letter.toml")).read_text(encoding="utf-8")
    nobody = tmp_path / "nobody.toml"
    nobody.write_text(text + "[parameters]\ninterest_cut = -50.0\n", encoding="utf-8")
    _, out, err = run(capsys, "balance", str(nobody), "-n", "2")
    assert err == "" and "are even." in out and "leads" not in out
    assert "Nobody is best: the first are even." in out and "of 1 scenarios" not in out
    assert "None of the others reaches the goal." in out


def test_calibrate_names_the_target_it_means(capsys) -> None:
    _, out, err = run(capsys, "calibrate", "-n", "10", "--only", "reply")
    assert err == "" and "hit  reply  " in out and "of recruiters' sequences" in out


def test_calibrate_shows_the_range_that_makes_a_hit(capsys) -> None:
    words = ["calibrate", "-n", "4", "--only", "counter-accepted"]
    target = json.loads(run(capsys, *words, "--json")[1])["targets"][0]
    _, out, _ = run(capsys, *words)
    assert "counts as right" in out and f"{target['range'][0]:.3f} to {target['range'][1]:.3f}" in out


def test_a_metric_named_twice_is_told_once(capsys, tmp_path: Path) -> None:
    twice = ["--metric", "hires", "--metric", "hires", "-n", "4"]
    out = run(capsys, "compare", "first-letter", "first-letter", *twice)[1]
    assert out.count("hires: 0 a world") == 1
    out = run(capsys, "sweep", "first-letter", "--vary", f"{LETTER}=1", *twice)[1]
    assert out.count("hires, mean of 4") == 1


def test_a_folder_that_is_not_ours_to_write_in_is_said_before_the_work(
    capsys, monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    for option in ("--report", "--to"):
        code, out, err = run(capsys, "run", "first-letter", option, str(tmp_path / "file"))
        assert (code, out) == (65, "") and "nothing can be written in its folder" in err


def test_the_page_of_a_comparison_says_of_which_scenario_it_speaks(capsys, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    words = ["compare", "first-letter", "--b", f"{LETTER}=1", "-n", "12", "--report", str(file)]
    _, out, _ = run(capsys, *words)
    text = file.read_text(encoding="utf-8")
    means = re.findall(r"North Lab hires [\d.]+ a world", out)
    assert len(means) == 2 and all(mean in text for mean in means)
    assert "Under a, North Lab hires" in " ".join(text.split())


def test_the_money_of_those_who_turn_back_is_not_said_to_be_what_a_hire_took(capsys) -> None:
    out = run(capsys, "run", "letter-weekend", "-n", "3")[1]
    stays = r"\$([\d,]+) of first-year pay and sign-on a hire stay committed"
    nobody_written = re.search(rf"Nobody is written to; {stays}", out)
    assert nobody_written and int(nobody_written[1].replace(",", "")) < 20_000_000, (
        "of hundreds who turn back"
    )
    assert re.search(rf"A hire takes [\d.]+ mails; {stays}", run(capsys, "run", "first-letter", "-n", "9")[1])


def intervals(data, path: str = "") -> dict[str, object]:
    """Every interval of a JSON document, and every correlation, by its path."""
    found: dict[str, object] = {}
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        if "ci95" in str(key) or key == "correlation":
            ends = value.items() if isinstance(value, dict) else [("", value)]
            found |= {f"{path}.{key}.{name}": end for name, end in ends}
        else:
            found |= intervals(value, f"{path}.{key}")
    return found


DOORS = {
    "run": ["run", "first-letter"],
    "compare": ["compare", "first-letter", "--b", f"{LETTER}=1"],
    "sweep": ["sweep", "first-letter", "--vary", f"{LETTER}=1,3"],
    "balance": ["balance", "first-letter"],
    "uncertain": ["run", "first-letter", "--uncertain", "--draws", "10"],
}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_tells_an_interval_of_fewer_than_ten_worlds(capsys, door: str) -> None:
    some, few = (
        intervals(json.loads(run(capsys, *DOORS[door], "-n", worlds, "--json")[1])) for worlds in ("10", "9")
    )
    over_draws = {path for path in few if "ranking" in path}  # of draws, and there are ten of them
    assert any(some.values()) and not any(ends for path, ends in few.items() if path not in over_draws)


@pytest.mark.parametrize("door", ["run", "compare", "sweep"])
def test_where_there_is_no_interval_the_text_says_how_many_worlds_it_takes(capsys, door: str) -> None:
    out = run(capsys, *DOORS[door], "-n", "3")[1]
    assert "-n 10 or more tell how sure that is" in out and "95 %" not in out


def test_the_csv_of_a_few_worlds_leaves_the_cells_of_intervals_empty(capsys, tmp_path: Path) -> None:
    file = tmp_path / "points.csv"
    assert (
        run(capsys, "sweep", "first-letter", "--vary", f"{LETTER}=1,3", "-n", "2", "--csv", str(file))[0] == 0
    )
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        assert {row[f"hires_{end}"] for end in ("low", "high", "diff_low", "diff_high")} == {""}
        assert row["hires_mean"] and row["hires_sd"]


OPTIONS = {
    "--uncertain": ["--uncertain"],
    "--to": ["--to", "s.db"],
    "--report": ["--report", "s.html"],
    "--policy": ["--policy", "north=mine.py:Mine"],
    "--cluster": ["--cluster", "tcp://127.0.0.1:9"],
}


@pytest.mark.parametrize(
    ("one", "other"),
    [("--uncertain", "--to"), ("--uncertain", "--report"), ("--uncertain", "--policy"), ("--policy", "--to"),
     ("--policy", "--cluster")],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_before_anything_is_read(
    capsys, tmp_path: Path, monkeypatch, one: str, other: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, "run", "first-letter", *OPTIONS[one], *OPTIONS[other])
    assert (code, out) == (2, "") and err.count("\n") == 1
    assert one in err and other in err and "leave" in err
    assert not list(tmp_path.iterdir())
