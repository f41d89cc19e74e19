"""Decisions are counted as a player makes them, and goals of games are such as can be missed."""

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from outreach_sim.market.forms import forms
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.thoughtful.week import Week
from outreach_sim.scenario.load import load_scenario
from tests.market.levers import NEVER, only
from tests.market.rhythm import GAMES, HEARD, LEAST, MOST, Decisions, Rhythm

FIRST = load_scenario("first-letter", ["rules.fresh_share=0"]).setup


def test_letters_by_the_ceo_count_one_by_one_and_an_order_of_others_once() -> None:
    setup = replace(FIRST, script=())
    session, me = Session(setup, 1), setup.player
    counts = Decisions(setup)
    session.world.observers.append(counts)
    rivals = np.flatnonzero(setup.people.employer != me).tolist()
    for who in rivals[:2]:
        session.act(Order(me, (), sender=Sender.CEO, candidates=(who,), by_hand=True))
    session.act(Order(me, (), candidates=tuple(rivals[2:4]), pay_ratio=3.0, by_hand=True))
    session.act(Order(me, (), sender=Sender.HIRING_MANAGER, candidates=(rivals[4],), pledge_h100e=10))
    session.advance(1)
    today = {name: by_day[0] for name, by_day in counts.by_day.items() if by_day[0]}
    assert today == {"ceo": 2, "others": 1, "pledges": 1}
    while not (waiting := session.world.approaches.in_state(State.INTERESTED)).size:
        session.advance(1)
    who = int(session.world.candidate_of(waiting)[0])
    session.act(Order(me, (), do=Do.INVITE, candidates=(who,)))
    day = session.day
    session.advance(1)
    assert counts.by_day["answers"][day] == 1 == counts.by_day["answers"].sum()
    assert counts.by_day["ceo"].sum() == 2, "a follow-up is no decision"
    assert counts.by_day["REPLIED"].sum() >= counts.by_day["INTERESTED"].sum() >= 1


def test_raises_and_counter_offers_of_the_lab_s_own_are_its_decisions_and_no_rival_s() -> None:
    setup = load_scenario("defender", ["scenario.days=40"]).setup
    session = Session(setup, 1)
    counts = Decisions(setup)
    session.world.observers.append(counts)
    log = session.advance(40)
    own = setup.people.employer == setup.player
    kinds = {kind.name: log.candidate[log.kind == kind] for kind in HEARD}
    assert counts.by_day["TOLD"].sum() == own[kinds["TOLD"]].sum() > 0


def test_a_quarter_below_or_above_the_bounds_is_seen() -> None:
    def rhythm(*a_week: float) -> Rhythm:
        kinds = {name: np.zeros(4) for name in Decisions(FIRST).by_day}
        return Rhythm({**kinds, "ceo": np.array(a_week), "REPLIED": np.full(4, 99.0)}, np.zeros(1))

    assert rhythm(LEAST, 5, 5, MOST).holds
    assert not rhythm(LEAST - 0.1, 5, 5, 5).holds and not rhythm(5, 5, 5, MOST + 0.1).holds


@pytest.mark.parametrize("name", GAMES)
def test_a_game_has_a_goal_hours_a_desk_boards_and_own_people_with_names(name: str) -> None:
    scenario = load_scenario(name)
    setup, lab = scenario.setup, scenario.setup.labs[scenario.setup.player]
    assert scenario.goal is not None and scenario.goal * 2 % 1 == 0
    assert setup.rules.ceo_hours <= 14 and 0.5 <= setup.rules.fresh_share < 1
    assert lab.counters_by_hand and lab.rest_days is not None and lab.interviews_per_week == 4
    assert set(lab.letters_per_week) == set(Sender)
    assert [day for day, _ in lab.grants] == [42 * (n + 1) for n in range(len(lab.grants))] and lab.grants
    assert (setup.people.employer == setup.player).sum() >= min(lab.researchers, 250)


def test_one_form_only_is_that_form_whatever_another_would_bring() -> None:
    known = forms(FIRST)
    week = cast(Week, SimpleNamespace(slots=9, free=9, view=SimpleNamespace(forms=known)))
    points = np.array([0.1, 0.2, 0.3])
    assert [only(place)(week, points, True) for place in range(3)] == list(known)
    assert only(1)(week, np.array([1.0, NEVER, 1.0]), True) is None
