"""What would it take: the smallest change of pay, compute, sender, or both that reaches a chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from outreach_sim.errors import UsageError
from outreach_sim.formatting import percent
from outreach_sim.model.chain import STAGES, chances, chances_at
from outreach_sim.model.features import F64, compute_pull, held_usd
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import SENDERS, Prospect, one, with_pledge
from outreach_sim.model.terms import pay_term

RENT_USD_PER_H100E_YEAR = 10_000
"""What a pledged H100-equivalent costs a lab for a year (rent; rules of play)."""
ENDLESS_PAY_USD = 1e15
ENDLESS_H100E = 1e9
HIGHEST_TARGET = 0.95
LOWEST_TARGET = 1e-6

_PAY_STEP_USD = 1_000.0
_GRID = np.unique(np.ceil(10 ** (np.arange(31) / 3.75)))
"""Pledges tried first, h100e above today's: 31 of them, evenly in logarithms up to 10**8."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One way to the target, or why there is none.

    Attributes:
        lever: ``pay``, ``compute``, ``sender`` or ``pay and compute``.
        possible: whether it gets there.
        value: USD a year, pledged h100e, or the sender; for the mix, USD a year.
        h100e: pledge of the mix, else 0.
        unit: of ``value``.
        cost_usd: above what is offered now, a year.
        reaches: the chance there; where not possible, the limit that no amount passes.
        reason: a sentence where it is not possible.
    """

    lever: str
    possible: bool
    value: float | str | None
    h100e: float
    unit: str
    cost_usd: float
    reaches: float
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As ``explain --json`` prints it."""
        if not self.possible:
            return {"lever": self.lever, "possible": False, "limit": self.reaches, "reason": self.reason}
        fields = {"lever": self.lever, "possible": True, "value": self.value, "unit": self.unit}
        return fields | {"h100e": self.h100e, "cost_usd": self.cost_usd, "reaches": self.reaches}


@dataclass(frozen=True, slots=True)
class WhatItTakes:
    """All levers for one target, and what compute is worth in pay."""

    link: str
    now: float
    target: float
    levers: tuple[Lever, ...]
    usd_for_1000_h100e: float | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: this chance of this link, for this prospect; and what it is now."""

    p: Parameters
    who: Prospect
    link: str
    target: float
    now: float
    senders: tuple[str, ...]

    def chance(self, offered_usd: F64, pledge_h100e: F64) -> F64:
        """The chance of the link for each offer, shape (offers,)."""
        return chances_at(self.p, self.who, offered_usd, pledge_h100e)[self.link]

    def chance_of(self, offered_usd: float, pledge_h100e: float) -> float:
        """The same for one offer."""
        return float(self.chance(one(offered_usd), one(pledge_h100e))[0])

    def pay_for(self, pledge_h100e: F64) -> F64:
        """Yearly pay that reaches the target beside each pledge; inf where none does."""
        low = np.full_like(pledge_h100e, self.who.offered_usd)

        def with_pay(usd: F64) -> F64:
            return self.chance(usd, pledge_h100e)

        found = smallest(with_pay, self.target, low, ENDLESS_PAY_USD, _PAY_STEP_USD)
        edge = self.below_high_pay
        if edge > self.who.offered_usd:
            found = np.minimum(found, smallest(with_pay, self.target, low, edge, _PAY_STEP_USD))
        return found

    @property
    def below_high_pay(self) -> float:
        """The most that is not yet one more high pay among many: from there on the chance is lower first."""
        crowd = self.who.copied
        return 0.0 if crowd is None else math.ceil(crowd.high_pay_usd / _PAY_STEP_USD - 1.0) * _PAY_STEP_USD

    def limit(self, pays: Iterable[float], pledge_h100e: float) -> float:
        """The highest chance at any of these pays with such a pledge, or as things are."""
        return max(self.now, *(self.chance_of(usd, pledge_h100e) for usd in pays))

    @property
    def most_pays(self) -> tuple[float, ...]:
        """Endless pay, and the most under the edge where that is more than is offered."""
        edge = self.below_high_pay
        return (ENDLESS_PAY_USD, edge) if edge > self.who.offered_usd else (ENDLESS_PAY_USD,)

    def cost(self, offered_usd: F64, pledge_h100e: F64) -> F64:
        """What offers cost above today's, USD a year."""
        pledged = (pledge_h100e - self.who.pledge_h100e) * RENT_USD_PER_H100E_YEAR
        return offered_usd - self.who.offered_usd + pledged


