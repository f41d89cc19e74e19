"""Machines by order: what they cost, when they come, whom they bring, and how a fleet is diluted."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.rules import Rules
from outreach_sim.market.setup import Do, Order, Setup
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.market.workforce import workforce
from tests.market.worlds import OFF, lab, plain_setup

DAYS = 300


def setup(*script: Order, on: bool = True, budget: int = 100_000_000, **parameters: float) -> Setup:
    flat = np.full(DAYS + 1, 10_000, dtype=np.int64)
    labs = (
        lab(0, DAYS, fleet_h100e=flat, researchers=100, budget_usd=budget),
        lab(1, DAYS, fleet_h100e=10 * flat, researchers=10_000),
    )
    base = plain_setup(100, DAYS, 0, **parameters)
    mechanisms = replace(OFF, purchases=on, budgets=True)
    return replace(base, labs=labs, script=script, mechanisms=mechanisms, rules=Rules())


def play(setup_: Setup, worlds: int = 40, days: int = DAYS) -> tuple[World, Log]:
    world = World(setup_, 4, range(worlds), keep_log=True)
    for _ in range(days):
        play_day(world)
    return world, world.recorder.take_log()


def of(log: Log, kind: Event) -> Log:
    return log.where(log.kind == kind)


def test_bought_machines_are_paid_at_once_and_come_late_by_the_lognormal() -> None:
    world, log = play(setup(Order(0, (3,), do=Do.BUY, h100e=1_000)), worlds=400)
    ordered, delivered = of(log, Event.ORDERED), of(log, Event.DELIVERED)
    assert set(ordered.day.tolist()) == {3} and set(ordered.value.tolist()) == {1_000}
    own = np.arange(400) * 2
    assert (world.cash_usd[own] == 100_000_000 - 27_500_000).all()
    late = delivered.day - 3 - 120
    assert (late >= 0).all() and len(late) > 390
    # Whole days: floor of exp(N(ln 30, .8)).
    assert np.median(late) == pytest.approx(30, abs=5)
    assert np.quantile(late, 0.84) == pytest.approx(30 * np.exp(0.8), rel=0.2)
    assert (world.fleet_today[own][delivered.world] == 11_000).all()
    assert len(np.unique(late)) > 30, "each world has its own delay"


def test_rented_machines_are_there_tomorrow_and_gone_after_their_time() -> None:
    base = setup(Order(0, (3,), do=Do.RENT, h100e=2_000, rent_days=73))
    world = World(base, 4, [0], keep_log=True)
    sizes = []
    for _ in range(120):
        world.start_day()
        sizes.append(int(world.fleet_today[0]))
        play_day(world)
        assert world.owned_today[0] == 10_000
    assert sizes == [10_000] * 4 + [12_000] * 73 + [10_000] * 43
    assert world.cash_usd[0] == 100_000_000 - 2_000 * 10_000 * 73 // 365
    log = world.recorder.take_log()
    assert of(log, Event.RENTED).day.tolist() == [3] and of(log, Event.RENT_ENDED).day.tolist() == [77]


def test_what_cannot_be_had_is_refused_and_costs_nothing() -> None:
    dear = Order(0, (1,), do=Do.BUY, h100e=4_000)
    scarce = Order(0, (1,), do=Do.RENT, h100e=2_501)
    world, log = play(setup(dear, scarce), worlds=1, days=5)
    assert of(log, Event.REFUSED).value.tolist() == [Refusal.CASH, Refusal.NO_MACHINES]
    assert world.cash_usd[0] == 100_000_000
    world, log = play(setup(Order(0, (1,), do=Do.RENT, h100e=100), on=False), worlds=1, days=5)
    assert of(log, Event.REFUSED).value.tolist() == [Refusal.NOT_FOR_SALE]
    assert world.fleet_today[0] == 10_000


def test_the_gate_opens_with_machines_that_are_bought_and_they_come_back() -> None:
    said = dict(
        zip(("reply_cut_1", "reply_cut_2", "reply_cut_3", "reply_cut_4"), (2.0, 2.1, 2.2, 2.3), strict=True)
    )
    gated = {
        "open_constant": 9.0,
        "gate_share": 1.0,
        "compute_share": 1.0,
        "gate_fleet_share": 0.11,
        "gate_sd": 0.0,
    }
    letter = Order(0, (1,), template=0, candidates=tuple(range(50)))
    came_back = {}
    for buys in (False, True):
        script = (letter, Order(0, (3,), do=Do.BUY, h100e=1_500)) if buys else (letter,)
        base = setup(*script, interest_cut=0.0, **said, **gated)
        base = replace(base, mechanisms=replace(base.mechanisms, gate=True, come_back=True))
        _, log = play(base, worlds=4)
        arrived = {
            int(w): int(d)
            for w, d in zip(of(log, Event.DELIVERED).world, of(log, Event.DELIVERED).day, strict=True)
        }
        back = of(log, Event.CAME_BACK)
        assert all(arrived[int(w)] == d for w, d in zip(back.world, back.day, strict=True))
        came_back[buys] = len(back)
    assert came_back[False] == 0 and came_back[True] > 100


def test_each_hire_dilutes_and_machines_make_up_for_it() -> None:
    base = setup()
    world = World(base, 4, [0])
    before = world.compute_per_researcher()[0]
    world.heads[0] += 25
    assert world.compute_per_researcher()[0] == pytest.approx(before * 100 / 125)
    play_day(World(setup(), 4, [0]))
    richer = World(setup(Order(0, (0,), do=Do.RENT, h100e=2_500)), 4, [0])
    play_day(richer)
    richer.start_day()
    richer.heads[0] += 25
    assert richer.compute_per_researcher()[0] == pytest.approx(before)


def test_two_purchases_of_one_lab_are_late_each_by_itself() -> None:
    orders = [Order(0, (3,), do=Do.BUY, h100e=n) for n in (100, 200)]
    _, log = play(setup(*orders), worlds=30)
    delivered = of(log, Event.DELIVERED)
    first, second = (delivered.where(delivered.value == n) for n in (100, 200))
    assert len(first) and first.day.tolist() != second.day.tolist()


def test_what_is_rented_does_not_count_in_the_end_and_what_is_bought_does() -> None:
    spare = {}
    for name, order in (
        ("none", ()),
        ("rented", (Order(0, (3,), do=Do.RENT, h100e=2_000, rent_days=400),)),
        ("bought", (Order(0, (3,), do=Do.BUY, h100e=2_000),)),
    ):
        world, _ = play(setup(*order, delivery_late_median_days=1.0), worlds=1)
        spare[name] = float(workforce(world, 0).spare_h100e[0])
        assert (world.fleet_today[0] > 10_000) == (name != "none")
    share = world.setup.labs[0].research_share
    assert spare == {"none": 0.0, "rented": 0.0, "bought": 2_000 * share}
