"""Forecast, luck and regret of a saved game at the command line."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from outreach_sim.cli.hindsight_view import LARGEST
from outreach_sim.cli.main import cli
from outreach_sim.errors import UsageError
from outreach_sim.formatting import signed
from outreach_sim.market.setup import Do, Order
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hindsight import film_of, forecast_of, luck_of
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.saves.points import points_of
from outreach_sim.study.forecast import Forecast

SCENARIO = load_scenario("first-letter")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))


def call(*words: str) -> Result:
    return CliRunner().invoke(cli, words, standalone_mode=False, catch_exceptions=False)


def asked(*words: str) -> Any:
    return json.loads(call(*words, "--json").stdout)


def begun() -> None:
    """A game in which nine people were written to, by hand, and two weeks passed."""
    player = SCENARIO.setup.player
    with Game.new("a", SCENARIO, 3) as game:
        game.act(Order(player, (), Do.SEND, top=9, pay_ratio=2.5, by_hand=True))
        game.advance(14)


def test_what_is_shown_is_what_the_functions_say_in_json_and_in_sentences() -> None:
    begun()
    said = call("save", "show", "a", "--forecast", "--luck", "--regret").stdout
    shown = asked("save", "show", "a", "--forecast", "--luck", "--regret")
    low, high = shown["forecast"]["band_80"]
    assert f"{signed(low)} to {signed(high)} points" in said and low < high
    assert f"number {shown['luck']['place']} of 200" in said
    assert "With hindsight, on the same luck" in said
    assert said.count(" the letter to ") <= LARGEST + 1
    with Game.open("a", write=False) as game:
        (ahead, _), lucky, film = forecast_of(game), luck_of(game), film_of(game)
        assert film.digest == game.session.digest()
        assert film.score == points_of(game).score[0]
    assert tuple(shown["forecast"]["band_80"]) == ahead.band()
    assert shown["forecast"]["worlds"] == shown["luck"]["worlds"] == 200
    assert shown["luck"]["place"] == lucky.place
    assert [table["candidate"] - 1 for table in shown["regret"]] == [d.candidate for d in film.decisions]
    assert all("not at all" in table["instead"] for table in shown["regret"])
    plain = asked("save", "show", "a")
    assert not {"forecast", "luck", "regret"} & set(plain)


@pytest.mark.parametrize("flag", ["--luck", "--regret"])
def test_there_is_nothing_to_look_back_on_before_a_day_is_played(flag: str) -> None:
    with Game.new("a", SCENARIO, 3) as game:
        game.act(Order(SCENARIO.setup.player, (), Do.SEND, candidates=(1,)))
    with pytest.raises(UsageError, match="no day of the game 'a' has been played"):
        call("save", "show", "a", flag)


def test_orders_of_today_are_part_of_the_forecast() -> None:
    with Game.new("a", SCENARIO, 3) as game:
        before, _ = forecast_of(game)
        game.act(Order(SCENARIO.setup.player, (), Do.SEND, top=5, pay_ratio=2.0, by_hand=True))
        assert before.hires.max() == 0 and forecast_of(game)[0].hires.max() > 0


def test_where_the_worlds_agree_on_the_medal_the_game_is_said_to_be_decided() -> None:
    scenario = load_scenario("first-letter", ["scenario.goal=1", "scenario.days=30"])
    with Game.new("a", scenario, 3) as game:
        game.advance(7)
        found, decided = forecast_of(game)
        assert found.agreed(1.0) == ("", 1.0) and decided is None, "they agree, but a letter would help"
        game.advance(20)
    shown = asked("save", "show", "a", "--forecast")["forecast"]
    assert shown["medals"] == {"": 1.0} and shown["decided"] == {"medal": "", "share": 1.0}
    said = "agree on the medal, none, and no letter can be expected to bring points"
    told = " ".join(call("save", "show", "a", "--forecast").stdout.split())
    assert f"100 % of them {said}" in told and "outreach-sim save advance a --until-news" in told
    found = Forecast(7, 14, np.array([2_000_000] * 94 + [1_200_000] * 4 + [0] * 2), np.zeros(100))
    assert found.medals(1.0) == {"gold": 0.94, "silver": 0.04, "": 0.02} and found.agreed(1.0) is None
    call("save", "advance", "a", "--until-news")
    assert said not in call("save", "show", "a", "--forecast").stdout, "it is over"


def test_decisions_of_a_policy_are_no_decisions_of_the_player() -> None:
    scenario = load_scenario("first-letter", ["labs.north.policy=spray", "labs.north.bot.letters_per_week=3"])
    with Game.new("a", scenario, 3, keep_script=True) as game:
        game.advance(2)
    with pytest.raises(UsageError, match="a policy acts for the lab"):
        call("save", "show", "a", "--regret")
