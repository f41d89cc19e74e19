"""The parameter file and the model's class say the same, and every number says where it comes from."""

from dataclasses import fields

import pytest

from outreach_sim.errors import BadInputError
from outreach_sim.model.parameters import Parameters
from outreach_sim.scenario.load import list_scenarios, load_scenario
from outreach_sim.scenario.parameters import load_cards, load_parameters


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


@pytest.mark.parametrize("name", list_scenarios())
def test_every_lab_of_a_shipped_scenario_has_sources_and_ends_nowhere_real(name: str) -> None:
    scenario = load_scenario(name)
    assert scenario.summary
    for lab in scenario.spec.labs:
        assert lab.sources or name == "benchmark"
