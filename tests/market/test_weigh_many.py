"""Thousands at once stand exactly as each of them alone, in any world of a stack."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan, Plans, approaches
from outreach_sim.market.prospects import prospects, weigh, weigh_many
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.world import World
from outreach_sim.model.chain import STAGES, chances
from outreach_sim.model.explain import explain
from tests.market.test_shown_is_used import eager, order_of, random_plan

COUNT = 120
EVERYBODY = np.arange(COUNT)
DAYS = (0, 16, 44)
"""The first; one in the middle of a conference; one when much is under way."""
PERSONAL = ["met", "colleagues", "mission", "wait_years", "heard_usd", "named_usd", "stake_usd"]


@pytest.fixture(scope="module")
def stacks() -> dict[int, World]:
    """Four worlds with every mechanism on, on some of their days."""
    return {day: played(range(4), day) for day in DAYS}


def played(replications: Sequence[int], until: int) -> World:
    """So many days in which two labs besides write to the same people, one of them by hand."""
    world = World(eager(), 4, replications)
    while world.day < until:
        if world.day in (4, 36):
            rng = np.random.default_rng(world.day)
            letters = [(lab, c, random_plan(rng, world, c)) for c in range(0, COUNT, 2) for lab in (0, 1)]
            orders = (order_of(plan, lab, candidate) for lab, candidate, plan in letters)
            world.orders += [replace(order, by_hand=order.lab == 0) for order in orders]
        play_day(world)
    return world


def plans(day: int) -> Plans:
    """All sorts of letters, another for each."""
    rng = np.random.default_rng(day)
    return Plans(
        pay_usd=rng.integers(100_000, 3_000_000, COUNT),
        template=rng.integers(0, 3, COUNT),
        sender=rng.integers(0, 3, COUNT),
        pledge_h100e=rng.choice([0, 0, 300, 5_000], COUNT),
        direct=rng.integers(0, 2, COUNT) > 0,
        deadline_days=rng.integers(1, 9, COUNT),
        short=rng.integers(0, 2, COUNT) > 0,
    )


def plan_of(many: Plans, place: int) -> Plan:
    pay, template, sender, pledge, direct, days, short = (
        int(np.asarray(getattr(many, name))[place]) for name in Plans.__slots__
    )
    return Plan(pay, template, Sender(sender), pledge, bool(direct), days, short=bool(short))


@pytest.mark.parametrize("as_truth", [True, False], ids=["the truth", "as the lab believes"])
@pytest.mark.parametrize("in_world", [0, 3])
@pytest.mark.parametrize("day", DAYS)
def test_many_at_once_stand_as_each_of_them_alone(
    stacks: dict[int, World], day: int, in_world: int, as_truth: bool
) -> None:
    world, many = stacks[day], plans(day)
    for lab in (0, 1):
        at_once = weigh_many(world, lab, EVERYBODY, many, as_truth, in_world)
        alone = [
            chances(world.setup.parameters, weigh(world, lab, c, plan_of(many, c), "", as_truth, in_world))
            for c in EVERYBODY[::4].tolist()
        ]
        assert list(at_once) == [*STAGES, "chain"]
        for stage, found in at_once.items():
            assert found[::4].tolist() == [one[stage] for one in alone], stage
        assert np.ptp(at_once["chain"]) > 0.0


@pytest.mark.parametrize("as_truth", [True, False], ids=["the truth", "as the lab believes"])
@pytest.mark.parametrize("day", DAYS[1:])
def test_people_of_all_worlds_at_once_stand_as_world_by_world(
    stacks: dict[int, World], monkeypatch: pytest.MonkeyPatch, day: int, as_truth: bool
) -> None:
    monkeypatch.setattr("outreach_sim.market.prospects.AT_ONCE", 170)
    world, many = stacks[day], plans(day)
    each = {name: np.tile(getattr(many, name), world.worlds) for name in Plans.__slots__}
    everybody, in_world = np.tile(EVERYBODY, world.worlds), np.arange(world.worlds).repeat(COUNT)
    at_once = weigh_many(world, 1, everybody, Plans(**each), as_truth, in_world)
    by_world = [weigh_many(world, 1, EVERYBODY, many, as_truth, w) for w in range(world.worlds)]
    for stage, found in at_once.items():
        assert found.tolist() == np.concatenate([one[stage] for one in by_world]).tolist(), stage
    assert not (by_world[0]["chain"] == by_world[1]["chain"]).all()


def test_more_people_than_are_weighed_at_once_stand_as_if_they_were(
    stacks: dict[int, World], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = weigh_many(stacks[16], 1, EVERYBODY, plans(16))
    monkeypatch.setattr("outreach_sim.market.prospects.AT_ONCE", 7)
    parts = weigh_many(stacks[16], 1, EVERYBODY, plans(16))
    assert whole.keys() == parts.keys() and all((whole[stage] == parts[stage]).all() for stage in whole)
    assert len(whole["chain"]) == COUNT


def test_the_people_compared_are_in_every_position(stacks: dict[int, World]) -> None:
    """The comparison above would mean little if nobody had been written to, gated, or offered something."""
    seen = Counter[str]()
    for day in DAYS:
        both = [approaches(stacks[day], 3 * stacks[day].labs + lab, EVERYBODY, plans(day)) for lab in (0, 1)]
        seen.update(f"state {state}" for about in both for state in about.own.state.tolist())
        about = both[1]
        truth, belief = (prospects(stacks[day], about, known) for known in (True, False))
        assert truth.gate is not None and belief.gate is not None
        seen["gated"] += int((truth.gate.share > 0).sum())
        seen["told"] += int((belief.gate.spread == 0.0).sum())
        seen["rivals"] += len(truth.other_offers)
        seen["crowded"] += truth.copied is not None
        for name in ("led", *PERSONAL):
            seen[name] += int((np.asarray(getattr(truth.features, name)) != 0.0).sum())
    states = (State.EMPTY, State.WAITING, State.INTERESTED, State.PROCESS, State.OFFERED)
    wanted = [f"state {state}" for state in states] + ["gated", "rivals", "crowded"]
    wanted += PERSONAL
    assert {name: seen[name] for name in wanted if not seen[name]} == {}


@pytest.mark.parametrize("day", DAYS)
def test_a_person_of_the_third_world_stands_as_in_that_world_alone(
    stacks: dict[int, World], day: int
) -> None:
    many, alone, stacked = plans(day), played([3], day), stacks[day]
    for as_truth in (True, False):
        one, other = (
            weigh_many(stacked, 0, EVERYBODY, many, as_truth, 3),
            weigh_many(alone, 0, EVERYBODY, many, as_truth),
        )
        for stage, found in one.items():
            assert np.array_equal(found, other[stage]), stage
    for candidate in range(0, COUNT, 9):
        pair = [(stacked, 3), (alone, 0)]
        explained = [
            explain(
                world.setup.parameters, weigh(world, 0, candidate, plan_of(many, candidate), "She", True, at)
            )
            for world, at in pair
        ]
        assert explained[0] == explained[1]


def test_one_plan_for_all_and_nobody_at_all_are_fine(stacks: dict[int, World]) -> None:
    world = stacks[DAYS[-1]]
    same = weigh_many(world, 0, EVERYBODY, Plan(900_000, 1, Sender.CEO, 300, True, 3))
    spelled = weigh_many(world, 0, EVERYBODY, Plans(np.full(COUNT, 900_000), 1, Sender.CEO, 300, True, 3))
    assert all(np.array_equal(same[stage], spelled[stage]) for stage in same)
    assert weigh_many(world, 0, EVERYBODY[:0], Plan(900_000, 1))["chain"].shape == (0,)


def test_what_people_of_another_world_asked_for_and_who_leads_there_is_that_world_s_own() -> None:
    believed = []
    for world, at in ((played(range(4), 16), 3), (played([3], 16), 0)):
        row, waiting = at * world.labs + 1, world.stores.waiting
        assert waiting is not None
        told = np.flatnonzero((world.approaches.row == row) & (world.approaches.state != State.EMPTY))[:9]
        waiting.add(world.approaches, told, np.arange(9) * 1_000 + 30_000)
        world.leader_today[at] *= 3
        candidates = world.approaches.person[told] - world.first_person[row]
        for other in (candidates, EVERYBODY):
            both = (weigh_many(world, 1, other, Plan(900_000, 0), known, at) for known in (True, False))
            believed += [found["chain"].tolist() for found in both]
    assert believed[:4] == believed[4:]
