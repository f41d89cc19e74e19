"""The shipped scenarios: sound, sourced, understood by a stranger, playable, and what they expect comes true.

A short look at twenty worlds; docs/testing.md names the long one.
"""

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh
from outreach_sim.market.rules import Mechanisms
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Sender
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import STAGES, Query
from outreach_sim.market.state.persons import Status
from outreach_sim.model.explain import explain
from outreach_sim.scenario.load import list_scenarios, load_scenario
from outreach_sim.scenario.parameters import load_parameters
from outreach_sim.study.executors import run_study
from outreach_sim.study.expectations import FEWEST_WORLDS, STANDARD_ERRORS, Call, judge
from outreach_sim.study.plan import plan
from outreach_sim.study.report import asked

REAL = {
    "letter-weekend", "gemini-raid", "personal-email", "ten-thousand-h100s", "hollow-out", "quiet-drain",
    "superintelligence-summer",
}  # fmt: skip
GAMES = REAL | {
    "career", "defender", "everybody-copies", "first-game", "first-letter", "sandbox", "small-lab",
}  # fmt: skip
YARDSTICK = "benchmark"
"""Played by other programs too, by rules and parameters of its own; no game."""


def test_all_are_there() -> None:
    assert set(list_scenarios()) == GAMES | {YARDSTICK}


@pytest.mark.parametrize("name", sorted(GAMES))
def test_a_scenario_differs_by_its_facts_and_rules_of_play_alone(name: str) -> None:
    assert load_scenario(name).setup.parameters == load_parameters()


def test_every_mechanism_is_seen_in_some_game() -> None:
    setups = [load_scenario(name).setup for name in sorted(GAMES)]
    for switch in fields(Mechanisms):
        assert any(getattr(setup.mechanisms, switch.name) for setup in setups), switch.name
    labs = [lab for setup in setups for lab in setup.labs]
    assert any(lab.outside for lab in labs)
    assert any(lab.stake for lab in labs)


@pytest.mark.parametrize("name", sorted(GAMES))
def test_a_stake_says_where_it_comes_from(name: str) -> None:
    for lab in load_scenario(name).spec.labs:
        if lab.stake:
            said = [source for source in lab.sources if source.what in ("stake", "everything")]
            assert said, lab.id
            assert all(source.url or source.trust == "guess" for source in said), lab.id


@pytest.mark.parametrize("name", sorted(GAMES - {"career"}))  # that takes long: `test_commands` has it
def test_what_a_scenario_expects_is_not_refuted_and_can_be_told_in_two_hundred_worlds(name: str) -> None:
    scenario = load_scenario(name)
    about = [expect.query for expect in scenario.expectations if isinstance(expect.query, Query)]
    result = run_study(plan(scenario.setup, 1, FEWEST_WORLDS, about))
    for expect, counts in zip(scenario.expectations, asked(result, scenario.expectations), strict=True):
        assert judge(expect, counts).call is not Call.FAILED, expect.that
        needed = expect.in_share_of_worlds
        room = STANDARD_ERRORS * math.sqrt(needed * (1 - needed) / 200)
        assert needed + room < 1, f"no share is clearly above: {expect.that}"


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
    """Forty days in (ten where all have gone by then), for the player and some ten people of the rivals."""
    session = Session(load_scenario(name).setup, 1)
    session.advance(min(10 if name == "hollow-out" else 40, session.setup.days - 1))
    world, player = session.world, session.setup.player
    rivals = np.flatnonzero((world.home != player) & (world.status == Status.HERE))
    assert rivals.size > 3
    for candidate in rivals[:: max(rivals.size // 10, 1)].tolist():
        who = weigh(world, player, candidate, Plan(2_000_000, 0, Sender.CEO, True), "Robin", True)
        for link in explain(session.setup.parameters, who).links:
            assert math.fsum(term.value for term in link.terms) == pytest.approx(link.logit, abs=1e-9)
            assert link.probability == pytest.approx(1 / (1 + math.exp(-link.logit)), abs=1e-9)
