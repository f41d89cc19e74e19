"""Work that is done a step at a time: a generator that yields after each, and returns what came of it."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

Result = TypeVar("Result")
Steps = Generator[None, None, Result]
"""Such work."""


def outcome_of(steps: Generator[Any, None, Result]) -> Result:
    """Do all steps at once, without a break; returns what came of them."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: Result = done.value
            return result
