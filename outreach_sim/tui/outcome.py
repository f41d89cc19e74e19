"""How a game stands against doing nothing, and against the rules that labs act by, on the same luck."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from outreach_sim.market.mechanisms.reputation import reputation_weights
from outreach_sim.market.points import POINT, Points, points
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.session import Session
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import noted
from outreach_sim.market.workforce import places
from outreach_sim.study.balance import with_policy
from outreach_sim.tui.play import Play


@dataclass(frozen=True, slots=True)
class Outcome:
    """The player's lab on the same day of two worlds.

    Attributes:
        points: what it has gained over doing nothing, by person.
        played, idle: the lab in the game, and where it gave no order.
        rules: points that each policy would have in the player's place, best first; ``None`` where that was
            not asked.
    """

    points: Points
    played: LabFigures
    idle: LabFigures
    rules: tuple[tuple[str, float], ...] | None = None

    @property
    def total(self) -> float:
        """All points."""
        return int(self.points.score[0]) / POINT

    @property
    def lost(self) -> bool:
        """Whether the money is gone, the one way to lose."""
        return self.played.cash_usd is not None and self.played.cash_usd < 0


@dataclass(frozen=True, slots=True)
class LabFigures:
    """One lab in one world.

    Attributes:
        heads: researchers, those who signed included.
        h100e_each: compute per researcher.
        cash_usd: ``None`` where no budget is set.
        reputation_weight: what mass mail leaves of the odds of a letter.
    """

    heads: int
    h100e_each: float
    cash_usd: int | None
    reputation_weight: float


def figures(world: World, lab: int) -> LabFigures:
    """How a lab of world 0 stands."""
    here = int(np.count_nonzero((world.home == lab) & (world.status != Status.GONE)))
    heads = int(world.heads[lab]) - here + int(np.count_nonzero(places(world) == lab))
    weight = float(reputation_weights(world)[lab]) if world.setup.mechanisms.name_wear else 1.0
    return LabFigures(
        heads=heads,
        h100e_each=float(world.compute_per_researcher()[lab] * world.heads[lab] / max(heads, 1)),
        cash_usd=int(world.cash_usd[lab]) if world.has_budget[lab] else None,
        reputation_weight=weight,
    )


def outcome(play: Play) -> Outcome:
    """The game beside its twin, which is brought to the same day first."""
    twin = play.score.twin
    found = twin.points()
    return Outcome(found, figures(play.session.world, play.lab), figures(twin.world, play.lab))


def against_rules(play: Play, found: Outcome, stopped: Callable[[], bool] = lambda: False) -> Outcome:
    """Play the same days with each policy in the player's place. Takes as long as the days did for each.

    Args:
        play: the game; what it and its twin are now is not changed.
        found: how it stands against doing nothing.
        stopped: asked before each day; where it says so, what was asked comes back without policies.
    """
    twin, day, scores = play.score.twin, play.session.day, {}
    for policy in POLICIES:
        session = Session(with_policy(play.scenario.setup, policy), play.game.seed)
        grants = noted(session.world, play.lab)
        while session.day < day:
            if stopped():
                return found
            session.advance()
        gained = points(session.world, grants, twin.world, twin.twin_grants)
        scores[policy] = int(gained.score[0]) / POINT
    return replace(found, rules=tuple(sorted(scores.items(), key=lambda item: (-item[1], item[0]))))
