"""Forecasts: the same questions on the same days for everybody, scored by what came true."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

HIRES = (1, 2, 3, 5, 8)
QUESTIONS = {f"hires>={least}": least for least in HIRES}
"""How many people say yes by the end of the game, at least."""
UNANSWERED, FLOOR = 0.5, 0.001
"""What an unanswered question counts as; no chance counts as less likely than the floor."""
PLACES = 6


@dataclass
class Questions:
    """What is asked in one game, and what was answered.

    Attributes:
        days: length of the game.
        answers: chances by day and question.
    """

    days: int
    answers: dict[tuple[int, str], float] = field(default_factory=dict)

    @property
    def asked_on(self) -> list[int]:
        """Days on which they are asked: the first, and those after a third and two thirds of the game."""
        return sorted({0, self.days // 3, 2 * self.days // 3})

    def on(self, day: int) -> list[str]:
        """Questions of a day."""
        return list(QUESTIONS) if day in self.asked_on else []

    def open_on(self, day: int) -> list[str]:
        """Those of a day that have no answer yet."""
        return [name for name in self.on(day) if (day, name) not in self.answers]

    def until_next(self, day: int) -> int:
        """Days from this one to the next with questions, or to the end."""
        return min((one for one in self.asked_on if one > day), default=self.days) - day

    def scored(self, hires: int) -> dict[str, Any]:
        """Brier and log score over all questions, the lower the better.

        Args:
            hires: people who had said yes at the end.
        """
        asked = [(day, name) for day in self.asked_on for name in QUESTIONS]
        came = {name: hires >= least for name, least in QUESTIONS.items()}
        chances = [self.answers.get(key, UNANSWERED) for key in asked]
        right = [p if came[name] else 1.0 - p for p, (_, name) in zip(chances, asked, strict=True)]
        return {
            "asked": len(asked),
            "answered": len(self.answers),
            "brier": round(math.fsum((1.0 - p) ** 2 for p in right) / len(asked), PLACES),
            "log_score": round(math.fsum(-math.log(max(p, FLOOR)) for p in right) / len(asked), PLACES),
            "answers": [
                {"day": day, "question": name, "p": p, "came_true": came[name]}
                for (day, name), p in sorted(self.answers.items(), key=lambda one: asked.index(one[0]))
            ],
        }
