"""The other chair: offers to one's own people are told, and answered by order, by a rule, or not at all."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.phases.arrivals import make_offers
from outreach_sim.market.policies.registry import settings
from outreach_sim.market.rules import Rules
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender, Setup
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.market.view import StaffOffer
from tests.market.test_attention import refusals, who
from tests.market.test_rules_of_play import one_writer, play
from tests.market.worlds import LETTERS, OFF

EVERYONE = tuple(range(100))
LETTER = Order(0, (0,), template=0, candidates=EVERYONE, pay_ratio=2.0, deadline_days=9)
ME, RIVAL = 1, 0
BUDGET = 250_000
BY_HAND = Order(ME, tuple(range(60)), Do.COUNTER, candidates=EVERYONE)


def besieged(*orders: Order, hours: int | None = None, by_hand: bool = True, **changes: object) -> Setup:
    """One lab writes to the staff of another, which is the player's."""
    on = replace(OFF, counter_offers=True, quotas=hours is not None)
    base = one_writer(60, mechanisms=on, script=(LETTER, *orders), player=ME)
    labs = (base.labs[0], replace(base.labs[1], counters_by_hand=by_hand))
    rules = base.rules if hours is None else replace(base.rules, ceo_hours=hours)
    return replace(replace(base, labs=labs, rules=rules), **changes)


def countered(log: Log) -> set[tuple[int, int]]:
    return who(log, Event.COUNTERED)


# -- what is known ---------------------------------------------------------------------------------------


def test_whoever_is_offered_something_tells_who_from_when_and_until_when() -> None:
    session = Session(besieged(), 2)
    while not session.observe().offered:
        log = session.advance()
    today, view = session.day - 1, session.observe()
    made = log.candidate[log.kind == Event.OFFERED]
    assert view.offered == tuple(StaffOffer(c, RIVAL, today, today + 9, False) for c in made.tolist())
    told = log.where(log.kind == Event.TOLD)
    assert told.candidate.tolist() == made.tolist() and set(told.value.tolist()) == {9}
    assert session.observe(RIVAL).offered == (), "nobody of theirs has an offer"
    session.act(replace(BY_HAND, candidates=tuple(made.tolist())))
    session.advance()
    assert all(offer.countered for offer in session.observe().offered if offer.candidate in made)
    session.advance(8)
    assert not set(made.tolist()) & {offer.candidate for offer in session.observe().offered}


def test_labs_that_answer_by_chance_are_told_nothing_more_than_before() -> None:
    assert not (play(besieged(by_hand=False)).kind == Event.TOLD).any()


# -- by order --------------------------------------------------------------------------------------------


def test_by_hand_means_never_by_itself_and_by_chance_means_as_ever() -> None:
    assert not countered(play(besieged()))
    assert countered(play(besieged(by_hand=False)))
    setup = besieged()
    defending = settings("defender", LETTERS.ids, dict.fromkeys(Sender, 1))
    labs = (setup.labs[0], replace(setup.labs[1], policy=defending))
    log = play(replace(setup, labs=labs))
    assert countered(log) == who(log.where(log.lab == RIVAL), Event.OFFERED), "a policy that defends does so"


def test_a_counter_offer_by_order_is_the_model_s_and_works_as_one_by_chance() -> None:
    chance, hand, idle = (
        play(setup, worlds=20) for setup in (besieged(by_hand=False), besieged(BY_HAND), besieged())
    )
    assert countered(hand) == who(hand, Event.OFFERED)
    both = countered(chance)
    assert len(both) > 30
    for event in (Event.ACCEPTED, Event.RAISED):
        assert who(chance, event) & both == who(hand, event) & both, "the same people decide alike"
    assert who(hand, Event.ACCEPTED) < who(idle, Event.ACCEPTED), "it keeps some and drives nobody away"
    raised = hand.where(hand.kind == Event.RAISED)
    pay = besieged().people.pay_usd[raised.candidate]
    assert (raised.value == np.floor(pay * (1 + besieged().parameters.counter_raise))).all()


