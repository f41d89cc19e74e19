"""What a lab believes: nothing it cannot know, gates by their odds, expectations by an integral."""

import itertools
import math
from dataclasses import asdict, replace
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outreach_sim.model.beliefs import as_lab, believed_gate
from outreach_sim.model.chain import chances, chances_at, gate_chance
from outreach_sim.model.prospect import Answer, Gate
from tests import oracle
from tests.model.prospects import WHO, but, feared_gate
from tests.params import PARAMETERS as PAR

P = asdict(PAR)
NOTHING = np.zeros(1)


def test_two_people_a_lab_cannot_tell_apart_look_the_same_to_it() -> None:
    one = but(WHO, taste=0.05, fit=1.2, present_usd=5e5)
    rich = {"stake_usd": 2e6, "money": 0.4}
    other = but(WHO, taste=0.90, fit=-1.0, present_usd=9e5, gate=Gate(500, 20_000), **rich)
    gate = believed_gate(PAR, 500, 1_000_000)
    assert as_lab(PAR, one, 7e5, gate) == as_lab(PAR, other, 7e5, gate)
    assert as_lab(PAR, one, 7e5, gate) != as_lab(PAR, one, 8e5, gate)


def test_a_fleet_at_the_middle_of_the_thresholds_is_under_half_of_them() -> None:
    middle = believed_gate(PAR, PAR.gate_fleet_share * 1e6, 1e6).chance(NOTHING)[0]
    assert middle == pytest.approx(PAR.gate_share / PAR.compute_share / 2)
    assert believed_gate(PAR, 0.0, 1e6).chance(NOTHING)[0] == pytest.approx(
        PAR.gate_share / PAR.compute_share
    )


@given(st.floats(1, 1e6), st.floats(1e4, 1e7), st.floats(0, 1e6))
def test_the_odds_of_a_gate_are_those_of_a_lognormal_threshold(
    fleet: float, leader: float, pledge: float
) -> None:
    threshold = NormalDist(math.log(PAR.gate_fleet_share * leader), PAR.gate_sd)
    expected = PAR.gate_share / PAR.compute_share * (1 - threshold.cdf(math.log(max(fleet, pledge))))
    mine = believed_gate(PAR, fleet, leader).chance(np.array([pledge]))[0]
    assert math.isclose(mine, expected, abs_tol=1e-12)


def test_a_known_gate_opens_at_its_threshold_by_fleet_or_pledge() -> None:
    pledges = np.array([0.0, 9_999.0, 10_000.0, 20_000.0])
    assert Gate(500, 10_000).chance(pledges).tolist() == [1.0, 1.0, 0.0, 0.0]
    assert Gate(10_000, 10_000).chance(pledges).tolist() == [0.0] * 4


def integral(belief: dict[str, float], gate_of_heavy: float) -> dict[str, float]:
    """The chain over a dense grid of fit and money, both tastes, and the gate, by the oracle alone."""
    person = {
        "offered_usd": WHO.offered_usd, "present_usd": WHO.features.present_usd,
        "c_lab": WHO.lab_h100e, "c_employer": WHO.employer_h100e, "appeal": WHO.features.appeal,
    }  # fmt: skip
    said = ("replied", "interested", "accepted", "gated yes", "no", "gated no")
    sums = dict.fromkeys(said, 0.0)
    steps = [i / 4 for i in range(-20, 21)]
    whole = math.fsum(math.exp(-z * z / 2) for z in steps)
    log_variance = math.log(1 + belief["money_sd"] ** 2)
    heavy = belief["heavy_share"]
    sorts = (
        (heavy * (1 - gate_of_heavy), WHO.features.taste / heavy, False),
        (heavy * gate_of_heavy, WHO.features.taste / heavy, True),
        (1 - heavy, 0.0, False),
    )
    for z, x, (share, taste, closed) in itertools.product(steps, steps, sorts):
        weight = share * math.exp(-(z * z + x * x) / 2) / whole**2
        mind = {"fit": belief["fit_sd"] * z, "taste": taste}
        mind["money"] = math.exp(math.sqrt(log_variance) * x - log_variance / 2)
        value = sum(oracle.v_terms(P, **person, **mind).values()) + WHO.mails[0].words
        interested = oracle.sigmoid(oracle.interest_logit(P, value, closed))
        offer = {"direct": False, "deadline_days": 7, "named_usd": 0.0, "gate_closed": closed}
        plain, countered = (
            oracle.sigmoid(oracle.accept_logits(P, [person | mind | offer], c)[0]) for c in (False, True)
        )
        yes = (1 - WHO.counter_chance) * plain + WHO.counter_chance * countered
        replied = oracle.sigmoid(P["reply_cut_4"] + value)
        no = replied - oracle.sigmoid(oracle.interest_logit(P, value, False))
        sums["no"] += weight * no
        sums["gated no"] += weight * no * closed
        sums["gated yes"] += weight * interested * closed
        sums["replied"] += weight * replied
        sums["interested"] += weight * interested
        sums["accepted"] += weight * interested * yes
    return sums


