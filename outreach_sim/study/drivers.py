"""What decides who comes: which terms people differ by, and how far compute and pay move them.

All of it is exact given tastes: terms and chances are the engine's own, of the letter as it would go out on
the first day, with everything about people as it is. Only tastes and fit are luck, and worlds draw them anew.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outreach_sim.market.mechanisms.purchases import DAYS_PER_YEAR, rent_usd
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.arithmetic import OnlyNumbers
from outreach_sim.study.readers import Looked, Priced, Question, look, whom
from outreach_sim.study.run import Progress
from outreach_sim.study.statistics import F64, Interval, jackknife

NOTHING = 1e-12
"""A variance that may be rounding alone: log-odds squared, or of chances over their mean."""
MOST_ASKED = 4_000
"""So many people, of all worlds, are asked what machines are worth to them: each is asked alone."""


@dataclass(frozen=True, slots=True)
class Share:
    """Cov(term, V) / Var(V): the part of the variance of V that goes with this term; parts add up to 1."""

    term: str
    share: float
    ci95: Interval | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Across what people or conditions the shares are.

    Attributes:
        across: ``employer``, ``rivals`` or ``conditions``.
        count: people a world, or conditions.
        sd: of V, log-odds.
        shares: one a term, in the order of the terms; empty where nothing differs.
    """

    across: str
    count: int
    sd: float
    shares: tuple[Share, ...]

    def as_dict(self) -> dict[str, object]:
        """As ``--json`` prints it."""
        terms = {s.term: {"share": s.share, "ci95": s.ci95} for s in self.shares}
        return {"across": self.across, "count": self.count, "sd": self.sd, "shares": terms}


@dataclass(frozen=True, slots=True)
class Grid:
    """How likely a letter wins somebody, with other fleets and other pay.

    Attributes:
        fleets: of the lab that writes, h100e. ratios: pay offered over believed pay.
        chance: from a first mail to a yes, mean over rivals' people; ``chance[fleet][ratio]``.
        ci95: its intervals, in the same places.
        parts: of the variance of the chance over the grid: ``fleet`` and ``pay`` (each by itself) and
            ``both`` (what neither does alone); they add up to 1, and are empty where nothing differs.
    """

    fleets: tuple[int, ...]
    ratios: tuple[float, ...]
    chance: list[list[float]]
    ci95: list[list[Interval | None]]
    parts: tuple[Share, ...]

    def as_dict(self) -> dict[str, object]:
        """As ``--json`` prints it."""
        points = [
            {"fleet_h100e": fleet, "pay_ratio": ratio, "chain": chance, "ci95": interval}
            for fleet, chances, intervals in zip(self.fleets, self.chance, self.ci95, strict=True)
            for ratio, chance, interval in zip(self.ratios, chances, intervals, strict=True)
        ]
        parts = {part.term: {"share": part.share, "ci95": part.ci95} for part in self.parts}
        return {"points": points, "parts": parts}


@dataclass(frozen=True, slots=True)
class Worth:
    """What compute by name is worth in pay, beside some pay.

    Attributes:
        pay_ratio: that pay, over believed pay.
        people: who were asked, of all worlds.
        keen: those of them whose taste for compute is the mean or more.
        median_usd, quarter_usd, tenth_usd: yearly pay on top; it is worth that or more to half, a
            quarter, a tenth of people. ``None`` where it is worth more than any pay.
        keen_usd, others_usd: the same for half of those who are keen, and of the others; ``None`` also where
            there is nobody.
        above_rent: part of people to whom it is worth its rent or more.
    """

    pay_ratio: float
    people: int
    keen: int
    median_usd: float | None
    quarter_usd: float | None
    tenth_usd: float | None
    keen_usd: float | None
    others_usd: float | None
    above_rent: float


@dataclass(frozen=True, slots=True)
class Drivers:
    """What decides who comes to one lab.

    Attributes:
        employer: index of the lab whose people the first scope is about.
        gated: part of rivals' people who will not work with so few machines at all; no term of V says so.
        h100e: compute by name. rent_usd: what it costs for a year. price_usd: to own.
        worths: what it is worth beside believed pay, and beside the letter's.
        scopes: people of ``employer``, all rivals' people, conditions.
    """

    employer: int
    gated: float
    scopes: tuple[Scope, ...]
    grid: Grid
    h100e: int
    rent_usd: int
    price_usd: int
    worths: tuple[Worth, ...]


