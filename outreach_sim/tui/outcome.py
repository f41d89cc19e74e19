"""How a game stands against doing nothing, and against the rules that labs act by, on the same luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.score import WAYS_TO_LOSE, lost, standing
from outreach_sim.market.session import Session
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.world import World
from outreach_sim.market.workforce import places
from outreach_sim.study.balance import with_policy
from outreach_sim.tui.play import Play


@dataclass(frozen=True, slots=True)
class Outcome:
    """The player's lab on the same day of two worlds.

    Attributes:
        played, idle: in the game, and where it never wrote a letter.
        lost: the ways in which it has lost, of ``market.score.WAYS_TO_LOSE``.
        rules: what each policy would have gained in the player's place, percent, best first; ``None`` where
            that was not asked.
    """

    played: LabFigures
    idle: LabFigures
    lost: tuple[str, ...]
    rules: tuple[tuple[str, float], ...] | None = None

    @property
    def gain_percent(self) -> float:
        """What the lab's output gains by playing."""
        return 100.0 * (self.played.output / self.idle.output - 1.0)


@dataclass(frozen=True, slots=True)
class LabFigures:
    """One lab in one world.

    Attributes:
        output: research output (see ``market.score``).
        heads: researchers, those who signed included.
        h100e_each: compute per researcher.
        cash_usd: ``None`` where no budget is set.
        reputation_weight: what mass mail leaves of the odds of a letter.
        best_won, best_lost: people of the best tenth who came from rivals, or went there.
    """

    output: float
    heads: int
    h100e_each: float
    cash_usd: int | None
    reputation_weight: float
    best_won: int
    best_lost: int


def figures(world: World, lab: int) -> LabFigures:
    """How a lab of world 0 stands."""
    now, place = standing(world), places(world)
    here = int(np.count_nonzero((world.home == lab) & (world.status != Status.GONE)))
    heads = int(world.heads[lab]) - here + int(np.count_nonzero(place == lab))
    return LabFigures(
        output=float(now.output[lab]),
        heads=heads,
        h100e_each=float(world.compute_per_researcher()[lab] * world.heads[lab] / max(heads, 1)),
        cash_usd=int(now.cash_usd[lab]) if world.has_budget[lab] else None,
        reputation_weight=float(now.reputation_weight[lab]),
        best_won=int(now.best_won[lab]),
        best_lost=int(now.best_lost[lab]),
    )


def outcome(play: Play) -> Outcome:
    """Play the same days again with nobody in the player's place, and compare. Takes as long as they did."""
    world = play.session.world
    idle = Session(with_policy(play.scenario.setup, "idle"), play.game.seed)
    start = standing(idle.world)
    idle.advance(play.session.day)
    ways = lost(standing(world), start)
    return Outcome(
        figures(world, play.lab),
        figures(idle.world, play.lab),
        tuple(way for way in WAYS_TO_LOSE if ways[way][play.lab]),
    )


def against_rules(play: Play, found: Outcome, stopped: Callable[[], bool] = lambda: False) -> Outcome:
    """Play the same days with each policy in the player's place. Takes as long as the days did for each.

    Args:
        play: the game.
        found: how it stands against doing nothing.
        stopped: asked before each policy; where it says so, what was asked comes back without policies.
    """
    gains = {}
    for policy in POLICIES:
        if stopped():
            return found
        session = Session(with_policy(play.scenario.setup, policy), play.game.seed)
        session.advance(play.session.day)
        gains[policy] = 100.0 * (float(standing(session.world).output[play.lab]) / found.idle.output - 1.0)
    return replace(found, rules=tuple(sorted(gains.items(), key=lambda item: (-item[1], item[0]))))
