"""One world between two days, as many times over as wanted: to play what might have been, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.saved import Arrays
from outreach_sim.market.state.stores.teams import NOWHERE

HOLD_ROWS = (
    "home", "before", "approach.row", "waiting.row", "teams.works_at", "teams.led_to", "crowds.staff_of",
    "crowds.said_to",
)  # fmt: skip
"""Arrays of a snapshot whose numbers are lab rows of the stack; ``NOWHERE`` is none."""
HOLD_PEOPLE = ("approach.person", "waiting.person")
"""Arrays whose numbers are persons of the stack."""
WORLDS_LAST = ("day_sums", "queries")
"""Arrays with the worlds on their last axis; all others have them on the first."""


def copies(arrays: Mapping[str, NDArray[Any]], times: int, labs: int, candidates: int) -> Arrays:
    """The snapshot of a stack of ``times`` worlds, each as in the snapshot of one world.

    Args:
        arrays: a snapshot of one world.
        times: how many worlds.
        labs: of the world.
        candidates: of the world.
    """
    found = {name: _repeated(name, array, times) for name, array in arrays.items()}
    for step, names in ((labs, HOLD_ROWS), (candidates, HOLD_PEOPLE)):
        for name in set(names) & set(found):
            found[name] = _in_their_worlds(found[name], times, step)
    return found


def _repeated(name: str, array: NDArray[Any], times: int) -> NDArray[Any]:
    if name == "day":
        return array.copy()
    if name in WORLDS_LAST:
        return np.tile(array, (1, times))
    return np.tile(array, (times,) + (1,) * (array.ndim - 1))


def _in_their_worlds(numbers: NDArray[Any], times: int, step: int) -> NDArray[Any]:
    """Numbers that count within one world, as those of the same things in each world of the stack."""
    first = np.repeat(np.arange(times) * step, numbers.size // times)
    return np.where(numbers == NOWHERE, NOWHERE, numbers + first).astype(numbers.dtype)
