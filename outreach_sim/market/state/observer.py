"""What may look on while worlds are played: it counts or notes, and changes nothing.

With nobody watching nothing is paid; the log hash knows nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.events import Event
from outreach_sim.model.features import F64, Features

if TYPE_CHECKING:
    from outreach_sim.market.state.approaches import Rows
    from outreach_sim.market.state.world import World


class EventBatch(NamedTuple):
    """Events of one kind, one element each.

    Attributes:
        event: their kind.
        row: world x labs + lab, as ``Event`` says whose.
        person: whom they happened to; of news, which happen to nobody, the one before the world's first.
        rows: their approaches; ``None`` where they belong to none.
        mail: number of the mail in its sequence, or, of what a lab says in its own words, their letter (index
            + 1); 0 where there is none; one for all or one each.
        value: as ``Event`` explains; one for all or one each.
    """

    event: Event
    row: NDArray[np.intp]
    person: NDArray[np.intp]
    rows: Rows | None
    mail: NDArray[np.integer] | int
    value: NDArray[np.int64] | int


class Observer:
    """Hears of every event, every mail and every decision of stacked worlds; notes what it overrides."""

    def event(self, world: World, batch: EventBatch) -> None:
        """What has just happened."""

    def letters(self, world: World, rows: Rows, features: Features) -> None:
        """Mails that go out, as their readers see them."""

    def decisions(self, world: World, rows: Rows, features: Features, stay: F64, rivals: F64) -> None:
        """Live offers that are decided: the features, the pull of a counter-offer, the log-sum of the other
        offers; one element each.
        """
