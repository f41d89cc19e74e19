"""Long work in steps: whoever asks for it may do other things between them, or stop."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Steps: TypeAlias = Generator[None, None, T]
"""Yields between steps of milliseconds, a day of a few worlds each; returns what was asked for."""


def finish(steps: Steps[T]) -> T:
    """Do all of it at a stretch."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found
