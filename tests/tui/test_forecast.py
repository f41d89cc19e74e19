"""The band beside the points: of where the game stands and never of another place, counted behind it."""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.market.observers.said import Said
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import load_scenario
from outreach_sim.storage.saves.band import Band, Place, band_of, place_of
from outreach_sim.storage.saves.game import Game
from outreach_sim.study.forecast import forecast
from outreach_sim.tui.forecast import Forecasts
from outreach_sim.tui.play import Play
from outreach_sim.tui.settings import Settings, read_settings
from outreach_sim.tui.texts.header import status_bar
from tests.tui.clock import run_in_own_time
from tests.tui.desks import Driver, run

LETTERS = Order(lab=0, days=(), top=4, pay_ratio=1.6, direct=True)


class ByHand:
    """A process that answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[Place, Future[Any]]] = []
        self.ended = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self.asked.append((args[0], future))
        return future

    def end(self) -> None:
        self.ended += 1


async def until(driver: Driver, there: Callable[[], bool]) -> None:
    """Let the desk go on until something is so."""
    for _ in range(300):
        if there():
            return
        await driver.pilot.pause()
    raise AssertionError("that does not come")


def given(name: str, turns: int = 3) -> Game:
    game = Game.new(name, load_scenario("first-letter"), 5)
    game.act(LETTERS)
    for _ in range(turns):
        game.advance(7)
    return game


def test_a_band_is_that_of_the_forecast_from_there_whatever_was_asked_before() -> None:
    with given("one", 1) as game:
        before = band_of(place_of(game), 5)
        game.advance(14)
        found = band_of(place_of(game), 5)
        session = Session(game.scenario.setup, game.seed)
        twin, said = Twin(session.world, game.seed, [0]), Said(session.world, 0)
        session.world.observers.append(said)
        session.act(LETTERS)
        session.advance(21)
        assert session.digest() == game.session.digest()
        low, high = forecast(session.world, twin, said, 5).band()
        assert (found.low, found.high) == (low, high) and low < high
        assert before.place.entry < found.place.entry and found.place.until == game.scenario.days
        game.undo()
        assert band_of(place_of(game), 5) == before, "back where the game was"
        with pytest.raises(UsageError, match="another history"):
            band_of(replace(place_of(game), digest="0" * 64))


def test_where_nothing_more_can_change_the_desk_says_so_and_a_key_leads_to_the_end() -> None:
    async def steps(driver: Driver) -> None:
        play = driver.play
        play.advance(play.scenario.days - 2)
        late = band_of(place_of(play.game), 2)
        assert (late.agreed, late.medal) == (1.0, "")
        play.forecasts = Forecasts(play.game, True, ByHand)
        play.forecasts._known[place_of(play.game)] = late
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await driver.settle()
        said = "As good as decided: no medal in 100 % of worlds. E: play to the end"
        assert said in driver.text()
        await driver.press("E")
        assert play.over

    run(steps)


def test_a_band_asked_for_touches_nothing_of_the_game() -> None:
    with given("without", 2) as plain, given("with", 0) as asked:
        for _ in range(2):
            band_of(place_of(asked), 2)
            asked.advance(7)
        assert asked.log_hash == plain.log_hash
        assert [entry.digest for entry in asked.entries] == [entry.digest for entry in plain.entries]


def test_what_was_asked_is_given_up_when_the_game_goes_on_and_an_old_band_is_never_shown() -> None:
    async def steps(driver: Driver) -> None:
        play, hand = driver.play, ByHand()
        play.forecasts = Forecasts(play.game, True, lambda: hand)
        driver.app.screen.show_all()  # type: ignore[attr-defined]
        await until(driver, lambda: bool(hand.asked))
        assert "points · " in status_bar(play, 120).plain, "nothing is said until it is there"
        place, late = hand.asked[0]
        await driver.pilot.press("d")
        await until(driver, lambda: len(hand.asked) >= 2)
        assert hand.ended == 1, "the process is ended with what it was asked"
        late.set_result(Band(place, 7.0, 9.0))
        await driver.pilot.pause()
        assert "points · " in status_bar(play, 120).plain
        place, future = hand.asked[1]
        assert place == place_of(play.game) != hand.asked[0][0]
        future.set_result(Band(place, -0.04, 2.31))
        await driver.settle()
        assert "points, forecast 0 to 2.3 · " in driver.text()
        await driver.pilot.press("f", "down")
        await driver.settle()
        assert len(hand.asked) == 2, "what is known is not asked again"
        await driver.pilot.press("d")
        await until(driver, lambda: len(hand.asked) >= 3)
        assert "forecast" not in status_bar(play, 120).plain and hand.ended == 1
        await driver.pilot.press("q")
        await until(driver, lambda: hand.ended >= 2)

    run(steps)


def test_a_process_that_is_lost_is_no_band_and_no_trouble(play: Play) -> None:
    class Lost(ByHand):
        def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
            future = super().submit(fn, *args)
            future.set_exception(BrokenProcessPool("gone"))
            return future

    forecasts = Forecasts(play.game, True, Lost)
    run_in_own_time(forecasts.ask())
    assert forecasts.now is None and not forecasts.open and not forecasts.asked


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1.96, 7.2, "points, forecast 2 to 7 · "),
        (-0.34, -0.26, "points, forecast -0.3 · "),
        (-0.04, 0.04, "points · "),
    ],
)
def test_a_band_gives_way_to_what_comes_next_where_there_is_no_room(
    play: Play, low: float, high: float, said: str
) -> None:
    play.forecasts = Forecasts(play.game, True)
    play.forecasts._known[place_of(play.game)] = Band(place_of(play.game), low, high)
    for _ in play.score.slices():
        pass
    assert f"0.0 {said}" in status_bar(play, 120).plain, "a stranger reads what it is, or nothing"
    for columns in range(60, 121):
        second = status_bar(play, columns).plain.split("\n")[1]
        assert len(second) <= columns - 2
        coming = second.partition(" · next ")[2]
        assert said not in second or len(coming) + len("next ") >= 12 or "…" not in coming


def test_a_file_of_settings_switches_it_off_and_says_where_it_does_not(own_home: Path) -> None:
    assert read_settings().forecast and not Settings().forecast
    own_home.mkdir(exist_ok=True)
    for text, wanted in (("forecast = false\n", False), ('theme = "dark"\n', True)):
        (own_home / "desk.toml").write_text(text)
        assert read_settings().forecast is wanted
    (own_home / "desk.toml").write_text('forecast = "no"\n')
    with pytest.raises(BadInputError, match="1:1: forecast: this is neither yes nor no"):
        read_settings()
