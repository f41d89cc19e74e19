"""Garden leave and non-competes delay a start, cost some yeses, and lose some on the way."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.rules import Rules
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from tests.market.worlds import OFF, lab, plain_setup

DAYS = 500
EAGER = {"reply_cut_1": 5.0, "reply_cut_2": 5.1, "reply_cut_3": 5.2, "reply_cut_4": 5.3, "interest_cut": 0.0,
         "offer_chance_direct": 0.99}  # fmt: skip


def setup(share: float, on: bool = True, **parameters: float) -> Setup:
    flat = np.full(DAYS + 1, 100_000, dtype=np.int64)
    bound = lab(1, DAYS, fleet_h100e=flat, researchers=10_000)
    bound = replace(bound, non_compete_share=share, non_compete_days=180, non_compete_senior_days=365)
    labs = (lab(0, DAYS, fleet_h100e=flat, researchers=10_000), bound)
    order = Order(0, (0,), template=0, candidates=tuple(range(200)), pay_ratio=1.2, direct=True)
    base = plain_setup(200, DAYS, 0, **EAGER | parameters)
    mechanisms = replace(OFF, non_competes=on)
    return replace(base, labs=labs, script=(order,), mechanisms=mechanisms, rules=Rules(rest_days=2_000))


def play(setup_: Setup, worlds: int = 4) -> Log:
    world = World(setup_, 4, range(worlds), keep_log=True)
    for _ in range(setup_.days):
        play_day(world)
    return world.recorder.take_log()


def of(log: Log, kind: Event) -> Log:
    return log.where(log.kind == kind)


def by_person(log: Log) -> dict[tuple[int, int], int]:
    return dict(
        zip(zip(log.world.tolist(), log.candidate.tolist(), strict=True), log.day.tolist(), strict=True)
    )


def test_the_bound_start_when_their_wait_is_over_seniors_later() -> None:
    base = setup(0.5, turn_back_per_year=0.0)
    log = play(base)
    signed, started, leave = (by_person(of(log, e)) for e in (Event.ACCEPTED, Event.STARTED, Event.LEAVE))
    assert abs(len(leave) / len(signed) - 0.5) < 4 * math.sqrt(0.25 / len(signed))
    assert set(leave) <= set(signed) and started.keys() == signed.keys()
    for who, day in started.items():
        wait = 30 if who not in leave else 365 if base.people.level[who[1]] >= 4 else 180
        assert day - signed[who] == wait


def test_a_wait_takes_its_log_odds_from_the_decision_paired_on_the_same_luck() -> None:
    on, off = (play(setup(1.0, switch)) for switch in (True, False))
    days = np.where(setup(1.0).people.level >= 4, 365, 180)

    def decided(log: Log) -> dict[tuple[int, int], int]:
        log = log.where((log.kind == Event.ACCEPTED) | (log.kind == Event.DECLINED))
        return dict(
            zip(zip(log.world.tolist(), log.candidate.tolist(), strict=True), log.value.tolist(), strict=True)
        )

    with_wait, without = decided(on), decided(off)
    assert with_wait.keys() == without.keys() and len(without) > 400
    for who, logit in without.items():
        assert (with_wait[who] - logit) / 1e6 == pytest.approx(-0.6 * days[who[1]] / 365, abs=2e-6)
    assert len(of(on, Event.ACCEPTED)) < len(of(off, Event.ACCEPTED))


def test_some_turn_back_on_the_way_and_money_comes_back() -> None:
    base = setup(1.0, turn_back_per_year=0.6)
    world = World(base, 4, range(4), keep_log=True)
    for _ in range(DAYS):
        play_day(world)
    log = world.recorder.take_log()
    signed, back, started = (of(log, e) for e in (Event.ACCEPTED, Event.TURNED_BACK, Event.STARTED))
    days = np.where(base.people.level[signed.candidate] >= 4, 365, 180)
    chance = 1 - np.exp(-0.6 * days / 365)
    assert abs(len(back) - chance.sum()) < 4 * math.sqrt((chance * (1 - chance)).sum())
    assert len(back) + len(started) == len(signed)
    assert world.committed_usd.sum() == started.value.sum()
    waited = by_person(signed)
    for who, day in by_person(back).items():
        assert 0 < day - waited[who] <= 365


def test_the_wait_is_a_fact_of_the_person_and_is_explained() -> None:
    world = World(setup(0.5), 4, [0])
    waits = [weigh(world, 0, c, Plan(900_000, 0), "Robin", True).features.wait_years for c in range(60)]
    assert set(waits) == {0.0, 180 / 365, 1.0}
    assert waits == [
        weigh(world, 0, c, Plan(1_900_000, 1), "Robin", True).features.wait_years for c in range(60)
    ]


def test_a_saved_wait_goes_on() -> None:
    straight, resumed = (World(setup(0.7), 4, [0]) for _ in range(2))
    for _ in range(60):
        play_day(straight)
    restore(resumed, snapshot(straight))
    for world in (straight, resumed):
        while world.day < DAYS:
            play_day(world)
    assert straight.recorder.digests() == resumed.recorder.digests()
