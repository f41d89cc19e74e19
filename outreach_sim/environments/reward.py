"""Points of stacked worlds, step by step; what twins have is kept, so worlds that come again need none."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.points import Books, books, gained
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin, noted

KEPT_STACKS = 4
"""So many of the latest stacks are kept: sets of worlds to learn on, and to be tried on."""


class Reward:
    """Says what the worlds that are played are worth.

    What a lab has that does nothing depends on seed, world and day alone.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, tuple[int, ...]], dict[int, Books]] = OrderedDict()

    def begin(self, world: World, seed: int, numbers: Sequence[int]) -> None:
        """Follow worlds from their first day on."""
        self._world, self._seed, self._numbers = world, seed, numbers
        self._grants = noted(world, world.setup.player)
        self._twin: Twin | None = None
        key = seed, tuple(numbers)
        self._by_day = self._kept.setdefault(key, {})
        self._kept.move_to_end(key)
        if len(self._kept) > KEPT_STACKS:
            self._kept.popitem(last=False)

    def points(self) -> NDArray[np.int64]:
        """Points by the start of the worlds' day, in millionths, shape (worlds,)."""
        world, day = self._world, self._world.day
        if day not in self._by_day:
            self._by_day[day] = self._books_of_twins()
        with strict_state():
            mine = books(world, self._grants)
            return gained(world.setup, self._grants.lab, mine, self._by_day[day]).score

    def _books_of_twins(self) -> Books:
        if self._twin is None:
            self._twin = Twin(self._world, self._seed, self._numbers, self._grants)
        for _ in self._twin.catch_up():
            pass
        with strict_state():
            found = books(self._twin.world, self._twin.twin_grants)
        return lean(replace(found, force=lean(found.force)))


def lean(of: Any) -> Any:
    """The same dataclass, with arrays that hold one number everywhere as that number alone."""
    arrays = {field.name: getattr(of, field.name) for field in fields(of)}
    alike = {
        name: np.broadcast_to(array.ravel()[0], array.shape)
        for name, array in arrays.items()
        if isinstance(array, np.ndarray) and array.size and array.min() == array.max()
    }
    return replace(of, **alike)
