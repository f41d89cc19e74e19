"""What it would take: enough, hardly more than enough, and an honest no."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outreach_sim.cli.output import plain
from outreach_sim.errors import UsageError
from outreach_sim.formatting import percent
from outreach_sim.model.chain import STAGES, chances
from outreach_sim.model.prospect import Crowd, Gate, Prospect
from outreach_sim.model.what_if import (
    RENT_USD_PER_H100E_YEAR,
    Lever,
    smallest,
    what_would_it_take,
    worth_of_compute,
)
from tests.model.prospects import PROSPECTS, WHO, but, known
from tests.params import PARAMETERS as P

A_MACHINE_AND_A_THOUSAND = RENT_USD_PER_H100E_YEAR + 1_001.0
"""What rounding to whole machines and thousands of dollars may add to the cheapest mix."""
LINKS = st.sampled_from([*STAGES, "chain"])


def chance(who: Prospect, link: str = "chain", **changes: object) -> float:
    return chances(P, replace(who, **changes))[link]


@given(PROSPECTS, st.floats(1.05, 3), st.sampled_from(["reply", "accept", "chain"]))
@settings(max_examples=8, deadline=None)
def test_every_lever_reaches_the_target_when_plugged_back_or_names_its_limit(
    who: Prospect, times: float, link: str
) -> None:
    target = min(max(times * chance(who, link), 1e-9), 0.9)
    for lever in what_would_it_take(P, who, target, link).levers:
        if not lever.possible:
            assert lever.reaches < target and percent(lever.reaches) in lever.reason
            continue
        reached = chance(who, link, **changes_of(lever))
        assert reached >= target * (1 - 1e-9)
        assert math.isclose(reached, lever.reaches, rel_tol=1e-9)


def changes_of(lever: Lever) -> dict[str, object]:
    field = {"pay": "offered_usd", "compute": "pledge_h100e", "sender": "sender"}
    if lever.lever in field:
        return {field[lever.lever]: lever.value}
    return {"offered_usd": lever.value, "pledge_h100e": lever.h100e}


@given(PROSPECTS, st.floats(1.05, 2))
@settings(max_examples=8, deadline=None)
def test_a_thousand_dollars_or_one_machine_less_is_not_enough(who: Prospect, times: float) -> None:
    target = max(times * chance(who), 1e-9)
    pay, compute = what_would_it_take(P, who, target).levers[:2]
    if isinstance(pay.value, float) and pay.cost_usd > 1_000:
        assert chance(who, offered_usd=pay.value - 1_001) < target
    if compute.possible and compute.cost_usd > 0:
        assert chance(who, pledge_h100e=compute.h100e - 1.001) < target


@given(PROSPECTS, st.floats(1.05, 2), st.floats(0, 1))
@settings(max_examples=8, deadline=None)
def test_no_offer_that_reaches_the_target_is_cheaper_than_the_mix(
    who: Prospect, times: float, pay_share: float
) -> None:
    target = max(times * chance(who), 1e-9)
    pay, compute, _, mix = what_would_it_take(P, who, target).levers
    for single in (pay, compute):
        if single.possible:
            assert mix.possible and mix.cost_usd <= single.cost_usd
    budget = mix.cost_usd - A_MACHINE_AND_A_THOUSAND
    if mix.possible and budget > 0:
        usd = who.offered_usd + pay_share * budget
        pledge = who.pledge_h100e + (1 - pay_share) * budget / RENT_USD_PER_H100E_YEAR
        assert chance(who, offered_usd=usd, pledge_h100e=pledge) < target


def test_money_goes_to_both_where_both_help() -> None:
    poor = but(WHO, taste=0.5, lab_h100e=20.0)
    pay, compute, _, mix = what_would_it_take(P, poor).levers
    assert mix.h100e > 0
    assert isinstance(mix.value, float) and mix.value > poor.offered_usd
    assert mix.cost_usd < 0.75 * min(pay.cost_usd, compute.cost_usd)


def test_a_pledge_opens_the_gate_that_no_price_does() -> None:
    gated = but(WHO, gate=Gate(fleet_h100e=500, threshold_h100e=10_000))
    pay, compute, sender, mix = what_would_it_take(P, gated, 0.6, "accept").levers
    assert not pay.possible and not sender.possible
    assert pay.reason.startswith("no price does: even at endless pay the chance is ")
    assert math.isclose(pay.reaches, chance(gated, "accept", offered_usd=1e30), rel_tol=1e-6)
    assert pay.reason.endswith(f" the chance is {percent(pay.reaches)}")
    assert sender.reason.endswith(f" the chance is {percent(sender.reaches)}")
    assert compute.value == 10_000 == mix.h100e
    assert chance(gated, "accept", pledge_h100e=9_999) < 0.05 < 0.6 < compute.reaches


def test_the_pledge_that_opens_the_gate_is_not_overlooked_between_points_of_the_grid() -> None:
    gated = but(WHO, taste=0.0, gate=Gate(fleet_h100e=500, threshold_h100e=900))
    target = chance(gated, "accept", offered_usd=WHO.offered_usd + 12e6)
    pay, _, _, mix = what_would_it_take(P, gated, target, "accept").levers
    assert 12e6 <= pay.cost_usd <= 12e6 + 1_000
    assert (mix.h100e, mix.cost_usd) == (900, 900 * RENT_USD_PER_H100E_YEAR)


def test_a_chance_near_one_is_asked_to_come_nearer_still() -> None:
    sure = but(WHO, fit=4.0, counter_chance=0.0)
    takes = what_would_it_take(P, sure, link="accept")
    assert 0.95 < takes.now < takes.target < 1.0


def test_a_ceo_s_signature_is_found_where_it_is_enough() -> None:
    sender = what_would_it_take(P, WHO, 1.5 * chance(WHO)).levers[2]
    assert (sender.value, sender.cost_usd) == ("ceo", 0.0)
    assert chance(WHO, sender="hiring-manager") < 1.5 * chance(WHO) <= sender.reaches


def test_nothing_is_asked_where_the_target_is_reached_already() -> None:
    assert what_would_it_take(P, WHO, chance(WHO) / 2).levers == ()


@given(PROSPECTS, LINKS)
@settings(max_examples=4, deadline=None)
def test_a_signature_that_the_letter_has_is_never_offered_nor_one_that_may_not_sign(
    who: Prospect, link: str
) -> None:
    others = {"recruiter", "hiring-manager", "ceo"} - {who.sender}
    lever = what_would_it_take(P, who, link=link).levers[2]
    if lever.possible:
        assert lever.value in others
    else:
        assert any(math.isclose(lever.reaches, chance(who, link, sender=other)) for other in others)
    alone = what_would_it_take(P, who, link=link, senders=(who.sender,)).levers[2]
    assert not alone.possible and "nobody else signs this letter" in alone.reason
    assert alone.reaches == chance(who, link)


def test_where_the_ceo_signs_already_another_signature_is_told_to_bring_less() -> None:
    lever = what_would_it_take(P, but(WHO, sender="ceo")).levers[2]
    manager = chance(WHO, sender="hiring-manager")
    assert not lever.possible and lever.reaches == manager < chance(WHO, sender="ceo")
    assert (
        lever.reason == f"no other signature does: with the hiring manager's the chance is {percent(manager)}"
    )
    accept = what_would_it_take(P, WHO, link="accept").levers[2]
    assert accept.reason.startswith("no signature does: whoever signs, the chance is ")


def test_a_lever_pays_for_what_other_labs_do_alike() -> None:
    """Half as much again is what the others pay too: just below it a letter is still something of its own."""
    who = but(WHO, copied=Crowd(lambda pay, pledge, sender: np.where(pay >= 1e6, 6.0, 0.0), 1e6))
    wanted = chance(who, "reply", offered_usd=949_500.0)
    assert what_would_it_take(P, who, wanted, "reply").levers[0].value == 950_000.0
    dear = what_would_it_take(P, who, chance(who, "reply") * 1.25, "reply").levers[0]
    assert not dear.possible and dear.reaches == chance(who, "reply", offered_usd=999_000.0)


@given(PROSPECTS, LINKS)
@settings(max_examples=8, deadline=None)
def test_without_a_target_twice_the_chance_is_asked_and_never_certainty(who: Prospect, link: str) -> None:
    takes = what_would_it_take(P, who, link=link)
    assert takes.now < takes.target < 1.0
    if takes.now < 0.475:
        assert takes.target == max(2 * takes.now, 1e-6)


def test_an_insult_of_an_offer_is_still_answered_with_a_price() -> None:
    takes = what_would_it_take(P, but(WHO, offered_usd=1_000.0))
    assert takes.now < 1e-100 and takes.levers[0].possible
    assert chance(WHO, offered_usd=takes.levers[0].value) >= takes.target > 0.0


@pytest.mark.parametrize("target", [0.0, 1.0, -0.2, 1.5, math.nan, math.inf])
def test_a_target_that_is_no_chance_is_refused_in_a_sentence(target: float) -> None:
    with pytest.raises(UsageError, match="a target is a chance between 0 and 1, not "):
        what_would_it_take(P, WHO, target)


def test_a_link_that_is_none_is_refused_in_a_sentence() -> None:
    with pytest.raises(UsageError, match="there is no link 'yes', the links are open, reply"):
        what_would_it_take(P, WHO, 0.5, "yes")


@given(st.floats(0, 1e6), st.floats(1, 1e11), st.sampled_from([1.0, 1_000.0]))
def test_the_smallest_multiple_is_found_between_nothing_and_a_trillion(
    low: float, where: float, step: float
) -> None:
    found = smallest(lambda x: x, where, np.array([low]), 1e12, step)[0]
    assert found == (low if low >= where else math.ceil(where / step) * step)


def test_each_of_many_is_found_as_if_alone_in_few_looks() -> None:
    low, wanted = np.array([0.0, 2_500.0, 7.0, 3e9]), np.array([1.0, 2_501.0, 5e11, 2e12])
    looks = list[int]()

    def rises(x: np.ndarray) -> np.ndarray:
        looks.append(len(x))
        return x / wanted

    assert smallest(rises, 1.0, low, 1e12, 1_000.0).tolist() == [1_000.0, 3_000.0, 5e11, math.inf]
    assert len(looks) < 45


def test_the_smallest_of_what_is_never_reached_is_infinite() -> None:
    found = smallest(lambda x: np.minimum(x, 5.0), 6.0, np.array([0.0, 7.0]), 1e9, 1.0)
    assert found.tolist() == [math.inf, math.inf]


@given(PROSPECTS)
@settings(deadline=None, max_examples=40)
def test_compute_is_worth_the_pay_that_moves_the_logit_as_much(drawn: Prospect) -> None:
    who = but(known(drawn), named_usd=0.0, gate=None)
    usd = worth_of_compute(P, who)
    if usd is None or who.offered_usd + usd > 1e12:
        limit = chance(who, "accept", offered_usd=1e30)
        assert chance(who, "accept", pledge_h100e=who.pledge_h100e + 1_000) >= limit * (1 - 1e-6)
    else:
        paid = chance(who, "accept", offered_usd=who.offered_usd + usd)
        assert math.isclose(paid, chance(who, "accept", pledge_h100e=who.pledge_h100e + 1_000), rel_tol=1e-6)


def test_no_pay_is_worth_compute_to_somebody_who_lives_for_it() -> None:
    assert worth_of_compute(P, but(WHO, taste=5.0)) is None


def test_the_json_has_the_documented_keys_and_survives_json() -> None:
    data = json.loads(json.dumps(what_would_it_take(P, WHO, 0.2), allow_nan=False, default=plain))
    for lever in data["levers"]:
        wanted = {"value", "unit", "reaches"} if lever["possible"] else {"limit", "reason"}
        assert {"lever", "possible"} | wanted <= set(lever)
    assert [lever["lever"] for lever in data["levers"]] == ["pay", "compute", "sender", "pay and compute"]
