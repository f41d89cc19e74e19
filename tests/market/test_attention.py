"""What a lab has time for: the CEO's hours, rest of its own, interviews in three forms, and dated money."""

import math
from collections import Counter
from dataclasses import asdict, replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.observers.journeys import Link
from outreach_sim.market.plan import Plan, approaches, first_day_on_table
from outreach_sim.market.policies.registry import POLICIES, settings
from outreach_sim.market.prospects import weigh_many
from outreach_sim.market.rules import Mechanisms
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender, Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.model.chain import offer_chance
from outreach_sim.study.readers import readers
from tests import oracle
from tests.market.test_rules_of_play import one_writer, play
from tests.market.worlds import LETTERS, OFF, opened, richest_setup, two_chairs

ON = replace(OFF, quotas=True, budgets=True)
EVERYONE = tuple(range(60))
CEO_LETTERS = Order(0, (0,), template=0, sender=Sender.CEO, candidates=EVERYONE, pay_ratio=2.0)


def short_of_time(hours: int, *script: Order, **changes: object) -> Setup:
    """One writer whose CEO has so many hours a week, and whose letters nobody counts."""
    base = one_writer(mechanisms=ON, script=script)
    return replace(base, rules=replace(base.rules, ceo_hours=hours), **changes)


def refusals(log: Log) -> Counter[Refusal]:
    return Counter(map(Refusal, log.value[log.kind == Event.REFUSED].tolist()))


