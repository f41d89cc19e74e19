"""The one door: any text in, what a reader notices out.

``measure`` for one letter to one person; ``notice`` for what compiles tables: it asks for the canonical text
alone, so that readers with equal canonical texts share a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outreach_sim.model.parameters import Parameters
from outreach_sim.model.wording import Claims, Judged, Noticed, Wording
from outreach_sim.words.canonical import Canonical
from outreach_sim.words.facts import Facts

VERSION = 1
"""Raised whenever the same text may be measured differently; saves measure again and compare."""
MAX_CHARACTERS = 8_000
"""What lies beyond is not read."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A letter as one reader notices it.

    Attributes:
        canonical: what it was measured from; hash and compare this.
        wording: counts.
        claims: what it says of itself, the lab and the offer.
        judged: which of the claims are not so, for this reader on this day.
        false: each false claim in words, as the text has it: ("wrong name", "Deborah").
    """

    canonical: Canonical
    wording: Wording
    claims: Claims
    judged: Judged
    false: tuple[tuple[str, str], ...]

    def opening(self, p: Parameters) -> float:
        """Log-odds for the opening of a first mail."""
        raise NotImplementedError

    def reply(self, p: Parameters) -> float:
        """Log-odds for reply and interest."""
        raise NotImplementedError

    def parts(self, p: Parameters) -> dict[str, list[Noticed]]:
        """Sub-terms that are not nothing, by link: ``open``, ``reply``; they add up to the two above."""
        raise NotImplementedError


def measure(subject: str, body: str, about: Facts) -> Measured:
    """Measure a rendered letter. Total: any text of any length has a measure."""
    raise NotImplementedError


def notice(text: Canonical, labs: Sequence[str] = ()) -> tuple[Wording, Claims]:
    """The counts of a canonical text; nothing about the reader is asked that is not in it."""
    raise NotImplementedError


def judge(claims: Claims, wording: Wording, about: Facts) -> Judged:
    """Which claims are not so; the arithmetic is that of ``model.wording``, which serves arrays."""
    raise NotImplementedError


def repeats(text: Canonical, before: Canonical) -> bool:
    """Whether somebody who had ``before`` from the same lab finds nothing new in ``text``."""
    raise NotImplementedError
