"""The policy that does what the screens say: orders that a player could give, on what a player is shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.market.day import play_day
from outreach_sim.market.outlook import outlook
from outreach_sim.market.own_staff import counter_offer
from outreach_sim.market.plan import Plans
from outreach_sim.market.policies.registry import handed_over, settings
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender, Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.snapshot import restore, snapshot
from outreach_sim.market.state.world import World
from outreach_sim.market.thoughtful import answers as answering
from outreach_sim.market.thoughtful.answers import affordable
from outreach_sim.market.thoughtful.letters import (
    LEAST,
    Letters,
    leading,
    letters_of_the_week,
    opening_letters,
    strongest,
)
from outreach_sim.market.thoughtful.morning import make_up_minds
from outreach_sim.market.thoughtful.own_people import countered
from outreach_sim.market.thoughtful.week import KEPT_HOURS, Week
from outreach_sim.market.values import best_pay, letter
from outreach_sim.scenario.load import load_scenario
from tests.market.test_conservation import check_approaches, check_compute, check_heads, check_shortlist
from tests.market.test_two_chairs import besieged
from tests.market.worlds import LETTERS, rich_setup, richest_setup, two_chairs


def thoughtful(setup: Setup, lab: int = 0) -> Setup:
    """The scenario with one lab handed over to the policy."""
    quotas = setup.labs[lab].letters_per_week
    return handed_over(setup, lab, settings("thoughtful", setup.letters.ids, quotas))


GAME = thoughtful(two_chairs(rich_setup(120, 70)))
BOTH = thoughtful(thoughtful(two_chairs(richest_setup(60, 16))), 2)


def world_on(day: int, setup: Setup = GAME, worlds: int = 1) -> World:
    world = World(setup, 4, range(worlds))
    while world.day < day:
        play_day(world)
    return world


def week_of(world: World, number: int = 0) -> Week:
    return Week(outlook(world, 0, number))


def test_worlds_are_the_same_alone_stacked_in_a_session_and_after_a_save() -> None:
    stacked = run_worlds(BOTH, 3, [0, 1])
    assert len(set(stacked.digests)) == 2
    session = Session(BOTH, 3)
    session.advance(BOTH.days)
    assert session.digest() == stacked.digests[0].hex()
    half, later = World(BOTH, 3, [1]), World(BOTH, 3, [1])
    for day in range(BOTH.days):
        play_day(half if day < 10 else later)
        if day == 9:
            restore(later, snapshot(half))
        for check in (check_heads, check_compute, check_approaches, check_shortlist):
            check(half if day < 9 else later)
    assert later.recorder.digests()[0] == stacked.digests[1]


def test_it_knows_only_what_its_lab_can_know() -> None:
    """Worlds that differ in hidden tastes, luck and true pay alone get the same letters on the first day."""
    world = World(GAME, 4, range(3))
    make_up_minds(world)
    first = world.orders_of[0]
    assert len(first) > 9 and world.orders_of[1] == first == world.orders_of[2]
    people = replace(GAME.people, pay_usd=GAME.people.pay_usd * 2)
    other = World(replace(GAME, people=people), 4, [0])
    make_up_minds(other)
    assert other.orders_of[0] == first


def test_most_is_expected_of_the_letters_that_the_ceo_signs_and_an_hour_is_kept() -> None:
    world = World(GAME, 4, [0])
    found = letters_of_the_week(week_of(world))
    by_ceo = np.asarray(found.plans.sender) == Sender.CEO
    assert by_ceo.sum() == GAME.rules.ceo_hours - KEPT_HOURS
    assert (found.expected >= LEAST).all() and found.expected.size > 9
    alike = replace(found.plans, sender=np.full(by_ceo.size, int(Sender.RECRUITER)))
    same_signer = letter(outlook(world, 0), found.people, alike).expected
    assert same_signer[by_ceo].min() > same_signer[~by_ceo].max() * 0.8
    unlimited = replace(GAME, rules=replace(GAME.rules, ceo_hours=10**6))
    everything = letters_of_the_week(week_of(World(unlimited, 4, [0])))
    assert np.count_nonzero(everything.plans.sender == Sender.CEO) == 3, (
        "nothing is kept where hours are not short"
    )


def test_pay_is_that_which_is_advised_and_machines_by_name_go_to_the_strong_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(GAME, 4, [0])
    view, found = outlook(world, 0), letters_of_the_week(week_of(world))
    pay, worth = best_pay(view, found.people, found.plans)
    assert np.array_equal(pay, found.plans.pay_usd)
    assert np.allclose(worth.expected, found.expected)
    strong = GAME.people.impact[found.people] >= 200
    pledged = np.asarray(found.plans.pledge_h100e) > 0
    assert pledged.any() and not pledged[~strong].any()
    other = replace(found.plans, pledge_h100e=np.where(pledged, 0, found.plans.pledge_h100e))
    _, without = best_pay(view, found.people, other)
    assert (worth.advised[pledged] > without.advised[pledged]).all()
    monkeypatch.setattr("outreach_sim.market.thoughtful.letters.PLEDGE_FROM", 9e9)
    assert not np.any(letters_of_the_week(week_of(world)).plans.pledge_h100e)


def test_the_words_are_those_of_which_most_is_expected_for_each() -> None:
    world = World(GAME, 4, [0])
    view, found = outlook(world, 0), letters_of_the_week(week_of(world))
    assert opening_letters(GAME).tolist() == [0], "the others follow it up"
    assert not np.any(found.plans.template)
    three = replace(
        GAME, letters=replace(LETTERS, sequence=np.tile(np.arange(3)[:, None], 6).astype(np.uint16))
    )
    view = outlook(world := World(three, 4, [0]), 0)
    found = letters_of_the_week(week_of(world))
    assert opening_letters(three).tolist() == [0, 1, 2]
    expected = [
        letter(view, found.people, replace(found.plans, template=np.full(found.people.size, one))).expected
        for one in range(3)
    ]
    assert np.mean(np.argmax(expected, axis=0) == found.plans.template) > 0.9


def test_near_the_end_letters_are_meant_for_an_offer_at_once() -> None:
    """Interviews take two weeks at least, and would come too late."""
    view = outlook(world_on(GAME.days - 16), 0)
    people, direct = leading(view, strongest(view), 9)
    assert people.size > 3 and direct.all()


def test_nothing_is_written_of_which_next_to_nothing_is_expected() -> None:
    lab = replace(GAME.labs[0], letters_per_week=dict.fromkeys(Sender, 999))
    found = letters_of_the_week(week_of(World(replace(GAME, labs=(lab, *GAME.labs[1:])), 4, [0])))
    assert (found.expected >= LEAST).all() and 9 < found.people.size < 40


def test_letters_are_orders_that_are_answered_by_hand() -> None:
    plans = Plans(*(np.array([value]) for value in (900_000, 2, 1, 40, True, 9, False)))
    (order,) = Letters(np.array([7]), plans, np.ones(1)).as_orders(3)
    assert order == Order(
        3, (), template=2, sender=Sender.HIRING_MANAGER, candidates=(7,), pay_usd=900_000, pledge_h100e=40,
        by_hand=True,
    )  # fmt: skip


# -- answers -----------------------------------------------------------------------------------------------


def waiting_world() -> tuple[World, int]:
    """A world in which somebody of the first lab's waits for an answer, and the row of their approach."""
    world = World(GAME, 4, [0])
    while not (rows := answering.waiting(world, 0)).size:
        play_day(world)
    return world, int(rows[0])


