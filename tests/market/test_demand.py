"""Too few experts: labs that want more people write more, and the market pays more every month."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.mechanisms.demand import letters_for_the_gap
from outreach_sim.market.setup import PPM, BotPolicy, Setup
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.world import World
from tests.market.worlds import OFF, known_to_all, lab, plain_setup

DAYS = 365
EAGER = {"reply_cut_1": 0.0, "reply_cut_2": 0.1, "reply_cut_3": 0.2, "reply_cut_4": 0.3, "interest_cut": -0.1}


def setup(growth: float, on: bool = True, **parameters: float) -> Setup:
    labs = (
        replace(
            lab(0, DAYS, researchers=1_000, policy=BotPolicy("spray", 4, 1.2, 0)), growth_per_year=growth
        ),
        replace(lab(1, DAYS, researchers=1_000), growth_per_year=growth),
    )
    base = plain_setup(400, DAYS, 0, **parameters)
    return known_to_all(replace(base, labs=labs, mechanisms=replace(OFF, demand=on)))


def played(setup_: Setup, days: int = DAYS) -> World:
    world = World(setup_, 4, [0], keep_log=True)
    for _ in range(days):
        play_day(world)
    return world


def market(world: World) -> float:
    assert world.stores.demand is not None
    return float(world.stores.demand.market_ppm[0]) / PPM


def test_market_pay_follows_the_wage_curve() -> None:
    world = World(
        setup(0.5, reply_cut_4=-30.0, reply_cut_3=-30.1, reply_cut_2=-30.2, reply_cut_1=-30.3), 4, [0]
    )
    log_pay = 0.0
    for day in range(DAYS):
        wanted = np.floor(1_000 * 1.5 ** (day / 365))
        log_pay += 0.5 * (wanted - 1_000) / wanted / 365
        play_day(world)
    assert market(world) == pytest.approx(np.exp(log_pay), abs=2e-3)
    assert 1.05 < market(world) < 1.2


def test_no_growth_means_no_drift_and_a_shrinking_lab_pulls_nothing() -> None:
    assert market(played(setup(0.0), days=60)) < 1.01  # only what it loses and gains by hires
    world = played(setup(-0.3), days=200)
    assert market(world) == 1.0


def test_a_lab_writes_more_the_more_people_it_lacks() -> None:
    world = World(setup(0.5), 4, [0])
    rows, weekly = np.array([0, 1]), np.array([35, 70])
    assert letters_for_the_gap(world, rows, weekly).tolist() == [35, 70]
    world.heads[0] -= 100  # a tenth of those it wants
    assert letters_for_the_gap(world, rows, weekly).tolist() == [70, 70]
    off = World(setup(0.5, on=False), 4, [0])
    off.heads[0] -= 100
    assert letters_for_the_gap(off, rows, weekly) is weekly


def test_with_growing_demand_inboxes_fill_and_offers_cost_more_on_the_same_luck() -> None:
    logs = {on: played(setup(0.5, on, **EAGER)).recorder.take_log() for on in (False, True)}
    counts = {on: int(((log.kind == Event.SENT) & (log.mail == 1)).sum()) for on, log in logs.items()}
    assert counts[True] > 1.5 * counts[False]
    pay = setup(0.5).people.pay_usd
    ratio = {}
    for on, log in logs.items():
        offers = log.where((log.kind == Event.OFFERED) & (log.day > 200))
        first = log.where(log.kind == Event.STARTED).candidate
        fresh = ~np.isin(offers.candidate, first)
        ratio[on] = float(np.mean(offers.value[fresh] / pay[offers.candidate[fresh]]))
    assert ratio[False] == pytest.approx(1.2, abs=1e-3)
    assert 1.03 * ratio[False] < ratio[True] < 1.2 * ratio[False]


def test_each_twentieth_of_market_pay_is_news_of_the_lab_that_lacks_most() -> None:
    base = setup(0.5, market_pay_per_gap=2.0)
    labs = (base.labs[0], replace(base.labs[1], growth_per_year=2.0))
    log = played(replace(base, labs=labs)).recorder.take_log()
    news = log.where(log.kind == Event.MARKET_PAY)
    assert len(news) >= 4 and (news.lab == 1).all() and (news.candidate == -1).all()
    assert (news.value // 50 == 21 + np.arange(len(news))).all()
