"""Equity that leaving forfeits holds people as pay does, until they move."""

from dataclasses import replace

import numpy as np

from outreach_sim.market.day import play_day
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from tests.market.worlds import plain_setup, rich_setup

EAGER = {"reply_cut_1": 3.0, "reply_cut_2": 3.1, "reply_cut_3": 3.2, "reply_cut_4": 3.3, "interest_cut": 0.0}


def offered(pay_usd: int, stake_usd: int) -> Setup:
    """Everybody has so much, and is offered a million."""
    base = plain_setup(200, 60, 0, **EAGER)
    alike = {"pay_usd": np.full(200, pay_usd), "stake_usd": np.full(200, stake_usd)}
    order = Order(0, (0,), template=0, top=200, pay_usd=1_000_000)
    return replace(base, people=replace(base.people, **alike), script=(order,))


def taken(setup: Setup) -> set[int]:
    log: Log = Session(setup, 3).advance(60)
    return set(log.candidate[log.kind == Event.ACCEPTED].tolist())


def test_a_stake_holds_as_much_pay_would() -> None:
    bare, held, paid = (taken(offered(*x)) for x in ((500_000, 0), (500_000, 400_000), (900_000, 0)))
    assert held == paid < bare and len(bare) > len(held) > 10


def test_it_is_gone_after_a_move_and_kept_in_a_save() -> None:
    setup = rich_setup(count=120)
    world = World(setup, 2, [0], keep_log=True)
    for _ in range(100):
        play_day(world)
    log = world.recorder.take_log()
    moved = np.zeros(120, dtype=np.bool_)
    moved[log.candidate[log.kind == Event.STARTED]] = True
    moved |= world.status == Status.GONE
    assert (world.stake_usd[moved] == 0).all()
    assert np.array_equal(world.stake_usd[~moved], setup.people.stake_usd[~moved])
    assert (setup.people.stake_usd[moved] > 0).any() and (world.stake_usd > 0).any()
    again = World(setup, 2, [0])
    restore(again, snapshot(world))
    assert np.array_equal(again.stake_usd, world.stake_usd)
