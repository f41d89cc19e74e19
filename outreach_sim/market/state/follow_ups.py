"""How sequences go on: how many mails a letter's has, and how many days there are before each of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.letters import MOST_MAILS, LetterTables
from outreach_sim.market.rules import Rules

Codes = NDArray[np.integer]
_STEPS = MOST_MAILS + 1


class FollowUps:
    """What is asked of sequences, by the letter that opens them and the mails sent so far.

    Attributes:
        last: number of the last mail, uint8, one element a letter: its own, or that of the rules.
        on_day: days from the first mail to mail 1 to 7, which is never sent, int64, shape (letters, 7).
        spaced: whether any letter has days of its own between its mails.
    """

    def __init__(self, letters: LetterTables, rules: Rules) -> None:
        self.last = np.minimum(letters.mails, np.uint8(rules.sequence_mails))
        own = letters.spacing_days.astype(np.int64)
        self.spaced = bool(own.any())
        waits = np.zeros((len(letters.ids), _STEPS), dtype=np.int64)
        waits[:, 1:MOST_MAILS] = np.where(own[:, 1:] > 0, own[:, 1:], rules.follow_up_days)
        waits[:, MOST_MAILS] = rules.follow_up_days
        self.on_day = waits.cumsum(axis=1)
        self._wait = waits.ravel()

    def days_after(self, template: Codes, mails: Codes) -> NDArray[np.int64]:
        """Days from this mail of each of these sequences to the next, or, after the last, to their end."""
        return self._wait.take(template.astype(np.intp) * _STEPS + mails)

    def days_after_one(self, template: int, mails: int) -> int:
        """The same of one sequence."""
        return int(self._wait[template * _STEPS + mails])

    def length(self, template: Codes | int) -> NDArray[np.int64]:
        """Days from the first mail of each of these sequences to their end."""
        return self.on_day[template, self.last[template]]

    def days_between(self, template: Codes, first: Codes | int, second: int) -> NDArray[np.int64]:
        """Days from one mail of each of these sequences to another, by their numbers; negative where it came
        before.
        """
        return self.on_day[template, second - 1] - self.on_day[template, np.asarray(first) - 1]