def test_whoever_waits_is_met_in_the_form_with_most_points_for_which_there_is_time() -> None:
    week = week_of(waiting_world()[0])
    names = [form.name for form in week.view.forms]
    points = np.array([0.4, 0.5, 0.6])
    form = affordable(week, points, goes_cold=False)
    assert form is not None and form.name == names[2] == "none"
    week.free = 0
    assert affordable(week, points, goes_cold=False) is None, "worth waiting for"
    cold = affordable(week, points, goes_cold=True)
    assert cold is not None and cold.name == "short"
    near = affordable(week, np.array([0.59, 0.1, 0.6]), goes_cold=False)
    assert near is not None and near.name == "full"
    week.slots = 0
    assert affordable(week, points, goes_cold=True) is None
    assert affordable(week, np.array([-0.1, -0.2, -0.3]), goes_cold=True) is None


def test_answers_are_given_on_the_day_after_the_reply_on_the_terms_of_the_letter() -> None:
    world, row = waiting_world()
    week, table = week_of(world), world.approaches
    (order,) = answering.answered(week)
    assert order.candidates == (int(table.person[row]),) and order.do in (Do.INVITE, Do.OFFER)
    terms = answering.order_of(week.view, row, week.view.forms[2])
    assert (terms.do, terms.pay_usd, terms.pledge_h100e) == (
        Do.OFFER,
        int(table.pay_usd[row]),
        int(table.pledge_h100e[row]),
    )
    assert answering.order_of(week.view, row, week.view.forms[1]).short
    play_day(world)
    assert table.state[row] == State.PROCESS
    assert bool(table.has_flag(np.array([row]), Flag.DIRECT)[0]) == (order.do is Do.OFFER)


