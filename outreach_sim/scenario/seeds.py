"""Seeds that nobody has named: that of the day, and drawn ones."""

from __future__ import annotations

from datetime import date

SHORT = 1_000_000
"""Drawn seeds of people lie below this: short enough to be told to others."""
EXACT = 2**53
"""Hidden ones lie below this: every reader of JSON has such whole numbers exactly."""
TODAY = "today"
"""What is typed for it."""


def seed_of(day: date) -> int:
    """The day as a number: 20261126 is 26 November 2026."""
    return int(f"{day:%Y%m%d}")


def drawn_seed() -> int:
    """A seed for somebody who plays."""
    return _below(SHORT)


def hidden_seed() -> int:
    """A seed that a program which plays is not told, and cannot find by trying.

    The first week of a small scenario takes 10 microseconds a world: of a million seeds, all are tried in ten
    seconds, and who has found theirs knows the future.
    """
    return _below(EXACT)


def _below(end: int) -> int:
    from secrets import randbelow

    return randbelow(end)
