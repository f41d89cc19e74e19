"""The twin of played worlds: the same worlds on the same luck, in which the player's lab does nothing.

Played alongside by whoever asks for points; worlds of which nobody asks have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outreach_sim.market.day import play_day
from outreach_sim.market.observers.grants import Grants
from outreach_sim.market.points import Points, points
from outreach_sim.market.policies.registry import handed_over
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.world import World


def does_nothing(setup: Setup) -> Setup:
    """The scenario in which the player's lab gives no order; what the rules do by themselves stays."""
    return handed_over(setup, setup.player)


class Twin:
    """Follows worlds that are played, from their first day on, and says what they are worth.

    Args:
        world: one, or a stack; before its first day, unless ``grants`` are given.
        seed: its luck seed.
        replications: which worlds it stacks.
        grants: what was noted of the worlds from their first day on, where somebody has noted it.

    Attributes:
        world: the twins, on the day of the latest look.
        grants, twin_grants: noted of the worlds, and of their twins.
    """

    def __init__(
        self, world: World, seed: int, replications: Sequence[int], grants: Grants | None = None
    ) -> None:
        self._world, lab = world, world.setup.player
        self.world = World(does_nothing(world.setup), seed, replications)
        self.grants = noted(world, lab) if grants is None else grants
        self.twin_grants = noted(self.world, lab)

    def stand_beside(self, world: World, grants: Grants) -> None:
        """Follow other worlds from now on: the same luck played otherwise, to no earlier day than the twins'.

        Args:
            world: as ever.
            grants: noted of it from its first day on.
        """
        self._world, self.grants = world, grants

    def catch_up(self) -> Iterator[int]:
        """Bring the twins to the worlds' day; yields their day after each that they play.

        Raises:
            RunError: a number left its bounds.
        """
        while self.world.day < self._world.day:
            with strict_state():
                play_day(self.world)
            yield self.world.day

    def points(self) -> Points:
        """Points by the start of the worlds' day, to which the twins are brought first.

        Raises:
            RunError: a number left its bounds.
        """
        for _ in self.catch_up():
            pass
        with strict_state():
            return points(self._world, self.grants, self.world, self.twin_grants)


def noted(world: World, lab: int) -> Grants:
    """What this lab grants in these worlds from now on, noted as they are played."""
    grants = Grants(world, lab)
    world.observers.append(grants)
    return grants
