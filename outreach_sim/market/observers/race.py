"""The race of labs through time: heads won and lost, and hires, of every lab of every world, week by week."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.world import World

MOST_POINTS = 26
_WEEK = 7
_ACCEPTED = FUNNEL.index(Event.ACCEPTED)
SERIES = ("heads", "hires")
"""What is noted: heads gained since day 0 (lost ones negative), and offers accepted so far."""


def race_days(days: int) -> list[int]:
    """Numbers of days played at which the labs are counted: every so many whole weeks, and at the end.

    A week where that gives at most ``MOST_POINTS`` counts, else more weeks, so that long games cost no more.
    """
    step = _WEEK * max(-(-days // (_WEEK * MOST_POINTS)), 1)
    return [*range(step, days, step), days]


class Race:
    """Notes where labs stand; call ``note`` after each day.

    Attributes:
        series: int32, shape (worlds, points, labs, len(SERIES)).
    """

    def __init__(self, world: World) -> None:
        self._points = {day: index for index, day in enumerate(race_days(world.setup.days))}
        self._heads = world.heads.copy()
        self.series = np.zeros((world.worlds, len(self._points), world.labs, len(SERIES)), dtype=np.int32)

    def note(self, world: World) -> None:
        """Count where the day just played is one of those that are noted."""
        point = self._points.get(world.day)
        if point is None:
            return
        shape = (world.worlds, world.labs)
        self.series[:, point, :, 0] = (world.heads - self._heads).reshape(shape)
        self.series[:, point, :, 1] = world.recorder.funnel[:, _ACCEPTED].reshape(shape)

    def arrays(self) -> dict[str, NDArray[np.int32]]:
        """State to be saved: the array itself, to be written or filled."""
        return {"race": self.series}
