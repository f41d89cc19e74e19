"""A player who presses anything: ``python -m tests.tui.at_random [PRESSES [SCENARIO ...]]``.

Random keys, clicks, pasted texts and sizes of the terminal, in every shipped game. The desk must stand
whatever comes, and every game that is left behind must be sound: its orders give the same events again. A
desk that falls, or a save that does not verify, is told with the presses that led there; exit code 1.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from textual import events

from outreach_sim.scenario.load import list_scenarios
from outreach_sim.storage.saves.places import list_names
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify
from outreach_sim.tui.debrief import Debrief
from tests.tui.desks import Driver, run

SIZES = ((80, 24), (120, 40), (160, 50), (60, 20), (30, 8), (200, 60))
MOVES = (
    "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab", "enter", "escape",
)  # fmt: skip
TYPED = (
    "a", "z", "0", "7", "comma", "full_stop", "slash", "number_sign", "left_curly_bracket", "é", "界",
    "space", "backspace", "delete",
)  # fmt: skip
PASTED = ("{{ topic }} {{", "1e99", "-5", "Hello, $3,000,000 a year.\n\nYours", "\u202e\x00[bold]", "9" * 400)
KINDS = {"key": 50, "move": 22, "typed": 14, "paste": 3, "click": 9, "size": 2}
UNHURRIED = 0.6
"""How often what was pressed is done before the next is pressed."""
LEAVING = {"ctrl+q", "ctrl+c"}


class Anything:
    """Draws what is done next, mostly what the screen has keys for."""

    def __init__(self, seed: int) -> None:
        self.random, self.done = random.Random(seed), list[str]()

    async def press(self, driver: Driver) -> None:
        """Do it, and remember it."""
        kind = self.random.choices(("key", "move", "typed", "paste", "click", "size"), (50, 22, 14, 3, 9, 2))[
            0
        ]
        app = driver.app
        if kind == "size":
            size = self.random.choice(SIZES)
            self.done.append(f"{size[0]} x {size[1]}")
            await driver.resize(*size)
        elif kind == "click":
            place = self.random.randrange(app.size.width), self.random.randrange(app.size.height)
            self.done.append(f"click {place[0]} {place[1]}")
            await driver.pilot.click(offset=place)
            await driver.settle()
        elif kind == "paste":
            text = self.random.choice(PASTED)
            self.done.append(f"paste {text!r}")
            app.post_message(events.Paste(text))
            await driver.settle()
        else:
            key = self.random.choice(
                self._keys(driver) if kind == "key" else MOVES if kind == "move" else TYPED
            )
            self.done.append(key)
            if self.random.random() < UNHURRIED:
                await driver.press(key)
            else:
                await self._hurried(driver, key)

    async def _hurried(self, driver: Driver, key: str) -> None:
        """The next key comes while this one is under way: a few rounds of the loop later."""
        terminal = driver.app._driver
        assert terminal is not None
        terminal.send_message(events.Key(key, key if len(key) == 1 else None))
        for _ in range(self.random.randrange(30)):
            await asyncio.sleep(0)

    @staticmethod
    def _keys(driver: Driver) -> Sequence[str]:
        keys = sorted(driver.app.screen.active_bindings.keys() - LEAVING)
        if driver.app.play is None:  # the choice of games is left by q
            keys = [key for key in keys if key != "q"]
        return keys or MOVES


def play(scenario: str, presses: int, seed: int) -> list[str]:
    """Press so often; returns what was done."""
    anything = Anything(seed)

    async def steps(driver: Driver) -> None:
        while len(anything.done) < presses and driver.app.is_running:  # the palette can leave, too
            await anything.press(driver)

    try:
        while len(anything.done) < presses:
            run(steps, scenario, seed=seed + len(anything.done), size=SIZES[1])
    except BaseException:
        sys.stderr.write(f"{scenario}, seed {seed}: {' · '.join(anything.done[-40:])}\n")
        raise
    return anything.done


def unsound() -> list[str]:
    """What is wrong with the saves that were left behind, a sentence each."""
    wrong = []
    for name in list_names():
        with closing(Store.open(name, write=False)) as store:
            found = verify(store)
        if found.problem:
            wrong.append(f"{name}: {found.problem}")
    return wrong


def main(words: list[str]) -> int:
    presses, failed = int(words[0]) if words else 400, 0
    here = Path.cwd()
    for seed, scenario in enumerate(words[1:] or list_scenarios(), start=1):
        with (
            TemporaryDirectory() as folder,
            patch.object(Debrief, "worlds", 6),
            patch.object(Debrief, "most", 6),
        ):
            os.environ["OUTREACH_SIM_HOME"] = folder
            os.chdir(folder)  # pictures are written where the desk was started
            try:
                done = play(scenario, presses, seed)
                wrong = unsound()
            except Exception as error:  # whatever it is, the next scenario is tried
                done, wrong = [], [f"{type(error).__name__}: {error}"]
            finally:
                os.chdir(here)
        failed += bool(wrong)
        told = "; ".join(wrong) or f"{len(done)} presses, {len(set(done))} different, every save sound"
        sys.stdout.write(f"{scenario}: {told}\n")
        sys.stdout.flush()
    return failed > 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
