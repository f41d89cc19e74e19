"""What every store has: arrays that a save keeps, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from numpy.typing import NDArray

from outreach_sim.market.state.saved import Arrays, fill


class Store:
    """State of one mechanism, and how it changes; when it does stands in the phase of the same mechanism.

    Attributes:
        saved: names of the arrays that cannot be derived from the scenario and the day.
        unordered: whether the arrays are columns of a table whose rows mean the same in any order.
    """

    __slots__: tuple[str, ...] = ()
    saved: ClassVar[tuple[str, ...]] = ()
    unordered: ClassVar[bool] = False

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {name: getattr(self, name) for name in self.saved}

    def load(self, arrays: Mapping[str, NDArray[Any]], prefix: str) -> None:
        """Take over what ``arrays`` gave; there its names begin with ``prefix``.

        Raises:
            RunError: an array is missing or does not have the shape this scenario needs.
        """
        for name in self.saved:
            fill(getattr(self, name), arrays, prefix + name)
