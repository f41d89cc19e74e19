"""Orders may differ from world to world of a stack, and each world is as it would be alone."""

from __future__ import annotations

import pytest

from outreach_sim.market.setup import Do
from outreach_sim.market.state.events import Event
from tests.market.orders_by_world import DAYS, RICHEST, Game

BY_ORDER = (
    Event.SENT, Event.INVITED, Event.DRAWN_UP, Event.OFFERED, Event.IMPROVED, Event.WITHDRAWN, Event.MET,
    Event.PAY_RAISED, Event.ORDERED, Event.RENTED, Event.REFUSED,
)  # fmt: skip


@pytest.mark.parametrize("seed", [2, 5])
def test_worlds_given_different_orders_are_those_of_sessions_given_the_same(seed: int) -> None:
    """The short version of ``python -m tests.market.orders_by_world``: every kind of order, fit or unfit."""
    game = Game(RICHEST, seed)
    game.play(DAYS)
    log = game.check()
    assert set(game.asked) == set(Do)
    assert {int(event) for event in BY_ORDER} <= set(log.kind.tolist())
    refusals = log.value[log.kind == Event.REFUSED]
    assert len(set(refusals.tolist())) >= 7