def drivers(
    setup: Setup, asked: Question, seed: int, worlds: int, progress: Progress | None = None
) -> Drivers:
    """What decides who comes; nothing is played.

    Args:
        setup: the scenario.
        asked: about whom, and what is varied.
        seed: of luck.
        worlds: how often tastes are drawn.
        progress: hears the share that is done.

    Raises:
        UsageError: there is nobody to be asked.
    """
    people, employer = whom(setup, asked)
    of_employer = setup.people.employer[people] == employer
    each = -(-MOST_ASKED // worlds)
    seen: list[Looked] = []
    for number in range(worlds):
        with OnlyNumbers("people cannot be asked what draws them"):
            seen.append(look(setup, asked, people, of_employer, seed, number, each))
        if progress is not None:
            progress((number + 1) / worlds)
    rent = rent_usd(setup.rules, asked.h100e, DAYS_PER_YEAR)
    names, points = seen[0].names, len(asked.fleets) * len(asked.ratios)
    of_one, of_all = [one.of_employer for one in seen], [one.of_rivals for one in seen]
    means = [one.means.reshape(points, -1) for one in seen]
    return Drivers(
        employer,
        float(np.mean([one.gated for one in seen])),
        (
            scope("employer", int(of_employer.sum()), names, across_people, of_one),
            scope("rivals", people.size, names, across_people, of_all),
            scope("conditions", points, names, across_conditions, means),
        ),
        grid(asked, np.array([one.chances for one in seen])),
        asked.h100e,
        rent,
        asked.h100e * setup.rules.h100e_price_usd,
        tuple(
            worth(ratio, rent, [priced for one in seen for priced in one.worths[place]])
            for place, ratio in enumerate(asked.beside)
        ),
    )


# -- shares of variance --------------------------------------------------------------------------------


def across_people(moments: F64) -> F64:
    """Shares of the terms and the variance of V, from ``moments``."""
    means, products = moments
    return parts(products - means * means.sum())


def across_conditions(means: F64) -> F64:
    """The same of the mean V of conditions, from the mean terms of each, shape (conditions, terms)."""
    from_mean = means - means.mean(axis=0)
    return parts(from_mean.T @ from_mean.sum(axis=1) / len(means))


def across_grid(chances: F64) -> F64:
    """Shares of fleet, pay, and both together in the variance of chances, shape (fleets, ratios); and it."""
    of_mean = chances / max(float(chances.mean()), np.finfo(np.float64).tiny) - 1.0
    fleet, ratio = of_mean.mean(axis=1, keepdims=True), of_mean.mean(axis=0, keepdims=True)
    return parts(np.array([(part**2).mean() for part in (fleet, ratio, of_mean - fleet - ratio)]))


def parts(covariances: F64) -> F64:
    """What each is of their sum, and the sum; no numbers where that is nothing."""
    total = covariances.sum()
    shares = covariances / total if total > NOTHING else np.full_like(covariances, np.nan)
    return np.append(shares, total)


def shares(
    names: Sequence[str], statistic: Callable[[F64], F64], seen: F64
) -> tuple[float, tuple[Share, ...]]:
    """The variance, and each name's share of it with its interval; no shares where nothing differs."""
    values, intervals = jackknife(statistic, seen)
    if np.isnan(values).any():
        return 0.0, ()
    found = zip(names, values.tolist(), intervals, strict=False)
    return float(values[-1]), tuple(Share(*one) for one in found)


def scope(
    across: str, count: int, names: Sequence[str], statistic: Callable[[F64], F64], seen: Sequence[F64]
) -> Scope:
    """The shares of one scope, from what was seen in each world."""
    variance, found = shares(names, statistic, np.array(seen))
    return Scope(across, count, math.sqrt(variance), found)


# -- the grid, and what machines are worth -------------------------------------------------------------


def grid(asked: Question, chances: F64) -> Grid:
    """Chances by fleet and pay, from those of each world, shape (worlds, fleets, ratios)."""
    size = chances.shape[1:]
    values, intervals = jackknife(lambda mean: mean.ravel(), chances)
    chance: Any = values.reshape(size).tolist()
    rows = [intervals[first : first + size[1]] for first in range(0, len(intervals), size[1])]
    _, found = shares(("fleet", "pay", "both"), across_grid, chances)
    return Grid(tuple(asked.fleets), tuple(asked.ratios), chance, rows, found)


def worth(pay_ratio: float, rent: int, worths: Sequence[Priced]) -> Worth:
    """What compute is worth to people, beside its rent for a year, USD."""
    usd = np.sort([value for value, _ in worths])
    keen, others = (np.sort([value for value, cares in worths if cares is sort]) for sort in (True, False))
    return Worth(
        pay_ratio,
        usd.size,
        keen.size,
        worth_or_more(usd, 0.5),
        worth_or_more(usd, 0.25),
        worth_or_more(usd, 0.1),
        worth_or_more(keen, 0.5),
        worth_or_more(others, 0.5),
        float((usd >= rent).mean()),
    )


def worth_or_more(usd: F64, share: float) -> float | None:
    """What it is worth, or more, to this share of people; ``None``: more than any pay, or nobody was asked.

    Args:
        usd: what it is worth to each, increasing.
        share: above 0.
    """
    if not usd.size:
        return None
    value = float(usd[-math.ceil(share * usd.size)])
    return None if math.isinf(value) else value
