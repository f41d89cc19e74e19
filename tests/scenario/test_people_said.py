"""What a scenario says of single people: facts replace facts, minds replace luck, everybody else stays."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.world import World
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.people_said import gate_ppm
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import HOME_VARIABLE
from tests.storage.small import TOML

RIVAL = 2
"""Somebody who works elsewhere."""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    scenario = load_scenario(str(written(tmp_path_factory.mktemp("plain"))))
    assert scenario.setup.people.employer[RIVAL - 1] != scenario.setup.player
    return scenario


def written(folder: Path, *lines: str) -> Path:
    file = folder / "said.toml"
    file.write_text(TOML + "\n" + "\n".join(lines), encoding="utf-8")
    return file


def saying(folder: Path, *lines: str) -> Scenario:
    return load_scenario(str(written(folder, "[[people]]", f"id = {RIVAL}", *lines)))


def problems(folder: Path, *lines: str) -> Sequence[str]:
    with pytest.raises(BadInputError) as error:
        load_scenario(str(written(folder, *lines)))
    return [f"{problem.where}: {problem.message}" for problem in error.value.problems]


def test_facts_are_said_of_one_person_and_nobody_else_changes(tmp_path: Path, plain: Scenario) -> None:
    people = saying(tmp_path, "impact = 777", "level = 5", "pay_usd = 123_000", "team = 9").population.people
    before, me = plain.population.people, RIVAL - 1
    assert (people.impact[me], people.level[me], people.pay_usd[me], people.team[me]) == (777, 5, 123_000, 9)
    for fact in ("impact", "level", "pay_usd", "team", "employer", "standing", "stake_usd"):
        others = np.arange(len(people)) != me
        assert np.array_equal(getattr(people, fact)[others], getattr(before, fact)[others])


def test_a_mind_that_is_said_is_the_same_in_every_world_and_others_are_left_to_luck(
    tmp_path: Path, plain: Scenario
) -> None:
    said = saying(tmp_path, "asks_h100e = 5_000", "money = 2.5", 'fit = [ { lab = "north", logit = -1.25 } ]')
    worlds, size, me = 40, len(said.population), RIVAL - 1
    world, before = World(said.setup, 1, range(worlds)), World(plain.setup, 1, range(worlds))
    mine = np.arange(worlds) * size + me
    assert (world.tastes.money[mine] == 2.5).all()
    assert (world.tastes.compute[mine] == said.setup.parameters.heavy_taste).all()
    leader = max(int(lab.fleet_h100e[0]) for lab in said.setup.labs)
    assert (world.tastes.gate_ppm[mine] * leader // 1_000_000 == 5_000).all()
    others = np.setdiff1d(np.arange(worlds * size), mine)
    for taste in ("money", "compute", "gate_ppm"):
        now, then = getattr(world.tastes, taste), getattr(before.tastes, taste)
        assert np.array_equal(now[others], then[others]) and not np.array_equal(now[mine], then[mine])
    row = np.arange(worlds) * world.labs
    assert (world.fit(mine, row) == -1.25).all()
    assert np.array_equal(world.fit(mine, row + 1), before.fit(mine, row + 1))


def test_a_letter_meets_the_fit_that_is_said_and_so_does_what_is_explained(tmp_path: Path) -> None:
    said = saying(tmp_path, 'fit = [ { lab = "north", logit = 2.5 } ]')
    session = Session(said.setup, 1)
    session.act(Order(0, (), do=Do.SEND, candidates=(RIVAL - 1,), pay_ratio=1.2))
    session.advance()
    table = session.world.approaches
    assert table.fit[table.person == RIVAL - 1].tolist() == [2.5]
    plan = Plan(900_000, 0, Sender.CEO, True)
    assert weigh(session.world, 0, RIVAL - 1, plan, "Robin", True).features.fit == 2.5
    belief = weigh(session.world, 0, RIVAL - 1, plan, "Robin", False)
    assert belief.features.fit == 0.0, "no lab reads the scenario file"


@pytest.mark.parametrize("heavy", [True, False])
def test_whether_compute_counts_for_somebody_can_be_said(tmp_path: Path, heavy: bool) -> None:
    said = saying(tmp_path, f"heavy_user = {str(heavy).lower()}")
    tastes = World(said.setup, 1, range(50)).tastes
    mine = np.arange(50) * len(said.population) + RIVAL - 1
    assert (tastes.compute[mine] > 0.0).all() == heavy
    assert (tastes.compute[mine] == 0.0).all() != heavy
    assert heavy or not tastes.gate_ppm[mine].any(), "who is no heavy user has no threshold"


def test_nobody_has_a_threshold_of_whom_it_is_said_to_be_none(tmp_path: Path) -> None:
    said = saying(tmp_path, "asks_h100e = 0", "heavy_user = true")
    tastes = World(said.setup, 1, range(50)).tastes
    assert not tastes.gate_ppm[np.arange(50) * len(said.population) + RIVAL - 1].any()


def test_a_threshold_is_rounded_up_so_a_fleet_that_large_reaches_it() -> None:
    assert gate_ppm(10_600, 1_000_000) == 10_600
    assert gate_ppm(1, 3_000_000) * 3_000_000 // 1_000_000 >= 1
    assert gate_ppm(10**9, 1) == 50_000_000


def test_a_save_remembers_what_was_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    said = saying(tmp_path, "impact = 777", "money = 2.5", 'fit = [ { lab = "north", logit = 2.5 } ]')
    with Game.new("said", said, 5) as game:
        game.advance(10)
        digest = game.log_hash
    with Game.open("said") as again:
        assert again.log_hash == digest
        assert again.scenario.setup.dispositions == said.setup.dispositions
        assert again.scenario.population.people.impact[RIVAL - 1] == 777


def test_what_is_wrong_with_people_is_said_with_its_place(tmp_path: Path) -> None:
    person = "[[people]]"
    assert problems(tmp_path, person, "id = 61") == ["people.1.id: there is no candidate 61"]
    assert problems(tmp_path, person, "id = 3", person, "id = 3") == [
        "people.2.id: candidate 3 is there twice"
    ]
    said = problems(tmp_path, person, "id = 3", 'fit = [ { lab = "noth", logit = 1.0 } ]')
    assert said == ["people.1.fit.1.lab: there is no lab 'noth'"]
    said = problems(tmp_path, person, "id = 3", "asks_h100e = 5", "heavy_user = false")
    assert "only heavy users" in said[0]
    said = problems(tmp_path, person, "id = 3", "asks_h100e = 5", "[mechanisms]", "gate = false")
    assert said == ["people.1.asks_h100e: nobody asks while gates are off"]


def test_what_is_wrong_with_a_story_and_with_boards_is_said_with_its_place(tmp_path: Path) -> None:
    beat = ("[[story]]", 'event = "interested"', 'text = "Well."')
    assert problems(tmp_path, *beat, "who = 61") == ["story.1.who: there is no candidate 61"]
    assert problems(tmp_path, *beat, 'lab = "noth"') == ["story.1.lab: there is no lab 'noth'"]
    said = problems(tmp_path, *beat, "at_least = 5", "at_most = 4")
    assert said == ["story.1.at_most: must not be below at_least"]
    said = problems(tmp_path, *beat, "from = 2024-01-08")
    assert said == ["story.1.from: from is when todo is first said"]
    assert "is not one of" in problems(tmp_path, "[[story]]", 'event = "intrested"', 'text = "Well."')[0]
    base = str(written(tmp_path))
    boards = "scenario.goal=[{ on = 2024-02-20, points = 1.0 }, { on = 2024-02-19, points = 2.0 }]"
    with pytest.raises(BadInputError, match="later than the date before"):
        load_scenario(base, (boards,))
    with pytest.raises(BadInputError, match="outside the game"):
        load_scenario(base, ("scenario.goal=[{ on = 2030-04-01, points = 1.0 }]",))
