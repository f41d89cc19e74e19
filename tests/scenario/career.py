"""The career, board by board: decisions a week and points, where a reader of the screens plays it.

Usage: python -m tests.scenario.career [worlds]    (16 where it is left out)

Every quarter is to ask for 3 to 8 decisions a week and to bring points on average; two boards in a row
below zero end a career, so hardly any world has them.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import click
import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.points import POINT
from outreach_sim.market.setup import DAYS_PER_WEEK
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.balance import with_policy
from tests.market.rhythm import DECIDED, LEAST, MOST, Decisions

NAME, POLICY, SEED = "career", "thoughtful", 1


@dataclass(frozen=True)
class Career:
    """What was played.

    Attributes:
        days: of the boards.
        goals: points that each asks for.
        decisions: a week before each board.
        points: by each board, shape (boards, worlds).
    """

    days: NDArray[np.int64]
    goals: NDArray[np.float64]
    decisions: NDArray[np.float64]
    points: NDArray[np.float64]

    @property
    def gained(self) -> NDArray[np.float64]:
        """Points of each quarter, mean over worlds."""
        return np.diff(self.points.mean(axis=1), prepend=0.0)

    @property
    def ended(self) -> NDArray[np.bool_]:
        """Worlds in which two boards in a row find less than nothing."""
        below = self.points < 0.0
        return np.asarray((below[1:] & below[:-1]).any(axis=0))


def played(worlds: int, policy: str = POLICY) -> Career:
    """Play so many careers, each beside its twin, up to the last board."""
    scenario = load_scenario(NAME)
    setup = with_policy(scenario.setup, policy)
    world = World(setup, SEED, range(worlds))
    twin, counts, points = Twin(world, SEED, range(worlds)), Decisions(setup), []
    world.observers.append(counts)
    days = np.array([day for day, _ in scenario.boards])
    with strict_state():
        for day in days.tolist():
            while world.day < day:
                play_day(world)
            points.append(twin.points().score / POINT)
    by_day = np.sum([counts.by_day[name] for name in DECIDED], axis=0)
    edges = np.concatenate(([0], days))
    each = np.add.reduceat(by_day[: edges[-1]], edges[:-1])
    goals = np.array([goal for _, goal in scenario.boards])
    return Career(days, goals, each / np.diff(edges) * DAYS_PER_WEEK / worlds, np.array(points))


def main(worlds: int) -> int:
    """Print a row a board; how many quarters are outside of what they are to be."""
    found = played(worlds)
    click.echo("| board | day | decisions a week | points of the quarter | points | goal | reached |")
    click.echo("|---:|---:|---:|---:|---:|---:|---:|")
    for n, day in enumerate(found.days.tolist()):
        points = found.points[n]
        reached = (points >= found.goals[n]).mean()
        numbers = (
            f"{found.decisions[n]:.1f} | {found.gained[n]:+.2f} | {points.mean():.1f} | {found.goals[n]:g}"
        )
        click.echo(f"| {n + 1} | {day} | {numbers} | {reached:.0%} |")
    good = (found.decisions >= LEAST) & (found.decisions <= MOST) & (found.gained > 0.0)
    click.echo(f"{worlds} worlds; ended by two boards below zero: {found.ended.mean():.0%}")
    click.echo("every quarter holds" if good.all() else f"outside: {np.flatnonzero(~good) + 1}")
    return int((~good).sum())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 16))
