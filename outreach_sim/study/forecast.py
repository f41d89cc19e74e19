"""Forecast: points and hires by a day, in worlds that differ in what the lab cannot know today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.imagined import Draw, fresh_worlds, imagined
from outreach_sim.market.minds import Seen, minds_like
from outreach_sim.market.observers.grants import Grants
from outreach_sim.market.observers.said import Said
from outreach_sim.market.phases.features import campaigns_per_year
from outreach_sim.market.points import POINT, points
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.snapshot import snapshot
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin, does_nothing
from outreach_sim.model.draws import Stream, world_keys
from outreach_sim.model.features import F64
from outreach_sim.study.breakdown import medal
from outreach_sim.study.plan import chunk_size

WORLDS = 200
DECIDED = 0.95
"""Where so many worlds agree on the medal, little hangs on the rest of the game."""
SEED = 0
"""Of the luck of forecasts, the same for all games: a stream that no game is played on."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How a game may stand later on, in worlds that all fit what was seen.

    Attributes:
        day: on which it was made. until: the day that it is about.
        points: millionths of a point, int64, shape (worlds,). hires: people who have said yes by then.
    """

    day: int
    until: int
    points: NDArray[np.int64]
    hires: NDArray[np.int64]

    def band(self, share: float = 0.8) -> tuple[float, float]:
        """Between these points the middle ``share`` of the worlds stand."""
        low, high = np.quantile(self.points, ((1.0 - share) / 2.0, (1.0 + share) / 2.0)) / POINT
        return float(low), float(high)

    def reaches(self, goal: float) -> float:
        """Share of the worlds that reach so many points."""
        return float(np.mean(self.points >= round(goal * POINT)))

    def medals(self, goal: float) -> dict[str, float]:
        """Share of the worlds that end with each medal, the most frequent first; "" is none."""
        won = Counter(medal(points / POINT, goal) for points in self.points.tolist())
        return {name: count / len(self.points) for name, count in won.most_common()}

    def agreed(self, goal: float) -> tuple[str, float] | None:
        """The medal on which the worlds agree, and their share; ``None`` where they do not."""
        name, share = next(iter(self.medals(goal).items()))
        return (name, share) if share >= DECIDED else None


class Past:
    """Fresh worlds in which the lab did nothing, by a day; asked for a later one, they are played on.

    Kept from one forecast of a game to the next, it saves playing them from the first day.

    Args:
        setup: of the game.
        seed: of what is drawn.
        keep: whether they are asked for again, and so kept.
    """

    def __init__(self, setup: Setup, seed: int = SEED, keep: bool = True) -> None:
        self._setup, self._seed, self._keep = does_nothing(_imaginable(setup)), seed, keep
        self._stacks: dict[range, tuple[World, dict[int, F64]]] = {}

    def by(self, day: int, days: Collection[int], numbers: range) -> tuple[World, dict[int, F64]]:
        """These worlds, and how full inboxes were on some days before, on which the lab wrote."""
        fresh, loads = self._stacks.pop(numbers) if numbers in self._stacks else self._begun(numbers)
        if fresh.day > day or not {each for each in days if each < fresh.day} <= loads.keys():
            fresh, loads = self._begun(numbers)
        everybody = np.arange(fresh.home.size)
        with strict_state():
            while fresh.day < day:
                if fresh.day in days:
                    mean = campaigns_per_year(fresh, everybody).reshape(len(numbers), -1).mean(axis=0)
                    loads[fresh.day] = mean
                play_day(fresh)
        if self._keep:
            self._stacks[numbers] = (fresh, loads)
        return fresh, loads

    def _begun(self, numbers: range) -> tuple[World, dict[int, F64]]:
        return fresh_worlds(self._setup, self._seed, numbers), {}


def forecast(
    world: World,
    twin: Twin,
    said: Said,
    worlds: int = WORLDS,
    seed: int = SEED,
    until: int | None = None,
    past: Past | None = None,
) -> Forecast:
    """Play on from this morning, in worlds drawn from what the lab cannot know.

    Whoever is interested is answered at once and every letter under way takes its course; the lab does
    nothing else, but what its script or policy does.

    Args:
        world: one, between two days.
        twin: has followed it from its first day; brought to its day.
        said: noted of it from its first day.
        worlds: how many are drawn.
        seed: of what is drawn.
        until: the day up to which it is played, today at least; the last one for ``None``.
        past: of earlier forecasts of the same game; changes no number.

    Raises:
        RunError: a number left its bounds.
    """
    last = world.setup.days if until is None else until
    parts = []
    for game, still in imagined_worlds(world, twin, said, worlds, seed, past):
        game.orders = [by_itself(order) for order in world.orders]
        parts.append(_end(last, game, twin.grants, still, twin.twin_grants))
    points, hires = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return Forecast(world.day, last, points, hires)


def by_itself(order: Order) -> Order:
    """The same order, whose letters are answered without another."""
    return replace(order, by_hand=False)


def imagined_worlds(
    world: World, twin: Twin, said: Said, worlds: int = WORLDS, seed: int = SEED, past: Past | None = None
) -> Iterator[tuple[World, World]]:
    """Worlds as the lab may imagine them this morning, and their twins, in stacks that fit into memory."""
    twin.points()
    setup = _imaginable(world.setup)
    size = chunk_size(len(setup.people), worlds, 1)
    past = past or Past(setup, seed, keep=False)
    fresh, loads = past.by(world.day, said.days, range(size))
    seen = _seen(setup, world, said, loads)
    minds = None if seen is None else minds_like(seen, seed, worlds)
    for first in range(0, worlds, size):
        numbers = range(first, min(first + size, worlds))
        if first:
            fresh, _ = past.by(world.day, said.days, numbers)
        keys = np.repeat(
            world_keys(seed, np.asarray(numbers), Stream.FORECAST)[:, None], len(setup.people), axis=1
        )
        if seen is not None and minds is not None:
            keys[:, seen.people] = minds[first : numbers.stop]
        draw = Draw(seed, numbers, keys, snapshot(fresh, copies=False), said.ordered)
        theirs = replace(draw, ordered=[order for order in said.ordered if order.lab != said.lab])
        still = imagined(does_nothing(setup), twin.world, twin.twin_grants, theirs, None)
        yield imagined(setup, world, twin.grants, draw, seen), still


def _imaginable(setup: Setup) -> Setup:
    """The scenario without what only its author knows of people and luck."""
    return replace(setup, script=tuple(map(by_itself, setup.script)), freeze_luck=False, dispositions=())


def _seen(setup: Setup, world: World, said: Said, loads: dict[int, F64]) -> Seen | None:
    if not said.anything:
        return None
    return Seen(setup, said.lab, world.day, said.mails(), said.approached(world), loads)


def _end(
    last: int, game: World, grants: Grants, still: World, still_grants: Grants
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Play both up to a day; points and hires by then."""
    noted, still_noted = _goes_on(game, grants), _goes_on(still, still_grants)
    with strict_state():
        while game.day < last:
            play_day(game)
            play_day(still)
    row = np.arange(game.worlds) * game.labs + game.setup.player
    hires = game.recorder.funnel[row, FUNNEL.index(Event.ACCEPTED)]
    return points(game, noted, still, still_noted).score, hires


def _goes_on(stack: World, grants: Grants) -> Grants:
    """What was granted so far, in every world, and noted further."""
    found = Grants(stack, grants.lab)
    found.load({name: np.tile(array, stack.worlds) for name, array in grants.arrays().items()})
    stack.observers.append(found)
    return found
