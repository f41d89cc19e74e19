"""A game is a script, a script is a game: the same orders give the same events."""

from contextlib import closing
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.cli.save_script import _write_folder
from outreach_sim.errors import UsageError
from outreach_sim.inputs.toml import MAX_BYTES
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.script_file import write_lines
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.script import script_of
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan
from outreach_sim.study.statistics import log_hash
from tests.storage.small import TOML, load, orders, play


def written(game: Game, folder: Path) -> Scenario:
    """The game's script, read back as a user's file is."""
    script = script_of(game)
    (folder / "script.toml").write_text(script.toml, encoding="utf-8")
    if script.candidates:
        (folder / "candidates.csv").write_text(script.candidates, encoding="utf-8")
    return load_scenario(str(folder / "script.toml"))


@pytest.mark.parametrize("day", [1, 80])
def test_a_game_as_a_script_has_the_same_events(scenario: Scenario, tmp_path: Path, day: int) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, day, 8)
        script = written(game, tmp_path)
        session = Session(script.setup, 5)
        log = session.advance(1_000)
        assert session.day == day
        assert all(np.array_equal(getattr(log, f.name), getattr(game.log, f.name)) for f in fields(Log))
        assert session.digest() == game.session.digest()
        study = run_study(plan(script.setup, 5, 1, [], 1), 1)
        assert log_hash(study.digests) == game.log_hash


CALENDAR = """
[mechanisms]
colleagues = true

[[conference]]
name = "A week"
start = 2024-01-08
days = 3
share = 0.5

[[walkout]]
lab = "south"
to = "north"
on = 2024-01-09
back = 2024-01-11

[[script]]
every = "day"
from = 2024-01-08
lab = "north"
do = "attend"
to = { top = 2 }

[[script]]
on = 2024-01-10
lab = "south"
template = "recruiter"
to = { top = 3 }

[[script]]
on = [2024-01-06, 2024-01-09]
lab = "south"
template = "recruiter"
to = { top = 3 }
"""


def test_a_game_that_ends_on_any_day_is_a_script_with_what_began_on_its_last(tmp_path: Path) -> None:
    busy = load(tmp_path, TOML.replace("[parameters]", CALENDAR + "[parameters]"))
    with Game.new("a", busy, 5, keep_script=True) as game:
        for day in range(1, 9):
            game.advance(1)
            script = written(game, tmp_path)
            session = Session(script.setup, 5)
            session.advance(1_000)
            assert (session.day, session.digest()) == (day, game.session.digest())
            spec = script.spec
            began = [len(spec.conference), len(spec.walkout), len(spec.script)]
            assert began == [day >= 4, day >= 5, 1 + (day >= 2) + (day >= 4) + (day >= 6)], day


def test_scripting_a_game_twice_says_the_same(scenario: Scenario, tmp_path: Path) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 20)
        script = written(game, tmp_path)
        with Game.new("again", script, 5, keep_script=True) as again:
            again.advance(20)
            assert again.log_hash == game.log_hash
            first, second = (script_of(g).toml.split("[scenario]")[1] for g in (game, again))
            assert first == second


def test_what_was_taken_back_or_waits_is_not_scripted(scenario: Scenario, tmp_path: Path) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 12)
        game.act(orders(12)[1])
        game.advance(3)
        game.undo()
        game.undo()
        game.act(orders(12)[0])
        script = written(game, tmp_path)
        assert len(script.spec.script) == 3 * 3
        session = Session(script.setup, 5)
        session.advance(1_000)
        assert session.digest() == game.session.digest()
        assert "taken back" in script.text.split("[scenario]")[0]


def test_candidates_from_a_file_go_beside_the_script(scenario: Scenario, tmp_path: Path) -> None:
    from outreach_sim.scenario.candidates_csv import write_candidates

    text = write_candidates(scenario.population, scenario.lab_ids).replace("60,", "60,", 1)
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    own = load(tmp_path, TOML.replace("size = 60", 'file = "own.csv"'))
    with Game.new("a", own, 5) as game:
        play(game, 20)
        (tmp_path / "own.csv").unlink()
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        session = Session(written(game, folder).setup, 5)
        session.advance(1_000)
        assert session.digest() == game.session.digest()


