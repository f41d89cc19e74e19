"""What the player's lab was told to do in one game, day by day: what a game is played again from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from outreach_sim.market.day import play_day
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.world import World
from outreach_sim.study.steps import Steps, finish

Diary = Mapping[int, Sequence[Order]]
"""Orders of the player's lab by day, in the sequence in which they were given."""


def diary_of(setup: Setup, given: Sequence[Order]) -> Diary:
    """What the scenario's script and the player asked of the player's lab, each order on each of its days."""
    script = [order for order in setup.script if order.lab == setup.player]
    by_day: dict[int, list[Order]] = {}
    for order in [*script, *given]:
        for day in order.days:
            by_day.setdefault(day, []).append(replace(order, days=(day,)))
    return by_day


def unscripted(setup: Setup) -> Setup:
    """The same scenario with no orders of the player's lab in it; those of others stay."""
    return replace(setup, script=tuple(order for order in setup.script if order.lab != setup.player))


def follow(world: World, diary: Diary, until: int, at_dawn: Callable[[World], None] | None = None) -> World:
    """Play these worlds, of an ``unscripted`` scenario, by a diary up to the morning of a day.

    Args:
        world: one, or a stack, between two days.
        diary: what is asked for in every world.
        until: the day before which to stop.
        at_dawn: called before each day, and may ask for something in some of the worlds besides.
    """
    finish(following(world, diary, until, at_dawn))
    return world


def following(
    world: World, diary: Diary, until: int, at_dawn: Callable[[World], None] | None = None
) -> Steps[None]:
    """The same, a day with each step."""
    while world.day < until:
        world.orders = list(diary.get(world.day, ()))
        if at_dawn is not None:
            at_dawn(world)
        with strict_state():
            play_day(world)
        yield
