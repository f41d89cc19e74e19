"""Many copies of one world go on as that world does."""

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.state.copies import copies
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from tests.market.worlds import opened, rich_setup, richest_setup

SETUPS = {
    "rich": rich_setup(100, 90),
    "richest": richest_setup(100, 90),
    "open": opened(richest_setup(100, 90), exit_hazard_per_year=2.0),
}


@pytest.mark.parametrize("kind", SETUPS)
def test_every_copy_has_the_hash_of_the_original_to_the_end(kind: str) -> None:
    setup = SETUPS[kind]
    world = World(setup, 3, [4])
    while world.day < 60:
        play_day(world)
    stack = World(setup, 3, [4] * 3)
    restore(stack, copies(snapshot(world), 3, world.labs, world.candidates))
    while world.day < setup.days:
        play_day(world)
        play_day(stack)
    assert set(stack.recorder.digests()) == set(world.recorder.digests())
    assert np.array_equal(stack.cash_usd, np.tile(world.cash_usd, 3))
