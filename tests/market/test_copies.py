"""Many copies of one world are that world, so many times, and go on as it does."""

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.copies import HOLD_PEOPLE, HOLD_ROWS, copies
from outreach_sim.market.state.saved import Arrays
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from tests.market.worlds import opened, richest_setup, two_chairs

SETUPS = {
    "richest": two_chairs(richest_setup(80, 90)),
    "open": opened(richest_setup(80, 90), exit_hazard_per_year=2.0),
}
DAY = 70
TIMES = 3


def played(setup: Setup, until: int, replications: list[int]) -> World:
    world = World(setup, 3, replications)
    while world.day < until:
        play_day(world)
    return world


def in_one_sequence(arrays: Arrays) -> Arrays:
    """The same with approaches by person and lab, in whatever sequence they were opened."""
    for table in ("approach.", "waiting."):
        order = np.lexsort([arrays[table + name] for name in ("number", "row", "person")])
        for name in [name for name in arrays if name.startswith(table)]:
            arrays[name] = arrays[name][order]
    return arrays


@pytest.mark.parametrize("kind", SETUPS)
def test_copies_are_the_stack_of_the_same_worlds_and_have_its_hash_to_the_end(kind: str) -> None:
    setup = SETUPS[kind]
    world, stack = played(setup, DAY, [4]), played(setup, DAY, [4] * TIMES)
    copied = copies(snapshot(world), TIMES, world.labs, world.candidates)
    made, wanted = in_one_sequence(dict(copied)), in_one_sequence(snapshot(stack))
    assert made.keys() == wanted.keys()
    assert [name for name in made if not np.array_equal(made[name], wanted[name])] == []
    for name in (*HOLD_ROWS, *HOLD_PEOPLE) if kind == "richest" else ():
        assert made[name].max() >= world.labs, f"{name} holds nothing in the later worlds"
    resumed = World(setup, 3, [4] * TIMES)
    restore(resumed, copied)
    while world.day < setup.days:
        play_day(world)
        play_day(resumed)
    assert set(resumed.recorder.digests()) == set(world.recorder.digests())
