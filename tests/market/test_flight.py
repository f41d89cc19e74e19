"""Flight risk: rivals' usual letters weighed from the other chair are what the market then does."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.flight import (
    Flight,
    OfferRisk,
    departures,
    flight_risk,
    likeliest_letter,
    offer_risks,
    pay_that_halves,
    staff,
    why_leave,
)
from outreach_sim.market.habits import habits, letters_a_year
from outreach_sim.market.policies.registry import POLICIES, handed_over, settings
from outreach_sim.market.setup import BotPolicy, Do, Order, Sender, Setup
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.world import World
from outreach_sim.market.view import StaffOffer
from outreach_sim.model.chain import chances
from outreach_sim.model.explain import explain
from outreach_sim.scenario.load import load_scenario
from tests.market.worlds import LETTERS, lab, richest_setup

DEFENDER = load_scenario("defender").setup
HARBOUR = handed_over(DEFENDER, DEFENDER.player)


def risk(setup: Setup, **changes: object) -> Flight:
    return flight_risk(World(replace(setup, **changes), 1, [0]), setup.player)


def test_what_rivals_are_expected_to_do_in_half_a_year_is_what_they_do() -> None:
    """Letters and departures of each rival, over worlds in which the lab lets everybody go who wants to."""
    world = World(HARBOUR, 1, range(8), keep_log=True)
    found, worlds = risk(HARBOUR), 8
    while world.day < HARBOUR.days:
        play_day(world)
    log = world.recorder.take_log()
    log = log.where(np.isin(log.candidate, found.candidates))
    years = HARBOUR.days / 365
    for place, rival in enumerate(found.rivals.tolist()):
        sent = log.where((log.kind == Event.SENT) & (log.mail == 1) & (log.lab == rival))
        assert len(sent) / worlds == pytest.approx(found.letters[:, place].sum() * years, rel=0.25)
        each = np.bincount(sent.candidate, minlength=len(HARBOUR.people))[found.candidates]
        if np.ptp(found.letters[:, place]) > 0.01:
            assert np.corrcoef(each, found.letters[:, place])[0, 1] > 0.6, "it knows whom they write to"
    gone = (log.kind == Event.ACCEPTED).sum() / worlds
    assert gone == pytest.approx(found.rate.sum() * years, rel=0.25)


def test_it_is_of_the_lab_s_own_people_and_names_the_rival_with_the_largest_rate() -> None:
    found = risk(HARBOUR)
    assert (HARBOUR.people.employer[found.candidates] == HARBOUR.player).all()
    assert found.rate.shape == (found.candidates.size, 3) and (found.rate >= 0).all()
    rates = found.rate
    assert (
        rates[np.arange(rates.shape[0]), found.rivals.searchsorted(found.likeliest)] == rates.max(axis=1)
    ).all()
    assert ((found.leaves > 0) & (found.leaves < 1)).all() and np.ptp(found.leaves) > 0.1
    nobody = tuple(replace(x, policy=BotPolicy()) for x in HARBOUR.labs)
    quiet = risk(HARBOUR, labs=nobody)
    assert quiet.rivals.size == 0 and not quiet.leaves.any() and set(quiet.likeliest.tolist()) == {-1}


def test_more_pay_makes_it_smaller_and_the_pay_that_halves_it_does() -> None:
    world = World(HARBOUR, 1, [0])
    before = flight_risk(world, HARBOUR.player)
    more = flight_risk(world, HARBOUR.player, times_pay=1.2)
    assert (more.rate.sum(axis=1) < before.rate.sum(axis=1)).all()
    pay = pay_that_halves(world, before, HARBOUR.player)
    now = world.pay_usd[before.candidates]
    assert (pay > now).mean() > 0.9
    there = pay > 0
    after = flight_risk(world, HARBOUR.player, 0, before.candidates[there], pay[there] / now[there])
    assert np.allclose(after.rate.sum(axis=1), before.rate[there].sum(axis=1) / 2, rtol=0.02)


def test_one_raise_by_order_lowers_it_by_what_was_foretold() -> None:
    everybody = tuple(staff(World(HARBOUR, 1, [0]), HARBOUR.player).tolist())
    order = Order(HARBOUR.player, (0,), Do.RAISE, candidates=everybody, pay_ratio=1.25)
    labs = tuple(replace(x, budget_usd=10**12) for x in HARBOUR.labs)
    as_ever, raised = (World(replace(HARBOUR, script=script, labs=labs), 1, [0]) for script in ((), (order,)))
    for world in (as_ever, raised):
        play_day(world)
    foretold = flight_risk(as_ever, HARBOUR.player, times_pay=1.25)
    found = flight_risk(raised, HARBOUR.player, 0, foretold.candidates)
    assert (raised.pay_usd > as_ever.pay_usd).sum() > 90
    assert np.allclose(found.rate, foretold.rate, rtol=1e-4)


def test_a_rise_where_everybody_knows_the_pay_raises_the_offers_too() -> None:
    known = replace(HARBOUR.people, pay_known=np.ones(len(HARBOUR.people), dtype=np.bool_))
    world = World(replace(HARBOUR, people=known), 1, [0])
    before = flight_risk(world, HARBOUR.player)
    more = flight_risk(world, HARBOUR.player, times_pay=1.5)
    assert np.allclose(more.rate, before.rate, rtol=1e-4)
    assert not pay_that_halves(world, before, HARBOUR.player).any()


def test_an_employer_reckons_with_what_leaving_forfeits_of_which_rivals_know_nothing() -> None:
    worth = np.where(np.arange(len(HARBOUR.people)) % 2, HARBOUR.people.pay_usd, 0)
    without = risk(HARBOUR)
    held = risk(HARBOUR, people=replace(HARBOUR.people, stake_usd=worth))
    holds = worth[without.candidates] > 0
    before, after = (found.rate[holds].sum(axis=1) for found in (without, held))
    assert (after < before).all() and after.sum() < 0.75 * before.sum()
    assert np.array_equal(held.rate[~holds], without.rate[~holds])


def test_what_is_under_way_in_secret_changes_nothing_and_the_world_stays_as_it_is() -> None:
    world = World(HARBOUR, 1, [0])
    world.orders.append(Order(1, (0,), template=0, top=200, employers=(HARBOUR.player,), by_hand=True))
    before = {name: getattr(world, name).copy() for name in ("pay_usd", "status", "attempts")}
    found = flight_risk(world, HARBOUR.player)
    assert all((getattr(world, name) == array).all() for name, array in before.items())
    table, read = world.approaches, world.approaches.row[:0]
    assert read.size == 0 == len(table)
    play_day(world)
    written = world.approaches.person[world.approaches.row == 1]
    assert written.size > 50
    other = World(HARBOUR, 1, [0])
    play_day(other)
    for one in (world, other):  # what everybody hears of, and what fills inboxes, is another matter
        one.mailed[:], one.load[:] = 0, 0
    own = staff(world, HARBOUR.player)
    assert np.array_equal(
        flight_risk(world, HARBOUR.player, 0, own).rate, flight_risk(other, HARBOUR.player, 0, own).rate
    )
    assert found.rate.shape[1] == 3


@pytest.mark.parametrize("name", POLICIES)
def test_it_works_for_every_policy_that_a_rival_may_run(name: str) -> None:
    base = richest_setup(count=120, days=60)
    policy = settings(name, LETTERS.ids, dict.fromkeys(Sender, 20))
    labs = (base.labs[0], replace(base.labs[1], policy=replace(policy, letters_per_week=20)), *base.labs[2:])
    world = World(replace(base, labs=labs, script=()), 1, [0, 1])
    (habit,) = [habit for habit in habits(world, 0) if habit.lab == 1]
    letters = letters_a_year(world, habit)
    assert letters.sum() > 0 and letters.max() <= 365 / base.rules.rest_days
    found = flight_risk(world, 0, in_world=1)
    assert (found.chance >= 0).all() and (found.chance < 1).all() and found.leaves.any()


def test_lines_of_a_script_that_go_on_are_habits_and_letters_that_went_out_once_are_none() -> None:
    weekly = Order(2, tuple(range(0, 60, 7)), template=1, top=3, employers=(0,), pay_ratio=2.0)
    once = replace(weekly, days=(1,))
    others, over = replace(weekly, employers=(3,)), replace(weekly, days=(20, 27))
    base = richest_setup(count=120, days=60)
    labs = tuple(lab(n, 60) for n in range(4))
    world = World(replace(base, labs=labs, script=(weekly, once, others, over)), 1, [0])
    (habit,) = habits(world, 0)
    assert habit.lab == 2 and habit.a_year == pytest.approx(3 * 365 / 7)
    letters = letters_a_year(world, habit)
    own = world.home == 0
    assert letters[~own].max() == 0.0
    most = 365 / (base.rules.rest_days + 4 * base.rules.follow_up_days)
    assert letters[own].sum() == pytest.approx(min(3 * 365 / 7, own.sum() * most), rel=0.1)


def test_the_reasons_are_those_of_the_letter_that_would_win_her_weighed_by_what_her_employer_knows() -> None:
    world = World(HARBOUR, 1, [0])
    found = flight_risk(world, HARBOUR.player)
    worst = int(found.leaves.argmax())
    who, rival = int(found.candidates[worst]), int(found.likeliest[worst])
    prospect = why_leave(world, HARBOUR.player, who, rival, "Robin")
    assert float(prospect.features.present_usd) == world.pay_usd[who], "its own books say what she earns"
    chain = chances(HARBOUR.parameters, prospect)["chain"]
    place = found.rivals.tolist().index(rival)
    assert chain >= found.chance[worst, place] > 0.5 * chain
    said = explain(HARBOUR.parameters, prospect)
    assert [link.stage for link in said.links] == ["open", "reply", "interested", "offer", "accept"]
    plan = likeliest_letter(world, HARBOUR.player, who, rival)
    bot = HARBOUR.labs[rival].policy
    assert (plan.sender, plan.direct, plan.template) == (bot.sender, bot.direct, bot.template)


def test_worlds_of_a_stack_have_each_their_own() -> None:
    stack, alone = World(HARBOUR, 1, [0, 3]), World(HARBOUR, 1, [3])
    for world in (stack, alone):
        for _ in range(40):
            play_day(world)
    one, other = flight_risk(stack, HARBOUR.player, in_world=1), flight_risk(alone, HARBOUR.player)
    assert np.array_equal(one.candidates, other.candidates) and np.array_equal(one.rate, other.rate)


def test_offers_that_were_told_of_are_taken_as_often_as_foretold_and_less_after_a_counter_offer() -> None:
    """Of the world as it stands in the middle of the game, each offer by its rival's usual terms."""
    harbour = replace(HARBOUR.labs[HARBOUR.player], counters_by_hand=True)
    setup = replace(HARBOUR, labs=(harbour, *HARBOUR.labs[1:]))
    assert HARBOUR.player == 0
    world = World(setup, 2, range(20), keep_log=True)
    foretold: dict[tuple[int, int, int], float] = {}
    while world.day < 120:
        play_day(world)
        if world.day % 6 == 0:
            for number in range(20):
                for risk in offer_risks(world, 0, number):
                    who = number, risk.offer.candidate, risk.offer.lab
                    foretold.setdefault(who, risk.taken)
                    assert 0.0 < risk.if_countered < risk.taken < 1.0
    log = world.recorder.take_log()
    log = log.where(np.isin(log.kind, [Event.ACCEPTED, Event.DECLINED]))
    fates = zip(log.world.tolist(), log.candidate.tolist(), log.lab.tolist(), log.kind.tolist(), strict=True)
    decided = {(w, c, rival): kind == Event.ACCEPTED for w, c, rival, kind in fates}
    both = foretold.keys() & decided.keys()
    assert len(both) > 40
    came, expected = sum(decided[one] for one in both), sum(foretold[one] for one in both)
    assert expected / came == pytest.approx(1.0, abs=0.15)


