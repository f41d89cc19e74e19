"""A world between two days as named arrays, and back. What a save keeps; no file is touched here.

Only what cannot be derived is kept: shortlist bits and the calendar of rests follow from the state.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.letters import MOST_MAILS
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.approaches import NEVER, ApproachTable, State
from outreach_sim.market.state.saved import SAVED_AS, Arrays, fill, saved
from outreach_sim.market.state.tastes import exit_days
from outreach_sim.market.state.world import World

_WORLD_ARRAYS = (
    "home",
    "before",
    "pay_usd",
    "stake_usd",
    "pledge_h100e",
    "status",
    "load",
    "opener",
    "countered",
    "heads",
    "cash_usd",
    "reserved_usd",
    "committed_usd",
    "raises_usd",
    "pledged_h100e",
    "letters_used",
    "interviews_used",
    "mailed",
    "free_on",
    "attempts",
    "had",
)


def snapshot(world: World, copies: bool = True) -> Arrays:
    """All state arrays, keyed by name; ``day`` and the hash so far included.

    Without ``copies`` the large ones are the world's own, good until its next day: a million candidates
    need no second set.
    """
    table = world.approaches
    live = np.flatnonzero(table.state != State.EMPTY)
    arrays: Arrays = {name: getattr(world, name) for name in _WORLD_ARRAYS}
    arrays |= {f"approach.{name}": getattr(table, name)[live] for name in ApproachTable.names()}
    arrays["day"] = np.array([world.day])
    arrays["day_sums"] = np.array(world.recorder.day_sums, dtype=np.uint64).reshape(-1, world.worlds)
    arrays["funnel"] = world.recorder.funnel
    arrays["queries"] = world.recorder.queries
    arrays |= dict(world.stores.arrays())
    kept = {SAVED_AS.get(name, name): array for name, array in arrays.items()}
    return {name: array.copy() for name, array in kept.items()} if copies else kept


def unordered(world: World) -> tuple[str, ...]:
    """What the names of arrays begin with that are columns of tables whose rows mean the same in any order.

    Rows stand in the order in which places in memory became free, which differs after a reload.
    """
    return ("approach.", *(prefix for prefix, store in world.stores.on() if store.unordered))


def restore(world: World, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Put a fresh world of the same setup, seed and replications into the state of a snapshot.

    Raises:
        RunError: an array is missing or does not have the shape this scenario needs.
        ValueError: one points at what is not there.
    """
    take_over(world, dict(arrays))
    settle(world)


def take_over(world: World, arrays: Arrays) -> None:
    """The first half of ``restore``, which empties ``arrays`` as it goes: it can be as large as a world.

    Raises:
        RunError, ValueError: as ``restore``.
    """
    for name in _WORLD_ARRAYS:
        fill(getattr(world, name), arrays, name)
        del arrays[name]
    world.day = int(saved(arrays, "day")[0])
    world.recorder.day_sums = list(saved(arrays, "day_sums").astype(np.uint64))
    fill(world.recorder.funnel, arrays, "funnel")
    fill(world.recorder.queries, arrays, "queries")
    _restore_approaches(world, arrays)
    world.stores.load(arrays)
    world.any_rule = bool(world.stores.hours.keep.any())
    _check_within(world)


def settle(world: World) -> None:
    """The second half: what follows from the state."""
    _restore_calendar(world)
    if world.outside is not None:
        streams = world.own_stream(np.arange(world.status.size))
        world.tastes.exit_day[:] = exit_days(world.setup, streams, world.day - 1)
    world.start_day()


def _restore_approaches(world: World, arrays: Mapping[str, NDArray[Any]]) -> None:
    world.approaches = table = ApproachTable()
    rows = table.append(len(saved(arrays, "approach.person")))
    for name in ApproachTable.names():
        getattr(table, name)[rows] = saved(arrays, f"approach.{name}")
    world.any_pledge = bool(table.pledge_h100e.any() or world.pledge_h100e.any())
    world.any_sender = bool(table.sender.any())
    world.any_answer = bool(table.answer.any())
    world.any_before = bool(table.before.any())


def _check_within(world: World) -> None:
    """Object to places and kinds that there are not: looking them up would fail on some later day."""
    rows, people = len(world.heads), len(world.home)
    table = {name: getattr(world.approaches, name) for name in ApproachTable.names()}
    limits = {
        "person": people,
        "row": rows,
        "template": len(world.setup.letters.ids),
        "sender": len(Sender),
        "mails": MOST_MAILS + 1,
        "answer": len(world.setup.letters.ids) + 1,
        "before": len(world.setup.letters.ids) * (MOST_MAILS + 1),
    }
    held = [table] if world.stores.waiting is None else [table, world.stores.waiting.columns]
    found = [(name, columns[name], limit) for columns in held for name, limit in limits.items()]
    found += [("home", world.home, rows), ("before", world.before, rows)]
    found += [("had", world.had, limits["before"])]
    for name, array, limit in found:
        if array.size and not 0 <= int(array.min()) <= int(array.max()) < limit:
            raise ValueError(f"what is saved as {name!r} cannot be there")


def _restore_calendar(world: World) -> None:
    """Free bits and days of rest follow from ``free_on``, status and employer."""
    rows = len(world.heads)
    free_on = world.free_on.reshape(rows, world.candidates)
    yesterday = world.day - 1
    people = world.status.reshape(world.worlds, -1) == 0
    home = world.home.reshape(world.worlds, -1)
    for row, of_world in enumerate(world.world_of.tolist()):
        free = (free_on[row] <= max(yesterday, 0)) & people[of_world] & (home[of_world] != row)
        world.shortlist.fill(row, free)
    world.freeing = {}
    resting = np.flatnonzero((world.free_on > max(yesterday, 0)) & (world.free_on < NEVER))
    by_day = resting[np.argsort(world.free_on[resting], kind="stable")]
    begins = np.flatnonzero(np.diff(world.free_on[by_day], prepend=-1))
    for pair in np.split(by_day, begins[1:]) if begins.size else ():
        world.freeing[int(world.free_on[pair[0]])] = [(pair // world.candidates, pair)]
