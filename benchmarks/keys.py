"""What a key costs at the desk, in processor time: ``python benchmarks/keys.py [--people N] [--times N]``.

Each line presses one key several times: the whole of it, with Textual's drawing and what is weighed between
keys after it; our own share, spent neither in Textual and Rich nor between keys (the stack is looked at while
it runs); the longest step of the event loop, in which nothing else of the desk could have been done; and how
many presses had a step over 50 ms. Beside them a screen of one line in Textual, measured alike.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any
from unittest.mock import patch

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

LONGEST_MS = 50.0
OWN_MS = 10.0
LOOK_SECONDS = 0.001
_ROOMS = ("textual", "rich", "outreach_sim")
KEYS: tuple[tuple[str, str, str, str], ...] = (
    ("down", "", "j", ""), ("to the end", "", "G", "g"), ("help", "", "question_mark", "escape"),
    ("jump", "", "ctrl+g", "escape"), ("mark", "", "space", ""), ("mark all", "", "asterisk", "asterisk"),
    ("sort", "", "s", ""),
    ("find", "", "slash", "escape"), ("a letter to find", "slash", "a", "escape"),
    ("card", "", "c", "escape"), ("note", "", "i", "escape"),
    ("composer", "", "w", "escape"), ("a digit there", "w", "5", "escape"), ("volume", "", "v", "escape"),
    ("staff", "", "y", "escape"), ("spend", "", "b", "escape"), ("outcome", "", "o", "escape"),
    ("history", "", "h", "escape"), ("inbox", "", "2", "1"), ("news", "", "3", "1"),
    ("books", "", "4", "1"), ("pipeline", "", "5", "1"), ("palette", "", "ctrl+p", "escape"),
    ("colours", "", "colours", ""), ("a day", "", "d", ""), ("a week", "", "n", ""), ("undo", "", "u", ""),
    ("redo", "", "U", ""), ("lab", "", "l", ""), ("filter", "", "f", ""),
)  # fmt: skip
"""What is measured, what is pressed before, the key, and what leads back."""


class Steps:
    """The steps of the event loop while something is measured.

    Attributes:
        longest_ms: processor time of the longest of them.
        looks, own: how often the stack was looked at, and how often the code was ours.
    """

    def __init__(self) -> None:
        self.longest_ms, self.looks, self.own = 0.0, 0, 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Measure what is done meanwhile."""
        run = asyncio.events.Handle._run

        def timed(handle: asyncio.events.Handle) -> None:
            began = time.thread_time()
            run(handle)
            self.longest_ms = max(self.longest_ms, 1e3 * (time.thread_time() - began))

        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, LOOK_SECONDS, LOOK_SECONDS)
        try:
            with patch.object(asyncio.events.Handle, "_run", timed):
                yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0.0)

    def _look(self, _: int, frame: FrameType | None) -> None:
        """Whose code is being run: the innermost that is Textual's, Rich's or ours decides."""
        rooms = []
        while frame is not None:
            rooms.append(frame.f_globals.get("__name__", ""))
            frame = frame.f_back
        whose = next((room for name in rooms if (room := name.partition(".")[0]) in _ROOMS), "")
        self.looks += 1
        self.own += whose == "outreach_sim" and "textual.worker" not in rooms


async def press(pilot: Pilot[Any], key: str) -> None:
    """Press a key, or change the colours, and wait until all is drawn."""
    from outreach_sim.tui.themes import THEMES

    if key == "colours":
        names = list(THEMES)
        app = pilot.app
        app.theme = names[(names.index(app.theme) + 1) % len(names)]
    elif key:
        await pilot.press(key)
    await pilot.pause()
    while any(not worker.is_finished for worker in pilot.app.workers):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def measured(pilot: Pilot[Any], before: str, key: str, back: str, times: int) -> tuple[float, ...]:
    """Median of all, our own share a press, the median and the worst longest step, presses that were over."""
    whole, longest, own = [], [], 0.0
    for _ in range(times):
        await press(pilot, before)
        steps, began = Steps(), time.thread_time()
        with steps.watched():
            await press(pilot, key)
        whole.append(1e3 * (time.thread_time() - began))
        longest.append(steps.longest_ms)
        own += whole[-1] * steps.own / max(steps.looks, 1)
        await press(pilot, back)
    over = sum(step > LONGEST_MS for step in longest)
    return statistics.median(whole), own / times, statistics.median(longest), max(longest), over


def told(called: str, found: tuple[float, ...], times: int) -> str:
    """A line of the table."""
    whole, own, usual, worst, over = found
    mark = f"{over} of {times} over {LONGEST_MS:g}" if over else ""
    mine = "own over 10" if own > OWN_MS else ""
    return f"{called:18}{whole:8.1f}{own:8.1f}{usual:10.1f}{worst:8.1f}  {mark:16}{mine}"


class OneLine(App[None]):
    """A Textual program of one line, which opens a screen of one line."""

    BINDINGS = [("w", "another", "another")]  # noqa: RUF012  # as Textual declares it

    def action_another(self) -> None:
        """Open it, or close it."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            screen: Screen[None] = Screen()
            self.push_screen(screen)
            screen.mount(Static("Status"))


async def measure(people: int, times: int) -> None:
    """Open a desk among so many people, press, and print."""
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.open import look_for_all_garbage, look_for_garbage
    from outreach_sim.tui.play import Play

    print(f"{people:,} people; milliseconds of processor time")
    print(f"{'':18}{'median':>8}{'ours':>8}{'longest':>10}{'worst':>8}")
    async with OneLine().run_test(size=(120, 40)) as pilot:
        print(told("(one line)", await measured(pilot, "", "w", "w", times), times))
    loaded = load_scenario("personal-email", [f"population.size={people}"])
    presses = over = mine = 0
    with Game.new("keys", loaded, 1) as game:
        desk = Desk(Play(game))
        desk.when_drawn, desk.when_quiet = look_for_garbage, look_for_all_garbage
        async with desk.run_test(size=(120, 40)) as pilot:
            await press(pilot, "n")
            for called, before, key, back in KEYS:
                found = await measured(pilot, before, key, back, times)
                presses, over, mine = presses + times, over + int(found[-1]), mine + (found[1] > OWN_MS)
                print(told(called, found, times))
    print(f"{over} of {presses} presses had a step over {LONGEST_MS:g} ms; "
          f"{mine} of {len(KEYS)} keys cost us over {OWN_MS:g} ms")  # fmt: skip


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
