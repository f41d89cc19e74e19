"""Explanations add up, agree with the chain, and say what it would take."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_sim.model.chain import chance_of, chances
from outreach_sim.model.explain import explain, rounded
from outreach_sim.model.prospect import Prospect
from outreach_sim.model.what_if import what_would_it_take, worth_of_compute
from tests.params import PARAMETERS as P

WHO = Prospect(
    candidate="Robin Sample",
    lab="North Lab",
    employer="South Lab",
    offered_usd=900_000,
    present_usd=600_000,
    taste=0.3,
    lab_h100e=40,
    employer_h100e=120,
    brand=-0.2,
    stay=0.48,
    fit=0.1,
    words=0.22,
    counter_chance=0.3,
)
PROSPECTS = st.builds(
    lambda offered, present, taste, mine, theirs, fit, gate, known, direct: replace(
        WHO,
        offered_usd=offered,
        present_usd=present,
        taste=taste,
        lab_h100e=mine,
        employer_h100e=theirs,
        fit=0.0 if not known else fit,
        fit_sd=0.0 if known else 0.5,
        gate_chance=gate,
        direct=direct,
        load_campaigns=4.0,
    ),
    st.floats(1e5, 1e7),
    st.floats(1e5, 1e7),
    st.floats(0, 1),
    st.floats(1, 1e4),
    st.floats(1, 1e4),
    st.floats(-1, 1),
    st.sampled_from([0.0, 0.08, 1.0]),
    st.booleans(),
    st.booleans(),
)


@given(PROSPECTS)
@settings(max_examples=60)
def test_terms_sum_to_the_logit_and_the_logit_is_the_chance(who: Prospect) -> None:
    for link in explain(P, who).links:
        assert math.isclose(math.fsum(t.value for t in link.terms), link.logit, abs_tol=1e-9)
        assert math.isclose(1 / (1 + math.exp(-link.logit)), link.probability, rel_tol=1e-9)
        assert all(term.sentence.endswith(".") and term.source for term in link.terms)


@given(PROSPECTS)
@settings(max_examples=60)
def test_the_chain_is_the_product_of_its_links_each_given_the_one_before(who: Prospect) -> None:
    links = chances(P, who)
    chain = links.pop("chain")
    assert math.isclose(math.prod(links.values()), chain, rel_tol=1e-9)
    assert all(0 <= chance <= 1 for chance in links.values())


def test_where_all_is_known_the_cards_multiply_to_the_chain() -> None:
    who = replace(WHO, counter_chance=0.0)
    explanation = explain(P, who)
    assert math.isclose(
        math.prod(link.given_before for link in explanation.links), explanation.chain, rel_tol=1e-9
    )


def test_not_knowing_fit_selects_those_who_fit() -> None:
    unknown = chances(P, replace(WHO, fit=0.0, fit_sd=0.5))
    centre = chances(P, replace(WHO, fit=0.0, fit_sd=0.0))
    assert unknown["interested"] > centre["interested"]


def test_nine_points_do_as_well_as_a_thousand() -> None:
    import numpy as np

    from outreach_sim.model import chain

    coarse = chances(P, replace(WHO, fit_sd=0.7, gate_chance=0.1))["chain"]
    with pytest.MonkeyPatch.context() as patch:
        nodes, weights = np.polynomial.hermite_e.hermegauss(60)
        patch.setattr(chain, "NODES", nodes)
        patch.setattr(chain, "WEIGHTS", weights / weights.sum())
        fine = chances(P, replace(WHO, fit_sd=0.7, gate_chance=0.1))["chain"]
    assert math.isclose(coarse, fine, rel_tol=1e-4)


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=12))
def test_shown_digits_add_up_to_the_shown_sum(values: list[float]) -> None:
    shown = rounded(values)
    assert round(math.fsum(shown), 2) == round(round(math.fsum(values) * 100) / 100, 2)
    assert all(abs(s - v) < 0.01 + 1e-9 for s, v in zip(shown, values, strict=True))


@given(PROSPECTS, st.floats(1.05, 3))
@settings(max_examples=25, deadline=None)
def test_every_lever_reaches_the_target_and_hardly_more_or_names_its_limit(
    who: Prospect, times: float
) -> None:
    now = chance_of(P, who, "chain")
    takes = what_would_it_take(P, who, min(times * now, 0.9))
    for lever in takes.levers:
        if not lever.possible:
            assert lever.reaches < takes.target and lever.reason
        else:
            assert lever.reaches >= takes.target - 1e-12
    pay, compute, _, mix = takes.levers
    for single in (pay, compute):
        if single.possible:
            assert mix.possible and mix.cost_usd <= single.cost_usd * 1.001 + 1_000


def test_the_smallest_pay_is_the_smallest_to_the_thousand() -> None:
    pay = what_would_it_take(P, WHO).levers[0]
    assert pay.possible and isinstance(pay.value, float)
    assert chance_of(P, WHO, "chain", offered_usd=pay.value - 1_000) < 2 * chance_of(P, WHO, "chain")


def test_no_price_does_behind_a_closed_gate_and_the_limit_is_said() -> None:
    takes = what_would_it_take(P, replace(WHO, gate_chance=1.0), 0.3, "accept")
    assert not takes.levers[0].possible
    assert "no price does" in takes.levers[0].reason
    limit = chance_of(P, replace(WHO, gate_chance=1.0), "accept", offered_usd=1e30)
    assert math.isclose(takes.levers[0].reaches, limit, rel_tol=1e-6)


def test_compute_is_worth_the_pay_that_moves_the_logit_as_much() -> None:
    usd = worth_of_compute(P, WHO)
    assert usd is not None
    paid = chance_of(P, WHO, "reply", offered_usd=WHO.offered_usd + usd)
    pledged = chance_of(P, WHO, "reply", pledge_h100e=1_000)
    assert math.isclose(paid, pledged, rel_tol=1e-9)
    assert worth_of_compute(P, replace(WHO, taste=5.0)) is None
