"""Whether a run bore out what its scenario expects."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.scenario.build import Expectation
from outreach_sim.study.statistics import Interval, wilson95

STANDARD_ERRORS = 3.0
FEWEST_WORLDS = 20
"""With fewer, a share says nothing clear: one unlucky world would be three standard errors away."""


class Call(StrEnum):
    """What is said of an expectation."""

    HELD = "held"
    FAILED = "failed"
    TOO_CLOSE = "too close to call"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an expectation fared.

    Attributes:
        that: the sentence.
        call: exactly one of held, failed, too close to call.
        share, ci95: share of worlds that keep it, and its Wilson interval.
        needed: the share that was asked for.
    """

    that: str
    call: Call
    share: float
    ci95: Interval | None
    needed: float

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "that": self.that,
            "verdict": self.call.value,
            "held": self.call is Call.HELD,
            "share": self.share,
            "ci95": self.ci95,
            "needed": self.needed,
            "too_close_to_call": self.call is Call.TOO_CLOSE,
        }


def judge(expectation: Expectation, counts: NDArray[np.int64]) -> Verdict:
    """The verdict on one count per world.

    It is too close to call while the share is within three standard errors of what was asked for, or there
    are too few worlds to tell.
    """
    if expectation.at_least is not None:
        kept = counts >= expectation.at_least
    else:
        kept = counts <= (expectation.at_most or 0)
    n, needed = len(counts), expectation.in_share_of_worlds
    share = float(kept.sum()) / n
    error = math.sqrt(needed * (1 - needed) / n)
    close = n < FEWEST_WORLDS or abs(share - needed) < STANDARD_ERRORS * error
    call = Call.TOO_CLOSE if close else Call.HELD if share >= needed else Call.FAILED
    return Verdict(expectation.that, call, share, wilson95(int(kept.sum()), n), needed)
