"""The seed of the day: one luck for everybody who plays on it."""

from __future__ import annotations

from datetime import date

TODAY = "today"
"""What is typed for it."""


def seed_of(day: date) -> int:
    """The day as a number: 20261126 is 26 November 2026."""
    return int(f"{day:%Y%m%d}")
