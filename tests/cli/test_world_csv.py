"""A line for each world and lab, counts by group of candidate, names of scenarios."""

import csv
import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest

import outreach_sim as osim
from outreach_sim.cli.arms import NamedArm
from outreach_sim.cli.run import command as run_command
from outreach_sim.cli.world_csv import ArmLines
from outreach_sim.market.metrics import NAMES
from outreach_sim.market.observers.by_group import Grouping
from outreach_sim.market.session import Session
from outreach_sim.market.state.events import FUNNEL, STAGES
from outreach_sim.scenario.groups import BY, groups_by
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.compare import Arm, compare
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan
from outreach_sim.study.report import lab_values
from outreach_sim.study.run import StudyResult
from tests.cli.test_commands import run

LETTER = "script.1.offer.pay_ratio"
SCENARIO = load_scenario("first-letter")


def lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def counted(scenario, worlds: int) -> list[dict[str, str]]:
    """What the engine says, in the form of a file."""
    result = run_study(plan(scenario.setup, 1, worlds))
    values = [lab_values(result, lab) for lab in range(len(scenario.lab_ids))]
    return [
        {"world": str(world + 1), "lab": lab} | {name: str(of[name][world]) for name in NAMES}
        for world in range(worlds)
        for lab, of in zip(scenario.lab_ids, values, strict=True)
    ]


def test_the_csv_of_a_run_is_what_was_counted_world_by_world(capsys, tmp_path: Path) -> None:
    file = tmp_path / "w.csv"
    words = ["run", "first-letter", "-n", "5", "--csv", str(file)]
    assert run(capsys, *words)[0] == 0
    assert lines(file) == counted(SCENARIO, 5) and sum(int(line["hires"]) for line in lines(file)) > 0
    table = osim.run("first-letter", worlds=5).to_table()
    worlds = (table["world"] + 1).tolist()
    assert [(line["world"], line["hires"]) for line in lines(file)] == [
        (str(world), str(hires)) for world, hires in zip(worlds, table["hires"].tolist(), strict=True)
    ], "docs/library.md says what joins them"
    code, _, err = run(capsys, *words)
    assert code == 65 and "the file is there already, use --force" in err
    assert run(capsys, *words, "--force")[0] == 0
    assert lines(file) == counted(SCENARIO, 5)


