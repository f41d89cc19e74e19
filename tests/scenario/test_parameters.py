"""The parameter file and the model's class say the same, and every number says where it comes from."""

from dataclasses import fields

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.market.session import Session
from outreach_sim.model.parameters import Parameters
from outreach_sim.scenario.load import list_scenarios, load_scenario
from outreach_sim.scenario.parameters import load_cards, load_parameters, objection_to, sane_range


def test_file_and_class_name_the_same_parameters_in_the_same_order() -> None:
    assert list(load_cards()) == [field.name for field in fields(Parameters)]


@pytest.mark.parametrize("name", list(load_cards()))
def test_a_parameter_lies_in_its_range_and_has_a_source_or_says_guess(name: str) -> None:
    card = load_cards()[name]
    assert card.low <= card.value <= card.high
    assert card.low < card.high
    assert card.unit and card.links and card.source and card.derivation
    assert card.trust in ("A", "B", "C", "D", "guess")
    assert card.date or card.trust == "guess"


def test_overrides_replace_and_unknown_ones_are_refused() -> None:
    assert load_parameters({"pay_slope": 1.0}).pay_slope == 1.0
    with pytest.raises(BadInputError, match="not a parameter"):
        load_parameters({"pay_slop": 1.0})
    with pytest.raises(BadInputError, match="finite"):
        load_parameters({"pay_slope": float("nan")})


@pytest.mark.parametrize("name", list(load_cards()))
def test_a_value_beyond_any_meaning_is_refused_and_the_evidence_s_range_is_not(name: str) -> None:
    card, (low, high) = load_cards()[name], sane_range(name)
    assert low <= card.low and card.high <= high
    assert objection_to(name, low) is None and objection_to(name, high) is None
    for value in (low - 1e-9, high * (1 + 1e-9) + 1e-9, float("inf"), 10**400):
        assert objection_to(name, value)


@pytest.mark.parametrize(
    "name",
    ["pay_curvature", "compute_half_saturation_h100e", "fatigue_campaigns_per_year", "gate_fleet_share",
     "counter_chance", "reply_delay_sd", "gate_sd", "compute_taste_mean"],
)  # fmt: skip
def test_the_market_plays_at_both_ends_of_what_has_meaning(name: str) -> None:
    for value in sane_range(name):
        session = Session(load_scenario("first-letter", [f"parameters.{name}={value!r}"]).setup, seed=1)
        session.advance(60)
        assert session.over


@pytest.mark.parametrize("name", list_scenarios())
def test_every_lab_of_a_shipped_scenario_has_sources_and_ends_nowhere_real(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.summary
    for lab in scenario.spec.labs:
        assert lab.sources or name == "benchmark"
