"""Waits for what is awaited: never for a time, and whoever gives up says what did not come."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 120.0
"""Only for what will never come: whatever does come is not waited for longer than it takes."""


def until(what: str, holds: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Return as soon as something holds.

    Raises:
        AssertionError: it never does; the message says what was awaited.
    """
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.01)