@pytest.mark.parametrize(
    ("fit_sd", "money_sd", "gate", "error"),
    [(0.27, 0.5, 0.0, 2e-5), (0.27, 0.5, 0.2, 2e-5), (0.5, 0.8, 0.2, 2e-3)],
)
def test_the_expectation_over_few_points_is_the_integral_with_its_selection(
    fit_sd: float, money_sd: float, gate: float, error: float
) -> None:
    belief = {"fit_sd": fit_sd, "money_sd": money_sd, "heavy_share": 0.5}
    mine = chances(PAR, but(WHO, fit=0.0, money=1.0, gate=feared_gate(gate), **belief))
    exact = integral(belief, gate)
    assert mine["reply"] == pytest.approx(exact["replied"], rel=error)
    assert mine["interested"] == pytest.approx(exact["interested"] / exact["replied"], rel=error)
    assert mine["accept"] == pytest.approx(exact["accepted"] / exact["interested"], rel=error)


def test_what_is_answered_tells_of_the_gate_as_an_integral_says() -> None:
    belief = {"fit_sd": 0.27, "money_sd": 0.5, "heavy_share": 0.5}
    who = but(WHO, fit=0.0, money=1.0, gate=feared_gate(0.6), **belief)
    exact = integral(belief, 0.6)
    told = {answer: gate_chance(PAR, replace(who, heard=answer)) for answer in Answer}
    assert told[Answer.NOTHING] == who.gate_now == pytest.approx(0.3)
    assert told[Answer.YES] == pytest.approx(exact["gated yes"] / exact["interested"], rel=1e-4)
    assert told[Answer.NO] == pytest.approx(exact["gated no"] / exact["no"], rel=1e-4)
    assert told[Answer.YES] < 0.01 < told[Answer.NO] < told[Answer.NOTHING] < told[Answer.MACHINES] == 1.0


def test_who_said_yes_to_a_pledge_may_mind_that_it_is_gone_and_a_pledge_may_open_what_was_named() -> None:
    gate = Gate(500.0, 10_000.0, spread=0.5, share=0.5)
    who = but(WHO, fit=0.0, gate=gate, heavy_share=0.5, fit_sd=0.27, read_h100e=20_000.0, heard=Answer.YES)
    gone, kept = gate_chance(PAR, who), gate_chance(PAR, replace(who, pledge_h100e=20_000))
    unread = gate_chance(PAR, replace(who, read_h100e=0.0))
    assert kept < unread < gone, "who came for machines by name is a heavy user, the likelier to have a gate"
    above = gate.chance(np.array([0.0, 20_000.0]))
    asked = but(who, heard=Answer.MACHINES, pledge_h100e=20_000)
    assert gate_chance(PAR, asked) == pytest.approx(above[1] / above[0])
    assert gate_chance(PAR, replace(asked, gate=Gate(500.0, 10_000.0))) == 0.0
    assert gate_chance(PAR, replace(asked, gate=None)) == 0.0


def test_people_who_are_interested_fit_better_and_are_rarely_gated() -> None:
    known = chances(PAR, but(WHO, fit=0.0))
    believed = chances(PAR, but(WHO, fit=0.0, fit_sd=0.5, gate=feared_gate(0.1)))
    assert believed["interested"] > 0.9 * known["interested"]
    never_met = 0.9 * known["accept"]
    assert believed["accept"] > never_met


@pytest.mark.parametrize("offered_usd", [4e5, 8e5, 2e6])
def test_pay_that_is_guessed_is_averaged_over(offered_usd: float) -> None:
    shift, spread = -0.1, 0.45
    guess = but(WHO, offered_usd=offered_usd, pay_shift=shift, pay_spread=spread)
    z = np.linspace(-5, 5, 401)
    weight = np.exp(-(z**2) / 2)
    each = [
        chances(PAR, but(WHO, offered_usd=offered_usd, present_usd=pay))
        for pay in (WHO.features.present_usd * np.exp(shift + spread * z)).tolist()
    ]
    exact = np.average([one["chain"] for one in each], weights=weight)
    assert chances(PAR, guess)["chain"] == pytest.approx(exact, rel=0.03)
    centre = chances(PAR, but(WHO, offered_usd=offered_usd))["chain"]
    assert abs(centre / exact - 1) > 0.01, "the guess alone is no average"


def test_known_pay_keeps_its_bits_beside_pay_that_is_guessed() -> None:
    known = but(WHO, pay_shift=0.0, pay_spread=0.0)
    columns = but(WHO, pay_shift=np.array([[0.0], [-0.2]]), pay_spread=np.array([[0.0], [0.4]]))
    offered, pledge = np.full((2, 1), 8e5), np.zeros((2, 1))
    both = chances_at(PAR, columns, offered, pledge)
    alone = chances_at(PAR, known, offered[0], pledge[0])
    for stage, chance in alone.items():
        assert both[stage][0].tolist() == chance.tolist(), stage
    assert both["chain"][1] != both["chain"][0]
