"""Pay compression: who hears of better-paid peers is easier to win, until their pay catches up."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.setup import Do, Order, Setup
from outreach_sim.market.state.bands import bands_of, in_band
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.world import World
from outreach_sim.model.explain import explain
from outreach_sim.model.prospect import Prospect
from tests.market.worlds import OFF, plain_setup
from tests.model.prospects import but

DAYS, PEOPLE = 30, 400
STAR = 17


def setup(on: bool = True, ratio: float = 3.0, **parameters: float) -> Setup:
    """Lab 1 pays one of its people more on day 2."""
    base = plain_setup(PEOPLE, DAYS, 0, **parameters)
    order = Order(1, (2,), do=Do.RAISE, candidates=(STAR,), pay_ratio=ratio)
    return replace(base, script=(order,), mechanisms=replace(OFF, peers=on))


def played(setup_: Setup, days: int = DAYS, worlds: int = 3) -> World:
    world = World(setup_, 4, range(worlds), keep_log=True)
    for _ in range(days):
        play_day(world)
    return world


def heard(world: World) -> np.ndarray:
    assert world.stores.peers is not None
    return world.stores.peers.heard_usd.reshape(world.worlds, world.candidates)


def terms_of(base: Setup, who: Prospect) -> dict[str, float]:
    """What an explanation says of the decision."""
    return {term.name: term.value for term in explain(base.parameters, who).links[-1].terms}


def test_peers_of_the_same_level_hear_what_somebody_like_them_would_get() -> None:
    base = setup(peers_hear_chance=0.4)
    world = played(base)
    people = base.people
    band = in_band(bands_of(base), np.ones(PEOPLE, dtype=np.intp), people.standing)
    ratio = 3.0 * people.pay_usd[STAR] / band[STAR]
    peers = np.flatnonzero((people.level == people.level[STAR]) & (np.arange(PEOPLE) != STAR))
    would = ratio * band
    less = peers[would[peers] > people.pay_usd[peers]]
    others = np.setdiff1d(np.arange(PEOPLE), less)
    assert (heard(world)[:, others] == 0).all()
    told = heard(world)[:, less]
    n = told.size
    assert n > 150 and abs((told > 0).mean() - 0.4) < 4 * math.sqrt(0.24 / n)
    assert (told[0] > 0).tolist() != (told[1] > 0).tolist(), "who hears is luck, world by world"
    for column, who in enumerate(less.tolist()):
        for value in told[:, column][told[:, column] > 0].tolist():
            assert value == pytest.approx(would[who], rel=1e-5)
    news = world.recorder.take_log()
    news = news.where(news.kind == Event.PEERS_HEARD)
    assert news.value.tolist() == (told > 0).sum(axis=1).tolist() and set(news.day.tolist()) == {2}


def test_the_term_is_slope_times_the_log_of_what_is_missing_and_ends_when_pay_catches_up() -> None:
    base = setup(peers_hear_chance=0.99)
    session_world = played(base, worlds=1)
    who = int(np.flatnonzero(heard(session_world)[0])[0])
    plan = Plan(pay_usd=int(base.people.pay_usd[who]), template=0)
    truth = weigh(session_world, 0, who, plan, "She", as_truth=True)
    terms = terms_of(base, truth)
    gap = heard(session_world)[0, who] / base.people.pay_usd[who]
    assert terms["peers"] == pytest.approx(base.parameters.peers_slope * math.log(gap))
    believed = weigh(session_world, 0, who, plan, "She", as_truth=False)
    assert believed.features.heard_usd is None, "a lab that writes knows nothing of it"
    raised = but(truth, present_usd=truth.features.heard_usd)
    assert terms_of(base, raised).get("peers", 0.0) == 0.0


def test_more_peers_of_a_raised_star_reply_on_the_same_luck() -> None:
    letter = Order(0, (5,), template=0, candidates=tuple(c for c in range(PEOPLE) if c != STAR))
    replies = {}
    for on in (False, True):
        base = setup(on, peers_hear_chance=0.99)
        world = played(replace(base, script=(*base.script, letter)), worlds=8)
        log = world.recorder.take_log()
        log = log.where(log.kind == Event.REPLIED)
        same = base.people.level[log.candidate] == base.people.level[STAR]
        replies[on] = (
            set(zip(log.world[same].tolist(), log.candidate[same].tolist(), strict=True)),
            int((~same).sum()),
        )
    (before, others_before), (after, others_after) = replies[False], replies[True]
    assert before < after and len(after) > 1.5 * len(before)
    assert others_before == others_after, "other levels have heard nothing"


def test_a_hire_paid_above_the_band_is_talked_about_and_a_mover_forgets() -> None:
    base = plain_setup(
        PEOPLE, 60, 0, reply_cut_1=9.0, reply_cut_2=9.1, reply_cut_3=9.2, reply_cut_4=9.3, interest_cut=0.0,
        accept_constant=9.0, offer_chance_direct=0.99, open_constant=9.0, peers_hear_chance=0.99,
    )  # fmt: skip
    home = np.where(np.arange(PEOPLE) < 200, 0, 1).astype(np.int8)
    hire = Order(0, (0,), template=0, candidates=(300,), pay_ratio=6.0, direct=True)
    base = replace(
        base,
        people=replace(base.people, employer=home),
        script=(hire,),
        mechanisms=replace(OFF, peers=True),
    )
    world = played(base, days=60, worlds=1)
    assert world.home[300] == 0
    level = base.people.level
    knows = np.flatnonzero(heard(world)[0])
    assert len(knows) > 10 and (home[knows] == 0).all() and (level[knows] == level[300]).all()
    world.stores.peers.heard_usd[300] = 5  # type: ignore[union-attr]
    assert heard(world)[0, 300] == 5


def test_the_louder_of_two_raises_of_a_day_is_talked_about() -> None:
    base = setup(peers_hear_chance=0.99)
    level = base.people.level
    other = next(c for c in range(PEOPLE) if c != STAR and level[c] == level[STAR])
    quiet = Order(1, (2,), do=Do.RAISE, candidates=(other,), pay_ratio=1.001)
    both = replace(base, script=(*base.script, quiet))
    one, two = heard(played(base, worlds=1))[0], heard(played(both, worlds=1))[0]
    elsewhere = np.delete(np.arange(PEOPLE), other)
    assert np.array_equal(one[elsewhere], two[elsewhere])


def test_who_gets_as_much_already_has_heard_nothing_worth_knowing() -> None:
    base = setup(peers_hear_chance=0.99, ratio=1.05)
    world = played(base, worlds=1)
    told, pay = heard(world)[0], base.people.pay_usd
    level = base.people.level
    peers = (level == level[STAR]) & (np.arange(PEOPLE) != STAR)
    assert (told[told > 0] > pay[told > 0]).all()
    assert 0 < (told[peers] > 0).sum() < 0.9 * peers.sum()
    news = world.recorder.take_log()
    assert news.where(news.kind == Event.PEERS_HEARD).value.tolist() == [int((told > 0).sum())]
