"""Policies of the user's own in a stack: those that act in each world, and those that act in all."""

from __future__ import annotations

from outreach_sim.market.policies.own import Makers, ask, engage, sorted_out
from outreach_sim.market.policies.stacked import ask_all
from outreach_sim.market.state.world import World


class Players:
    """The policies that act in a stack, made for it.

    Raises:
        BadInputError: one cannot be made.
    """

    def __init__(self, world: World, makers: Makers) -> None:
        by_world, by_stack = sorted_out(makers)
        self._world = world
        self._each = [engage(world.setup, by_world) for _ in range(world.worlds)] if by_world else []
        self._all = engage(world.setup, by_stack)

    def ask(self) -> None:
        """Let each of them see its lab at the start of the day and ask for something.

        Raises:
            BadInputError: a policy failed, or asked for what no order can be.
        """
        ask(self._world, self._each)
        ask_all(self._world, self._all)
