"""The decisions of a day: whose they are, what could be done instead, and a day of which one is changed."""

from dataclasses import replace

import pytest

from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.study.decisions import NOT_AT_ALL, Change, Decision, as_they_went, changed_day, changes

SEND = Order(0, (7,), Do.SEND, 3, Sender.CEO, top=2, pay_ratio=2.0)
COUNTER = Order(0, (7,), Do.COUNTER, candidates=(4, 5, 6))
OFFER = Order(0, (7,), Do.OFFER, candidates=(9,), pay_usd=800_000)
INVITE = Order(0, (7,), Do.INVITE, candidates=(8,))


def letter(candidate: int, order: Order = SEND) -> Order:
    return replace(order, top=0, candidates=(candidate,), pay_usd=1_000_000, pay_ratio=1.0)


def alone(order: Order, candidate: int) -> Order:
    return replace(order, candidates=(candidate,))


def test_letters_stand_where_the_order_for_them_stood() -> None:
    by_recruiter = replace(SEND, sender=Sender.RECRUITER, top=0, candidates=(3, 1))
    letters = [letter(11), letter(12), letter(1, by_recruiter), letter(3, by_recruiter)]
    went = as_they_went([SEND, COUNTER, by_recruiter, OFFER], letters)
    assert went == [*letters[:2], COUNTER, *letters[2:], OFFER]
    assert as_they_went([COUNTER, SEND], []) == [COUNTER]


def test_one_decision_is_changed_in_its_place_and_the_rest_of_its_order_stays() -> None:
    went = [letter(11), COUNTER, OFFER]
    for name, order in ((NOT_AT_ALL, None), ("other", alone(COUNTER, 5))):
        found = changed_day(went, Decision(7, 5, alone(COUNTER, 5)), Change(name, order))
        rest = replace(COUNTER, candidates=(4, 6))
        assert found == [letter(11), *([] if order is None else [order]), rest, OFFER]
    gone = changed_day(went, Decision(7, 9, OFFER, begins=True), Change(NOT_AT_ALL, None))
    assert gone == [letter(11), COUNTER]
    let_pass = Decision(7, 6, alone(COUNTER, 6), made=False)
    (change,) = changes(let_pass)
    assert changed_day([OFFER], let_pass, change) == [OFFER, alone(COUNTER, 6)]


@pytest.mark.parametrize(
    ("decision", "others"),
    [
        (Decision(7, 8, INVITE), {"short interviews": (Do.INVITE, True), "at once": (Do.OFFER, False)}),
        (
            Decision(7, 8, replace(INVITE, short=True)),
            {"interviews": (Do.INVITE, False), "at once": (Do.OFFER, False)},
        ),
        (
            Decision(7, 9, OFFER, begins=True),
            {"interviews": (Do.INVITE, False), "short interviews": (Do.INVITE, True)},
        ),
        (Decision(7, 9, OFFER), {}),  # it betters one that is out
        (Decision(7, 1, replace(letter(1), by_hand=True)), {}),
        (Decision(7, 4, alone(COUNTER, 4)), {}),
        (
            Decision(7, 1, replace(letter(1), short=True)),
            {"interviews": (Do.SEND, False), "at once": (Do.SEND, False)},
        ),
    ],
)  # fmt: skip
def test_every_other_form_of_interview_can_be_tried(
    decision: Decision, others: dict[str, tuple[Do, bool]]
) -> None:
    names = ("interviews", "short interviews", "at once")
    found = {c.name: c.order for c in changes(decision) if c.name in names and c.order is not None}
    assert {name: (order.do, order.short) for name, order in found.items()} == others
    at_once = found.get("at once")
    assert at_once is None or at_once.direct == (at_once.do is Do.SEND)


def test_a_counter_offer_is_made_or_not() -> None:
    assert [c.name for c in changes(Decision(7, 4, alone(COUNTER, 4)))] == [NOT_AT_ALL]
