"""Points of saved games that were counted once: kept beside the save, for the game as it stood then."""

from __future__ import annotations

import json
import math
from contextlib import suppress

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.paths import read_text
from outreach_sim.inputs.writing import kind_of, write_text
from outreach_sim.market.points import POINT
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import points_path, save_path
from outreach_sim.storage.saves.points import points_of

MAX_BYTES = 4_096


def known_points(game: Game) -> float | None:
    """The points of a game as it stands, where somebody has counted them; ``None`` where nobody has."""
    path = points_path(save_path(game.name))
    try:
        told = {} if kind_of(path) else json.loads(read_text(path, MAX_BYTES))
        points = float(told["points"]) if told["log_hash"] == game.log_hash else math.nan
    except (BadInputError, OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return points if math.isfinite(points) else None


def counted_points(game: Game) -> float:
    """The same, counted now where nobody has: the game is played again with its twin beside it.

    Raises:
        OtherRulesError, RunError: as ``points_of`` has them.
    """
    known = known_points(game)
    if known is not None:
        return known
    points = int(points_of(game).score[0]) / POINT
    told = {"log_hash": game.log_hash, "points": points}
    with suppress(BadInputError):  # it can be counted again
        write_text(points_path(save_path(game.name)), json.dumps(told) + "\n", force=True)
    return points
