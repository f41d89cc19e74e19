"""Rules of play and chances that the funnel alone would not show."""

import math
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender, Setup
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.tastes import counter_chances, draw_tastes
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import world_keys
from tests.market.worlds import OFF, lab, people, plain_setup, rich_setup
from tests.params import PARAMETERS as P

EAGER = {"reply_cut_1": 3.0, "reply_cut_2": 3.1, "reply_cut_3": 3.2, "reply_cut_4": 3.3, "interest_cut": 0.0}


def play(setup: Setup, worlds: int = 6, seed: int = 4) -> Log:
    world = World(setup, seed, range(worlds), keep_log=True)
    for _ in range(setup.days):
        play_day(world)
    return world.recorder.take_log()


def one_writer(days: int = 120, **changes: object) -> Setup:
    """One lab writes by script to the staff of another; nothing else happens."""
    flat = np.full(days + 1, 100_000, dtype=np.int64)
    labs = (lab(0, days, fleet_h100e=flat), lab(1, days, fleet_h100e=flat))
    base = plain_setup(100, days, 0, **EAGER)
    return replace(base, labs=labs, **changes)


def test_an_approach_fares_the_same_on_whichever_day_it_starts() -> None:
    def course(start: int) -> list[tuple[int, ...]]:
        order = Order(0, (start,), template=0, candidates=tuple(range(60)), pay_ratio=2.0)
        log = play(one_writer(script=(order,)), worlds=3)
        log = log.where(log.candidate < 60)
        return sorted(zip(log.day - start, log.kind, log.world, log.candidate, log.mail, strict=True))

    reference = course(0)
    assert len(reference) > 400
    for start in (1, 6, 11):
        later = course(start)
        # Hires dilute the lab from their first day on; up to then the two courses are one.
        first_start = min(event[0] for event in reference if event[1] == Event.STARTED)
        assert [e for e in later if e[0] < first_start] == [e for e in reference if e[0] < first_start]


