"""Arrays of a save by name: taken out, or put where the state is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from outreach_sim.errors import RunError

Arrays = dict[str, NDArray[Any]]
SAVED_AS = {
    "approach.expected_usd": "approach.shown_usd",
    "waiting.expected_usd": "waiting.shown_usd",
    "reputation.worn": "names.worn",
}
"""Arrays that saves call as they did before their names changed, so that older ones can be read."""


def saved(arrays: Mapping[str, NDArray[Any]], name: str) -> NDArray[Any]:
    """The array of this name.

    Raises:
        RunError: it is missing.
    """
    kept = SAVED_AS.get(name, name)
    if kept not in arrays:
        raise RunError(f"the saved state has no {kept!r}; it was made by another version or is damaged")
    return arrays[kept]


def fill(target: NDArray[Any], arrays: Mapping[str, NDArray[Any]], name: str) -> None:
    """Put the array of this name into ``target``.

    Raises:
        RunError: it is missing or has another shape.
    """
    found = saved(arrays, name)
    if found.shape != target.shape:
        raise RunError(f"the saved {name!r} has shape {found.shape}, this scenario needs {target.shape}")
    target[...] = found
