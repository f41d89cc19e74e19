"""Who is ahead: entries that have played the same worlds, ranked as far as those worlds tell them apart.

A difference is always taken world by world, on the same luck. Entries that have played worlds of their own
(an agent's games, a person's) are held against the others in those worlds, which the policies play too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.points import POINT
from outreach_sim.study.balance import Played
from outreach_sim.study.statistics import (
    FEWEST_FOR_SPREAD,
    Interval,
    Summary,
    above_zero_of_many,
    summarise,
)

F64 = NDArray[np.float64]
WorldId = tuple[int, int]
"""A world by its luck seed and its number."""
LEAST_TENTH = 10
"""Worlds below which nobody can say what one in ten stays below."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the games of an agent say of themselves; sums over games, but the score, which is a mean.

    Attributes:
        calls, tokens, usd: requests that were counted by the door; tokens and money as the agent told.
        brier: of its forecasts, unanswered ones as one half: 0 is best, a coin has 0.25.
    """

    calls: int
    tokens: int
    usd: float
    brier: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """Somebody who plays.

    Attributes:
        name: as it stands in the table.
        kind: ``policy``, ``agent`` or ``person``.
        worlds: all that it has played, in the order of ``played``.
        played: what it has made of them.
        own: those of them that its row is about.
        note: what else a reader must know; may be empty.
        told: of agents.
    """

    name: str
    kind: str
    worlds: tuple[WorldId, ...]
    played: Played
    own: tuple[WorldId, ...]
    note: str = ""
    told: Told | None = None

    def points(self, worlds: Sequence[WorldId]) -> F64:
        """Its points in these worlds, shape (worlds,)."""
        return self.played.score[self.places(worlds)] / POINT

    def places(self, worlds: Sequence[WorldId]) -> NDArray[np.intp]:
        """Where these worlds stand among all that it has played."""
        at = {world: place for place, world in enumerate(self.worlds)}
        return np.array([at[world] for world in worlds], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Standing:
    """One row.

    Attributes:
        entry: who.
        worlds: that the row is about.
        points: over doing nothing.
        p10: points that one world in ten stays below; ``None`` below ``LEAST_TENTH`` worlds.
        behind: points over those of the first policy in the same worlds; ``None`` for that policy itself.
        lost: share of worlds with fewer points than doing nothing.
        hires, usd: means over worlds; USD as in ``Played``.
        rank: one more than how many are clearly ahead; ``None`` with too few worlds to say.
        tied: whether somebody is neither clearly ahead nor clearly behind.
    """

    entry: Entry
    worlds: int
    points: Summary
    p10: float | None
    behind: Summary | None
    lost: float
    hires: float
    usd: float
    rank: int | None
    tied: bool

    @property
    def interval(self) -> Interval | None:
        """Of the mean of the points."""
        return self.points.ci95


@dataclass(frozen=True, slots=True)
class Standings:
    """A table.

    Attributes:
        rows: the most points over the first policy on top.
        first: name of the policy with the most points on average in the worlds of the ring.
        pairs: how many pairs were compared, for which the intervals of ranks are corrected.
    """

    rows: tuple[Standing, ...]
    first: str
    pairs: int


def common(a: Entry, b: Entry) -> tuple[WorldId, ...]:
    """The worlds in which two entries are compared: the own ones of either that both have played."""
    theirs, ours = set(b.worlds), set(a.worlds)
    found = [world for world in a.own if world in theirs]
    return tuple(dict.fromkeys([*found, *(world for world in b.own if world in ours)]))


def stand(entries: Sequence[Entry]) -> Standings:
    """Rank entries; policies, which all have the same own worlds, are among them.

    Ranks are by pairs: somebody is clearly ahead where the interval of the paired difference is above 0, at
    95 % for all pairs at once (Bonferroni). Pairs with fewer than ``FEWEST_FOR_SPREAD`` worlds in common are
    not told apart.
    """
    policies = [entry for entry in entries if entry.kind == "policy"]
    first = max(policies, key=lambda entry: int(entry.played.score[entry.places(entry.own)].sum()))
    pairs = [(a, b, common(a, b)) for a, b in combinations(entries, 2)]
    compared = [(a, b, worlds) for a, b, worlds in pairs if len(worlds) >= FEWEST_FOR_SPREAD]
    ahead: set[tuple[str, str]] = set()
    for a, b, worlds in compared:
        apart = a.points(worlds) - b.points(worlds)
        ahead |= {(a.name, b.name)} if above_zero_of_many(apart, len(compared)) else set()
        ahead |= {(b.name, a.name)} if above_zero_of_many(-apart, len(compared)) else set()
    ranked = [entry for entry in entries if len(entry.own) >= FEWEST_FOR_SPREAD]
    rows = [_standing(entry, first, ranked, ahead) for entry in entries]
    rows.sort(key=lambda row: -(row.behind.mean if row.behind is not None else 0.0))
    return Standings(tuple(rows), first.name, len(compared))


def _standing(entry: Entry, first: Entry, ranked: Sequence[Entry], ahead: set[tuple[str, str]]) -> Standing:
    own, points = entry.places(entry.own), entry.points(entry.own)
    others = [other for other in ranked if other is not entry]
    better = sum((other.name, entry.name) in ahead for other in others)
    worse = sum((entry.name, other.name) in ahead for other in others)
    shared = common(entry, first)
    apart = summarise(entry.points(shared) - first.points(shared)) if entry is not first else None
    known = entry in ranked
    return Standing(
        entry,
        len(own),
        summarise(points),
        float(np.quantile(points, 0.1)) if len(own) >= LEAST_TENTH else None,
        apart,
        float(np.mean(entry.played.score[own] < 0)),
        float(entry.played.hires[own].mean()),
        float(entry.played.usd[own].mean()),
        better + 1 if known else None,
        known and better + worse < len(others),
    )
