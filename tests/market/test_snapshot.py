"""Save, reload, continue equals continue, on any day."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from outreach_sim.errors import RunError
from outreach_sim.market.day import play_day
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.stores import registry
from outreach_sim.market.state.world import World
from tests.market.worlds import opened, rich_setup, richest_setup, two_chairs

SETUP = rich_setup(days=90)
SETUPS = {
    "rich": SETUP,
    "richest": richest_setup(days=90),
    "open": opened(richest_setup(days=90), exit_hazard_per_year=2.0),
    "two chairs": two_chairs(richest_setup(days=90)),
}


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


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        *product(("rich", "richest"), (0, 1, 2, 13, 45, 77, 89)),
        ("open", 13),
        ("open", 77),
        *product(["two chairs"], (0, 1, 6, 20, 45, 77)),
    ],
)
def test_a_restored_world_goes_on_as_if_nothing_had_happened(kind: str, day: int) -> None:
    setup = SETUPS[kind]
    saved = snapshot(play(World(setup, 3, [0, 4]), day))
    resumed = World(setup, 3, [0, 4])
    restore(resumed, saved)
    straight = play(World(setup, 3, [0, 4]), SETUP.days)
    assert play(resumed, SETUP.days).recorder.digests() == straight.recorder.digests()
    assert np.array_equal(resumed.recorder.funnel, straight.recorder.funnel)
    assert np.array_equal(resumed.cash_usd, straight.cash_usd)
    assert np.array_equal(resumed.tastes.exit_day, straight.tastes.exit_day)
    assert np.array_equal(resumed.before, straight.before)


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


def test_people_who_wait_are_taken_back_whole_or_not_at_all() -> None:
    saved = snapshot(World(richest_setup(days=90), 3, [0]))
    saved["waiting.named_h100e"] = np.array([5_000])
    with pytest.raises(RunError, match="do not belong together"):
        restore(World(richest_setup(days=90), 3, [0]), saved)


def test_each_mechanism_that_remembers_has_a_store_that_a_save_keeps() -> None:
    """A store is its module and a line of the registry; its arrays are saved, or follow from the scenario."""
    world = World(richest_setup(days=90), 3, [0])
    stores = {prefix.removesuffix("."): store for prefix, store in world.stores.on()}
    modules = {path.stem for path in Path(registry.__file__).parent.glob("*.py")}
    assert set(stores) == modules - {"__init__", "base", "registry"}
    follows = {
        "teams": {"of", "leader", "size", "walk_to"},
        "peers": {"level"},
        "demand": {"targets", "today_ppm"},
    }
    for name, store in stores.items():
        held = {slot for slot in store.__slots__ if isinstance(getattr(store, slot), np.ndarray)}
        assert store.arrays(), name
        assert held - set(store.arrays()) == follows.get(name, set()), name
    assert len(list(World(SETUP, 3, [0]).stores.on())) < len(stores), "what is off has no store"
