"""Luck: the letters of a game in other worlds, and its place among them."""

from dataclasses import replace

from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.twin import Twin
from outreach_sim.study.luck import luck
from tests.study.busy import BUSY

SETUP = BUSY
UNTIL = 90


def score_of(given: list[Order]) -> int:
    session = Session(SETUP, 3)
    twin = Twin(session.world, 3, [0])
    for order in given:
        session.advance(order.days[0] - session.day)
        session.act(order)
    session.advance(UNTIL - session.day)
    return int(twin.points().score[0])


def test_a_script_is_placed_among_the_worlds_of_a_study() -> None:
    until = replace(SETUP, days=UNTIL)
    points = run_worlds(until, 3, range(6), scored=True).points
    assert points is not None
    found = luck(SETUP, 3, [], UNTIL, score_of([]), worlds=6)
    assert found.points.tolist() == points.sum(axis=1).tolist()
    assert found.by_hand == 0
    assert found.place == 1 + sum(score > found.points[0] for score in found.points.tolist())


def test_answers_given_by_hand_are_worth_what_they_add_to_the_habit() -> None:
    letters = Order(SETUP.player, (0,), Do.SEND, 8, Sender.RECRUITER, top=40, pay_ratio=2.0, by_hand=True)
    given = [letters]
    score = score_of(given)
    found = luck(SETUP, 3, given, UNTIL, score, worlds=4)
    assert found.by_hand == score - int(found.points[0]) != 0  # whom nobody answers does not come