def weeks_of(log: Log, event: Event) -> Counter[int]:
    return Counter((log.day[log.kind == event] // 7).tolist())


# -- hours ---------------------------------------------------------------------------------------------


def test_letters_of_the_ceo_take_an_hour_each_and_those_of_others_none() -> None:
    recruiters = replace(CEO_LETTERS, sender=Sender.RECRUITER, candidates=tuple(range(60, 100)))
    log = play(short_of_time(3, replace(CEO_LETTERS, days=(0, 2, 7)), recruiters), worlds=2)
    first = log.where((log.kind == Event.SENT) & (log.mail == 1))
    by_ceo = first.where(first.candidate < 60)
    assert Counter(by_ceo.day.tolist()) == {0: 6, 7: 6}
    assert len(first) - len(by_ceo) == 2 * 40
    told = log.where((log.kind == Event.REFUSED) & (log.value == Refusal.LETTER_HOURS))
    assert Counter(told.day.tolist()) == {0: 2, 2: 2, 7: 2}
    assert refusals(log)[Refusal.QUOTA] == 0


def test_where_the_quota_is_the_smaller_it_is_what_is_told() -> None:
    base = short_of_time(5, CEO_LETTERS)
    labs = (replace(base.labs[0], letters_per_week={Sender.CEO: 2}), base.labs[1])
    log = play(replace(base, labs=labs), worlds=1)
    assert ((log.kind == Event.SENT) & (log.mail == 1)).sum() == 2
    assert refusals(log) == {Refusal.QUOTA: 1}


def test_an_offer_without_interviews_waits_for_an_hour_and_with_them_it_needs_none() -> None:
    letters = replace(CEO_LETTERS, sender=Sender.RECRUITER, direct=True)
    log = play(short_of_time(2, letters), worlds=1)
    drawn_up = weeks_of(log, Event.DRAWN_UP)
    assert max(drawn_up.values()) == 2 and len(drawn_up) > 3
    free = play(short_of_time(2, replace(letters, direct=False)), worlds=1)
    assert max(weeks_of(free, Event.INVITED).values()) > 2
    day = log.day[log.kind == Event.DRAWN_UP].min()
    served = log.candidate[(log.kind == Event.DRAWN_UP) & (log.day == day)]
    waiting = log.candidate[(log.kind == Event.INTERESTED) & (log.day <= day)]
    impact = one_writer().people.impact
    assert waiting.size > 10 and sorted(impact[served]) == sorted(impact[waiting])[-2:], "the best come first"


def by_hand(setup: Setup, *orders: Order, days: int = 30) -> tuple[Session, Log]:
    """A game of these orders, each given on its days."""
    session, logs = Session(setup, 2), []
    for day in range(days):
        for order in orders:
            if day in order.days:
                session.act(order)
        logs.append(session.advance())
    return session, Log.joined(logs)


def test_what_the_week_has_no_hour_for_is_refused_person_by_person_and_stays_as_it_was() -> None:
    letters = replace(CEO_LETTERS, sender=Sender.RECRUITER, by_hand=True)
    offer = Order(0, (12,), Do.OFFER, candidates=EVERYONE, pay_ratio=1.7)
    session, log = by_hand(short_of_time(1, letters), offer, days=13)
    today = log.where(log.day == 12)
    assert (today.kind == Event.DRAWN_UP).sum() == 1
    refused = today.where((today.kind == Event.REFUSED) & (today.value == Refusal.HOURS))
    waiting = [own for own in session.observe().approaches if own.state == State.INTERESTED]
    assert len(waiting) > 1
    assert {own.candidate for own in waiting} == set(refused.candidate.tolist())
    assert not any(own.direct for own in waiting), "who was refused is not marked for an offer"


def test_the_hours_come_back_each_week_and_the_view_tells_what_is_left() -> None:
    session = Session(short_of_time(4, replace(CEO_LETTERS, candidates=(1, 2, 3))), 1)
    assert session.observe().hours_left == 4
    assert session.observe(1).hours_left is None
    session.advance()
    view = session.observe()
    assert view.hours_left == 1 == view.letters_left[Sender.CEO]
    session.advance(6)
    assert session.observe().hours_left == 4
    unlimited = Session(one_writer(mechanisms=ON), 1).observe()
    assert unlimited.hours_left is None and unlimited.letters_left[Sender.CEO] is None


@pytest.mark.parametrize("name", [name for name in POLICIES if POLICIES[name].sender is Sender.CEO])
def test_a_policy_in_the_player_s_chair_has_no_more_hours_than_a_player(name: str) -> None:
    base = short_of_time(2)
    quotas = {Sender.CEO: 30, Sender.HIRING_MANAGER: 30, Sender.RECRUITER: 30}
    policy = settings(name, LETTERS.ids, quotas, Sender.CEO)
    labs = (replace(base.labs[0], policy=policy, letters_per_week=quotas), base.labs[1])
    log = play(replace(base, labs=labs), worlds=3)
    first = log.where((log.kind == Event.SENT) & (log.mail == 1))
    for world in range(3):
        spent = weeks_of(first.where(first.world == world), Event.SENT)
        spent += weeks_of(log.where(log.world == world), Event.DRAWN_UP)
        assert spent and max(spent.values()) == 2


def test_an_offer_open_to_everybody_who_follows_a_leader_takes_no_hour() -> None:
    base = richest_setup(count=120, days=100)
    eager = replace(base.parameters, crowd_pull=8.0, leader_pull=6.0)
    to_the_player = replace(base, walkouts=(replace(base.walkouts[0], to=0),), parameters=eager, script=())
    none_left = replace(to_the_player, rules=replace(base.rules, ceo_hours=0))
    log = play(none_left, worlds=2)
    assert ((log.kind == Event.DRAWN_UP) & (log.lab == 0) & (log.number > 0)).sum() > 5


# -- rest ----------------------------------------------------------------------------------------------


def test_a_lab_with_a_rest_of_its_own_asks_again_after_it_and_others_after_the_usual_one() -> None:
    base = richest_setup(count=60, days=120)
    weekly = tuple(range(120))
    script = tuple(Order(lab, weekly, template=1, top=20, pay_ratio=1.1) for lab in (0, 2))
    labs = (replace(base.labs[0], rest_days=9), *base.labs[1:])
    log = play(replace(base, labs=labs, script=script), worlds=2)
    begun = log.where((log.kind == Event.SENT) & (log.mail == 1))
    ended = log.where(np.isin(log.kind, [Event.CLOSED, Event.NOT_INTERESTED]))
    shortest = {}
    for lab in (0, 2):
        gaps = [
            int(begun.day[i] - ended.day[j])
            for i in np.flatnonzero((begun.lab == lab) & (begun.number > 1))
            for j in np.flatnonzero((ended.lab == lab) & (ended.world == begun.world[i])
                                    & (ended.candidate == begun.candidate[i])
                                    & (ended.number == begun.number[i] - 1))
        ]  # fmt: skip
        shortest[lab] = min(gaps)
    assert shortest == {0: 9, 2: base.rules.rest_days}


# -- forms of interview --------------------------------------------------------------------------------

APART = {"offer_chance_interviewed": 0.3, "offer_chance_direct": 0.7, "misfit_chance_interviewed": 0.1,
         "misfit_chance_direct": 0.5}  # fmt: skip
FORMS = {"full": {}, "short": {"short": True}, "none": {"direct": True}}


def fates(form: str) -> dict[str, set[tuple[int, int]]]:
    """Who got an offer and who did not fit, by world and candidate, where everybody is interviewed so."""
    base = one_writer(300, mechanisms=replace(OFF, misfit=True))
    base = replace(base, parameters=replace(base.parameters, accept_direct=0.0, **APART))
    order = replace(CEO_LETTERS, candidates=tuple(range(100)), pay_ratio=4.0, **FORMS[form])
    log = play(replace(base, script=(order,)), worlds=30)
    events = {"interested": Event.INTERESTED, "offers": Event.OFFERED, "starts": Event.STARTED}
    return {name: who(log, event) for name, event in (events | {"misfits": Event.QUIT}).items()}


def who(log: Log, event: Event) -> set[tuple[int, int]]:
    """World and candidate of each such event."""
    some = log.where(log.kind == event)
    return set(zip(some.world.tolist(), some.candidate.tolist(), strict=True))


def test_the_shorter_the_interviews_the_more_offers_and_the_more_misfits_person_by_person() -> None:
    full, short, none = (fates(form) for form in FORMS)
    assert full["interested"] == short["interested"] == none["interested"]
    assert full["offers"] < short["offers"] < none["offers"]
    share = [len(x["offers"]) / len(x["interested"]) for x in (full, short, none)]
    assert np.allclose(share, [oracle.offer_chance(APART, form) for form in FORMS], atol=0.04)
    misfits = [len(x["misfits"]) / len(x["starts"]) for x in (full, short, none)]
    assert np.allclose(misfits, [oracle.misfit_chance(APART, form) for form in FORMS], atol=0.06)
    hired = full["starts"] & short["starts"] & none["starts"]
    assert full["misfits"] & hired < short["misfits"] & hired < none["misfits"] & hired


def test_short_interviews_take_half_the_days_and_a_slot_like_full_ones() -> None:
    days = {}
    for form in ("full", "short"):
        base = one_writer(60, mechanisms=ON, script=(replace(CEO_LETTERS, **FORMS[form]),))
        labs = (replace(base.labs[0], interviews_per_week=4), base.labs[1])
        log = play(replace(base, labs=labs), worlds=2)
        assert max(weeks_of(log.where(log.world == 0), Event.INVITED).values()) == 4
        invited = log.where(log.kind == Event.INVITED)
        days[form] = dict(zip(zip(invited.world.tolist(), invited.candidate.tolist(), strict=True),
                              invited.value.tolist(), strict=True))  # fmt: skip
    assert len(days["full"]) > 20
    assert all(days["short"][who] == (full + 1) // 2 for who, full in days["full"].items())


def test_an_invitation_by_hand_says_the_form_whatever_the_letter_said() -> None:
    letters = replace(CEO_LETTERS, sender=Sender.RECRUITER, by_hand=True, direct=True)
    forms = {}
    for short in (False, True):
        invite = Order(0, (12,), Do.INVITE, candidates=EVERYONE, short=short)
        session, _ = by_hand(one_writer(script=(letters,)), invite, days=13)
        invited = [own for own in session.observe().approaches if own.state == State.PROCESS]
        forms[short] = {(own.short, own.direct) for own in invited}
    assert forms == {False: {(False, False)}, True: {(True, False)}}


def test_what_is_told_of_a_form_is_what_the_market_draws_by() -> None:
    world = World(one_writer(), 1, [0])
    p, people = world.setup.parameters, np.arange(20)
    offer = [weigh_many(world, 0, people, Plan(900_000, 0, **FORMS[form]))["offer"] for form in FORMS]
    known = asdict(p)
    for form, told in zip(FORMS, offer, strict=True):
        assert np.allclose(told, oracle.offer_chance(known, form))
    assert p.misfit_chance_short == oracle.misfit_chance(known, "short")


def test_a_plan_with_short_interviews_is_sooner_on_the_table_and_readers_of_a_study_know_them() -> None:
    world, people = World(one_writer(), 1, [0]), np.arange(5)
    days = {}
    for form in FORMS:
        about = approaches(world, 0, people, Plan(900_000, 0, **FORMS[form]))
        days[form] = set(first_day_on_table(world, about).tolist())
        read = readers(world, people, replace(CEO_LETTERS, **FORMS[form]))
        told = np.broadcast_to(offer_chance(world.setup.parameters, read), (5, 1))
        assert np.allclose(told, oracle.offer_chance(asdict(world.setup.parameters), form))
    assert days == {"full": {1 + 14}, "short": {1 + 7}, "none": {1 + 3}}


@pytest.mark.parametrize("form", FORMS)
def test_the_terms_that_studies_note_of_an_offer_add_up_to_its_chance(form: str) -> None:
    setup = one_writer(40, script=(replace(CEO_LETTERS, **FORMS[form]),))
    found = run_worlds(setup, 1, range(2), journeys_of=0).journeys
    assert found is not None
    rows = np.flatnonzero(found.weighed.columns["link"] == int(Link.OFFER))
    logits = {round(float(sum(found.terms[row])), 9) for row in rows.tolist()}
    chance = oracle.offer_chance(asdict(setup.parameters), form)
    assert logits == {round(math.log(chance / (1 - chance)), 9)}


# -- money ---------------------------------------------------------------------------------------------


def granted(mechanisms: Mechanisms) -> Setup:
    """One writer with seven dollars who gets more on two days."""
    base = one_writer(40, mechanisms=mechanisms)
    own = replace(base.labs[0], budget_usd=7, grants=((10, 500), (30, 60)))
    return replace(base, labs=(own, base.labs[1]))


def test_dated_money_is_there_on_the_morning_of_its_day_is_told_and_stays() -> None:
    session = Session(granted(ON), 1)
    money, told = [], []
    for _ in range(40):
        money.append(session.observe().cash_usd)
        told.append(session.advance())
    assert money == [7] * 10 + [507] * 20 + [567] * 10
    log = Log.joined(told)
    log = log.where(log.kind == Event.GRANTED)
    assert (log.day.tolist(), log.value.tolist(), log.lab.tolist()) == ([10, 30], [500, 60], [0, 0])
    assert session.observe(1).cash_usd is None


def test_where_money_is_no_matter_nobody_is_paid_any() -> None:
    session, log = by_hand(granted(replace(ON, budgets=False)), days=40)
    assert session.observe().cash_usd is None
    assert not (log.kind == Event.GRANTED).any()


# -- people who come later -------------------------------------------------------------------------------


def fresh(share: float = 0.6, days: int = 100) -> Setup:
    base = one_writer(days)
    return replace(base, rules=replace(base.rules, fresh_share=share))


def free_by_day(setup: Setup, seed: int = 1, lab: int = 0) -> list[int]:
    session, count = Session(setup, seed), []
    while not session.over:
        count.append(int(session.observe(lab).free.sum()))
        session.advance()
    return count


def test_fresh_people_come_week_by_week_over_four_fifths_of_the_game_and_then_everybody_is_there() -> None:
    count = free_by_day(fresh())
    assert count[0] == 40, "of a hundred rivals' people sixty come later"
    steps = np.diff(count)
    days = np.flatnonzero(steps)  # what is free at the end of a day was opened in its morning
    assert (days % 7 == 0).all() and days[0] == 7 and days[-1] == 77
    assert set(steps[days].tolist()) <= {5, 6}, "as many in one week as in another"
    assert count[-1] == 100
    first, elsewhere = (Session(fresh(), seed).observe().free for seed in (1, 9))
    assert np.array_equal(first, elsewhere), "who comes when is a fact of the people, not of luck"
    others = Session(replace(fresh(), people_seed=8), 1).observe().free
    assert others.sum() == first.sum() and not np.array_equal(first, others)
    assert set(free_by_day(fresh(0.0))) == {100}


def test_a_letter_to_somebody_who_is_not_there_yet_is_refused_and_rivals_need_not_wait() -> None:
    setup = fresh()
    there = Session(setup, 1).observe().free
    late = tuple(np.flatnonzero(~there).tolist())
    _, log = by_hand(setup, replace(CEO_LETTERS, candidates=late), days=2)
    assert refusals(log) == {Refusal.NOT_FREE: 60}
    many = replace(richest_setup(count=80, days=100), script=(), rules=setup.rules)
    for player in (0, 2):
        session = Session(replace(many, player=player), 1)
        for lab in range(4):
            strangers = many.people.employer != lab
            assert (
                session.observe(lab).free.sum() < strangers.sum()
                if lab == player
                else (session.observe(lab).free == strangers).all()
            ), "only the player's lab waits"


def test_who_is_new_is_told_and_seen_for_a_week() -> None:
    session = Session(fresh(), 1)
    log = session.advance(8)
    news = log.where(log.kind == Event.FRESH)
    view = session.observe()
    assert view.fresh is not None
    assert (news.day.tolist(), news.value.tolist()) == ([7], [int(view.fresh.sum())])
    assert (view.fresh <= view.free).all() and view.fresh.any()
    session.advance(6)
    again = session.observe().fresh
    assert again is not None and not (again & view.fresh).any()
    assert Session(one_writer(), 1).observe().fresh is None


def test_a_walkout_asks_people_who_have_not_come_yet_as_it_asks_all_others() -> None:
    base = richest_setup(count=120, days=90)
    eager = replace(base.parameters, crowd_pull=8.0, leader_pull=6.0)
    walkouts = (replace(base.walkouts[0], to=0, start=10, back=60),)
    setup = replace(
        base, walkouts=walkouts, parameters=eager, script=(), rules=replace(base.rules, fresh_share=1.0)
    )
    log = play(setup, worlds=2)
    said = log.where((log.kind == Event.INTERESTED) & (log.lab == 0))
    assert len(said) > 10 and (said.day < 60).any()


# -- all of it together ----------------------------------------------------------------------------------


def test_on_no_day_is_an_hour_spent_that_is_not_there() -> None:
    setup = two_chairs(opened(richest_setup(count=120, days=60)))
    world = World(setup, 3, [0, 1], keep_log=True)
    hours = world.stores.hours
    most = 0
    while world.day < setup.days:
        play_day(world)
        if world.day % 7:
            most = max(most, int(hours.used.max()))
            assert (hours.used <= world.hour_quota).all() and (hours.stood <= hours.used).all()
    assert most == 3
