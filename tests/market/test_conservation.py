"""Heads, people, money and compute are conserved on every day of the busiest world we can build."""

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.approaches import NEVER, State
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from tests.market.worlds import opened, rich_setup, richest_setup, two_chairs

SETUP = rich_setup()
SETUPS = {
    "rich": SETUP,
    "richest": richest_setup(),
    "rich and open": opened(SETUP, exit_hazard_per_year=1.0),
    "two chairs": two_chairs(richest_setup()),
    "richest and open": opened(richest_setup(), exit_hazard_per_year=1.0),
}


def check_heads(world: World) -> None:
    setup, there = world.setup, world.status != Status.GONE
    staff = np.bincount(world.home[there], minlength=len(world.heads))
    first = np.tile([lab.researchers for lab in setup.labs], world.worlds)
    at_first = np.tile(np.bincount(setup.people.employer, minlength=world.labs), world.worlds)
    assert np.array_equal(world.heads - staff, first - at_first)
    gone = np.bincount(np.flatnonzero(~there) // world.candidates, minlength=world.worlds)
    assert (world.heads.reshape(world.worlds, -1).sum(axis=1) + gone == first[: world.labs].sum()).all()
    if world.outside is not None:
        assert there.all(), "somebody is lost"
    if world.stores.teams is not None:
        free = world.status == Status.HERE
        assert np.array_equal(world.stores.teams.works_at[free], world.home[free])


def check_money(world: World) -> None:
    table = world.approaches
    offers = table.in_state(State.OFFERED)
    reserved = np.zeros_like(world.reserved_usd)
    np.add.at(reserved, table.row[offers], table.first_year_usd(offers))
    assert np.array_equal(world.reserved_usd, reserved)
    came = [sum(usd for day, usd in lab.grants if day <= world.day) for lab in world.setup.labs]
    budget = np.tile([lab.budget_usd for lab in world.setup.labs], world.worlds) + np.tile(came, world.worlds)
    raises = np.where(world.has_budget, world.raises_usd, 0) * world.setup.mechanisms.paid_raises
    fleet = world.stores.fleet
    machines = 0 if fleet is None else np.where(world.has_budget, fleet.spent_usd, 0)
    assert np.array_equal(world.cash_usd + world.committed_usd + raises + machines, budget)
    # An accepted counter-offer is paid for whatever is left.
    assert (world.cash_usd - world.reserved_usd >= -raises).all()


def check_compute(world: World) -> None:
    table = world.approaches
    promised = np.concatenate((table.in_state(State.OFFERED), table.in_state(State.SIGNED)))
    pledged = np.zeros_like(world.pledged_h100e)
    np.add.at(pledged, table.row[promised], table.pledge_h100e[promised])
    np.add.at(pledged, world.home, world.pledge_h100e)
    assert np.array_equal(world.pledged_h100e, pledged)


def check_approaches(world: World) -> None:
    table = world.approaches
    live = np.flatnonzero(table.state != State.EMPTY)
    assert len(live) == len(table)
    pair = world.pairs(table.row[live], world.candidate_of(live))
    assert len(np.unique(pair)) == len(pair), "two live approaches of one lab to one person"
    resting = np.delete(world.free_on, pair)
    assert (world.free_on[pair] == NEVER).all()
    assert (resting < NEVER).all()
    signed = table.person[table.in_state(State.SIGNED)]
    assert len(np.unique(signed)) == len(signed), "somebody signed with two labs"
    open_decisions = np.unique(table.person[table.in_state(State.OFFERED)])
    here = open_decisions[world.status[open_decisions] == Status.HERE]
    assert (world.opener[here] > 0).all()


def check_shortlist(world: World) -> None:
    row = np.repeat(np.arange(len(world.heads)), world.candidates)
    candidate = np.tile(np.arange(world.candidates), len(world.heads))
    person = world.persons(row, candidate)
    yesterday = world.day - 1
    allowed = world.free_on[world.pairs(row, candidate)] <= yesterday
    allowed &= (world.status[person] == Status.HERE) & (world.home[person] != row)
    assert np.array_equal(world.shortlist.is_free(row, candidate), allowed)


@pytest.mark.parametrize(
    ("kind", "seed"),
    [
        ("rich", 1),
        ("rich", 2),
        ("richest", 1),
        ("richest", 2),
        ("rich and open", 1),
        ("richest and open", 2),
        ("two chairs", 1),
    ],
)
def test_nothing_is_lost_and_nobody_works_twice(kind: str, seed: int) -> None:
    setup = SETUPS[kind]
    world = World(setup, seed, [0, 1, 2])
    for _ in range(SETUP.days):
        if world.day == 70:
            saved, world = snapshot(world), World(setup, seed, [0, 1, 2])
            restore(world, saved)
        play_day(world)
        check_heads(world)
        check_money(world)
        check_compute(world)
        check_approaches(world)
        check_shortlist(world)
    assert world.committed_usd.sum() > 0
    left = world.status == Status.GONE if world.outside is None else world.home % world.labs == world.outside
    assert left.any()


def test_orders_by_hand_conserve_too() -> None:
    world = World(SETUP, 4, [0])
    rng = np.random.default_rng(0)
    for day in range(SETUP.days):
        who = tuple(int(c) for c in rng.choice(world.candidates, 6, replace=False))
        for do in (Do.SEND, Do.INVITE, Do.OFFER, Do.WITHDRAW):
            world.orders.append(
                Order(
                    0,
                    (day,),
                    do,
                    0,
                    top=0,
                    candidates=who,
                    pay_ratio=float(rng.uniform(1, 5)),
                    pledge_h100e=int(rng.integers(0, 900)),
                    by_hand=True,
                )
            )
        play_day(world)
        check_heads(world)
        check_money(world)
        check_compute(world)
        check_approaches(world)
