"""The twin of played worlds: the same worlds on the same luck, in which the player's lab does nothing.

Played alongside by whoever asks for points; worlds of which nobody asks have none.
"""

from __future__ import annotations

from collections.abc import Sequence

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
        world: one, or a stack, before its first day.
        seed: its luck seed.
        replications: which worlds it stacks.

    Attributes:
        world: the twins, on the day of the latest look.
        grants, twin_grants: noted of the worlds, and of their twins.
    """

    def __init__(self, world: World, seed: int, replications: Sequence[int]) -> None:
        self._world, lab = world, world.setup.player
        self.world = World(does_nothing(world.setup), seed, replications)
        self.grants, self.twin_grants = Grants(world, lab), Grants(self.world, lab)
        world.observers.append(self.grants)
        self.world.observers.append(self.twin_grants)

    def points(self) -> Points:
        """Points by the start of the worlds' day, to which the twins are brought first.

        Raises:
            RunError: a number left its bounds.
        """
        with strict_state():
            while self.world.day < self._world.day:
                play_day(self.world)
            return points(self._world, self.grants, self.world, self.twin_grants)
