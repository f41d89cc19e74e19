"""The shipped scenarios: sound, sourced, understood by a stranger, playable. Expectations are judged
by ``outreach-sim run NAME -n 200``.
"""

from dataclasses import replace

import pytest

from outreach_sim.market.stack import run_worlds
from outreach_sim.scenario.load import list_scenarios, load_scenario

REAL = {
    "letter-weekend", "gemini-raid", "personal-email", "ten-thousand-h100s", "hollow-out", "quiet-drain",
    "superintelligence-summer",
}  # fmt: skip
GAMES = REAL | {"defender", "sandbox", "small-lab"}


def test_all_are_there() -> None:
    assert set(list_scenarios()) >= GAMES


@pytest.mark.parametrize("name", sorted(GAMES))
def test_a_scenario_is_explained_and_every_lab_has_sources(name: str) -> None:
    scenario = load_scenario(name)
    assert len(scenario.summary) > 100
    assert bool(scenario.spec.scenario.real_outcome) == (name in REAL)
    assert scenario.expectations
    for lab in scenario.spec.labs:
        assert lab.sources, lab.id
        for source in lab.sources:
            assert source.trust == "guess" or "guess" not in source.source.split(";")[0].split(":")[0]


@pytest.mark.parametrize("name", sorted(GAMES))
def test_a_scenario_plays_and_its_player_can_act(name: str) -> None:
    setup = load_scenario(name).setup
    fleets = [replace(lab, fleet_h100e=lab.fleet_h100e[:29]) for lab in setup.labs]
    short = replace(setup, days=min(setup.days, 28), labs=tuple(fleets))
    result = run_worlds(short, 1, [0])
    assert result.funnel[0, setup.player, 0] > 0