def what_would_it_take(
    p: Parameters,
    who: Prospect,
    target: float | None = None,
    link: str = "chain",
    senders: Iterable[str] = SENDERS,
) -> WhatItTakes:
    """The ways to a chance; none are listed where it is reached already.

    Args:
        p: parameters.
        who: the prospect with the offer as it stands.
        target: wished chance; where none is given twice today's, within sensible bounds.
        link: a stage of the chain, or ``chain``.
        senders: who may sign the letter.

    Raises:
        UsageError: the target is no chance, or there is no such link.
    """
    if link not in (*STAGES, "chain"):
        raise UsageError(f"there is no link {link!r}, the links are {', '.join(STAGES)} and chain")
    now = chances(p, who)[link]
    wished = _twice(now) if target is None else target
    if not 0.0 < wished < 1.0:
        raise UsageError(f"a target is a chance between 0 and 1, not {wished:g}")
    asked = Question(p, who, link, wished, now, tuple(senders))
    levers = () if now >= wished else (_pay(asked), _compute(asked), _sender(asked), _mix(asked))
    return WhatItTakes(link, now, wished, levers, worth_of_compute(p, who))


def _twice(chance: float) -> float:
    """Twice a chance: above nothing however small it is, and below one however large."""
    return max(LOWEST_TARGET, min(2.0 * chance, max(HIGHEST_TARGET, (1.0 + chance) / 2.0)))


def smallest(rises: Callable[[F64], F64], target: float, low: F64, high: float, step: float) -> F64:
    """The smallest multiple of ``step`` from ``low`` to ``high`` with ``rises(x) >= target``.

    ``rises`` works elementwise and never falls; ``high`` is a multiple. Returns ``low`` where that is enough
    already, and inf where even ``high`` is not. What is left is halved in logarithms, for what is looked for
    may be near ``low`` or many powers of ten away.
    """
    below, above = np.floor(low / step), np.full_like(low, high / step)
    while (above - below > 1.0).any():
        middle = np.floor(np.sqrt(np.maximum(below, 1.0) * above))
        middle = np.minimum(np.maximum(middle, below + 1.0), np.maximum(above - 1.0, below + 1.0))
        enough = rises(middle * step) >= target
        above = np.where(enough, np.minimum(middle, above), above)
        below = np.where(enough, below, np.minimum(middle, above - 1.0))
    found = np.where(rises(np.full_like(low, high)) >= target, above * step, np.inf)
    return np.where(rises(low) >= target, low, found)


def _pay(asked: Question) -> Lever:
    who = asked.who
    usd = float(asked.pay_for(one(who.pledge_h100e))[0])
    if math.isinf(usd):
        limit = asked.limit(asked.most_pays, who.pledge_h100e)
        reason = f"no price does: even at endless pay the chance is {percent(limit)}"
        return _impossible("pay", "USD a year", limit, reason)
    return Lever(
        "pay", True, usd, 0.0, "USD a year", usd - who.offered_usd, asked.chance_of(usd, who.pledge_h100e)
    )


def _compute(asked: Question) -> Lever:
    h100e = _smallest_pledge(asked)
    if math.isinf(h100e):
        limit = asked.limit((asked.who.offered_usd,), ENDLESS_H100E)
        reason = f"no pledge does: with all the machines there are the chance is {percent(limit)}"
        return _impossible("compute", "h100e pledged", limit, reason)
    cost = float(asked.cost(one(asked.who.offered_usd), one(h100e))[0])
    return Lever(
        "compute",
        True,
        h100e,
        h100e,
        "h100e pledged",
        cost,
        asked.chance_of(asked.who.offered_usd, h100e),
    )


