"""A whole game in a real browser: ``python -m tests.tui.browser_game`` (needs Chromium; two minutes).

Plays ``first-letter`` to its end with nothing but keys, then makes the save anew and compares every row.
"""

import asyncio
import os
import re
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import aiohttp

from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify
from tests.tui.chromium import PROGRAM, Page, chromium, open_page
from tests.tui.served import served

DAYS = 60
DAY = re.compile(rf"day (\d+)/{DAYS}")


async def is_drawn(page: Page, what: str, since: int) -> bool:
    """Whether it comes within some seconds."""
    try:
        await page.until(what, since, seconds=4)
    except AssertionError:
        return False
    return True


async def a_turn(page: Page, day: int) -> int:
    """Write to whoever is under the cursor, answer whoever waits, play on; the day on which the turn ends."""
    begun = len(page.drawn)
    await page.press("w")
    if await is_drawn(page, "Ask me before each step", begun):
        await page.press("Ctrl+s")
        await page.until("goes out with the next day", begun)
    await page.press("j")
    answering = len(page.drawn)
    await page.press("a")
    if await is_drawn(page, "Withdraw", answering):
        await page.press("Ctrl+o")
        await page.until("next day", answering)
    playing = len(page.drawn)
    await page.press("n")
    while "good name" not in page.drawn[playing:]:  # which the outcome tells
        await page.until("day ", playing)
        later = [int(found) for found in DAY.findall(page.drawn[playing:]) if int(found) > day]
        if later:
            return later[-1]
        await asyncio.sleep(0.05)
    return DAYS


async def play(address: str, port: int) -> None:
    """From the first key to the outcome; the page is opened anew in the middle."""
    async with aiohttp.ClientSession() as session:
        page = await open_page(session, port)
        await page.go(address)
        await page.until("write to the person")
        day, opened = 0, False
        while day < DAYS:
            day = await a_turn(page, day)
            if day >= DAYS // 2 and not opened:
                opened = True
                await page.go(address)
                await page.until(f"day {day}/{DAYS}")
        await page.close()


def main() -> int:
    """Play it; says what came of it."""
    if PROGRAM is None:
        sys.stdout.write("no Chromium is installed here: nothing was tried\n")
        return 1
    with tempfile.TemporaryDirectory() as home:
        os.environ["OUTREACH_SIM_HOME"] = home
        with served(Path(home), "first-letter", "--seed", "5") as desk, chromium() as port:
            asyncio.run(play(desk.address, port))
        with closing(Store.open("first-letter", write=False)) as store:
            verdict = verify(store)
        with Game.open("first-letter", write=False) as game:
            told = f"{game.turn} turns, {len(game.lines())} orders, log hash {game.log_hash[:16]}"
            sound = not verdict.problem and game.session.over and game.turn >= 9 and len(game.lines()) > 3
    sys.stdout.write(f"{told}, {'made anew alike' if sound else verdict.problem or 'not to its end'}\n")
    return not sound


if __name__ == "__main__":
    sys.exit(main())
