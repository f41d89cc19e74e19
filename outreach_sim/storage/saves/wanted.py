"""Which game somebody wants on the desk: what every way to it hands on. It imports nothing of the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new game of a scenario, or one that was saved; nothing of either lets the screen ask.

    Attributes:
        scenario: shipped name or path.
        seed: of the luck; ``None`` takes the scenario's own, else any.
        resume: a saved game to go on with.
        letters: a folder of letters that may be written in a new one.
        difficulty: of a new one: easy, normal or hard.
    """

    scenario: str | None = None
    seed: int | None = None
    resume: str | None = None
    letters: Path | None = None
    difficulty: str = "normal"
