"""The terms against an independent scalar implementation, their limits, and their bits."""

import math
from dataclasses import asdict, fields, replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from outreach_sim.model.features import Features
from outreach_sim.model.logits import probability, total
from outreach_sim.model.terms import (
    accept_terms,
    fatigue_term,
    interest_chance,
    pay_term,
    reply_terms,
    reputation_term,
)
from tests import oracle
from tests.model.letters import LOUD
from tests.params import PARAMETERS as PAR

P = asdict(PAR)
USD = st.floats(20_000, 50_000_000)
LOGIT = st.floats(-3, 3)
H100E = st.floats(1, 1e6)


def a(x: float) -> np.ndarray:
    return np.array([x])


def pulls(c: float) -> np.ndarray:
    return np.log(a(c) / (a(c) + PAR.compute_half_saturation_h100e))


def features(
    offered: float, present: float, taste: float, c_lab: float, c_emp: float, fit: float, **more: float
) -> Features:
    arrays = {name: a(value) for name, value in more.items()}
    return Features(
        a(offered), a(present), a(0.7), a(taste), pulls(c_lab), pulls(c_emp), a(-0.18), a(fit), **arrays
    )


@given(USD, USD, st.floats(0, 1), H100E, H100E, LOGIT, st.floats(0, 60), st.floats(0, 20), st.booleans())
def test_reply_terms_sum_to_the_oracle_s_logit(
    offered: float,
    present: float,
    taste: float,
    c_lab: float,
    c_emp: float,
    fit: float,
    load: float,
    mails: float,
    slow: bool,
) -> None:
    mine = features(
        offered, present, taste, c_lab, c_emp, fit,
        sender=PAR.sender_ceo, words=oracle.words(P, asdict(LOUD)), weekday=PAR.weekday_slow * slow,
        load_campaigns=load, mails_per_person=mails,
    )  # fmt: skip
    theirs = oracle.reply_logit(
        P, mail=2, sender="ceo", letter=asdict(LOUD), weekday=5 if slow else 2,
        load_campaigns=load, mails_per_person=mails, offered_usd=offered, present_usd=present, taste=taste,
        c_lab=c_lab, c_employer=c_emp, money=0.7, appeal=-0.18, fit=fit,
    )  # fmt: skip
    assert math.isclose(PAR.reply_cut_2 + total(reply_terms(PAR, mine))[0], theirs, abs_tol=1e-9)


@given(
    USD, USD, st.floats(0, 1), H100E, LOGIT, st.booleans(), st.integers(1, 10), st.floats(1, 3), st.booleans()
)
def test_accept_terms_sum_to_the_oracle_s_value(
    offered: float,
    present: float,
    taste: float,
    c_lab: float,
    fit: float,
    direct: bool,
    days: int,
    named: float,
    gate: bool,
) -> None:
    mine = features(
        offered, present, taste, c_lab, 50.0, fit,
        direct=float(direct), deadline_days=float(days), named_usd=named * offered, gate_closed=float(gate),
    )  # fmt: skip
    theirs = oracle.offer_value(
        P, direct=direct, deadline_days=days,
        named_usd=named * offered, gate_closed=gate, offered_usd=offered,
        present_usd=present, taste=taste, c_lab=c_lab, c_employer=50.0, money=0.7, appeal=-0.18, fit=fit,
    )  # fmt: skip
    assert math.isclose(total(accept_terms(PAR, mine))[0], theirs, abs_tol=1e-9)


@given(st.floats(-8, 8), st.booleans())
def test_interest_is_the_oracle_s_share_of_repliers_and_never_above_one(value: float, gate: bool) -> None:
    mine = interest_chance(PAR, a(value), a(float(gate)))[0]
    assert math.isclose(mine, oracle.interest_chance(P, value, gate), rel_tol=1e-9)
    assert 0 < mine <= 1


@given(st.floats(-6, 6), st.floats(0.001, 3))
def test_interest_among_repliers_never_falls_as_the_letter_gets_better(value: float, better: float) -> None:
    assert interest_chance(PAR, a(value + better), None)[0] >= interest_chance(PAR, a(value), None)[0]


def test_pay_saturates_and_is_worth_nothing_at_equal_pay() -> None:
    limit = PAR.pay_slope / PAR.pay_curvature
    assert pay_term(PAR, a(5e5), a(5e5))[0] == 0
    assert math.isclose(pay_term(PAR, a(1e15), a(5e5))[0], limit, rel_tol=1e-9)
    slope = (pay_term(PAR, a(5.001e5), a(5e5))[0]) / math.log(1.0002)
    assert math.isclose(slope, PAR.pay_slope, rel_tol=1e-3)


def test_wear_starts_at_zero_and_only_hurts() -> None:
    assert fatigue_term(PAR, a(0.0))[0] == 0
    assert fatigue_term(PAR, a(10.0))[0] < 0
    assert reputation_term(PAR, a(0.0))[0] == reputation_term(PAR, a(PAR.name_mails_per_person))[0] == 0
    assert reputation_term(PAR, a(5.0))[0] < 0


def test_probabilities_survive_the_ends() -> None:
    low, middle, high = probability(np.array([-1e6, 0.0, 1e6])).tolist()
    assert low < 1e-300
    assert middle == 0.5
    assert high == 1.0


def test_one_row_has_the_same_bits_alone_as_among_thousands() -> None:
    rng = np.random.default_rng(1)
    n = 4_099
    columns = {f.name: rng.uniform(0.5, 2.0, n) for f in fields(Features)}
    whole = Features(**columns)
    for terms in (reply_terms, accept_terms):
        together = total(terms(PAR, whole))
        for i in (0, 1, 7, 1_000, n - 1):
            alone = Features(**{name: column[i : i + 1].copy() for name, column in columns.items()})
            assert total(terms(PAR, alone))[0] == together[i]


def test_a_better_offer_never_turns_yes_to_no_on_frozen_shocks() -> None:
    rng = np.random.default_rng(2)
    n = 20_000
    base = Features(**{f.name: rng.uniform(0.2, 2.0, n) for f in fields(Features)})
    shock, noise = rng.logistic(size=n), rng.gumbel(size=(2, n))
    for change in (
        {"offered_usd": base.offered_usd * rng.uniform(1, 3, n)},
        {"pull_lab": base.pull_lab + rng.uniform(0, 2, n)},
    ):
        better = replace(base, **change)
        replied = PAR.reply_cut_1 + total(reply_terms(PAR, base)) >= shock
        assert (PAR.reply_cut_1 + total(reply_terms(PAR, better)) >= shock)[replied].all()
        yes = total(accept_terms(PAR, base)) + noise[0] > noise[1]
        assert (total(accept_terms(PAR, better)) + noise[0] > noise[1])[yes].all()
        assert 0.02 < yes.mean() < 1 and replied.any()