def test_it_may_be_made_on_any_day_until_she_decides_and_not_later() -> None:
    first = Session(besieged(), 2)
    while not first.observe().offered:
        first.advance()
    offer = first.observe().offered[0]
    too_late = {Refusal.NO_OFFER, Refusal.NOT_STAFF}  # she has stayed, or signed
    for day, told in ((offer.since + 1, set()), (offer.until - 1, set()), (offer.until, too_late)):
        order = replace(BY_HAND, days=(day,), candidates=(offer.candidate,))
        log = play(besieged(order), worlds=1, seed=2)
        assert len(countered(log)) == (not told)
        assert len(refusals(log)) == bool(told) and set(refusals(log)) <= told


def test_each_order_that_does_not_fit_says_why() -> None:
    one = replace(BY_HAND, candidates=(3,), days=(1,))
    assert refusals(play(besieged(one), worlds=1)) == {Refusal.NO_OFFER: 1}
    assert refusals(play(besieged(replace(one, lab=RIVAL)), worlds=1)) == {Refusal.NOT_STAFF: 1}
    off = play(besieged(one, mechanisms=OFF), worlds=1)
    assert refusals(off) == {Refusal.NO_COUNTERS: 1}
    assert refusals(play(besieged(rule(1), mechanisms=OFF), worlds=1)) == {Refusal.NO_COUNTERS: 1}
    log = play(besieged(BY_HAND), worlds=1)
    twice = log.where((log.kind == Event.REFUSED) & (log.value == Refusal.COUNTERED))
    waits = Counter(twice.candidate.tolist())
    assert set(waits) == {c for _, c in countered(log)} and set(waits.values()) == {8}, (
        "eight days of nine are left"
    )


