"""Around the engine, for a million people: their names, and the desk's first row.

``python benchmarks/around.py``. Names stand beside Faker's own ``name()`` in a loop, the first row beside
that of a thousand people, in turns.
"""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.tui.widgets.table import PlainTable, Row

MILLION = Path(__file__).parent / "million.toml"
ROUNDS = 7


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


def until_first_row(game: Game) -> float:
    """Processor seconds from a game that is open to the first row on the desk."""
    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.play import Play
    from outreach_sim.tui.widgets.table import PlainTable

    gc.collect()  # what the desk before has left behind is no part of this one
    began, drawn, make = time.process_time(), list[float](), PlainTable._make

    def made(table: PlainTable, place: int) -> Row:
        row = make(table, place)
        drawn.append(time.process_time() - began)
        return row

    async def shown() -> None:
        async with Desk(Play(game)).run_test(size=(120, 40)) as pilot:
            while not drawn:
                await pilot.pause()

    with patch.object(PlainTable, "_make", made):
        asyncio.run(shown())
    return drawn[0]


def first_rows(rounds: int) -> tuple[float, float]:
    """First row with a million people over that with a thousand; and seconds to make the larger game."""
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game

    few, many = (load_scenario(str(MILLION), [f"population.size={size}"]) for size in (1_000, 1_000_000))
    began = time.perf_counter()
    with Game.new("many", many, 1) as large, Game.new("few", few, 1) as small:
        made = time.perf_counter() - began
        until_first_row(small)  # what is imported then is not measured
        pairs = [(until_first_row(small), until_first_row(large)) for _ in range(rounds)]
    return statistics.median(large / small for small, large in pairs), made


def main() -> None:
    """Measure in turns, and print medians."""
    named = [naming() for _ in range(ROUNDS)]
    ratio = statistics.median(fake / ours for ours, fake in named)
    print(f"a million names: {1e6 * named[0][0]:.2f} s, {ratio:.0f} times as fast as looping Faker's")
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"OUTREACH_SIM_HOME": home, "TERM": "xterm-256color"}
        rows, made = first_rows(ROUNDS)
    print(f"first row with a million people, once the game is open: {rows:.2f} times that with a thousand")
    print(f"making that game, with everybody in its save: {made:.1f} s")


if __name__ == "__main__":
    main()
