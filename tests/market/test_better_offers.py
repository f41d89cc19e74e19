"""A better offer at one decision never turns a yes into a no, whatever money is worth to whom."""

import copy
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.phases import decisions
from outreach_sim.market.session import Session
from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.world import World
from tests.market.worlds import rich_setup


def _pay_more(times: float) -> Callable[[World, Rows], None]:
    def change(world: World, rows: Rows) -> None:
        world.approaches.pay_usd[rows] = (world.approaches.pay_usd[rows] * times).astype(np.int64)

    return change


def _pledge_more(world: World, rows: Rows) -> None:
    world.any_pledge = True
    world.approaches.pledge_h100e[rows] += 5_000


CHANGES = (_pay_more(1.3), _pay_more(3.0), _pledge_more)


def chosen(world: World, rows: Rows, choose: Callable[[World, Rows], None]) -> Rows:
    """Those of these offers that would be taken; the world stays as it is."""
    choose(world, rows)
    return rows[world.approaches.state[rows] == State.SIGNED]


def twin(world: World) -> World:
    return copy.deepcopy(world, {id(world.setup): world.setup})


def test_a_better_offer_at_one_decision_never_turns_a_yes_into_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    choose, tried = decisions.choose, []

    def trying(world: World, rows: Rows) -> None:
        yes = chosen(twin(world), rows, choose)
        for change in CHANGES:
            bettered = twin(world)
            change(bettered, yes)
            assert np.isin(yes, chosen(bettered, rows, choose)).all()
        tried.append(yes.size * len(CHANGES))
        choose(world, rows)

    monkeypatch.setattr(decisions, "choose", trying)
    base = rich_setup(count=300, days=90)
    eager = replace(base.parameters, interest_cut=0.0, offer_chance_direct=0.9, offer_chance_interviewed=0.9)
    Session(replace(base, parameters=eager), 5).advance(90)
    assert sum(tried) >= 90


def test_a_worse_offer_does_turn_some_yes_into_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    choose, lost = decisions.choose, []

    def trying(world: World, rows: Rows) -> None:
        yes, worse = chosen(twin(world), rows, choose), twin(world)
        _pay_more(0.3)(worse, yes)
        lost.append(yes.size - chosen(worse, rows, choose).size)
        choose(world, rows)

    monkeypatch.setattr(decisions, "choose", trying)
    Session(rich_setup(count=300, days=60), 5).advance(60)
    assert sum(lost) > 0
