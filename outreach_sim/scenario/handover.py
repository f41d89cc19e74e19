"""A scenario as somebody plays it: nothing acts for the player's lab but the player."""

from __future__ import annotations

from dataclasses import replace

from outreach_sim.market.policies.registry import handed_over
from outreach_sim.scenario.load import Scenario


def without_players_script(scenario: Scenario) -> Scenario:
    """The same scenario with the player's lab handed over to the player, who acts in place of its rules."""
    spec, setup = scenario.spec, scenario.setup
    player = spec.scenario.player
    lines = [line for line in spec.script if (line.lab or player) != player]
    nobody = {"policy": "script", "bot": None, "raises": None, "copies": False}
    labs = [lab.model_copy(update=nobody) if lab.id == player else lab for lab in spec.labs]
    return replace(
        scenario,
        spec=spec.model_copy(update={"script": lines, "labs": labs}),
        setup=handed_over(setup, setup.player),
    )