def test_interview_slots_are_never_more_than_the_week_has_and_come_back_each_week() -> None:
    setup = one_writer(mechanisms=replace(OFF, quotas=True))
    labs = (replace(setup.labs[0], interviews_per_week=2), setup.labs[1])
    orders = tuple(Order(0, (day,), template=0, top=10, pay_ratio=2.0) for day in range(0, 60, 7))
    log = play(replace(setup, labs=labs, script=orders), worlds=1)
    weeks = Counter((log.day[log.kind == Event.INVITED] // 7).tolist())
    assert max(weeks.values()) == 2
    assert len([week for week, count in weeks.items() if count == 2]) >= 5


def test_letters_beyond_the_quota_are_refused_with_a_reason_and_quotas_come_back() -> None:
    setup = one_writer(mechanisms=replace(OFF, quotas=True))
    labs = (replace(setup.labs[0], letters_per_week={Sender.CEO: 3}), setup.labs[1])
    order = Order(0, (0, 3, 7), template=0, sender=Sender.CEO, top=2, pay_ratio=2.0)
    log = play(replace(setup, labs=labs, script=(order,)), worlds=2)
    first = log.where((log.kind == Event.SENT) & (log.mail == 1))
    assert Counter(first.day.tolist()) == {0: 4, 3: 2, 7: 4}
    refused = log.where(log.kind == Event.REFUSED)
    assert refused.day.tolist() == [3, 3]
    assert set(refused.value.tolist()) == {int(Refusal.QUOTA)}


def test_a_pair_rests_before_it_is_written_to_again() -> None:
    setup = rich_setup(count=80)
    log = play(setup, worlds=4)
    first = log.where((log.kind == Event.SENT) & (log.mail == 1))
    pairs: dict[tuple[int, int, int], list[int]] = {}
    for world, lab_, candidate, day in zip(first.world, first.lab, first.candidate, first.day, strict=True):
        pairs.setdefault((int(world), int(lab_), int(candidate)), []).append(int(day))
    gaps = [b - a for days in pairs.values() for a, b in pairwise(days)]
    assert gaps and min(gaps) >= setup.rules.rest_days


def test_nobody_writes_to_their_own_staff() -> None:
    setup = rich_setup(count=80)
    sent = play(setup, worlds=4)
    sent = sent.where((sent.kind == Event.SENT) & (sent.day == 0))
    assert len(sent) > 10
    assert (setup.people.employer[sent.candidate] != sent.lab).all()


def test_gates_are_as_common_and_as_high_as_the_parameters_say() -> None:
    setup = replace(plain_setup(2_000, 10, 0), mechanisms=replace(OFF, gate=True))
    tastes = draw_tastes(setup, world_keys(1, np.arange(10)))
    gated = tastes.gate_ppm > 0
    n = len(gated)
    assert abs(gated.mean() - P.gate_share) < 4 * math.sqrt(P.gate_share * (1 - P.gate_share) / n)
    logs = np.log(tastes.gate_ppm[gated] / 1e6)
    assert abs(np.median(logs) - math.log(P.gate_fleet_share)) < 0.05
    assert abs(logs.std() - P.gate_sd) < 0.03
    assert abs(tastes.compute.mean() - P.compute_taste_mean) < 0.01
    heavy = tastes.compute > 0.0
    assert heavy[gated].all()
    assert abs(heavy.mean() - P.compute_share) < 4 * math.sqrt(P.compute_share * (1 - P.compute_share) / n)
    assert np.allclose(tastes.compute[heavy], P.compute_taste_mean / P.compute_share)
    assert abs(tastes.money.mean() - 1.0) < 0.01 and (tastes.money > 0.0).all()
    assert abs(tastes.money.std() - P.money_sd) < 0.02


def test_frozen_luck_gives_every_world_the_same_tastes() -> None:
    setup = replace(plain_setup(50, 10, 0), freeze_luck=True)
    compute = draw_tastes(setup, world_keys(1, np.arange(3))).compute.reshape(3, 50)
    assert np.array_equal(compute[0], compute[1]) and np.array_equal(compute[0], compute[2])
    loose = draw_tastes(replace(setup, freeze_luck=False), world_keys(1, np.arange(3))).compute.reshape(3, 50)
    assert not np.array_equal(loose[0], loose[1])


def test_counter_offers_are_as_frequent_as_the_parameters_say_and_rise_with_impact() -> None:
    order = Order(0, (0,), template=0, top=100, pay_ratio=2.0)
    setup = one_writer(script=(order,), mechanisms=replace(OFF, counter_offers=True))
    chances = counter_chances(setup)
    assert np.corrcoef(chances, np.log(setup.people.impact))[0, 1] > 0.9
    log = play(setup, worlds=40)
    offered = log.candidate[log.kind == Event.OFFERED]
    countered = (log.kind == Event.COUNTERED).sum()
    expected = chances[offered].sum()
    assert abs(countered - expected) < 4 * math.sqrt((chances[offered] * (1 - chances[offered])).sum())
    stayed = log.where(log.kind == Event.RAISED)
    assert (stayed.value > setup.people.pay_usd[stayed.candidate] * 1.14).all()


@pytest.mark.parametrize(
    ("direct", "chance"), [(False, P.misfit_chance_interviewed), (True, P.misfit_chance_direct)]
)
def test_hires_misfit_as_often_as_the_parameters_say(direct: bool, chance: float) -> None:
    order = Order(0, (0,), template=0, top=100, pay_ratio=3.0, direct=direct)
    setup = one_writer(320, script=(order,), mechanisms=replace(OFF, misfit=True))
    log = play(setup, worlds=60)
    started, quit_ = (log.kind == Event.STARTED).sum(), (log.kind == Event.QUIT).sum()
    assert started > 500
    assert abs(quit_ / started - chance) < 4 * math.sqrt(chance * (1 - chance) / started)


def test_the_gate_s_reply_names_the_threshold_and_the_researcher_comes_when_the_fleet_has_passed_it() -> None:
    days = 120
    small = lab(0, days, fleet_h100e=np.full(days + 1, 500, dtype=np.int64))
    big = lab(1, days, fleet_h100e=np.full(days + 1, 1_000_000, dtype=np.int64))
    order = Order(0, (0,), template=0, top=200, pay_ratio=3.0)
    base = plain_setup(200, days, 0, gate_share=1.0, compute_share=1.0, **EAGER)
    walled = replace(base, labs=(small, big), script=(order,), mechanisms=replace(OFF, gate=True))
    log = play(walled, worlds=3)
    said = log.where((log.kind == Event.NOT_INTERESTED) & (log.value > 0))
    assert len(said) > 100
    assert 9_000 < np.median(said.value) < 11_000
    grown = replace(small, fleet_h100e=np.full(days + 1, 60_000, dtype=np.int64))
    opened = play(replace(walled, labs=(grown, big)), worlds=3)
    assert not ((opened.kind == Event.NOT_INTERESTED) & (opened.value > 0)).any()
    assert (opened.kind == Event.ACCEPTED).sum() > 5 * max((log.kind == Event.ACCEPTED).sum(), 1)


def test_exits_take_the_yearly_share_of_people() -> None:
    setup = replace(plain_setup(2_000, 365, 0), mechanisms=replace(OFF, exits=True))
    gone = (play(setup, worlds=5).kind == Event.EXITED).sum() / 10_000
    expected = 1 - math.exp(-P.exit_hazard_per_year)
    assert abs(gone - expected) < 4 * math.sqrt(expected / 10_000)


def by_hand(*orders: Order) -> Log:
    session = Session(one_writer(), 2)
    log = []
    for day in range(40):
        for order in orders:
            if day in order.days:
                session.act(order)
        log.append(session.advance())
    return Log.joined(log)


def test_an_approach_by_hand_waits_for_the_lab_and_goes_cold_without_it() -> None:
    send = Order(0, (0,), template=0, candidates=tuple(range(30)), pay_ratio=2.0, by_hand=True)
    log = by_hand(send)
    assert (log.kind == Event.INTERESTED).any()
    assert not (log.kind == Event.INVITED).any()
    assert ((log.kind == Event.CLOSED) & (log.value == 1)).any()


def test_orders_that_do_not_apply_are_refused_with_their_reasons() -> None:
    send = Order(0, (0,), template=0, candidates=(0, 1, 2), pay_ratio=2.0, by_hand=True)
    again = replace(send, days=(1,))
    invite = Order(0, (2,), Do.INVITE, candidates=(0, 50))
    log = by_hand(send, again, invite)
    refused = log.where(log.kind == Event.REFUSED)
    assert set(refused.value[refused.day == 1].tolist()) == {int(Refusal.NOT_FREE)}
    reasons = set(refused.value[refused.day == 2].tolist())
    assert int(Refusal.NO_APPROACH) in reasons


def test_a_direct_offer_and_a_better_one_reach_the_person_and_a_withdrawn_one_is_gone() -> None:
    everyone = tuple(range(60))
    send = Order(0, (0,), template=0, candidates=everyone, pay_ratio=1.2, by_hand=True)
    offers = [Order(0, (day,), Do.OFFER, candidates=everyone, pay_ratio=1.5, deadline_days=9) for day in (4,)]
    better = Order(0, (9,), Do.OFFER, candidates=everyone, pay_ratio=4.0, sign_on_usd=100_000)
    log = by_hand(send, *offers, better)
    made = log.where(log.kind == Event.OFFERED)
    improved = log.where(log.kind == Event.IMPROVED)
    assert len(made) and len(improved)
    before = dict(zip(made.candidate.tolist(), made.value.tolist(), strict=True))
    assert all(
        value > 2 * before[c]
        for c, value in zip(improved.candidate.tolist(), improved.value.tolist(), strict=True)
    )
    gone = by_hand(send, *offers, Order(0, (9,), Do.WITHDRAW, candidates=everyone))
    assert (gone.kind == Event.WITHDRAWN).any()
    assert not ((gone.kind == Event.ACCEPTED) & (gone.day > 9)).any()


def test_people_of_a_stack_are_tiled_in_order() -> None:
    world = World(plain_setup(30, 5, 0), 1, [0, 1])
    assert np.array_equal(world.pay_usd[:30], world.pay_usd[30:])
    assert np.array_equal(world.home[:30] + 2, world.home[30:])
    assert len(people(30, 2)) == 30