def test_an_offer_is_bettered_on_its_last_day_where_that_brings_points_and_money_lasts() -> None:
    world = World(GAME, 6, range(3))
    while not answering.closing_tomorrow(world, 0).size:
        play_day(world)
    row = answering.closing_tomorrow(world, 0)[0]
    table = world.approaches
    assert table.state[row] == State.OFFERED and table.due[row] == world.day + 1
    table.pay_usd[row] //= 3
    (order,) = answering.bettered(week_of(world))
    assert order.do is Do.OFFER and order.pay_usd > table.pay_usd[row]
    world.cash_usd[0] = world.reserved_usd[0]
    assert answering.bettered(week_of(world)) == []
    table.pay_usd[row] *= 30
    world.has_budget[0] = False
    assert answering.bettered(week_of(world)) == [], "she comes anyway"
    play_day(world)
    assert not answering.closing_tomorrow(world, 0).size


# -- own people --------------------------------------------------------------------------------------------


def test_counter_offers_go_where_most_is_expected_of_them_as_far_as_hours_last() -> None:
    base = besieged(hours=2)
    strong = replace(base.people, impact=(base.people.impact * 3).astype(np.int32))
    base = replace(base, people=strong)
    labs = (base.labs[0], replace(base.labs[1], letters_per_week={}))
    world = World(replace(base, labs=labs), 2, [0])
    while len(world.opener.nonzero()[0]) < 4:
        play_day(world)
    week = Week(outlook(world, 1, 0))
    everybody = world.opener.nonzero()[0]
    (order,) = countered(week, everybody=True)
    points = counter_offer(outlook(world, 1, 0), everybody).expected
    assert set(order.candidates) == set(everybody[np.argsort(-points)][:2].tolist())
    assert points[np.argsort(-points)[1]] > 0
    assert week.hours == 0 and countered(week, everybody=True) == []
    world.countered[list(order.candidates)] = True
    for again in countered(Week(outlook(world, 1, 0)), everybody=True):
        assert not set(again.candidates) & set(order.candidates), "once is all there is"


def test_whoever_is_worth_less_than_their_machines_is_let_go() -> None:
    base = besieged(hours=9)
    weak = replace(base.people, impact=np.full(len(base.people), 20, dtype=np.int32))
    world = World(replace(base, people=weak), 2, [0])
    while not world.opener.any():
        play_day(world)
    assert countered(Week(outlook(world, 1, 0)), everybody=True) == []


def test_a_besieged_lab_in_its_hands_loses_fewer_people() -> None:
    base = besieged(hours=9)
    base = replace(base, people=replace(base.people, impact=(base.people.impact * 2).astype(np.int32)))
    lost = [
        run_worlds(replace(setup, days=40), 2, range(4)).funnel[:, 0, FUNNEL.index(Event.ACCEPTED)].sum()
        for setup in (base, thoughtful(base, 1))
    ]
    assert 0 < lost[1] < lost[0]


# -- as a rival and in files -------------------------------------------------------------------------------


def test_orders_of_a_policy_of_one_s_own_in_the_same_world_are_kept() -> None:
    world = World(BOTH, 4, [0, 1])
    mine = Order(0, (0,), do=Do.BUY, h100e=5)
    world.orders_of = {0: [mine], 1: [mine]}
    make_up_minds(world)
    assert all(orders[0] is mine for orders in world.orders_of.values())
    assert Counter(order.lab for order in world.orders_of[0]).keys() == {0, 2}


def test_a_scenario_file_names_it_like_any_policy_and_has_nothing_to_set() -> None:
    asked = ["scenario.days=28", "labs.south.policy=thoughtful"]
    setup = load_scenario("first-letter", asked).setup
    assert run_worlds(setup, 1, [0]).funnel[0, 1, FUNNEL.index(Event.SENT)] > 0
    with pytest.raises(BadInputError, match="nothing to set in a"):
        load_scenario("first-letter", [*asked, "labs.south.bot.pay_ratio=2.0"])
