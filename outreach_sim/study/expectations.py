"""Whether a run bore out what its scenario expects."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.scenario.build import Expectation
from outreach_sim.study.statistics import wilson95

STANDARD_ERRORS = 3.0
FEWEST_WORLDS = 20
"""With fewer, a share says nothing clear: one unlucky world would be three standard errors away."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an expectation fared.

    Attributes:
        that: the sentence.
        held: whether the share of worlds that keep it reaches what was asked.
        share, ci95: that share, and its Wilson interval.
        needed: the share that was asked for.
        close: too close to call: the share is within three standard errors of ``needed``, or there are too
            few worlds to tell.
    """

    that: str
    held: bool
    share: float
    ci95: tuple[float, float]
    needed: float
    close: bool

    @property
    def failed(self) -> bool:
        """Missed, and clearly so."""
        return not self.held and not self.close

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "that": self.that,
            "held": self.held,
            "share": self.share,
            "ci95": list(self.ci95),
            "needed": self.needed,
            "too_close_to_call": self.close,
        }


def judge(expectation: Expectation, counts: NDArray[np.int64]) -> Verdict:
    """The verdict on one count per world."""
    if expectation.at_least is not None:
        kept = counts >= expectation.at_least
    else:
        kept = counts <= (expectation.at_most or 0)
    n, needed = len(counts), expectation.in_share_of_worlds
    share = float(kept.sum()) / n
    error = math.sqrt(needed * (1 - needed) / n)
    close = n < FEWEST_WORLDS or abs(share - needed) < STANDARD_ERRORS * error
    return Verdict(expectation.that, share >= needed, share, wilson95(int(kept.sum()), n), needed, close)
