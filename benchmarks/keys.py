"""What a key costs at the desk, in processor time: ``python benchmarks/keys.py [--people N] [--times N]``.

Each line presses one key several times:

- ``median``: the whole of it, with Textual's drawing and what is weighed between keys after it
- ``ours``: our own share, spent neither in Textual and Rich nor between keys (by looks at the stack)
- ``world``: what of that share the days of the world took, which a game without a desk takes too
- ``between``: what we spend between keys: in jobs once all is drawn, and in looking for garbage
- ``longest``, ``worst``: the longest step of the event loop, in which nothing else of the desk could have
  been done, and how many presses had one over 50 ms

Beside them a screen of one line in Textual, measured alike. After each line no key is pressed for a while, as
by somebody who thinks; the longest step of that, and of the way back from each key, is told at the end. The
last line opens the screen of a game that is over, with all that it finds out in its first seconds.
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
from dataclasses import dataclass
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
_BETWEEN = frozenset({"textual.worker", "outreach_sim.tui.screens.desk_quiet"})
"""Jobs that are done when what was pressed is drawn, and what is done half a second after the last key."""
_WORLD = "outreach_sim.market.day"
KEYS: tuple[tuple[str, str, str, str], ...] = (
    ("down", "", "j", ""), ("to the end", "", "G", "g"), ("help", "", "question_mark", "escape"),
    ("jump", "", "ctrl+g", "escape"), ("mark", "", "space", "escape"), ("mark all", "", "asterisk", "escape"),
    ("find", "", "slash", "escape"), ("a letter to find", "slash", "a", "escape"),
    ("card", "", "c", "escape"), ("note", "", "i", "escape"),
    ("composer", "", "w", "escape"), ("a digit there", "w tab", "5", "escape"), ("volume", "", "v", "escape"),
    ("staff", "", "y", "escape"), ("spend", "", "b", "escape"), ("outcome", "", "o", "escape"),
    ("history", "", "h", "escape"), ("inbox", "", "2", "1"), ("news", "", "3", "1"),
    ("books", "", "4", "1"), ("pipeline", "", "5", "1"), ("palette", "", "ctrl+p", "escape"),
    ("colours", "", "colours", ""), ("a day", "", "d", ""), ("a week", "", "n", ""), ("undo", "", "u", ""),
    ("redo", "", "U", ""), ("lab", "", "l", ""), ("filter", "", "f", ""), ("sort", "", "s", ""),
)  # fmt: skip
"""What is measured, what is pressed before, the key, and what leads back."""


class Steps:
    """The steps of the event loop while something is measured.

    Attributes:
        longest_ms: processor time of the longest of them.
        looks: how often the stack was looked at. own, between: how often the code was ours, for the key and
            between keys. world: how often of those for the key a day was being played.
    """

    def __init__(self) -> None:
        self.longest_ms = 0.0
        self.looks = self.own = self.world = self.between = 0

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
        ours, between = whose == "outreach_sim", not _BETWEEN.isdisjoint(rooms)
        self.own += ours and not between
        self.world += ours and not between and _WORLD in rooms
        self.between += ours and between


async def press(pilot: Pilot[Any], key: str) -> None:
    """Press a key, or change the colours, and wait until all is drawn."""
    from outreach_sim.tui.themes import THEMES

    if key == "colours":
        names = list(THEMES)
        app = pilot.app
        app.theme = names[(names.index(app.theme) + 1) % len(names)]
    elif key:
        await pilot.press(*key.split())
    await pilot.pause()
    while any(not worker.is_finished for worker in pilot.app.workers):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


@dataclass(frozen=True)
class Found:
    """What several presses of a key took, ms.

    Attributes:
        whole: the median. own, world, between: means of a press.
        longest: the longest step of each. beside: that of all ways back.
    """

    whole: float
    own: float
    world: float
    between: float
    longest: list[float]
    beside: float

    @property
    def over(self) -> int:
        """Presses with a step that was too long."""
        return sum(step > LONGEST_MS for step in self.longest)


async def measured(pilot: Pilot[Any], before: str, key: str, back: str, times: int) -> Found:
    """Press it so many times."""
    whole, longest, beside, shares = [], [], [], [0.0, 0.0, 0.0]
    for _ in range(times):
        await press(pilot, before)
        steps, began = Steps(), time.thread_time()
        with steps.watched():
            await press(pilot, key)
        whole.append(1e3 * (time.thread_time() - began))
        longest.append(steps.longest_ms)
        for place, looks in enumerate((steps.own, steps.world, steps.between)):
            shares[place] += whole[-1] * looks / max(steps.looks, 1) / times
        way_back = Steps()
        with way_back.watched():
            await press(pilot, back)
        beside.append(way_back.longest_ms)
    return Found(statistics.median(whole), *shares, longest, max(beside))


async def quiet() -> float:
    """No key is pressed for a while; the longest step of that, ms."""
    from outreach_sim.tui.forecast import QUIET_SECONDS

    steps = Steps()
    with steps.watched():
        await asyncio.sleep(2 * QUIET_SECONDS)
    return steps.longest_ms


def told(called: str, found: Found, times: int) -> str:
    """A line of the table."""
    mark = f"{found.over} of {times} over {LONGEST_MS:g}" if found.over else ""
    mark += f" back {found.beside:.0f}" if found.beside > LONGEST_MS else ""
    mine = "own over 10" if found.own > OWN_MS else ""
    shares = f"{found.whole:8.1f}{found.own:8.1f}{found.world:8.1f}{found.between:9.1f}"
    usual, worst = statistics.median(found.longest), max(found.longest)
    return f"{called:18}{shares}{usual:10.1f}{worst:8.1f}  {mark:16}{mine}"


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
    print(f"{'':18}{'median':>8}{'ours':>8}{'world':>8}{'between':>9}{'longest':>10}{'worst':>8}")
    async with OneLine().run_test(size=(120, 40)) as pilot:
        print(told("(one line)", await measured(pilot, "", "w", "w", times), times))
    loaded = load_scenario(
        "personal-email", [f"population.size={people}", f"scenario.days={200 + 8 * times}"]
    )
    presses = over = mine = 0
    looks = []
    with Game.new("keys", loaded, 1) as game:
        desk = Desk(Play(game))
        desk.when_drawn, desk.when_quiet = look_for_garbage, look_for_all_garbage
        async with desk.run_test(size=(120, 40)) as pilot:
            await press(pilot, "n")
            for called, before, key, back in KEYS:
                found = await measured(pilot, before, key, back, times)
                presses, over, mine = presses + times, over + found.over, mine + (found.own > OWN_MS)
                print(told(called, found, times), flush=True)
                looks += [found.beside, await quiet()]
    found = await the_end(people)
    print(told("the end", found, 1))
    presses, over = presses + 1, over + found.over
    print(f"{over} of {presses} presses had a step over {LONGEST_MS:g} ms; "
          f"{mine} of {len(KEYS)} keys cost us over {OWN_MS:g} ms; "
          f"beside them the longest step took {max(looks):.1f} ms")  # fmt: skip


async def the_end(people: int) -> Found:
    """The screen of a game that is over, opened for the first time, with all that it finds out."""
    from outreach_sim.market.setup import Do, Order, Sender
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.open import look_for_all_garbage, look_for_garbage
    from outreach_sim.tui.play import Play

    loaded = load_scenario("personal-email", [f"population.size={people}"])
    with Game.new("over", loaded, 1) as game:
        while not game.session.over:
            letters = Order(loaded.setup.player, (), Do.SEND, 0, Sender.HIRING_MANAGER, top=3, pay_ratio=1.4)
            game.act(letters)
            game.advance(14)
        desk = Desk(Play(game))
        desk.when_drawn, desk.when_quiet = look_for_garbage, look_for_all_garbage
        async with desk.run_test(size=(120, 40)) as pilot:
            await press(pilot, "")
            await quiet()
            return await measured(pilot, "", "o", "escape", 1)


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
