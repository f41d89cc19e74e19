"""Plays whole worlds in stacks and returns what was counted: the unit of work of a study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.events import FUNNEL, Query
from outreach_sim.market.race import Race
from outreach_sim.market.setup import Setup
from outreach_sim.market.snapshot import Arrays, restore, snapshot
from outreach_sim.market.world import World


@dataclass(frozen=True, slots=True)
class WorldsResult:
    """Counts of some worlds, in the order of ``replications``.

    Attributes:
        replications: int64, shape (worlds,).
        funnel: int64, shape (worlds, labs, len(FUNNEL)); mails of all steps count as sent.
        queries: int64, shape (worlds, queries).
        committed_usd: first-year pay and sign-on of accepted offers, int64, shape (worlds, labs).
        digests: 32 bytes a world, SHA-256 over its day sums.
        race: see ``market.race.Race``, int32, shape (worlds, points, labs, series).
    """

    replications: NDArray[np.int64]
    funnel: NDArray[np.int64]
    queries: NDArray[np.int64]
    committed_usd: NDArray[np.int64]
    digests: tuple[bytes, ...]
    race: NDArray[np.int32]


def run_worlds(
    setup: Setup,
    seed: int,
    replications: Sequence[int],
    queries: Sequence[Query] = (),
    on_day: Callable[[int], None] | None = None,
    on_state: Callable[[Callable[[], Arrays]], None] | None = None,
    start: Arrays | None = None,
) -> WorldsResult:
    """Play these replications, stacked, from the first day to the last.

    Args:
        setup: the scenario.
        seed: luck seed, 0 to 2**63 - 1.
        replications: numbers of the worlds; any subset in any order gives the same worlds.
        queries: what to count besides the funnel.
        on_day: called with the number of days played, for progress.
        on_state: called after each day but the last with a function that gives the state, for who wants to
            go on from there another time. The arrays are the world's own: copy or write them at once.
        start: such a state of the same worlds, to go on from; emptied, for it may be as large as they are.

    Raises:
        RunError: ``start`` is of other worlds.
    """
    world = World(setup, seed, replications, queries)
    race = Race(world)
    if start is not None:
        restore(world, start)
        race.go_on_from(start["race"])
        start.clear()
    for day in range(world.day, setup.days):
        play_day(world)
        race.note(world)
        if on_day is not None:
            on_day(day + 1)
        if on_state is not None and day + 1 < setup.days:
            on_state(lambda: snapshot(world, copies=False) | {"race": race.series})
    shape = (world.worlds, world.labs)
    return WorldsResult(
        replications=np.asarray(replications, dtype=np.int64),
        funnel=world.recorder.funnel.reshape(*shape, len(FUNNEL)),
        queries=world.recorder.queries.T.copy(),
        committed_usd=world.committed_usd.reshape(shape),
        digests=world.recorder.digests(),
        race=race.series,
    )
