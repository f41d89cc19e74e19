"""What a key costs at the desk, in processor time: ``python benchmarks/keys.py [--people N]``.

Each line presses one key several times: the whole of it, with Textual's drawing; and the longest single step,
in which nothing else of the desk could have been done. A step over 50 ms is marked.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from textual.pilot import Pilot

LONGEST_MS = 50.0
KEYS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("down", ("j",), ()), ("to the end", ("G",), ("g",)), ("help", ("question_mark",), ("escape",)),
    ("jump", ("ctrl+g",), ("escape",)), ("mark", ("space",), ()), ("mark all", ("asterisk",), ("asterisk",)),
    ("sort", ("s",), ()), ("lab", ("l",), ()), ("filter", ("f",), ()), ("find", ("slash",), ("escape",)),
    ("a letter to find", ("a",), ("backspace",)), ("composer", ("w",), ("escape",)),
    ("a digit there", ("5",), ("backspace",)), ("volume", ("v",), ("escape",)),
    ("staff", ("y",), ("escape",)), ("spend", ("b",), ("escape",)), ("outcome", ("o",), ("escape",)),
    ("history", ("h",), ("escape",)), ("inbox", ("2",), ("1",)), ("news", ("3",), ("1",)),
    ("books", ("4",), ("1",)), ("pipeline", ("5",), ("1",)), ("palette", ("ctrl+p",), ("escape",)),
    ("colours", ("colours",), ()), ("a day", ("d",), ()), ("a week", ("n",), ()), ("undo", ("u",), ()),
)  # fmt: skip
"""What is measured, the keys, and those that lead back."""


@contextmanager
def steps() -> Iterator[list[float]]:
    """Milliseconds of processor time of every step of the event loop."""
    taken: list[float] = []
    run = asyncio.events.Handle._run

    def timed(self: asyncio.events.Handle) -> None:
        began = time.thread_time()
        run(self)
        taken.append(1e3 * (time.thread_time() - began))

    with patch.object(asyncio.events.Handle, "_run", timed):
        yield taken


async def press(pilot: Pilot[None], keys: tuple[str, ...]) -> None:
    """Press keys, or change the colours, and wait until all is drawn."""
    from outreach_sim.tui.themes import THEMES

    if keys == ("colours",):
        names = list(THEMES)
        app = pilot.app
        app.theme = names[(names.index(app.theme) + 1) % len(names)]
    elif keys:
        await pilot.press(*keys)
    await pilot.pause()


async def measure(people: int, times: int) -> None:
    """Open a desk among so many people, press, and print."""
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.play import Play

    loaded = load_scenario("personal-email", [f"population.size={people}"])
    with Game.new("keys", loaded, 1) as game:
        app = Desk(Play(game))
        async with app.run_test(size=(120, 40)) as pilot:
            await press(pilot, ("n",))
            print(f"{people:,} people; milliseconds of processor time")
            print(f"{'':14}{'median':>8}{'worst':>8}{'longest step':>14}")
            for called, keys, back in KEYS:
                whole, longest = [], 0.0
                for _ in range(times):
                    with steps() as taken:
                        began = time.thread_time()
                        await press(pilot, keys)
                        whole.append(1e3 * (time.thread_time() - began))
                    longest = max(longest, *taken)
                    await press(pilot, back)
                mark = "  over 50" if longest > LONGEST_MS else ""
                print(f"{called:14}{statistics.median(whole):8.1f}{max(whole):8.1f}{longest:14.1f}{mark}")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--times", type=int, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"OUTREACH_SIM_HOME": home, "TERM": "xterm-256color"}
        gc.set_threshold(20_000, 20, 50)  # as the program has it
        asyncio.run(measure(asked.people, asked.times))


if __name__ == "__main__":
    main()
