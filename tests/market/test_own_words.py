"""A lab answers in its own words: they move the yes, are judged on the day they are read, and bind."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.plan import standing
from outreach_sim.market.prospects import weigh
from outreach_sim.market.session import Session
from outreach_sim.market.setup import PLAIN, Conference, Do, Order, Sender, Setup
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.view import OwnApproach, own_approaches
from outreach_sim.model.explain import TermCard, explain
from outreach_sim.model.wording import MET, Claims, Wording
from tests.market.worlds import CLAIMS, LETTERS, WORDING, counts, plain_setup

WARM, LYING, RICH, HURRIED = 3, 4, 5, 6
NAMED = 9_000_000
OWN = replace(
    LETTERS,
    ids=(*LETTERS.ids, "warm", "lying", "rich", "hurried"),
    wording=counts(Wording, [*WORDING, *(replace(WORDING[2], slips=0, lix=30, exact=2),) * 4]),
    claims=counts(
        Claims,
        [
            *CLAIMS,
            CLAIMS[0],
            replace(CLAIMS[0], machines_h100e=50_000_000, met=MET),
            replace(CLAIMS[0], pay_usd=NAMED),
            replace(CLAIMS[0], days=3),
        ],
    ),
    repeats=np.zeros((7, 6, 16), dtype=np.bool_),
    mistakes=np.zeros((7, 16), dtype=np.int16),
    names_offer=np.array([True, True, False, False, False, False, False]),
    sequence=np.array([*LETTERS.sequence.tolist(), *([n] * 6 for n in range(3, 7))], dtype=np.uint16),
    mails=np.full(7, 4, dtype=np.uint8),
    spacing_days=np.zeros((7, 6), dtype=np.uint8),
)
PEOPLE = tuple(range(30))


def eager(**changes: object) -> Setup:
    """People who answer and are interested, of whom each waits for what the lab says."""
    base = plain_setup(
        30, 120, 0, reply_cut_1=9.0, reply_cut_2=9.1, reply_cut_3=9.2, reply_cut_4=9.3, interest_cut=0.0,
        open_constant=9.0, offer_chance_direct=0.999, offer_chance_interviewed=0.999,
    )  # fmt: skip
    send = Order(0, (0,), candidates=PEOPLE, pay_usd=900_000, by_hand=True, deadline_days=20)
    return replace(base, letters=OWN, script=(send,), **changes)


def waiting(base: Setup) -> Session:
    """After three weeks everybody has answered."""
    session = Session(base, 5)
    session.advance(20)
    return session


def answer(session: Session, do: Do, words: int = PLAIN, days: int = 1, **terms: int) -> Log:
    """Answer everybody, and play on."""
    order = Order(0, (), do, candidates=PEOPLE, pay_usd=900_000, deadline_days=20, words=words)
    session.act(replace(order, **terms))
    return session.advance(days)


def live(session: Session, state: int = State.OFFERED) -> list[OwnApproach]:
    return [own for own in own_approaches(session.world, 0) if own.state == state]


def accept(session: Session, own: OwnApproach) -> dict[str, TermCard]:
    """The terms of the yes, as they truly are."""
    who = weigh(session.world, 0, own.candidate, standing(own), "Robin", as_truth=True)
    link = explain(session.setup.parameters, who).links[4]
    assert math.fsum(term.value for term in link.terms) == pytest.approx(link.logit, abs=1e-9)
    return {term.name: term for term in link.terms}


def decisions(log: Log) -> dict[int, int]:
    """Micro-log-odds of a yes, by candidate."""
    decided = log.where(np.isin(log.kind, (Event.ACCEPTED, Event.DECLINED)))
    return dict(zip(decided.candidate.tolist(), decided.value.tolist(), strict=True))


def test_what_an_invitation_says_is_weighed_with_the_offer_that_follows() -> None:
    plain, warm, lying = (
        decisions(answer(waiting(eager()), Do.INVITE, words, days=90)) for words in (PLAIN, WARM, LYING)
    )
    p = eager().parameters
    assert len(plain) > 15 and plain.keys() == warm.keys() == lying.keys()
    good = p.answer_words_share * (p.words_two_facts + 2 * p.words_exact)
    for who, value in plain.items():
        assert warm[who] - value == pytest.approx(1e6 * good, abs=2)
        assert lying[who] - value == pytest.approx(2e6 * p.words_false, abs=2)


def test_short_interviews_change_what_words_are_worth_in_nothing_but_the_day_they_are_weighed() -> None:
    """Whoever was asked to short ones has met the lab like all others: the lie is a lie all the same."""
    days, said, weighed = {}, {}, {}
    for short in (False, True):
        session = waiting(eager())
        log = answer(session, Do.INVITE, LYING, short=short)
        invited = log.where(log.kind == Event.INVITED)
        days[short] = dict(zip(invited.candidate.tolist(), invited.value.tolist(), strict=True))
        said[short] = {own.candidate: (own.answer, own.answer_false) for own in live(session, State.PROCESS)}
        assert {own.short for own in live(session, State.PROCESS)} == {short}
        weighed[short] = decisions(session.advance(90))
    assert len(days[True]) > 15 and said[False] == said[True]
    assert {answer - 1 for answer, _ in said[True].values()} == {LYING}
    assert all(days[True][who] == (full + 1) // 2 for who, full in days[False].items())
    assert weighed[False] == weighed[True] and len(weighed[True]) > 15


def test_an_offer_in_own_words_for_which_the_ceo_has_no_hour_says_nothing() -> None:
    base = eager()
    busy = replace(
        base, mechanisms=replace(base.mechanisms, quotas=True), rules=replace(base.rules, ceo_hours=2)
    )
    desk = replace(base.labs[0], letters_per_week={Sender.RECRUITER: 30})
    session = waiting(replace(busy, labs=(desk, *base.labs[1:])))
    log = answer(session, Do.OFFER, WARM)
    refused = log.where((log.kind == Event.REFUSED) & (log.value == Refusal.HOURS)).candidate
    told = {own.candidate: own.answer - 1 for own in live(session, State.PROCESS)}
    assert list(told.values()) == [WARM] * 2 and refused.size > 10
    silent = [own for own in live(session, State.INTERESTED) if own.candidate in refused]
    assert len(silent) == refused.size and not any(own.answer or own.direct for own in silent)


def test_the_words_of_the_program_are_the_zero_of_the_term() -> None:
    session = waiting(eager())
    answer(session, Do.OFFER, days=10)
    assert not [name for own in live(session)[:3] for name in accept(session, own) if "answer" in name]
    assert not session.world.approaches.answer.any()


def test_each_thing_noticed_is_a_named_part_that_says_what_it_rests_on() -> None:
    session = waiting(eager())
    answer(session, Do.OFFER, LYING, days=10)
    terms = accept(session, live(session)[0])
    assert terms["answer: claims"].value == pytest.approx(2 * session.setup.parameters.words_false)
    assert terms["answer: claims"].sentence.startswith("2 claims that are not so")
    assert "answer_words_share" not in terms["answer: claims"].source
    assert "answer_words_share" in terms["answer: facts"].source
    lost = terms["answer: facts"].value + terms["answer: exactness"].value
    assert terms["answer: good words lost"].value == pytest.approx(-lost)


def test_who_was_interviewed_was_met_and_who_is_offered_at_once_was_not() -> None:
    for do, met in ((Do.INVITE, True), (Do.OFFER, False)):
        session = waiting(eager())
        answer(session, do, days=45 if met else 10)
        own = live(session)[0]
        session.act(Order(0, (), Do.OFFER, candidates=(own.candidate,), pay_usd=950_000, words=LYING))
        session.advance(1)
        false = next(o.answer_false for o in live(session) if o.candidate == own.candidate)
        assert false == (1 if met else 2)  # the machines are a lie either way


def test_a_deadline_is_held_against_the_days_that_are_left() -> None:
    session = waiting(eager())
    answer(session, Do.OFFER, HURRIED, days=4, deadline_days=5)
    first = live(session)
    assert first and {own.answer_false for own in first} == {1}
    while live(session) and (live(session)[0].due or 0) - session.day > 3:
        session.advance(1)
    answer(session, Do.OFFER, HURRIED, pay_usd=950_000)
    again = live(session)
    assert again and {own.answer_false for own in again} == {0}


def test_pay_named_in_an_answer_is_held_against_a_smaller_offer() -> None:
    session = waiting(eager())
    answer(session, Do.INVITE, RICH, days=45)
    own, p = live(session)[0], session.setup.parameters
    assert own.answer_usd == own.named_usd == NAMED
    broken = accept(session, own)["broken word"]
    money = weigh(session.world, 0, own.candidate, standing(own), "", True).features.money
    assert broken.value == pytest.approx(-money * p.pay_slope * math.log(NAMED / 900_000))
    assert broken.sentence == "The lab's answer named $9M, more than is offered."


def test_words_to_a_live_offer_replace_those_before_and_pay_once_named_stays_named() -> None:
    session = waiting(eager())
    answer(session, Do.OFFER, RICH, days=4)
    answer(session, Do.OFFER, WARM, pay_usd=950_000)
    assert {own.answer for own in live(session)} == {WARM + 1}
    answer(session, Do.OFFER, pay_usd=1_000_000)
    for own in live(session):
        assert (own.answer, own.answer_usd, own.pay_usd) == (WARM + 1, NAMED, 1_000_000)


def test_the_log_has_the_letter_of_what_was_said_and_the_hash_only_what_it_did() -> None:
    logs = [answer(waiting(eager()), Do.INVITE, words) for words in (PLAIN, WARM)]
    for log, letter in zip(logs, (0, WARM + 1), strict=True):
        assert set(log.mail[log.kind == Event.INVITED].tolist()) == {letter}
    hashes = set()
    for words in (PLAIN, WARM):
        session = waiting(eager())
        log = answer(session, Do.WITHDRAW, words)
        assert set(log.mail[log.kind == Event.WITHDRAWN].tolist()) == {words + 1}
        hashes.add(session.digest())
    assert len(hashes) == 1, "words with which it ends move nothing"


def test_what_is_refused_is_not_said() -> None:
    session = waiting(eager())
    answer(session, Do.OFFER, days=4)
    log = answer(session, Do.OFFER, WARM, pay_usd=950_000, pledge_h100e=900_000_000)
    assert set(log.value[log.kind == Event.REFUSED].tolist()) == {Refusal.COMPUTE}
    assert {own.answer for own in live(session)} == {0}
    few = waiting(eager())
    few.world.interview_quota[:] = 3
    few.world.setup = replace(few.setup, mechanisms=replace(few.setup.mechanisms, quotas=True))
    answer(few, Do.INVITE, WARM)
    assert [own.answer for own in own_approaches(few.world, 0)].count(WARM + 1) == 3


def test_a_meeting_at_a_conference_makes_the_claim_true() -> None:
    week = Conference("The week", start=100, days=3, share=1.0)
    session = waiting(eager(conferences=(week,)))
    assert session.world.stores.meetings is not None
    session.world.stores.meetings.met_on[:15] = session.day
    answer(session, Do.INVITE, LYING)
    false = {own.candidate: own.answer_false for own in live(session, State.PROCESS)}
    assert {false[c] for c in false if c < 15} == {1} and {false[c] for c in false if c >= 15} == {2}


def test_a_field_that_states_the_terms_names_them() -> None:
    session = waiting(eager())
    answer(session, Do.OFFER, WARM, days=4)
    assert {own.answer_usd for own in live(session)} == {0}
    answer(session, Do.OFFER, 1, pay_usd=950_000, sign_on_usd=400_000)
    assert {own.answer_usd for own in live(session)} == {1_050_000}