def test_parameters_that_later_versions_change_are_written_out(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup = replace(scenario.setup, parameters=replace(scenario.setup.parameters, offer_chance_direct=0.5))
    with Game.new("a", replace(scenario, setup=setup), 5) as game:
        play(game, 20)
        script = written(game, tmp_path)
    assert script.spec.parameters == {"offer_chance_direct": 0.5, "exit_hazard_per_year": 0.2}


def test_a_game_without_a_day_is_no_script(scenario: Scenario) -> None:
    with Game.new("a", scenario, 5) as game, pytest.raises(UsageError, match=r"no day .* has been played"):
        script_of(game)


def test_a_script_larger_than_a_scenario_may_be_is_a_sentence(
    scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outreach_sim.storage.saves.script.MAX_BYTES", 2_000)
    with Game.new("a", scenario, 5) as game:
        play(game, 8)
        with pytest.raises(UsageError, match=r"6 orders make a larger scenario .* --folder FOLDER"):
            script_of(game)


def test_a_game_in_which_a_policy_acted_beside_the_orders_has_no_script() -> None:
    """A scenario has the one or the other, so what it wrote would give other events."""
    sandbox = load_scenario("sandbox")
    with Game.new("recorded", sandbox, 5, keep_script=True) as game:
        game.advance(2)
        assert "[[script]]" not in script_of(game).toml
        game.act(Order(sandbox.setup.player, (), top=3))
        game.advance(2)
        with pytest.raises(UsageError, match="the policy 'patient' acted beside your orders"):
            script_of(game)


def test_a_played_game_goes_into_a_folder_and_comes_back(scenario: Scenario, tmp_path: Path) -> None:
    with Game.new("a", scenario, 5) as game:
        play(game, 40, 8)
        made, expected = script_of(game, lines_file="orders.csv"), game.log_hash
    assert "[[script]]" not in made.toml and made.lines.count("\n") >= made.orders
    _write_folder(tmp_path / "again", made)
    again = load_scenario(str(tmp_path / "again"))
    assert log_hash(run_study(plan(again.setup, 5, 1, [], 1), 1).digests) == expected


def many_orders(folder: Path, count: int, days: int) -> Scenario:
    """A scenario with so many lines in a file beside it, spread over its days."""
    orders = [
        {
            "on": date(2024, 1, 5) + timedelta(days=n * days // count),
            "template": "ceo-personal",
            "sender": "ceo",
            "to": {"candidates": [n % 60 + 1, (7 * n + 3) % 60 + 1]},
            "offer": {"pay_ratio": 1.0 + n / 700, "sign_on_usd": 1_000 * n, "direct": n % 2 == 0},
        }
        for n in range(count)
    ]
    (folder / "orders.csv").write_text(write_lines(orders), encoding="utf-8")
    text = TOML[: TOML.index("[[script]]")]
    return load(folder, text.replace("days = 80", f'days = {days}\nscript_file = "orders.csv"'))


def test_three_years_and_eight_hundred_orders_go_into_a_folder_and_come_back(tmp_path: Path) -> None:
    """More than a scenario's own file may hold: its rows stand beside it, and the hash is the same."""
    with Game.new("long", many_orders(tmp_path, 800, 1095), 5, keep_script=True) as game:
        game.advance(1095)
        expected = game.log_hash
        with pytest.raises(UsageError, match=r"than 64 KB; write it as a folder: .* --folder FOLDER"):
            script_of(game)
        made = script_of(game, lines_file="orders.csv")
        assert int(game.session.world.recorder.funnel[0][0]) > 100
    _write_folder(tmp_path / "again", made)
    script = load_scenario(str(tmp_path / "again"))
    assert len(script.spec.script) == 800
    assert log_hash(run_study(plan(script.setup, 5, 1, [], 1), 1).digests) == expected


def test_a_save_with_more_lines_than_a_file_may_have_is_opened_and_sound(tmp_path: Path) -> None:
    with Game.new("wide", many_orders(tmp_path, 250, 30), 5, keep_script=True) as game:
        game.advance(5)
        made = script_of(game, lines_file="orders.csv")
        assert len(game.scenario.text) > MAX_BYTES
    with Game.open("wide", write=False) as opened:
        assert script_of(opened, lines_file="orders.csv") == made
    with closing(Store.open("wide", write=False)) as store:
        assert not verify(store).problem