def test_the_csv_of_a_comparison_has_every_scenario_with_its_name(capsys, tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    words = ["compare", "first-letter", "--b", f"{LETTER}=1", "--name", "b==Low(1)", "-n", "5"]
    assert run(capsys, *words, "--csv", str(file))[0] == 0
    other = load_scenario("first-letter", [f"{LETTER}=1"])
    expected = [{"scenario": "a", "name": ""} | line for line in counted(SCENARIO, 5)]
    expected += [{"scenario": "b", "name": "'=Low(1)"} | line for line in counted(other, 5)]
    assert lines(file) == expected


def test_parts_of_a_comparison_come_in_order_and_once() -> None:
    heard: dict[int, list[bytes]] = {0: [], 1: []}
    arms = [Arm(label, SCENARIO.setup, 0) for label in "ab"]
    told = ArmLines([NamedArm(label, SCENARIO, "first-letter", (), ()) for label in "ab"])

    def take(index: int, part: StudyResult) -> None:
        heard[index].extend(part.digests)
        told(index, part)

    found = compare(arms, 1, 12, chunk=2, each=take)  # two blocks of four chunks
    whole = run_study(plan(SCENARIO.setup, 1, 12)).digests
    assert tuple(heard[0]) == tuple(heard[1]) == whole and len(set(found.log_hashes)) == 1
    written = csv.DictReader(told.text().splitlines())
    numbers = [(line["scenario"], line["world"], line["lab"]) for line in written]
    worlds = map(str, range(1, 13))
    assert numbers == list(product("ab", worlds, SCENARIO.lab_ids))


@pytest.mark.parametrize("by", BY)
def test_groups_add_up_to_the_funnel_and_each_is_what_its_people_did(capsys, by: str) -> None:
    data = json.loads(run(capsys, "run", "first-letter", "-n", "2", "--by", by, "--json")[1])
    groups = groups_by(SCENARIO, by)
    rows = data["by"]["groups"]
    assert [row["group"] for row in rows] == list(groups.names) and len(rows) > 1
    assert sum(row["people"] for row in rows) == len(SCENARIO.setup.people)
    expected = np.zeros((len(rows), len(FUNNEL)), dtype=int)
    for world in range(2):
        log = Session(SCENARIO.setup, 1, world).advance(SCENARIO.days)
        for kind, lab, candidate in zip(log.kind, log.lab, log.candidate, strict=True):
            if lab == SCENARIO.setup.player and kind in FUNNEL:
                expected[groups.group_of[candidate], FUNNEL.index(kind)] += 1
    assert [list(row["counts"].values()) for row in rows] == expected.tolist()
    assert {stage: sum(row["counts"][stage] for row in rows) / 2 for stage in STAGES} == data["funnel"]


def test_where_several_labs_write_only_the_one_that_is_asked_for_is_counted() -> None:
    scenario = load_scenario("personal-email")
    groups = groups_by(scenario, "employer")
    for lab in range(2, 4):
        grouping = Grouping(lab, groups.group_of, len(groups.names))
        result = run_study(replace(plan(scenario.setup, 1, 1), grouping=grouping))
        assert result.by_group is not None
        assert result.by_group.sum(axis=1).tolist() == result.funnel[:, lab].tolist() != [[0] * len(FUNNEL)]


def test_groups_do_not_depend_on_how_worlds_are_cut_and_are_shown_with_their_sum(capsys) -> None:
    groups = groups_by(SCENARIO, "level")
    grouping = Grouping(SCENARIO.setup.player, groups.group_of, len(groups.names))
    planned = (plan(SCENARIO.setup, 1, 6, chunk=chunk) for chunk in (6, 2))
    whole, cut = (run_study(replace(each, grouping=grouping)).by_group for each in planned)
    assert whole is not None and np.array_equal(whole, cut)
    out = run(capsys, "run", "first-letter", "-n", "6", "--by", "level")[1]
    table = out.split("By level of the candidates on the first day, over 6 worlds\n")[1].splitlines()
    numbers = [[int(cell) for cell in line.split()[1:]] for line in table[1:]]
    sums = [sum(column) for column in zip(*numbers[:-1], strict=True)]
    assert table[-1].startswith("all") and numbers[-1] == sums
    assert [row[1:] for row in numbers[:-1]] == whole.sum(axis=0).tolist()
    assert "--by level" in out


def test_what_the_command_offers_is_what_candidates_can_be_grouped_by() -> None:
    (option,) = (param for param in run_command.params if param.name == "by")
    assert tuple(option.to_info_dict()["type"]["choices"]) == BY


def test_a_name_stands_in_every_table_and_the_letter_stays_in_json(capsys) -> None:
    words = ["compare", "first-letter", "--b", f"{LETTER}=1", "--name", "b=Low pay", "-n", "40"]
    out = run(capsys, *words)[1]
    assert "b, Low pay: first-letter, " in out and "\nLow pay against a\n" in out
    assert "Low pay has more in" in out
    data = json.loads(run(capsys, *words, "--json")[1])
    assert [(arm["arm"], arm["name"]) for arm in data["arms"]] == [("a", None), ("b", "Low pay")]
    assert {row["won_by"] for row in data["pairs"][0]["flips"]} <= {"a", "b"}
    turned = ["compare", "first-letter", "--b", f"{LETTER}=1", "--name", "a=High pay", "-n", "40"]
    assert "  High pay  " in run(capsys, *turned)[1].split("Who flips most often:")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--name", "c=Third"], "names no scenario: write LETTER=NAME, with a letter from a to b"),
        (["--name", "High pay"], "names no scenario"),
        (["--name", "b="], "names no scenario"),
        (["--name", f"b={'x' * 41}"], "is longer than 40 characters"),
        (["--name", "b=a"], "is taken"),
        (["--name", "b=x", "--name", "a=x"], "is taken"),
        (["--csv", "no/where.csv"], "its folder does not exist"),
    ],
)
def test_what_cannot_be_a_name_or_a_file_is_said_before_anything_is_played(capsys, words, said: str) -> None:
    code, out, err = run(capsys, "compare", "first-letter", "--b", f"{LETTER}=1", *words)
    assert code in (2, 65) and out == "" and said in err and err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [["--by", "city", "--uncertain"], ["--csv", "w.csv", "--uncertain"], ["--by", "city", "--to", "s.db"]],
)
def test_what_has_no_lines_or_no_groups_says_so_before_it_plays(capsys, words: list[str]) -> None:
    code, _, err = run(capsys, "run", "first-letter", *words)
    assert code == 2 and words[0] in err and words[2] in err and "leave one" in err
