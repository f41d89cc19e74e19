"""The time machine at the desk, and what a game begins with: seed of the day, difficulty."""

from datetime import date

import numpy as np
import pytest
from textual.widgets import Input, OptionList

from outreach_sim.cli.failure import run_command_line
from outreach_sim.market.state.arithmetic import OnlyNumbers
from outreach_sim.scenario.seeds import seed_of
from outreach_sim.storage.saves.bookmarks import bookmarks
from outreach_sim.storage.saves.places import list_names
from outreach_sim.storage.saves.wanted import Wanted
from outreach_sim.tui.screens.desk import DeskScreen
from outreach_sim.tui.screens.time import TimeScreen
from tests.tui.desks import WON, Driver, run


def test_any_day_can_be_gone_to_and_back_and_the_desk_shows_it() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w", "ctrl+s", "n", "n")
        there = driver.play.game.log_hash
        await driver.press("h")
        assert isinstance(driver.app.screen, TimeScreen)
        assert "day 0, 1 order" in driver.text() and "day 14" in driver.text()
        await driver.press("tab", *"3", "enter")
        assert isinstance(driver.app.screen, DeskScreen)
        assert driver.play.session.day == 3 and "day 3/60" in driver.text()
        assert "You stand on" in driver.notices()[-1]
        await driver.press("U", "U")
        assert (driver.play.session.day, driver.play.game.log_hash) == (14, there)
        await driver.press("U")
        assert "nothing to do again" in driver.notices()[-1]
        await driver.press("h", "home", "enter")
        assert driver.play.session.day == 0 and not driver.play.ordered()
        await driver.press("U")
        assert len(driver.play.ordered()) == 1

    run(steps)


def test_bookmarks_and_branches_take_the_name_typed() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("n", "n", "h")
        await driver.put("#name", "good so far")
        await driver.press("ctrl+b")
        assert list(bookmarks(driver.play.game)) == ["good so far"] and "★ good so far" in driver.text()
        await driver.press("home", "down")
        await driver.put("#name", "Other Way")
        await driver.press("ctrl+n")
        assert "cannot name a save" in driver.notices()[-1]
        await driver.put("#name", "other-way")
        await driver.press("ctrl+n")
        assert list_names() == ["first-letter", "other-way"] and "day 7" in driver.notices()[-1]
        await driver.press("u", "h", "end", "enter")
        assert driver.play.session.day == 14
        await driver.press("h", "end", "ctrl+x")
        assert not bookmarks(driver.play.game)
        moments = driver.app.screen.query_one("#moments", OptionList)
        assert moments.option_count == 3

    run(steps)


def test_saves_are_listed_with_points_and_date_and_removed_after_asking() -> None:
    async def steps(driver: Driver) -> None:
        await driver.press("w", "ctrl+s", "n", "q")
        assert "The first letter" in driver.text() and "first-letter, +0.0, 11 Mar 2024" in driver.text()
        await driver.press("t")
        assert driver.app.screen.query_one("#seed", Input).value == str(seed_of(date.today()))
        await driver.press("d")
        assert "New games are hard: goals times 1.3" in driver.shown("#title")
        await driver.press("x")
        assert list_names() == ["first-letter"] and "removes first-letter for good" in driver.notices()[-1]
        await driver.press("down", "up", "x")  # whoever looked elsewhere is asked again
        assert list_names() == ["first-letter"]
        await driver.press("x")
        assert list_names() == [] and "first-letter is removed" in driver.notices()[-1]
        assert "Go on with" not in driver.text()
        await driver.press("x")
        assert "no saved game" in driver.notices()[-1]

    run(steps)


def test_what_must_stay_a_number_may_be_under_way_twice_at_once() -> None:
    @OnlyNumbers("this could not be done")
    def nested(times: int) -> int:
        return nested(times - 1) if times else 7

    before = np.geterr()
    assert nested(2) == 7 and np.geterr() == before, "saves are looked at beside the screen, too"


def test_points_of_a_save_are_counted_once_for_where_it_stands() -> None:
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves import known_points as counting
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.places import points_path, save_path
    from outreach_sim.storage.saves.points import points_of

    with Game.new("counted", load_scenario("first-letter", WON), 3, keep_script=True) as game:
        game.advance(40)
        assert counting.known_points(game) is None
        points = counting.counted_points(game)
        assert points == int(points_of(game).score[0]) / 1_000_000 != 0
        assert counting.known_points(game) == points
        game.advance(7)
        assert counting.known_points(game) is None
        for nonsense in (
            "",
            "[]",
            "{",
            '{"log_hash": 1}',
            f'{{"log_hash": "{game.log_hash}", "points": "nan"}}',
        ):
            points_path(save_path("counted")).write_text(nonsense)
            assert counting.known_points(game) is None


def test_the_seed_of_the_day_is_the_date() -> None:
    asked: list[Wanted] = []

    def desk(wanted: Wanted) -> int:
        asked.append(wanted)
        return 0

    assert run_command_line(["play", "first-letter", "--seed", "today"], desk=desk) == 0
    assert asked[0].seed in (seed_of(date.today()), seed_of(date.today()) - 1)
    assert seed_of(date(2026, 3, 9)) == 20_260_309


def test_what_is_played_harder_says_so_in_its_save() -> None:
    from outreach_sim.scenario.difficulty import Difficulty, changes, load_at
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.tui.games import find_game

    normal = load_scenario("small-lab")
    with find_game(Wanted("small-lab", 5, difficulty="hard")) as game:  # type: ignore[union-attr]
        game.advance(1)
    with Game.open("small-lab") as game:
        table = game.scenario.spec.scenario
        (mine,) = (lab for lab in game.scenario.spec.labs if lab.id == table.player)
    (before,) = (lab for lab in normal.spec.labs if lab.id == table.player)
    assert table.difficulty == "hard"
    assert mine.budget_usd == (before.budget_usd and round(0.8 * before.budget_usd))
    assert [grant.usd for grant in mine.budget] == [round(0.8 * grant.usd) for grant in before.budget]
    asked = load_scenario("small-lab", ["scenario.goal=4"])
    assert "scenario.goal=2.8" in changes(asked, Difficulty.EASY)
    assert "scenario.goal=5.2" in changes(asked, Difficulty.HARD)
    assert load_at("small-lab", Difficulty.NORMAL).spec == normal.spec
    with pytest.raises(Exception, match="has its difficulty already"):
        find_game(Wanted(resume="small-lab", difficulty="hard"))
