"""Labs see some of their staff look elsewhere; a raise at the right moment keeps people, and costs money."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.policies.registry import settings
from outreach_sim.market.setup import NO_LIMIT, Do, Order, Setup
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from tests.market.worlds import OFF, known_to_all, lab, plain_setup

DAYS = 90
PEOPLE = 300
EAGER = {"reply_cut_1": 5.0, "reply_cut_2": 5.1, "reply_cut_3": 5.2, "reply_cut_4": 5.3, "interest_cut": 0.0,
         "offer_chance_interviewed": 0.99, "open_constant": 9.0, "accept_constant": 1.0}  # fmt: skip


def setup(
    share: float = 0.0,
    on: bool = True,
    budget: int = NO_LIMIT,
    script: tuple[Order, ...] = (),
    **parameters: float,
) -> Setup:
    """Lab 0 writes to all staff of lab 1 on the first day, at their present pay, which it knows."""
    flat = np.full(DAYS + 1, 100_000, dtype=np.int64)
    employer = lab(1, DAYS, fleet_h100e=flat, researchers=10_000, budget_usd=budget)
    employer = replace(employer, raise_share=share, raise_ratio=1.3)
    labs = (lab(0, DAYS, fleet_h100e=flat, researchers=10_000), employer)
    letter = Order(0, (0,), template=0, candidates=tuple(range(PEOPLE)))
    base = plain_setup(PEOPLE, DAYS, 0, **EAGER | parameters)
    mechanisms = replace(OFF, raises=on, budgets=True)
    return known_to_all(replace(base, labs=labs, script=(letter, *script), mechanisms=mechanisms))


def play(setup_: Setup, worlds: int = 4) -> tuple[World, Log]:
    world = World(setup_, 4, range(worlds), keep_log=True)
    for _ in range(setup_.days):
        play_day(world)
    return world, world.recorder.take_log()


def of(log: Log, kind: Event) -> Log:
    return log.where(log.kind == kind)


def people(log: Log) -> set[tuple[int, int]]:
    return set(zip(log.world.tolist(), log.candidate.tolist(), strict=True))


def rows(log: Log) -> list[tuple[int, int, int]]:
    return list(zip(log.world.tolist(), log.candidate.tolist(), log.day.tolist(), strict=True))


def test_an_employer_notices_its_share_of_those_who_are_interested() -> None:
    _, log = play(setup(notice_chance=0.3))
    interested, looked = of(log, Event.INTERESTED), of(log, Event.LOOKED)
    assert people(looked) <= people(interested) and set(looked.lab.tolist()) == {1}
    n = len(interested)
    assert n > 800 and abs(len(looked) / n - 0.3) < 4 * math.sqrt(0.21 / n)
    assert not len(of(log, Event.PAY_RAISED)), "seeing is not raising"


def test_a_raise_in_time_takes_its_pay_term_from_the_offer_on_the_same_luck() -> None:
    (_, without), (_, raised) = play(setup(0.0)), play(setup(1.0))
    lookers = people(of(raised, Event.PAY_RAISED))
    assert lookers == people(of(raised, Event.LOOKED))

    def logits(log: Log) -> dict[tuple[int, int], int]:
        log = log.where((log.kind == Event.ACCEPTED) | (log.kind == Event.DECLINED))
        return dict(
            zip(zip(log.world.tolist(), log.candidate.tolist(), strict=True), log.value.tolist(), strict=True)
        )

    before, after = logits(without), logits(raised)
    p, money = setup().parameters, play(setup(), worlds=4)[0].tastes.money.reshape(4, PEOPLE)
    loss = p.pay_slope * (1.0 - 1.3**p.pay_curvature) / p.pay_curvature
    assert before.keys() == after.keys() and len(lookers) > 200
    for who, logit in before.items():
        expected = loss * money[who] if who in lookers else 0.0
        assert (after[who] - logit) / 1e6 == pytest.approx(expected, abs=1e-3)
    lost = [len(people(of(log, Event.ACCEPTED)) & lookers) for log in (without, raised)]
    assert lost[1] < 0.9 * lost[0]


def test_a_raise_is_paid_from_the_budget_the_best_first_and_never_beyond_it() -> None:
    everybody, _ = play(setup(1.0), worlds=1)
    rich, _ = play(setup(1.0, budget=500_000_000), worlds=1)
    poor, log = play(setup(1.0, budget=1_000_000), worlds=1)
    assert rich.cash_usd[1] == 500_000_000 - rich.raises_usd[1]
    assert rich.raises_usd[1] == everybody.raises_usd[1]
    assert 0 <= poor.cash_usd[1] < 200_000
    assert poor.raises_usd[1] == 1_000_000 - poor.cash_usd[1]
    assert not len(of(log, Event.REFUSED)), "nobody asked"


def test_a_defender_raises_whom_it_sees_unless_told_otherwise() -> None:
    base = setup(notice_chance=0.5)
    defender = replace(base.labs[1], policy=settings("defender", base.letters.ids, {}))
    _, log = play(replace(base, labs=(base.labs[0], defender)), worlds=1)
    looked, raised = of(log, Event.LOOKED), of(log, Event.PAY_RAISED)
    assert people(looked) == people(raised) and len(looked) > 50
    pay = base.people.pay_usd[raised.candidate]
    assert np.allclose(raised.value / pay, 1.0 + base.parameters.counter_raise, rtol=1e-5)


def test_raises_by_order_reach_one_s_own_staff_as_far_as_money_lasts() -> None:
    own, foreign = Order(1, (5,), do=Do.RAISE, candidates=(3, 4), pay_ratio=1.2), 0
    stranger = Order(0, (5,), do=Do.RAISE, candidates=(7,), pay_ratio=1.2)
    lower = Order(1, (5,), do=Do.RAISE, candidates=(9,), pay_ratio=0.9)
    every = Order(1, (6,), do=Do.RAISE, top=PEOPLE, pay_ratio=1.1)
    world, log = play(setup(0.0, on=False, budget=2_000_000, script=(own, stranger, lower, every)), worlds=2)
    raised, refused = of(log, Event.PAY_RAISED), of(log, Event.REFUSED)
    on_day = raised.where(raised.day == 5)
    assert sorted(on_day.candidate.tolist()) == [3, 3, 4, 4]
    reasons = {(int(c), Refusal(int(v))) for c, v in zip(refused.candidate, refused.value, strict=True)}
    assert (7, Refusal.NOT_STAFF) in reasons and (9, Refusal.NO_RAISE) in reasons
    blanket = raised.where((raised.day == 6) & (raised.world == foreign))
    assert 0 < len(blanket) < PEOPLE and Refusal.CASH in {reason for _, reason in reasons}
    impact = world.setup.people.impact
    assert impact[blanket.candidate].min() >= np.sort(impact)[-len(blanket)], "the best are served first"
    assert (world.cash_usd[[1, 3]] >= 0).all()


def test_targeted_raises_keep_more_people_for_the_money_than_a_blanket_raise() -> None:
    picky = {"reply_cut_1": -1.5, "reply_cut_2": -1.4, "reply_cut_3": -1.3, "reply_cut_4": -1.2}
    blanket_order = Order(1, (1,), do=Do.RAISE, top=PEOPLE, pay_ratio=1.3)
    nothing = play(setup(0.0, **picky), worlds=8)
    targeted = play(setup(1.0, notice_chance=0.6, **picky), worlds=8)
    blanket = play(setup(0.0, script=(blanket_order,), **picky), worlds=8)
    lost = [len(of(log, Event.ACCEPTED)) for _, log in (nothing, targeted, blanket)]
    cost = [world.raises_usd.sum() for world, _ in (nothing, targeted, blanket)]
    assert lost[2] < lost[1] < lost[0]
    assert (lost[0] - lost[1]) / cost[1] > 1.2 * (lost[0] - lost[2]) / cost[2]


def test_nobody_is_raised_twice_within_the_rest() -> None:
    base = setup(1.0, notice_chance=0.99)
    again = replace(base.script[0], days=(0, 40))
    base = replace(base, script=(again,), rules=replace(base.rules, rest_days=1, raise_rest_days=60))
    _, log = play(base, worlds=1)
    raised = of(log, Event.PAY_RAISED)
    assert len(of(log, Event.LOOKED)) > len(raised) == len(people(raised))
    assert (of(log, Event.LOOKED).value > 0).any(), "seen for the second time"


def test_a_raise_is_possible_again_on_the_very_day_on_which_the_rest_is_over() -> None:
    rest, everyone = 9, tuple(range(PEOPLE))
    base = setup(1.0, notice_chance=0.99)
    third = replace(base.labs[0], id="third")
    letters = tuple(Order(lab_, (0,), template=0, candidates=everyone) for lab_ in (0, 2))
    rules = replace(base.rules, raise_rest_days=rest)
    _, log = play(replace(base, labs=(*base.labs, third), script=letters, rules=rules))
    raised = set(rows(of(log, Event.PAY_RAISED)))
    looked = of(log, Event.LOOKED)
    waited = set()
    for (world, candidate, day), ago in zip(rows(looked), looked.value.tolist(), strict=True):
        if ago and (world, candidate, day - ago) in raised:
            waited.add(ago)
            assert ((world, candidate, day) in raised) is (ago >= rest), ago
    assert {rest - 1, rest, rest + 1} <= waited
