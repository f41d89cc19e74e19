"""Scenario files that switch on what people do: they load, play, report, and say what is wrong with them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.main import cli
from outreach_sim.errors import BadInputError
from outreach_sim.market.session import Session
from outreach_sim.market.state.events import Event
from outreach_sim.scenario.candidates_csv import read_candidates, write_candidates
from outreach_sim.scenario.load import load_scenario
from outreach_sim.scenario.names import NameBook
from outreach_sim.scenario.people import LabPay, make_people
from outreach_sim.scenario.population import Population

TEXT = """
[scenario]
name = "All that people do"
start = 2024-01-15
days = 240
player = "north"

[population]
size = 200
seed = 3

[[labs]]
id = "north"
name = "North Lab"
researchers = 90
compute = [ { on = 2024-03-14, h100e = 500 }, { on = 2024-03-15, h100e = 40_000 } ]
pay = { median = 500_000, top = 1_500_000 }
mission = 1.0
policy = "script"

[[labs]]
id = "south"
name = "South Lab"
researchers = 300
compute = 1_000_000
pay = { median = 500_000, top = 1_500_000 }
product = 0.5
non_compete = { share = 0.5, days = 60, senior_days = 90 }

[[script]]
every = "week"
template = "recruiter"
to = { top = 20 }
offer = { pay_ratio = 2.5, direct = true }

[[script]]
every = "day"
from = 2024-02-05
until = 2024-02-09
do = "attend"
to = { top = 4, by = "pay" }

[[conference]]
name = "The February week"
start = 2024-02-05
days = 5
share = 0.5

[[walkout]]
lab = "south"
to = "north"
on = 2024-04-01
back = 2024-04-20

[mechanisms]
come_back = true
colleagues = true
aftermath = true
pitch = true
ceo_spam = true
name_news = true
quotas = false

[parameters]
gate_share = 0.5
compute_taste_mean = 0.1
"""


def write(folder: Path, text: str = TEXT) -> str:
    path = folder / "all.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_file_with_everything_plays_and_everything_happens(tmp_path: Path) -> None:
    scenario = load_scenario(write(tmp_path))
    log = Session(scenario.setup, 5).advance(240)
    happened = set(log.kind.tolist())
    wanted = {Event.CAME_BACK, Event.MET, Event.LED_AWAY, Event.REINSTATED, Event.LEAVE}
    assert wanted <= happened
    met = log.where(log.kind == Event.MET)
    assert set(met.day.tolist()) == {21, 22, 23, 24, 25} and len(met) == 20
    back = log.where(log.kind == Event.CAME_BACK)
    assert back.day.min() == 60 and back.value.max() <= 40_000


def test_run_says_who_is_still_there(tmp_path: Path, capsys) -> None:
    with pytest.raises(SystemExit) as code:
        cli.main(["run", write(tmp_path), "-n", "4", "--jobs", "1", "--json"], standalone_mode=True)
    assert not code.value.code
    data = json.loads(capsys.readouterr().out)
    north = {entry["cohort"]: entry for entry in data["retention"]["north"]}
    assert 0 < north["hires"]["share"] <= 1 and north["hires"]["months"] <= 8
    south = data["retention"]["south"][0]
    assert south["cohort"] == "staff" and 0 < south["left"] < south["people"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("start = 2024-02-05", "start = 2025-02-05", "conference.1.start: 2025-02-05 is outside the game"),
        ('lab = "south"\nto', 'lab = "sout"\nto', "no lab 'sout', did you mean 'south'"),
        ('to = "north"\non', 'to = "south"\non', "lab and to must be two labs"),
        ("back = 2024-04-20", "back = 2024-03-20", "back must be later than on"),
        ("on = 2024-04-01\nback", "on = 2023-04-01\nback", "2023-04-01 is outside the game"),
        ("colleagues = true", "colleagues = false", "nobody follows while colleagues are off"),
        ("share = 0.5\n\n", "share = 1.5\n\n", "at most 1"),
        ("share = 0.5, days = 60", "share = 0.5", "days: is missing"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in TEXT
    with pytest.raises(BadInputError) as caught:
        load_scenario(write(tmp_path, TEXT.replace(old, new, 1)))
    said = "; ".join(
        f"{p.where}: {p.message}{', ' + p.hint if p.hint else ''}" for p in caught.value.problems
    )
    assert words in said, said
    assert all(p.line > 0 for p in caught.value.problems)


def test_teams_survive_the_way_to_a_file_and_back(tmp_path: Path) -> None:
    made = make_people(40, 9, [LabPay(100, 500_000, 1_500_000)])
    people = replace(made, team=np.arange(40, dtype=np.int32) // 7)
    path = tmp_path / "people.csv"
    path.write_text(write_candidates(Population(people, NameBook(9)), ("north",)), encoding="utf-8")
    assert np.array_equal(read_candidates(path, ("north",)).people.team, people.team)
