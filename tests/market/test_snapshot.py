"""Save, reload, continue equals continue, on any day."""

import numpy as np
import pytest

from outreach_sim.errors import RunError
from outreach_sim.market.day import play_day
from outreach_sim.market.setup import Do, Order, Setup
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from tests.market.worlds import rich_setup, richest_setup

SETUP = rich_setup(days=90)


def order(day: int) -> Order:
    do = (Do.SEND, Do.OFFER, Do.WITHDRAW)[day % 3]
    return Order(
        0, (day,), do, 1, candidates=(day % 50, day % 31), pay_ratio=2.0, pledge_h100e=100, by_hand=True
    )


def play(world: World, until: int) -> World:
    while world.day < until:
        world.orders.append(order(world.day))
        play_day(world)
    return world


@pytest.mark.parametrize("day", [0, 1, 2, 13, 45, 77, 89])
@pytest.mark.parametrize("setup", [SETUP, richest_setup(days=90)], ids=["rich", "richest"])
def test_a_restored_world_goes_on_as_if_nothing_had_happened(setup: Setup, day: int) -> None:
    saved = snapshot(play(World(setup, 3, [0, 4]), day))
    resumed = World(setup, 3, [0, 4])
    restore(resumed, saved)
    straight = play(World(setup, 3, [0, 4]), SETUP.days)
    assert play(resumed, SETUP.days).recorder.digests() == straight.recorder.digests()
    assert np.array_equal(resumed.recorder.funnel, straight.recorder.funnel)
    assert np.array_equal(resumed.cash_usd, straight.cash_usd)


def test_columns_are_saved_under_the_names_that_older_saves_know() -> None:
    saved = snapshot(play(World(richest_setup(days=90), 3, [0]), 40))
    assert {"approach.shown_usd", "waiting.shown_usd"} <= set(saved)
    assert not any("expected_usd" in name for name in saved)


def test_a_snapshot_of_another_scenario_is_refused_in_a_sentence() -> None:
    saved = snapshot(World(rich_setup(count=150, days=90), 3, [0]))
    with pytest.raises(RunError, match="shape"):
        restore(World(SETUP, 3, [0]), saved)
    del saved["heads"]
    with pytest.raises(RunError, match="another version"):
        restore(World(rich_setup(count=150, days=90), 3, [0]), saved)
