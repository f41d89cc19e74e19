"""Luck: the letters of one game in many worlds of the same rules, and its place among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.points import POINT
from outreach_sim.market.setup import Do, Order, Setup
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin
from outreach_sim.study.diary import Diary, diary_of, following, unscripted
from outreach_sim.study.plan import chunk_size
from outreach_sim.study.steps import Steps, finish

WORLDS = 200
ANSWERS = (Do.INVITE, Do.OFFER, Do.WITHDRAW, Do.COUNTER)
"""Orders that answer what happened in one world alone; in others it happens on other days, or not at all."""


@dataclass(frozen=True, slots=True)
class Luck:
    """How lucky a game was, all points in millionths.

    Attributes:
        points: what the letters come to in each world, int64, shape (worlds,); the first is the game's own,
            with its people answered as in the others.
        by_hand: what the player's own answers in that world have added to that.
    """

    points: NDArray[np.int64]
    by_hand: int

    @property
    def place(self) -> int:
        """From 1, the luckiest; ties share the better place."""
        return 1 + int(np.count_nonzero(self.points > self.points[0]))

    @property
    def mean(self) -> float:
        """What the letters come to on average, in points."""
        return float(self.points.mean()) / POINT

    def band(self) -> tuple[float, float]:
        """Between these points they end in eight worlds of ten."""
        low, high = np.quantile(self.points, (0.1, 0.9)) / POINT
        return float(low), float(high)


def luck(
    setup: Setup,
    seed: int,
    given: Sequence[Order],
    until: int,
    score: int,
    worlds: int = WORLDS,
    on_worlds: Callable[[int], None] | None = None,
) -> Luck:
    """Play the letters of a game in many worlds and their twins.

    Args:
        setup: what the game is played in.
        seed: its luck seed; the game is replication 0 of it.
        given: orders that its player has given, dated.
        until: the day on which it stands.
        score: its points, in millionths.
        worlds: how many, its own included.
        on_worlds: called with the number of worlds played, for progress.

    Raises:
        RunError: a number left its bounds.
    """
    at_once = chunk_size(len(setup.people), worlds, 1)
    return finish(luck_in_steps(setup, seed, given, until, score, worlds, at_once, on_worlds))


def luck_in_steps(
    setup: Setup,
    seed: int,
    given: Sequence[Order],
    until: int,
    score: int,
    worlds: int,
    at_once: int,
    on_worlds: Callable[[int], None] | None = None,
) -> Steps[Luck]:
    """The same, a day of ``at_once`` worlds with each step: the fewer, the shorter it is."""
    diary, found = habits(diary_of(setup, given)), []
    for first in range(0, worlds, at_once):
        numbers = range(first, min(first + at_once, worlds))
        world = World(unscripted(setup), seed, numbers)
        twin = Twin(world, seed, numbers)
        yield from following(world, diary, until)
        for _ in twin.catch_up():
            yield
        found.append(twin.points().score)
        if on_worlds is not None:
            on_worlds(numbers.stop)
    points = np.concatenate(found)
    return Luck(points, score - int(points[0]))


def habits(diary: Diary) -> Diary:
    """The same letters in any world: whoever is interested is answered at once, in the form of the letter.

    Answers that were given by hand are left out, for they are about people who were interested, or had an
    offer of a rival, in one world; a standing rule is kept.
    """
    return {
        day: [replace(order, by_hand=False) for order in orders if order.do not in ANSWERS]
        for day, orders in diary.items()
    }
