"""Points at the command line: of many worlds, and of one game by person; what is shown adds up."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from outreach_sim.cli import output
from outreach_sim.cli.explain import Offer, points_of_letter
from outreach_sim.cli.main import cli
from outreach_sim.cli.score_view import (
    MOST_PEOPLE,
    Breakdown,
    LetterPoints,
    Person,
    _rows,
    breakdown_of,
    show_letter,
)
from outreach_sim.errors import OlderEngineError
from outreach_sim.market.points import LINES, NAMES
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.study.plan import plan
from outreach_sim.study.run import Place, run_here, run_on
from outreach_sim.study.scores import scores
from tests.study.test_same_numbers import Dying


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, words, standalone_mode=False, catch_exceptions=False)


def asked(*words: str) -> Any:
    return json.loads(call(*words, "--json").stdout, parse_float=Decimal)


def test_a_run_says_points_only_where_it_is_asked_and_plays_the_same_worlds() -> None:
    plain, scored = (asked("run", "first-letter", "-n", "12", *more) for more in ((), ("--score",)))
    assert "points" not in plain
    points = scored.pop("points")
    assert scored == plain
    assert set(points["lines"]) == set(NAMES)
    whole = sum(line["mean"] for line in points["lines"].values())
    assert abs(whole - points["score"]["mean"]) < Decimal("1e-9")
    assert points["score"]["mean"] != 0 and points["goal"] == load_scenario("first-letter").goal
    bare = scores(np.ones((3, len(NAMES)), dtype=np.int64))
    assert bare.goal is bare.reached is None, "who has no goal reaches none"
    assert points["score"]["ci95"][0] < points["score"]["mean"] < points["score"]["ci95"][1]


def test_points_do_not_depend_on_where_worlds_are_played_and_how_they_are_cut_up() -> None:
    setup = load_scenario("first-letter").setup
    whole, cut = (replace(plan(setup, 1, 9, chunk=size), scored=True) for size in (9, 2))
    there = run_on(cut, Place(lambda: Dying(100), 2)).points
    assert there is not None and there.any()
    assert np.array_equal(there, run_here(whole).points)


def test_the_share_of_worlds_that_reach_the_goal_is_said() -> None:
    words = ("run", "first-letter", "-n", "10", "--score", "--set")
    shares = [asked(*words, f"scenario.goal={goal}")["points"]["reached"] for goal in ("0.001", "9000")]
    assert shares == sorted(shares, reverse=True) and shares[0] > shares[-1] == 0
    said = call(*words, "scenario.goal=1.5").stdout
    assert re.search(r"scores [+-]?\d\.\d\d points a world \(95 % interval of the mean", said)
    assert "The goal of 1.5 points is reached in " in said
    line = re.search(r"Over doing nothing in the same worlds: (.*)\.", said)
    mean = re.search(r"scores (\S+) points", said)
    assert line and mean
    assert sum(map(Decimal, re.findall(r"[+-]\d+\.\d\d", line[1]))) == Decimal(mean[1])
    assert "-n 10 or more tell how sure that is" in call("run", "first-letter", "--score").stdout


@pytest.mark.parametrize("besides", [["--to", "x.db"], ["--uncertain"]])
def test_a_score_does_not_go_with_what_plays_no_twins(besides: list[str]) -> None:
    with pytest.raises(Exception, match="leave one of them out"):
        call("run", "first-letter", "--score", *besides)


def test_a_saved_game_is_broken_down_by_person_to_the_last_digit() -> None:
    call("save", "record", "personal-email", "a")
    shown = asked("save", "show", "a", "--score")
    points = shown.pop("points")
    assert shown == asked("save", "show", "a")
    assert sum(person["points"] for person in points["people"]) + points["everybody"] == points["score"]
    for person in points["people"]:
        assert sum(person["lines"].values()) == person["points"]
    text = call("save", "show", "a", "--score").stdout
    heading = re.search(r"(\S+) of 2.5 points over doing nothing", text)
    table = text[heading.end() :].split("Log hash")[0].strip().splitlines()[2:] if heading else []
    assert len(table) == len(points["people"]) + 1
    assert heading and sum(Decimal(row.split()[-1]) for row in table) == Decimal(heading[1])
    page = (Path(__file__).parents[2] / "docs" / "points.md").read_text(encoding="utf-8")
    shown_there = page.split("save show a --score\n…\n")[1].split("```")[0]
    assert shown_there in text, "docs/points.md shows otherwise"
    for row in table:
        cells = [Decimal(cell) for cell in re.findall(r"(?<=\s)[+-]?\d+\.\d\d(?!\d)", row)]
        assert sum(cells[:-1]) == cells[-1], row


def test_a_game_that_is_being_played_has_points_and_one_in_which_nothing_is_done_has_none() -> None:
    scenario = load_scenario("personal-email")
    with Game.new("b", scenario, 3) as game:
        game.advance(10)
    assert asked("save", "show", "b", "--score")["points"] == {
        "score": 0, "goal": Decimal("2.5"), "everybody": 0, "people": []
    }  # fmt: skip


def test_many_people_are_added_up_in_one_line() -> None:
    people = tuple(
        Person(n + 1, "She", 0.013 * n, {name: 0.013 * n if name == "won" else 0.0 for name in NAMES})
        for n in range(1, MOST_PEOPLE + 40)
    )
    score = sum(person.points for person in people) - 0.004
    rows = _rows(Breakdown(score, None, -0.004, people))
    assert len(rows) == MOST_PEOPLE + 2 and rows[-2][0] == "39 others"
    assert sum(Decimal(row[-1]) for row in rows) == round(Decimal(score), 2)
    for row in rows:
        assert sum(Decimal(cell) for cell in row[1:-1] if cell) == Decimal(row[-1])


def letter(**more: Any) -> LetterPoints:
    loaded = load_scenario("personal-email", more.pop("overrides", ()))
    return points_of_letter(loaded, None, 5, Offer(None, sender="ceo", template="ceo-personal"), 1_500_000, 1)


def test_a_letter_is_explained_in_points_that_add_up_and_its_chance_is_the_chain() -> None:
    words = ("explain", "personal-email", "--candidate", "5", "--pay", "1.5m", "--sender", "ceo")
    told = asked(*words, "--template", "ceo-personal")
    points = told["points"]
    assert points["if_yes"] == points["work"] - points["crowding"] - points["overpay"]
    assert float(points["chance"]) == pytest.approx(float(told["chain"]))
    want = float(points["chance"] * points["served"] * points["in_the_end"])
    assert float(points["expected"]) == pytest.approx(want)
    assert points["best_expected"] > points["expected"] and points["best_pay_usd"] < 1_500_000
    assert {name: float(value) for name, value in points.items()} == output.fields_of(letter())


def test_the_sum_of_a_letter_is_shown_and_what_is_not_served_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_letter(letter())
    text = capsys.readouterr().out
    sum_of = re.search(r"if yes (\S+) = (\S+) work - (\S+) crowding - (\S+) overpay", text)
    assert sum_of
    whole, work, crowding, over = map(Decimal, sum_of.groups())
    assert whole == work - crowding - over
    assert "Best pay for points: $" in text and "serve" not in text
    show_letter(letter(overrides=("scenario.days=30",)))
    assert re.search(r"time, money and interviews serve \d+\.\d % of them", capsys.readouterr().out)
    show_letter(None)
    assert capsys.readouterr().out == ""


def test_points_of_a_letter_are_those_that_a_lab_can_know() -> None:
    assert asked("explain", "first-letter", "--candidate", "2", "--as", "truth")["points"] is None
    assert asked("explain", "first-letter", "--candidate", "2", "--named", "2m")["points"] is None


def test_the_pages_name_every_line_of_a_score() -> None:
    docs = Path(__file__).parents[2] / "docs"
    page = (docs / "points.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", page, re.MULTILINE))
    assert {name: rows.get(name) for name in NAMES} == {line.name: line.means for line in LINES}
    words = (docs / "vocabulary.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in words for name in NAMES)


def test_a_goal_is_reached_by_who_has_so_many_points_or_more() -> None:
    lines = np.zeros((12, len(NAMES)), dtype=np.int64)
    lines[:, 0], lines[:, 3] = np.arange(12) * 1_000_000, -500_000
    found = scores(lines, 4.5)
    assert found.reached == 7 / 12 and found.score.mean == 5.0
    assert found.lines["crowding"].mean == -0.5 and found.lines["won"].mean == 5.5
    assert found.reached_ci95 is not None and found.reached_ci95[0] < 7 / 12 < found.reached_ci95[1]
    assert scores(lines).reached is None


def test_a_game_of_an_older_engine_has_no_points_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def older(*_: object, **__: object) -> None:
        raise OlderEngineError("an older engine played it")

    monkeypatch.setattr(Game, "open", older)
    assert breakdown_of("a") is None
    assert "It has no points" in capsys.readouterr().err
