"""A lab sees its own books and what is public, and nothing of how a silent person will answer."""

import numpy as np

from outreach_sim.market.session import Session
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.approaches import State
from tests.market.worlds import rich_setup

SETUP = rich_setup(count=80, days=60)


def test_silence_and_an_answer_on_its_way_look_the_same() -> None:
    session = Session(SETUP, 5)
    hidden = 0
    for _ in range(30):
        session.advance()
        table, view = session.world.approaches, session.observe()
        hidden += int(((table.state == State.REPLYING) & (table.row == 0)).sum())
        assert State.REPLYING not in {approach.state for approach in view.approaches}
        assert all(a.due is None for a in view.approaches if a.state is State.WAITING)
    assert hidden > 5


def test_quotas_cash_and_slots_are_what_the_world_has_left() -> None:
    session = Session(SETUP, 5)
    session.advance(2)
    view, world = session.observe(), session.world
    assert view.letters_left[Sender.CEO] == 3 - world.letters_used[0, Sender.CEO] == 0
    assert view.interviews_left == 3 - world.interviews_used[0]
    assert view.cash_usd == SETUP.labs[0].budget_usd
    assert session.observe(1).cash_usd is None
    assert len(view.approaches) == ((world.approaches.row == 0) & (world.approaches.state > 0)).sum()


def test_free_people_are_those_an_order_would_reach() -> None:
    session = Session(SETUP, 5)
    view = session.observe()
    assert np.array_equal(view.free, SETUP.people.employer != 0)
    assert np.array_equal(view.employer, SETUP.people.employer)
    assert not np.array_equal(view.pay_guess_usd, SETUP.people.pay_usd)
