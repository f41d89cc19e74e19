"""The shipped scenarios: sound, sourced, understood by a stranger, playable. Expectations are judged
by ``outreach-sim run NAME -n 200``.
"""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Sender
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import STAGES
from outreach_sim.market.state.persons import Status
from outreach_sim.model.explain import explain
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
    sent, interested = result.funnel[0, setup.player, [STAGES.index("sent"), STAGES.index("interested")]]
    assert sent > 0 or (interested > 0 and setup.walkouts), "nobody is written to, and nobody comes"


@pytest.mark.parametrize("name", sorted(GAMES))
def test_explanations_add_up_in_every_scenario(name: str) -> None:
    """Forty days in (ten where all have gone by then), for the player and ten people of the rivals."""
    session = Session(load_scenario(name).setup, 1)
    session.advance(min(10 if name == "hollow-out" else 40, session.setup.days - 1))
    world, player = session.world, session.setup.player
    rivals = np.flatnonzero((world.home != player) & (world.status == Status.HERE))[::5][:10]
    assert rivals.size > 3
    for candidate in rivals.tolist():
        who = weigh(world, player, candidate, Plan(2_000_000, 0, Sender.CEO, True), "Robin", True)
        for link in explain(session.setup.parameters, who).links:
            assert math.fsum(term.value for term in link.terms) == pytest.approx(link.logit, abs=1e-9)
            assert link.probability == pytest.approx(1 / (1 + math.exp(-link.logit)), abs=1e-9)
