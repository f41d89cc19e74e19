"""Around the engine, for a million people: their names, and the desk's first row.

``python benchmarks/around.py``. Names stand beside Faker's own ``name()`` in a loop, the first row beside
that of a thousand people, in turns.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

MILLION = Path(__file__).parent / "million.toml"
ROUNDS = 3


def naming() -> tuple[float, float]:
    """Seconds for a name: ours among a million, Faker's in a loop."""
    import numpy as np
    from faker import Faker

    from outreach_sim.scenario.names import NameBook

    book, people, looped = NameBook(7), 1_000_000, 5_000
    book.names([0])
    began = time.perf_counter()
    book.names(np.arange(people))
    ours = (time.perf_counter() - began) / people
    fake = Faker("en_US")
    fake.name()
    began = time.perf_counter()
    for _ in range(looped):
        fake.name()
    return ours, (time.perf_counter() - began) / looped


def first_row(candidates: int, name: str) -> tuple[float, float]:
    """Seconds to begin a game with so many people, and from there to a table that shows rows."""
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.play import Play
    from outreach_sim.tui.widgets.table import PlainTable

    loaded = load_scenario(str(MILLION), [f"population.size={candidates}"])

    async def shown(play: Play) -> float:
        began = time.perf_counter()
        app = Desk(play)
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            assert app.screen.query_one("#table", PlainTable).row_count
            return time.perf_counter() - began

    began = time.perf_counter()
    with Game.new(name, loaded, 1) as game:
        made = time.perf_counter() - began
        return made, asyncio.run(shown(Play(game)))


def main() -> None:
    """Measure in turns, and print medians."""
    named = [naming() for _ in range(ROUNDS)]
    ratio = statistics.median(fake / ours for ours, fake in named)
    print(f"a million names: {1e6 * named[0][0]:.2f} s, {ratio:.0f} times as fast as looping Faker's")
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"OUTREACH_SIM_HOME": home, "TERM": "xterm-256color"}
        first_row(1_000, "warm")
        few = [first_row(1_000, f"few-{n}") for n in range(ROUNDS)]
        many = [first_row(1_000_000, f"many-{n}") for n in range(ROUNDS)]
    rows = statistics.median(m[1] for m in many) / statistics.median(f[1] for f in few)
    made = statistics.median(m[0] for m in many)
    print(f"first row with a million people, once the game is made: {rows:.2f} times that with a thousand")
    print(f"making that game, with everybody in its save: {made:.1f} s")


if __name__ == "__main__":
    main()
