"""Kills players of a saved game at random points and checks that nothing acknowledged was lost.

The tests run 50 kills. A longer run::

    python -m tests.storage.kills 1000
"""

from __future__ import annotations

import os
import random
import select
import signal
import sys
import tempfile
import time
from pathlib import Path

from outreach_sim.storage.saves import states
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import Entry
from outreach_sim.storage.saves.places import HOME_VARIABLE
from outreach_sim.storage.saves.store import Store
from outreach_sim.storage.saves.verify import verify
from tests.storage.small import load, orders

LONGEST_SECONDS = 0.06
SEED = 9


def play_and_tell(name: str, pipe: int) -> None:
    """Play on; after each call that returned, tell how many entries there are and where the game stands."""
    with Game.open(name) as game:
        while not game.session.over:
            for order in [*orders(game.session.day), None]:
                game.advance() if order is None else game.act(order)
                os.write(pipe, f"{len(game._store.entries)} {game.session.digest()}\n".encode())


def start_player(name: str) -> tuple[int, int]:
    """A process that plays; its id and the pipe it tells on. Forked, for a kill should cost no start."""
    told, pipe = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        play_and_tell(name, pipe)
        os._exit(0)
    os.close(pipe)
    return child, told


def kill_after(child: int, told: int, seconds: float) -> str:
    """Let it play so long after it has first told something, kill it, return the last full line it told."""
    select.select([told], [], [], 30)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    text = b""
    while data := os.read(told, 65_536):
        text += data
    os.close(told)
    lines = text[: text.rfind(b"\n") + 1].decode().splitlines()
    return lines[-1] if lines else ""


def check(name: str, acknowledged: str) -> Entry:
    """Fail if what was told is not in the save, or anything is damaged; returns the last entry."""
    store = Store.open(name, write=False)
    store.close()
    assert not store.damage
    if acknowledged:
        count, digest = acknowledged.split()
        assert len(store.entries) >= int(count), (
            f"{count} entries were told of, {len(store.entries)} are there"
        )
        assert store.entries[int(count) - 1].digest == digest
    return store.entries[-1]


def main(kills: int) -> None:
    """Kill so many players, beginning a new game whenever one is over; print what was survived."""
    dice, folder = random.Random(kills), Path(tempfile.mkdtemp())
    os.environ[HOME_VARIABLE] = str(folder)
    scenario = load(folder)
    # The state is kept often, so that kills hit that too, and a killed game is soon open again.
    states.SNAPSHOT_DAYS = 3
    told_of, games = 0, 1
    Game.new("game-1", scenario, SEED).close()
    for _ in range(kills):
        child, told = start_player(f"game-{games}")
        acknowledged = kill_after(child, told, dice.uniform(0, LONGEST_SECONDS))
        told_of += bool(acknowledged)
        if check(f"game-{games}", acknowledged).day == scenario.days:
            games += 1
            Game.new(f"game-{games}", scenario, SEED).close()
    for number in range(1, games + 1):
        store = Store.open(f"game-{number}", write=False)
        assert verify(store).problem == ""
        store.close()
    assert told_of > kills // 2
    sys.stdout.write(f"{kills} kills in {games} games: nothing acknowledged was lost\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