def test_a_counter_offer_takes_an_hour_and_who_comes_first_is_served_first() -> None:
    backwards = replace(BY_HAND, candidates=EVERYONE[::-1])
    log = play(besieged(backwards, hours=2), worlds=3)
    made = log.where(log.kind == Event.COUNTERED)
    for world in range(3):
        weeks = Counter((made.day[made.world == world] // 7).tolist())
        assert max(weeks.values()) == 2
    late = log.where((log.kind == Event.REFUSED) & (log.value == Refusal.HOURS))
    both = {*zip(made.world.tolist(), made.day.tolist(), strict=True)}
    both &= {*zip(late.world.tolist(), late.day.tolist(), strict=True)}
    assert both
    for world, day in both:
        served = made.candidate[(made.world == world) & (made.day == day)]
        assert late.candidate[(late.world == world) & (late.day == day)].max() < served.min()


def test_where_raises_are_paid_an_order_needs_the_money_and_a_rule_asks_for_it() -> None:
    on = replace(OFF, counter_offers=True, paid_raises=True, budgets=True)
    rule = Order(ME, (0,), Do.STAND, keep_hours=100)
    for order, told in ((BY_HAND, Refusal.CASH), (rule, None)):
        setup = besieged(order, mechanisms=on)
        labs = (setup.labs[0], replace(setup.labs[1], budget_usd=BUDGET))
        session, logs, least = Session(replace(setup, labs=labs), 4), [], BUDGET
        while not session.over:
            logs.append(session.advance())
            least = min(least, session.observe().cash_usd or 0)
        log = Log.joined(logs)
        assert len(countered(log)) > 2 and (Refusal.CASH in refusals(log)) == (told is not None)
        assert 0 <= least < BUDGET // 2, "what is promised is counted until it is paid"


# -- by a rule -------------------------------------------------------------------------------------------


def rule(hours: int, least: float = 0.0, day: int = 0) -> Order:
    return Order(ME, (day,), Do.STAND, counter_from=least, keep_hours=hours)


def test_the_rule_answers_for_the_best_from_its_impact_on_and_no_more_a_week_than_it_may() -> None:
    setup = besieged(rule(2, least=1.0), hours=5)
    log = play(setup, worlds=4)
    made = log.where(log.kind == Event.COUNTERED)
    impact = setup.people.impact
    assert len(made) and (impact[made.candidate] >= 100).all()
    assert max(Counter(zip(made.world.tolist(), (made.day // 7).tolist(), strict=True)).values()) == 2
    offers = log.where((log.kind == Event.OFFERED) & (impact[log.candidate] >= 100))
    choices = 0
    for world, day in {*zip(made.world.tolist(), made.day.tolist(), strict=True)}:
        answered = made.candidate[(made.world == world) & (made.day == day)]
        offered = offers.candidate[(offers.world == world) & (offers.day == day)]
        left = set(offered.tolist()) - set(answered.tolist())
        choices += bool(left)
        assert all(impact[one] <= impact[answered].min() for one in left), "the best come first"
    assert choices > 2


def test_whom_a_week_has_no_hour_for_the_rule_answers_in_the_next_one_if_she_has_not_decided() -> None:
    log = play(besieged(rule(1), hours=3), worlds=3)
    offered = {(w, c): d for w, c, d in zip(log.world, log.candidate, log.day * (log.kind == Event.OFFERED),
                                            strict=True) if d}  # fmt: skip
    made = log.where(log.kind == Event.COUNTERED)
    waited = [
        int(d) - int(offered[w, c]) for w, c, d in zip(made.world, made.candidate, made.day, strict=True)
    ]
    assert max(waited) > 0 and min(waited) == 0


def test_it_spends_only_what_is_kept_and_letters_cannot_have_that() -> None:
    setup = besieged(rule(2), hours=3)
    mine = replace(LETTER, lab=ME, sender=Sender.CEO, days=tuple(range(60)))
    theirs = replace(setup.people, employer=(np.arange(100) % 2).astype(np.int8))
    log = play(replace(setup, people=theirs, script=(*setup.script, mine)), worlds=2)
    letters = log.where((log.kind == Event.SENT) & (log.mail == 1) & (log.lab == ME))
    counters = log.where((log.kind == Event.COUNTERED) & (log.lab == RIVAL))
    for world in range(2):
        weeks = [Counter((part.day[part.world == world] // 7).tolist()) for part in (letters, counters)]
        assert max(weeks[0].values()) == 1, "two of three hours are kept"
        assert max(weeks[1].values()) == 2
    assert Refusal.LETTER_HOURS in refusals(log)


def test_a_counter_offer_by_order_may_use_the_hours_that_are_kept() -> None:
    least = 1e6  # a rule that never finds anybody
    log = play(besieged(rule(3, least), BY_HAND, hours=3), worlds=1)
    assert max(Counter((log.day[log.kind == Event.COUNTERED] // 7).tolist()).values()) == 3


def test_it_is_off_at_first_and_goes_off_again() -> None:
    assert not countered(play(besieged(hours=3)))
    on = play(besieged(rule(3), hours=3))
    last = int(on.day[on.kind == Event.COUNTERED].max())
    off = play(besieged(rule(3), rule(0, day=last - 3), hours=3))
    assert off.day[off.kind == Event.COUNTERED].max() < last - 2 <= last
    session = Session(besieged(), 1)
    assert session.observe().counter_from is None
    session.act(rule(2, least=1.25))
    session.advance()
    view = session.observe()
    assert (view.counter_from, view.hours_kept, view.hours_left) == (1.25, 2, None)


def test_a_rule_needs_no_limit_of_hours_to_be_one() -> None:
    log = play(besieged(rule(2)), worlds=1)
    assert max(Counter((log.day[log.kind == Event.COUNTERED] // 7).tolist()).values()) == 2


# -- the trap --------------------------------------------------------------------------------------------


def test_offers_made_in_two_calls_a_day_open_the_decisions_of_both() -> None:
    world = World(besieged(by_hand=False), 2, [0])
    session = Session(world.setup, 2)
    session.advance(14)
    world = session.world
    rows = world.approaches.in_state(State.PROCESS)
    assert rows.size >= 4
    for part in (rows[:2], rows[2:4]):
        make_offers(world, part)
    assert set(world.opened_today.tolist()) == set(world.approaches.person[rows[:4]].tolist())


@pytest.mark.parametrize("hours", [0, 1])
def test_counter_offers_by_chance_take_hours_too_where_hours_are_counted(hours: int) -> None:
    on = besieged(by_hand=False)
    likely = replace(on.parameters, counter_chance=0.99)
    setup = besieged(by_hand=False, hours=hours, parameters=likely)
    log = play(setup, worlds=1)
    weeks = Counter((log.day[log.kind == Event.COUNTERED] // 7).tolist())
    assert max(weeks.values(), default=0) == hours
    assert setup.rules == replace(Rules(), rest_days=2_000, ceo_hours=hours)
