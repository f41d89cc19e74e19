"""How long a player waits: until the desk's first frame, and from a key to the changed chance.

``python benchmarks/desk.py [--rounds N]``. Each round starts, in turn, a Textual program of one line and the
desk with a saved game of 640 people, eight weeks old, each on a terminal of its own. Then a composer beside
1,000 candidates gets digits typed.
"""

from __future__ import annotations

import argparse
import asyncio
import compileall
import os
import pty
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("Status")
Hello().run()
"""


def children_seconds() -> float:
    """Processor seconds of all programs that were started and have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def first_frame(words: list[str], text: bytes = b"Status") -> tuple[float, float]:
    """Processor seconds, and seconds, from the start of a program until it has drawn ``text``."""
    spent = children_seconds()
    master, slave = pty.openpty()
    ioctl(slave, TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    began, written = time.perf_counter(), b""
    process = subprocess.Popen(
        [sys.executable, *words], stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
    while text not in written:
        if select.select([master], [], [], 30.0)[0]:
            written += os.read(master, 65_536)
    seconds = time.perf_counter() - began
    process.send_signal(signal.SIGKILL)
    process.wait()
    os.close(master)
    return children_seconds() - spent, seconds


def saved_game(name: str) -> None:
    """A game that was played for eight weeks."""
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game

    with Game.new(name, load_scenario("personal-email"), 1) as game:
        for _ in range(8):
            game.advance(7)


async def keys(count: int) -> list[float]:
    """Seconds from a digit in the composer until chance, letter and money are drawn anew."""
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.play import Play

    loaded = load_scenario("personal-email", ["population.size=1000"])
    times = []
    with Game.new("bench", loaded, 1) as game:
        app = Desk(Play(game))
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.press("w")
            for number in range(count):
                began = time.perf_counter()
                app.simulate_key(str(number % 9 + 1) if number % 6 else "backspace")
                await pilot.pause()
                while any(not worker.is_finished for worker in app.workers):  # which weighs it
                    await app.workers.wait_for_complete()
                    await pilot.pause()
                times.append(time.perf_counter() - began)
    return times


def weighing(count: int) -> float:
    """Seconds of the model itself for one changed chance with all its reasons, median."""
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.tui.draft import first_draft, weighed
    from outreach_sim.tui.play import Play

    with Game.new("weigh", load_scenario("personal-email", ["population.size=1000"]), 1) as game:
        play = Play(game)
        draft, times = first_draft(play, (5,)), []
        for number in range(count):
            began = time.perf_counter()
            weighed(play, draft.changed(pay_usd=1_000_000 + number))
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """Measure, and print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    compileall.compile_dir(Path(__file__).parents[1] / "outreach_sim", quiet=1)  # as it is once installed
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"OUTREACH_SIM_HOME": home, "TERM": "xterm-256color"}
        hello, desk = [], []
        saved_game("saved")
        for _ in range(rounds):
            hello.append(first_frame(["-c", HELLO]))
            desk.append(first_frame(["-m", "outreach_sim", "play", "--resume", "saved"]))
        typed = asyncio.run(keys(60))
        model = weighing(60)
    pairs = list(zip(desk, hello, strict=True))
    ratios = [statistics.median(ours[kind] / theirs[kind] for ours, theirs in pairs) for kind in (0, 1)]
    print(f"first frame of a saved game over that of one line of Textual: {ratios[0]:.2f} in processor time, "
          f"{ratios[1]:.2f} by the clock ({statistics.median(h[0] for h in hello):.2f} s)")  # fmt: skip
    print(f"key to changed chance at 1,000 candidates: median {1e3 * statistics.median(typed):.0f} ms, "
          f"worst {1e3 * max(typed):.0f} ms; the model's part {1e3 * model:.1f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
