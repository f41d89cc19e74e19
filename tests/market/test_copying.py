"""Every lab copies what works: what is seen, who takes it up and when, and what is left of the charm."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.mechanisms.copying import adopt
from outreach_sim.market.mechanisms.tactics import IN_USE, Tactic, tactics_of
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import BotPolicy, Order, Sender, Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.offers import OfferTerms
from outreach_sim.market.state.payroll import public_pay_usd
from outreach_sim.market.state.world import World
from outreach_sim.model.explain import explain
from outreach_sim.model.prospect import one
from tests.market.worlds import OFF, lab, people, plain_setup

DAYS, COUNT, LAG = 120, 600, 30
EAGER = {"reply_cut_1": 3.0, "reply_cut_2": 3.1, "reply_cut_3": 3.2, "reply_cut_4": 3.3, "interest_cut": -0.1,
         "offer_chance_direct": 0.99, "accept_constant": 3.0, "open_constant": 6.0}  # fmt: skip
QUOTA = {Sender.CEO: 2, Sender.HIRING_MANAGER: 50, Sender.RECRUITER: 50}


def setup(writer: int = 0, copying: bool = True, **parameters: float) -> Setup:
    """One of four labs writes eight CEO letters without interviews; lab 1 copies, lab 2 does not."""
    labs = tuple(
        lab(i, DAYS, researchers=5_000, letters_per_week=QUOTA, copies=i == 1,
            policy=BotPolicy("spray", 7, 1.0, 1) if i in (1, 2) else BotPolicy())
        for i in range(4)
    )  # fmt: skip
    base = plain_setup(COUNT, DAYS, 0, **EAGER | parameters)
    staff = replace(people(COUNT, 4), employer=np.full(COUNT, 3, dtype=np.int8))
    ceo = Order(
        writer, (0,), template=0, sender=Sender.CEO, candidates=tuple(range(8)), pay_ratio=1.1, direct=True
    )
    return replace(
        base,
        labs=labs,
        people=staff,
        script=(ceo,),
        mechanisms=replace(OFF, copying=copying, quotas=writer == 9),
        rules=replace(base.rules, copy_lag_days=LAG),
    )


def played(setup_: Setup, days: int = DAYS) -> World:
    world = World(setup_, 4, [0, 1], keep_log=True)
    for _ in range(days):
        play_day(world)
    return world


def test_what_won_two_people_is_news_once_and_taken_up_after_the_lag_by_who_copies() -> None:
    log = played(setup()).recorder.take_log()
    seen, adopted = log.where(log.kind == Event.TACTIC_SEEN), log.where(log.kind == Event.ADOPTED)
    for world in (0, 1):
        yes = log.where((log.kind == Event.ACCEPTED) & (log.world == world) & (log.lab == 0))
        second = sorted(yes.day.tolist())[1]
        news = seen.where(seen.world == world)
        assert set(news.value.tolist()) >= {Tactic.DIRECT, Tactic.CEO} and Tactic.PAY not in news.value
        assert len(set(news.value.tolist())) == len(news), "news only once"
        assert news.lab[:2].tolist() == [0, 0] and news.day[0] == second + 1
        takes = adopted.where(adopted.world == world)
        assert set(takes.lab.tolist()) == {1}
        assert set(takes.day.tolist()) == {second + 1 + LAG}


def test_what_a_lab_wins_itself_teaches_it_nothing() -> None:
    log = played(setup(writer=1)).recorder.take_log()
    assert (log.where(log.kind == Event.TACTIC_SEEN).lab == 1).all()
    assert len(log.where((log.kind == Event.ACCEPTED) & (log.lab == 1))) > 4
    assert not (log.kind == Event.ADOPTED).any()


def test_letters_of_a_lab_that_copies_have_the_tactic_from_then_on() -> None:
    world = played(setup(), days=55)
    before = set(zip(world.approaches.row.tolist(), world.approaches.person.tolist(), strict=True))
    for _ in range(5):
        play_day(world)
    table = world.approaches
    pairs = zip(table.row.tolist(), table.person.tolist(), strict=True)
    new = np.array([pair not in before for pair in pairs])
    direct = (table.flags & np.uint8(Flag.DIRECT)) != 0
    for index in (1, 2):
        lately = (table.row % 4 == index) & new
        assert direct[lately].all() == (index == 1) and lately.sum() > 5
        assert (table.sender[lately] == Sender.CEO).all() == (index == 1), "without quotas the CEO signs all"


def test_a_copied_signature_of_the_player_s_ceo_takes_an_hour_where_there_is_one() -> None:
    base = setup()
    on = replace(base.mechanisms, quotas=True)
    world = World(replace(base, mechanisms=on, player=1, rules=replace(base.rules, ceo_hours=1)), 4, [0])
    assert world.stores.tactics is not None
    world.stores.tactics.adopts_on[1] = 1
    row, candidate = np.ones(5, dtype=np.intp), np.arange(5)
    terms = adopt(world, row, candidate, OfferTerms(1, 0, 0, public_pay_usd(world, candidate)))
    assert np.asarray(terms.sender).tolist() == [2, 0, 0, 0, 0]
    assert world.stores.hours.used.tolist() == [0, 1, 0, 0]


def test_copied_terms_keep_quotas_and_never_lower_what_the_lab_offers() -> None:
    base = setup()
    world = World(replace(base, mechanisms=replace(base.mechanisms, quotas=True)), 4, [0])
    assert world.stores.tactics is not None
    world.stores.tactics.adopts_on[1] = 1
    row, candidate = np.ones(5, dtype=np.intp), np.arange(5)
    pay = public_pay_usd(world, candidate)
    world.pay_usd[:5] *= 3  # which nobody outside knows
    world.letters_used[1, Sender.RECRUITER] = 5
    terms = adopt(
        world, row, candidate, OfferTerms(1, int(Sender.RECRUITER), 0, np.array([*pay[:4], 10 * pay[4]]))
    )
    assert np.asarray(terms.sender).tolist() == [2, 2, 0, 0, 0]
    assert world.letters_used[1].tolist() == [3, 0, 2]
    assert np.array_equal(terms.pay_usd[:4], pay[:4] * 3 // 2) and terms.pay_usd[4] == 10 * pay[4]
    assert (np.asarray(terms.flags) & Flag.DIRECT).all() and (np.asarray(terms.pledge_h100e) > 0).all()
    others = adopt(world, row * 2, candidate, OfferTerms(1, 0, 0, pay))
    assert others.pay_usd is pay


def test_the_charm_goes_with_the_labs_that_do_the_same() -> None:
    base = setup()
    world = World(base, 4, [0])
    tactics = world.stores.tactics
    assert tactics is not None
    plan = Plan(pay_usd=int(world.pay_usd[3]) * 2, template=0, sender=Sender.CEO, direct=True)

    def novelty() -> float:
        links = explain(base.parameters, weigh(world, 0, 3, plan, "She", as_truth=False)).links
        return {t.name: t.value for t in links[1].terms}.get("novelty", 0.0)

    assert novelty() == 0.0
    tactics.used[[0, 1, 2], Tactic.CEO] = IN_USE
    assert novelty() == pytest.approx(-0.25 * math.log(3)), "one's own letters do not count"
    tactics.used[1, Tactic.DIRECT] = tactics.used[3, Tactic.PAY] = IN_USE
    assert novelty() == pytest.approx(-0.25 * (math.log(3) + 2 * math.log(2)))


def test_whether_pay_is_high_is_a_public_matter_the_same_for_who_writes_reads_and_copies() -> None:
    base = setup()
    world = World(base, 4, [0])
    assert world.stores.tactics is not None
    world.stores.tactics.used[1] = IN_USE
    public = int(public_pay_usd(world, np.array([3]))[0])

    def alike(ratio: float, as_truth: bool) -> float:
        plan = Plan(pay_usd=int(public * ratio), template=0, sender=Sender.CEO)
        who = weigh(world, 0, 3, plan, "She", as_truth)
        assert who.copied is not None
        return float(who.copied.alike(one(who.offered_usd), one(0.0), who.sender)[0])

    for pay in (public // 100, public, public * 100):
        world.pay_usd[3] = pay
        for as_truth in (False, True):
            assert alike(1.5, as_truth) - alike(1.49, as_truth) == pytest.approx(math.log(2))
    known = World(
        replace(base, people=replace(base.people, pay_known=np.ones(len(base.people), bool))), 4, [0]
    )
    table, rows = known.approaches, np.arange(1)
    table.append(1)
    table.person[0], table.pay_usd[0] = 3, known.pay_usd[3] * 3 // 2
    assert tactics_of(known, table, rows)[0, Tactic.PAY]
    table.pay_usd[0] -= 1
    assert not tactics_of(known, table, rows)[0, Tactic.PAY]


def test_copied_letters_are_answered_less_than_the_same_letters_with_their_charm() -> None:
    quiet = {"reply_cut_1": -1.0, "reply_cut_2": -0.9, "reply_cut_3": -0.8, "reply_cut_4": -0.7}
    replies = []
    for loss in (0.0, 0.25):
        result = run_worlds(replace(setup(**quiet, novelty_loss=loss), people=setup().people), 5, range(20))
        funnel = result.funnel.sum(axis=0)
        replies.append(funnel[1, 2])
    assert replies[1] < 0.97 * replies[0]


def test_switched_off_nobody_copies_and_nothing_is_counted() -> None:
    result = run_worlds(setup(copying=False), 4, [0])
    assert result.tactics is None
    log = played(setup(copying=False), days=40).recorder.take_log()
    assert not np.isin(log.kind, (Event.TACTIC_SEEN, Event.ADOPTED)).any()
