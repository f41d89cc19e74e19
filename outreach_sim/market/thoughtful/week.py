"""What one lab has left of its week, as the orders of a morning use it up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.outlook import Outlook
from outreach_sim.market.setup import NO_LIMIT, Sender
from outreach_sim.market.state.attention import free_hours, hours_left

I64 = NDArray[np.int64]
KEPT_HOURS = 1
"""Hours of the CEO that no letter gets: for an offer at once, or a counter-offer."""
MILLION = 1e6


class Week:
    """Hours and interview slots of one lab that are not spoken for yet.

    Attributes:
        view: what lies before it.
        hours: of the CEO, for counter-offers. free: those of them that no standing rule keeps.
        slots: for interviews.
    """

    def __init__(self, view: Outlook) -> None:
        world, row = view.world, np.array([view.row])
        self.view = view
        counted = world.any_hours
        self.hours = int(hours_left(world, row)[0]) if counted else NO_LIMIT
        self.free = int(free_hours(world, row)[0]) if counted else NO_LIMIT
        slots = int((world.interview_quota - world.interviews_used)[view.row])
        self.slots = max(slots, 0) if world.setup.mechanisms.quotas else NO_LIMIT

    def spend_hours(self, count: int) -> None:
        """So many hours are spoken for."""
        self.hours -= count
        self.free = max(min(self.free, self.hours), 0)

    def letters(self, sender: Sender) -> int:
        """How many letters this sender can still begin; the CEO keeps an hour where hours are counted."""
        world, row = self.view.world, self.view.row
        left = NO_LIMIT
        if world.setup.mechanisms.quotas:
            left = int((world.letter_quota - world.letters_used)[row, sender])
        if sender is Sender.CEO and world.any_hours:
            left = min(left, self.free - KEPT_HOURS)
        return max(left, 0)


def millionths(points: NDArray[np.float64]) -> I64:
    """Points as whole millionths: what is compared must not hang on the last bit of a number."""
    return np.rint(points * MILLION).astype(np.int64)


def most_first(points: NDArray[np.float64]) -> NDArray[np.intp]:
    """Places from the most points down, equal ones in the order in which they stand."""
    return np.argsort(-millionths(points), kind="stable")