def _smallest_pledge(asked: Question) -> float:
    """Whole h100e that reach the target at today's pay; inf where none do."""

    def with_pledge(h100e: F64) -> F64:
        return asked.chance(np.full_like(h100e, asked.who.offered_usd), h100e)

    low = one(asked.who.pledge_h100e)
    return float(smallest(with_pledge, asked.target, low, ENDLESS_H100E, 1.0)[0])


def _sender(asked: Question) -> Lever:
    """Another signature: the lowest rank that is enough; never the one that the letter has."""
    may = () if asked.who.is_out else asked.senders
    others = [sender for sender in SENDERS if sender in may and sender != asked.who.sender]
    reached = [(s, chances(asked.p, replace(asked.who, sender=s))[asked.link]) for s in others]
    for sender, chance in reached:
        if chance >= asked.target:
            return Lever("sender", True, sender, 0.0, "role", 0.0, chance)
    sender, limit = max(reached, key=lambda pair: pair[1], default=("", asked.now))
    if asked.who.is_out:
        limit, reason = asked.now, f"no signature does: the letter is out; the chance is {percent(asked.now)}"
    elif not sender:
        reason = f"no other signature does: nobody else signs this letter; the chance is {percent(limit)}"
    elif math.isclose(limit, asked.now):
        reason = f"no signature does: whoever signs, the chance is {percent(limit)}"
    else:
        signed = sender.replace("-", " ").replace("ceo", "CEO")
        reason = f"no other signature does: with the {signed}'s the chance is {percent(limit)}"
    return _impossible("sender", "role", limit, reason)


def _mix(asked: Question) -> Lever:
    """The cheapest pay and pledge: the best of a grid of pledges, then of finer ones around it.

    Where a pledge opens the gate the cost jumps, so the grid also holds the pledge that does it alone.
    """
    grid = np.concatenate((one(0.0), _GRID)) + asked.who.pledge_h100e
    opening = [] if asked.who.gate is None else [math.ceil(asked.who.gate.threshold_h100e)]
    alone = _smallest_pledge(asked)
    corners = [h for h in (*opening, alone) if asked.who.pledge_h100e < h < math.inf]
    grid = np.unique(np.concatenate((grid, np.array(corners))))
    while True:
        pay = asked.pay_for(grid)
        cost = asked.cost(pay, grid)
        best = int(np.argmin(cost))
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
        if math.isinf(cost[best]) or high - low <= 2.0:
            break
        grid = np.unique(np.append(np.round(np.linspace(low, high, 17)), (grid[best], low, high)))
    usd, h100e = float(pay[best]), float(grid[best])
    if math.isinf(usd):
        limit = asked.limit(asked.most_pays, ENDLESS_H100E)
        reason = f"pay and compute together do not: the chance is {percent(limit)}"
        return _impossible("pay and compute", "USD a year", limit, reason)
    reaches = asked.chance_of(usd, h100e)
    return Lever("pay and compute", True, usd, h100e, "USD a year", float(cost[best]), reaches)


def _impossible(lever: str, unit: str, limit: float, reason: str) -> Lever:
    return Lever(lever, False, None, 0.0, unit, 0.0, limit, reason)


def worth_of_compute(p: Parameters, who: Prospect, h100e: float = 1_000.0) -> float | None:
    """Yearly pay, above the offer, that is worth this much pledged compute; ``None`` if no pay is."""
    now, more = (
        compute_pull(p, with_pledge(who, one(h))) for h in (who.pledge_h100e, who.pledge_h100e + h100e)
    )
    gain = who.features.taste * float((more - now)[0])
    held = held_usd(who.features.present_usd, who.features.stake_usd)
    wanted = float(pay_term(p, one(who.offered_usd), one(held))[0]) + gain / who.features.money
    rest = 1.0 - wanted * p.pay_curvature / p.pay_slope
    if rest <= 0.0:
        return None
    return float(held * rest ** (-1.0 / p.pay_curvature)) - who.offered_usd
