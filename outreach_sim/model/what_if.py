"""What would it take: the smallest change of pay, compute, sender, or both that reaches a chance."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from outreach_sim.model.chain import chance_of
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import SENDERS, Prospect, one
from outreach_sim.model.terms import compute_pull, pay_term

RENT_USD_PER_H100E_YEAR = 10_000
"""What a pledged H100-equivalent costs a lab for a year (rent; rules of play)."""
ENDLESS_PAY_USD = 1e15
ENDLESS_H100E = 1e9
HIGHEST_TARGET = 0.95


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

    def as_dict(self) -> dict[str, Any]:
        """As ``explain --json`` prints it."""
        return {
            "link": self.link,
            "now": self.now,
            "target": self.target,
            "levers": [lever.as_dict() for lever in self.levers],
            "usd_for_1000_h100e": self.usd_for_1000_h100e,
        }


def what_would_it_take(
    p: Parameters, who: Prospect, target: float | None = None, link: str = "chain"
) -> WhatItTakes:
    """The ways to a chance.

    Args:
        p: parameters.
        who: the prospect with the offer as it stands.
        target: wished chance; twice today's where none is given, at most .95.
        link: a stage of the chain, or ``chain``.
    """
    now = chance_of(p, who, link)
    wished = min(2 * now, HIGHEST_TARGET) if target is None else target
    levers = (_pay(p, who, wished, link), _compute(p, who, wished, link), _sender(p, who, wished, link))
    return WhatItTakes(link, now, wished, (*levers, _mix(p, who, wished, link)), worth_of_compute(p, who))


def smallest(rises: Callable[[float], float], target: float, low: float, high: float) -> float | None:
    """The smallest x of [low, high] with ``rises(x) >= target``, found on a logarithmic scale.

    ``rises`` never falls. Returns ``None`` where even ``high`` does not reach the target.
    """
    if rises(low) >= target:
        return low
    if rises(high) < target:
        return None
    a, b = math.log(max(low, 1.0)), math.log(high)
    for _ in range(100):
        middle = (a + b) / 2
        if rises(math.exp(middle)) >= target:
            b = middle
        else:
            a = middle
    return math.exp(b)


def _pay(p: Parameters, who: Prospect, target: float, link: str) -> Lever:
    def with_pay(usd: float) -> float:
        return chance_of(p, who, link, offered_usd=usd)

    found = smallest(with_pay, target, who.offered_usd, ENDLESS_PAY_USD)
    if found is None:
        limit = with_pay(ENDLESS_PAY_USD)
        reason = f"no price does: even at endless pay the chance stays at {limit:.3f}"
        return Lever("pay", False, None, 0.0, "USD a year", 0.0, limit, reason)
    usd = _up_to_thousand(found, who.offered_usd)
    return Lever("pay", True, usd, 0.0, "USD a year", usd - who.offered_usd, with_pay(usd))


def _up_to_thousand(usd: float, at_least: float) -> float:
    return max(math.ceil(usd / 1000) * 1000.0, at_least) if usd > at_least else at_least


def _compute(p: Parameters, who: Prospect, target: float, link: str) -> Lever:
    def with_pledge(h100e: float) -> float:
        return chance_of(p, who, link, pledge_h100e=h100e)

    found = smallest(with_pledge, target, who.pledge_h100e, ENDLESS_H100E)
    if found is None:
        limit = with_pledge(ENDLESS_H100E)
        reason = f"no pledge does: with all the machines there are the chance stays at {limit:.3f}"
        return Lever("compute", False, None, 0.0, "h100e pledged", 0.0, limit, reason)
    h100e = math.ceil(found)
    cost = (h100e - who.pledge_h100e) * RENT_USD_PER_H100E_YEAR
    return Lever("compute", True, h100e, h100e, "h100e pledged", cost, with_pledge(h100e))


def _sender(p: Parameters, who: Prospect, target: float, link: str) -> Lever:
    reached = [(sender, chance_of(p, who, link, sender=sender)) for sender in SENDERS]
    for sender, chance in reached:
        if chance >= target:
            return Lever("sender", True, sender, 0.0, "role", 0.0, chance)
    sender, limit = max(reached, key=lambda pair: pair[1])
    reason = f"no signature does: with the {sender.replace('-', ' ')}'s the chance is {limit:.3f}"
    return Lever("sender", False, None, 0.0, "role", 0.0, limit, reason)


def _mix(p: Parameters, who: Prospect, target: float, link: str) -> Lever:
    """The cheapest pay and pledge: the best of a grid of pledges, then of finer ones around it."""

    def cost(h100e: float) -> tuple[float, float]:
        pledged = replace(who, pledge_h100e=h100e)
        pay = smallest(
            lambda usd: chance_of(p, pledged, link, offered_usd=usd), target, who.offered_usd, ENDLESS_PAY_USD
        )
        if pay is None:
            return math.inf, math.inf
        usd = _up_to_thousand(pay, who.offered_usd)
        return usd - who.offered_usd + (h100e - who.pledge_h100e) * RENT_USD_PER_H100E_YEAR, usd

    grid = [who.pledge_h100e] + [who.pledge_h100e + math.ceil(10 ** (k / 3)) for k in range(22)]
    for _ in range(3):
        best = min(range(len(grid)), key=lambda i: cost(grid[i])[0])
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
        grid = sorted({grid[best], *(round(low + (high - low) * k / 8) for k in range(9))})
    best_h100e = min(grid, key=lambda h: cost(h)[0])
    total, usd = cost(best_h100e)
    if math.isinf(total):
        limit = chance_of(p, who, link, offered_usd=ENDLESS_PAY_USD, pledge_h100e=ENDLESS_H100E)
        reason = f"pay and compute together do not: the chance stays at {limit:.3f}"
        return Lever("pay and compute", False, None, 0.0, "USD a year", 0.0, limit, reason)
    reaches = chance_of(p, who, link, offered_usd=usd, pledge_h100e=best_h100e)
    return Lever("pay and compute", True, usd, best_h100e, "USD a year", total, reaches)


def worth_of_compute(p: Parameters, who: Prospect, h100e: float = 1_000.0) -> float | None:
    """Yearly pay, above the offer, that is worth this much pledged compute; ``None`` if no pay is."""
    have = who.lab_h100e + who.pledge_h100e
    gain = who.taste * float((compute_pull(p, one(have + h100e)) - compute_pull(p, one(have)))[0])
    wanted = float(pay_term(p, one(who.offered_usd), one(who.present_usd))[0]) + gain
    rest = 1.0 - wanted * p.pay_curvature / p.pay_slope
    if rest <= 0.0:
        return None
    return who.present_usd * rest ** (-1.0 / p.pay_curvature) - who.offered_usd
