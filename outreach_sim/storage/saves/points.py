"""Points of a saved game: it is played again from its first day, with its twin beside it."""

from __future__ import annotations

from outreach_sim.market.points import Points
from outreach_sim.market.session import Session
from outreach_sim.market.twin import Twin
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.replay import replay


def points_of(game: Game) -> Points:
    """What the player's lab has gained over doing nothing by the day on which the game stands.

    Raises:
        OtherRulesError: this version plays the game otherwise than the save says.
        RunError: a number left its bounds.
    """
    session = Session(game.scenario.setup, game.seed)
    twin = Twin(session.world, game.seed, [0])
    for _ in replay(game.scenario, session, game.path()):
        pass
    return twin.points()
