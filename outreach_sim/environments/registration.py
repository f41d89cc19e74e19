"""Makes the games known to ``gymnasium.make`` and ``gymnasium.make_vec``."""

from __future__ import annotations

import gymnasium

from outreach_sim.environments.choices import GAMES


def register() -> None:
    """Register each game under its id, once."""
    for game in GAMES:
        name = f"OutreachSim/{game.capitalize()}-v0"
        if name not in gymnasium.registry:
            gymnasium.register(
                id=name,
                entry_point="outreach_sim.environments.gym:OutreachEnv",
                vector_entry_point="outreach_sim.environments.gym:OutreachVectorEnv",
                kwargs={"game": game},
            )
