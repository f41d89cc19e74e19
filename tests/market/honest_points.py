"""Do letters bring the points that were expected of them when they were sent? In many worlds.

    python -m tests.market.honest_points [WORLDS [SCENARIO[,KEY=VALUE ...] ...]]

The policy that weighs plays, but for its own people: letters when a week begins, answers on any day. Nothing
is known of what comes of a letter but what ``letter`` says on the day it is sent. The ratio is of what was
expected to the score at the end, over the worlds; its interval is by leaving out one world after the other.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.outlook import outlook
from outreach_sim.market.points import POINT
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.world import World
from outreach_sim.market.thoughtful.answers import answered, bettered
from outreach_sim.market.thoughtful.letters import letters_of_the_week
from outreach_sim.market.thoughtful.morning import anything_waits, is_monday
from outreach_sim.market.thoughtful.week import Week
from outreach_sim.market.twin import Twin, does_nothing
from outreach_sim.market.workforce import workforce
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.statistics import Interval, jackknife

SCENARIOS = ("small-lab", "personal-email", "superintelligence-summer")
CHUNK = 50


@dataclass(frozen=True)
class Honesty:
    """What was expected and what came, in points, one element for each world."""

    expected: NDArray[np.float64]
    came: NDArray[np.float64]
    letters: int

    @property
    def ratio(self) -> tuple[float, Interval | None]:
        both = np.column_stack((self.expected, self.came))
        values, intervals = jackknife(lambda mean: np.array([mean[0] / mean[1]]), both)
        return float(values[0]), intervals[0]


def morning(world: World, number: int, twin: Twin) -> tuple[float, int]:
    """Give the orders of one world's day; returns the points expected of its letters, and their number."""
    lab = world.setup.player
    if not (is_monday(world) or anything_waits(world, number * world.labs + lab)):
        return 0.0, 0
    week = Week(outlook(world, lab, number, workforce(world, lab, twin.grants)))
    orders = bettered(week) + answered(week)
    world.orders_of[number] = orders
    if not is_monday(world):
        return 0.0, 0
    letters = letters_of_the_week(week)
    orders += letters.as_orders(lab)
    return float(letters.expected.sum()), letters.people.size


def played(setup: Setup, seed: int, replications: Sequence[int]) -> Honesty:
    """Play these worlds to the end, stacked."""
    setup = does_nothing(setup)
    world = World(setup, seed, replications)
    twin, letters, expected = Twin(world, seed, replications), 0, np.zeros(len(replications))
    while world.day < setup.days:
        with strict_state():
            for number in range(world.worlds):
                points, count = morning(world, number, twin)
                expected[number] += points
                letters += count
            play_day(world)
    return Honesty(expected, twin.points().score / POINT, letters)


def honesty(setup: Setup, seed: int, worlds: int) -> Honesty:
    """The same of many worlds, some at a time."""
    parts = [
        played(setup, seed, range(first, min(first + CHUNK, worlds))) for first in range(0, worlds, CHUNK)
    ]
    return Honesty(
        np.concatenate([part.expected for part in parts]),
        np.concatenate([part.came for part in parts]),
        sum(part.letters for part in parts),
    )


def main(arguments: Sequence[str]) -> None:
    worlds = int(arguments[0]) if arguments else 400
    for name in arguments[1:] or SCENARIOS:
        scenario, *overrides = name.split(",")
        found = honesty(load_scenario(scenario, overrides).setup, 1, worlds)
        ratio, interval = found.ratio
        assert interval is not None
        sys.stdout.write(
            f"{name}: {found.expected.mean():.2f} points expected, {found.came.mean():.2f} came in "
            f"{worlds} worlds of {found.letters / worlds:.0f} letters; ratio {ratio:.2f} "
            f"({interval[0]:.2f} to {interval[1]:.2f})\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
