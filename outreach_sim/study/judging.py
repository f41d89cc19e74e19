"""Whether a simulated value agrees with a published one: one function for all who say so."""

from __future__ import annotations

from enum import StrEnum

from outreach_sim.study.statistics import Interval

NARROW = 0.5
"""An interval tells where the value lies if it is at most this share of the range as wide."""


class Verdict(StrEnum):
    """What can be said of a target."""

    HIT = "hit"
    MISSED = "missed"
    UNSURE = "unsure"


def judge(value: float, ci95: Interval | None, low: float, high: float) -> Verdict:
    """Hold a value against the range that counts as right.

    A hit is a value in the range, a miss one out of it, if its interval is no wider than half the range.
    A wider interval tells nothing of a value near the range, however much of it lies there; only where all
    of it lies outside is the value missed. In too few worlds there is no interval, and no verdict.

    Args:
        value: simulated.
        ci95: its 95 % interval over worlds; none of too few worlds.
        low: end of the range that counts as right, included.
        high: its other end.
    """
    if ci95 is None:
        return Verdict.UNSURE
    if ci95[1] < low or ci95[0] > high:
        return Verdict.MISSED
    if ci95[1] - ci95[0] > NARROW * (high - low):
        return Verdict.UNSURE
    return Verdict.HIT if low <= value <= high else Verdict.MISSED
