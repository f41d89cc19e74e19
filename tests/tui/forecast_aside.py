"""The forecast beside a real game, by a real process: what a key waits for, and what is left behind.

    python -m tests.tui.forecast_aside [SCENARIO] [TURNS]

Plays a game at a headless desk, a week at a turn, with an order now and then; waits for the band after every
other turn, and goes on at once after the rest. Prints how often the loop was held for over 50 ms with the
forecast and without, and compares each band with one made in this process.
"""

import asyncio
import multiprocessing
import os
import sys
import tempfile
import time
from typing import Any

import click

WATCH_SECONDS, HELD_SECONDS = 0.002, 0.05


async def held(stop: asyncio.Event) -> list[float]:
    """Seconds of processor time of this process between two turns of the loop: others' time is not in it."""
    late = []
    while not stop.is_set():
        begun = time.process_time()
        await asyncio.sleep(WATCH_SECONDS)
        late.append(time.process_time() - begun)
    return late


async def game(scenario: str, turns: int, wanted: bool) -> tuple[list[float], str]:
    """One game, whose bands are compared when it is over; how late the loop was, and the log hash."""
    from outreach_sim.market.setup import Order
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.band import band_of, place_of
    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.games import new_game
    from outreach_sim.tui.open import look_for_all_garbage, look_for_garbage
    from outreach_sim.tui.play import Play
    from outreach_sim.tui.settings import Settings

    play = Play(new_game(load_scenario(scenario), 1))
    app, stop = Desk(play, settings=Settings(forecast=wanted)), asyncio.Event()
    app.when_drawn, app.when_quiet = look_for_garbage, look_for_all_garbage  # as the program has it
    bands: list[Any] = []
    async with app.run_test(size=(120, 40)) as pilot:
        watch = asyncio.create_task(held(stop))
        for turn in range(turns):
            if turn % 3 == 0:
                play.act(Order(lab=play.lab, days=(), top=6, pay_ratio=1.5, direct=True))
                app.screen.show_all()  # type: ignore[attr-defined]
            day = play.session.day
            await pilot.press("n")
            while play.session.day == day:
                await pilot.pause()
            while wanted and turn % 2 and play.forecasts.open:
                await pilot.pause(0.05)
            if wanted and turn % 2:
                bands.append(play.forecasts.now)
                assert bands[-1].place == place_of(play.game)
        stop.set()
        late, digest = await watch, play.game.log_hash
    for band in bands:
        assert band == band_of(band.place), "the process says what this one says"
        click.echo(f"{band.low:.2f} to {band.high:.2f} points on day {band.place.until}")
    app.close_game()
    return late, digest


def main() -> None:
    """Play twice, and compare."""
    scenario, turns = (sys.argv[1:] + ["personal-email", "8"][len(sys.argv) - 1 :])[:2]
    with tempfile.TemporaryDirectory() as home:
        os.environ["OUTREACH_SIM_HOME"] = home
        found = {wanted: asyncio.run(game(scenario, int(turns), wanted)) for wanted in (False, True)}
    for wanted, (late, _) in found.items():
        words = "with" if wanted else "without"
        often = f"{sum(each > HELD_SECONDS for each in late)} times over 50 ms"
        click.echo(f"{words} the forecast the loop was held {often}, {max(late) * 1000:.0f} ms at most")
    assert found[True][1] == found[False][1], "the luck of the game is untouched"
    time.sleep(1.0)
    assert not multiprocessing.active_children(), "nothing goes on behind a game that is closed"


if __name__ == "__main__":
    main()