def test_an_offer_on_the_table_is_in_the_risk_of_who_has_told_of_it() -> None:
    world = World(HARBOUR, 2, [0])
    while not (risks := offer_risks(world, HARBOUR.player)):
        play_day(world)
    found = flight_risk(world, HARBOUR.player)
    told = {risk.offer.candidate for risk in risks}
    assert set(found.candidates[found.taken > 0].tolist()) == told
    usual = 1.0 - np.exp(-found.rate.sum(axis=1))
    assert np.allclose(found.leaves, 1 - (1 - usual) * (1 - found.taken))


def test_a_departure_is_for_the_likeliest_rival_and_of_several_offers_the_first_counts() -> None:
    letters, chance = np.array([[9.0, 2.0], [0.0, 3.0]]), np.array([[0.01, 0.2], [0.0, 0.1]])
    flight = Flight(np.array([4, 7]), np.array([1, 3]), letters, chance, np.array([0.6, 0.0]))
    told = tuple(
        OfferRisk(StaffOffer(4, lab, 0, until, False), taken, taken / 2)
        for lab, until, taken in ((3, 5, 0.4), (1, 9, 0.3))
    )
    one, other = departures(flight, told)
    assert (one.candidate, one.rival, one.letters, one.chance) == (4, 3, 2.0, 0.2)
    assert one.leaves == flight.leaves[0] and one.taken == 0.6 and one.if_countered == 0.2
    assert (other.rival, other.letters, other.offer, other.if_countered) == (3, 3.0, None, 0.0)
    nobody = Flight(np.array([4]), np.zeros(0, np.intp), np.zeros((1, 0)), np.zeros((1, 0)), np.zeros(1))
    assert departures(nobody, ())[0].rival == -1 and departures(nobody, ())[0].letters == 0.0


def test_a_rival_whose_sequences_are_short_comes_round_sooner() -> None:
    """A lab that writes to everybody as soon as it may: once in a rest and the days of its letter's mails."""
    letters, base = DEFENDER.letters, DEFENDER
    found = {}
    for mails in (1, 4):
        short = replace(letters, mails=np.full_like(letters.mails, mails))
        world = World(replace(base, letters=short), 1, [0])
        habit = replace(next(habits(world, base.player)), a_year=1e9)
        found[mails] = letters_a_year(world, habit).max()
    rules = base.rules
    for mails, a_year in found.items():
        assert a_year == pytest.approx(365 / (rules.rest_days + mails * rules.follow_up_days))
