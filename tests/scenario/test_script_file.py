"""Lines of a script in a CSV beside the scenario: read as those of the file are, and checked as they are."""

from pathlib import Path

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.schema import ScriptLine
from outreach_sim.scenario.script_file import kinds, write_lines
from outreach_sim.storage.saves.script_lines import line_table

TOML = """
[scenario]
name = "A script beside"
start = 2024-01-05
days = 40
player = "north"
script_file = "orders.csv"

[population]
size = 60

[[labs]]
id = "north"
name = "North Lab"
researchers = 80
compute = 20_000
pay = { median = 500_000, top = 1_500_000 }

[[labs]]
id = "south"
name = "South Lab"
researchers = 90
compute = 8_000
pay = { median = 450_000, top = 1_200_000 }
"""
INSIDE = """
[[script]]
every = "week"
template = "recruiter"
to = { top = 3, from = ["south"] }
"""


def load(folder: Path, csv: str, toml: str = TOML) -> Scenario:
    (folder / "plan.toml").write_text(toml, encoding="utf-8")
    (folder / "orders.csv").write_text(csv, encoding="utf-8")
    return load_scenario(str(folder / "plan.toml"))


def problems(folder: Path, csv: str, toml: str = TOML) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        load(folder, csv, toml)
    return [str(problem).replace(str(folder) + "/", "") for problem in caught.value.problems]


def test_rows_are_lines_of_the_script_behind_those_of_the_file(tmp_path: Path) -> None:
    csv = (
        "on,do,template,sender,to.candidates,to.top,to.by,to.from,offer.pay_ratio,offer.pay_usd,offer.direct,by_hand\n"
        '2024-01-08,send,ceo-personal,ceo,"3 7 12",,,,2.5,,true,yes\n'
        "\n"
        '2024-01-09 2024-01-12,,recruiter,,,20,pay,south,,"1.5m",,\n'
        "2024-01-15,withdraw,,,3,,,,,,,\n"
    )
    script = load(tmp_path, csv, TOML + INSIDE).spec.script
    assert [line.every for line in script] == ["week", None, None, None]
    first, second, third = (line_table(line) for line in script[1:])
    assert first["to"] == {"candidates": [3, 7, 12]}
    assert (first["offer"], first["by_hand"], str(first["on"])) == (
        {"pay_ratio": 2.5, "direct": True}, True, "2024-01-08",
    )  # fmt: skip
    assert second["to"] == {"top": 20, "by": "pay", "from": ["south"]}
    assert (second["offer"], [day.day for day in second["on"]]) == ({"pay_usd": 1_500_000}, [9, 12])
    assert third["do"] == "withdraw"


def test_a_spreadsheet_s_semicolons_and_marks_are_read(tmp_path: Path) -> None:
    csv = "\ufeffon;template;to.top\r\n2024-01-08;recruiter;3\r\n"
    assert load(tmp_path, csv).spec.script[0].to.top == 3


HEADER = "on,do,template,to.top,to.candidates,offer.pay_ratio,lab\n"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("2024-01-08,send,recruiter,three,,,", "orders.csv:2:27: to.top: must be a whole number"),
        ("2024-01-08,send,recruter,3,,,", "orders.csv:2:17: template: there is no template 'recruter'"),
        ("2024-13-08,send,recruiter,3,,,", "orders.csv:2:1: on: must be a date"),
        ("2025-01-08,send,recruiter,3,,,", "orders.csv:2:1: on: 2025-01-08 is outside the game"),
        ("2024-01-08,sned,recruiter,3,,,", "orders.csv:2:12: do: 'sned' is not one of"),
        ("2024-01-08,send,recruiter,3,,nan,", "orders.csv:2:30: offer.pay_ratio: must be"),
        ("2024-01-08,invite,,,7 x 9,,", "orders.csv:2:21: to.candidates.2: must be a whole number"),
        ("2024-01-08,invite,,,7 99,,", "orders.csv:2:21: to.candidates.2: there is no candidate 99"),
        ("2024-01-08,send,recruiter,,,,", "orders.csv:2:1: say to whom"),
        ("2024-01-08,send,recruiter,3,,,nrth", "orders.csv:2:31: lab: there is no lab 'nrth'"),
        (",send,recruiter,3,,,", "orders.csv:2:1: say when"),
        ("2024-01-08,send,recruiter,3", "orders.csv:2: has 4 cells, the header has 7"),
    ],
)
def test_what_is_wrong_with_a_row_is_told_at_its_place(tmp_path: Path, row: str, told: str) -> None:
    found = problems(tmp_path, HEADER + row + "\n")
    assert len(found) == 1
    assert found[0].startswith(told)


def test_problems_of_both_files_are_told_each_in_its_order(tmp_path: Path) -> None:
    rows = "2024-01-08,send,recruter,3,,,\n2024-01-08,send,recruiter,x,,,\n"
    found = problems(tmp_path, HEADER + rows, TOML + INSIDE.replace('"recruiter"', '"recruter"'))
    places = [line.split(": ")[0] for line in found]
    assert places == ["plan.toml:28:1", "orders.csv:2:17", "orders.csv:3:27"]


@pytest.mark.parametrize(
    ("csv", "told"),
    [
        (
            "on,templat,to.top\n",
            "orders.csv:1:4: templat: unknown column 'templat', did you mean 'template'?",
        ),
        ("on,to.top,on\n", "orders.csv:1:11: on: the column 'on' is there twice"),
        ("", "orders.csv:1: the file has no header"),
        ('on,to.top\n"2024-01-08,3\n', "orders.csv:2: this is not CSV"),
    ],
)
def test_what_is_wrong_with_the_table_is_told(tmp_path: Path, csv: str, told: str) -> None:
    assert problems(tmp_path, csv)[0].startswith(told)


def test_a_file_elsewhere_or_none_is_refused(tmp_path: Path) -> None:
    outside = problems(tmp_path, HEADER, TOML.replace("orders.csv", "../orders.csv"))
    assert outside == [
        "plan.toml:7:1: scenario.script_file: the file must lie inside the scenario's own folder"
    ]
    missing = problems(tmp_path, HEADER, TOML.replace("orders.csv", "others.csv"))
    assert missing == ["others.csv: there is no such file"]


def test_every_key_of_a_line_has_a_column_and_comes_back(tmp_path: Path) -> None:
    columns = set(kinds())
    assert {"do", "on", "from", "until", "to.from", "to.candidates", "offer.pay_usd", "rent_days"} <= columns
    assert {name.partition(".")[0] for name in columns} == {
        field.alias or name for name, field in ScriptLine.model_fields.items()
    }
    lines = load(tmp_path, HEADER, TOML + INSIDE).spec.script
    full = lines[0].model_copy(update={"lab": "north"})
    back = load(tmp_path, write_lines([line_table(full)])).spec.script
    assert back == [full]


def test_a_folder_is_played_by_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "Q3 plan"
    folder.mkdir()
    (folder / "scenario.toml").write_text(TOML, encoding="utf-8")
    (folder / "orders.csv").write_text("on,template,to.top\n2024-01-08,recruiter,3\n", encoding="utf-8")
    loaded = load_scenario(str(folder))
    assert (loaded.name, len(loaded.spec.script)) == ("Q3 plan", 1)
    assert load_scenario(str(folder / "scenario.toml")).name == "scenario"
