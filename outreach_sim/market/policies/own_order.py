"""What a policy of the user's own may ask for: orders that a script line could give, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import IntEnum
from operator import index
from types import NoneType
from typing import Any, TypeVar

import numpy as np

from outreach_sim.market.limits import (
    LEAST_PAY_USD,
    LEAST_RATIO,
    MAX_DAYS,
    MAX_DEADLINE_DAYS,
    MAX_H100E,
    MAX_IMPACT,
    MAX_PAY_USD,
    MAX_RATIO,
    MAX_TOP,
)
from outreach_sim.market.policies.blame import UnfitError, one_line
from outreach_sim.market.policies.numbers import place_of
from outreach_sim.market.setup import PLAIN, Do, Order, Sender
from outreach_sim.market.state.world import World

Kind = TypeVar("Kind", bound=IntEnum)
LARGEST_SHOWN = 10**18


def as_order(world: World, lab: int, order: object) -> Order:
    """The order as this lab's of today, of plain numbers within the bounds of a scenario file.

    Raises:
        UnfitError: no script line could ask for that.
    """
    if not isinstance(order, Order):
        raise UnfitError(f"asked for {described(order)}, which is no Order")
    do, pay_usd = member(Do, "do", order.do), whole("pay_usd", order.pay_usd, 0, MAX_PAY_USD)
    if 0 < pay_usd < LEAST_PAY_USD:
        raise UnfitError(f"pay_usd must be at least {LEAST_PAY_USD:,}, or 0 to leave it to pay_ratio")
    if order.by not in ("impact", "pay"):
        raise UnfitError(f'by must be "impact" or "pay", not {described(order.by)}')
    asked = Order(
        lab=lab,
        days=(world.day,),
        do=do,
        template=template(world, order.template),
        sender=member(Sender, "sender", order.sender),
        top=whole("top", order.top, 0, MAX_TOP),
        by=order.by,
        employers=rivals(world, lab, order.employers),
        candidates=people(world, order.candidates),
        pay_ratio=ratio("pay_ratio", order.pay_ratio),
        pay_usd=pay_usd,
        sign_on_usd=whole("sign_on_usd", order.sign_on_usd, 0, MAX_PAY_USD),
        pledge_h100e=whole("pledge_h100e", order.pledge_h100e, 0, MAX_H100E),
        direct=switch("direct", order.direct),
        deadline_days=whole("deadline_days", order.deadline_days, 1, MAX_DEADLINE_DAYS),
        by_hand=switch("by_hand", order.by_hand),
        h100e=whole("h100e", order.h100e, int(do in (Do.BUY, Do.RENT)), MAX_H100E),
        rent_days=whole("rent_days", order.rent_days, 1, MAX_DAYS),
        words=whole("words", order.words, PLAIN, len(world.setup.letters.ids) - 1),
        short=switch("short", order.short),
        counter_from=ratio("counter_from", order.counter_from, 0.0, MAX_IMPACT),
        keep_hours=whole("keep_hours", order.keep_hours, 0, world.setup.ceo_hours(lab)),
    )
    if asked.direct and asked.short:
        raise UnfitError("direct means no interviews, not short ones")
    if do in (Do.INVITE, Do.OFFER, Do.WITHDRAW, Do.COUNTER) and not asked.candidates:
        raise UnfitError(f"must name candidates in an order {do.name}")
    return asked


def template(world: World, value: object) -> int:
    """A place among the letters."""
    try:
        return whole("template", value, 0, len(world.setup.letters.ids) - 1)
    except UnfitError as error:
        raise UnfitError(
            f"{error}; it is a place in view.templates, as view.templates.index gives it"
        ) from None


def people(world: World, value: Iterable[object]) -> tuple[int, ...]:
    """Positions of the candidates with these numbers."""
    named = (whole("a candidate", one, -LARGEST_SHOWN, LARGEST_SHOWN) for one in value)
    return tuple(place_of(one, world.candidates) for one in named)


def rivals(world: World, lab: int, value: object) -> tuple[int, ...]:
    """Labs whose staff are meant, by their indices."""
    if not isinstance(value, Iterable):
        raise UnfitError(f"employers must be labs by their indices, not {described(value)}")
    named = tuple(whole("an employer", one, 0, world.labs - 1) for one in value)
    if lab in named:
        raise UnfitError(f"employers must be rivals, and {lab} is its own lab")
    return named


def member(kind: type[Kind], name: str, value: object) -> Kind:
    """One of an enumeration's."""
    if not isinstance(value, kind):
        example = f"{kind.__name__}.{kind(1).name}"
        raise UnfitError(f"{name} must be a {kind.__name__}, such as {example}, not {described(value)}")
    return value


def whole(name: str, value: Any, low: int, high: int) -> int:
    """A whole number within bounds."""
    if isinstance(value, bool | np.bool_) or not hasattr(value, "__index__"):
        raise UnfitError(f"{name} must be a whole number, not {described(value)}")
    number = index(value)
    if not low <= number <= high:
        raise UnfitError(f"{name} must be from {low:,} to {high:,}, not {described(number)}")
    return number


def ratio(name: str, value: object, low: float = LEAST_RATIO, high: float = MAX_RATIO) -> float:
    """A finite number within bounds, those of a ratio of pay unless others are given."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
        raise UnfitError(f"{name} must be a number, not {described(value)}")
    if not (math.isfinite(value) and low <= value <= high):
        raise UnfitError(f"{name} must be from {low:,g} to {high:,g}, not {described(value)}")
    return float(value)


def switch(name: str, value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool | np.bool_):
        raise UnfitError(f"{name} must be True or False, not {described(value)}")
    return bool(value)


def described(value: object) -> str:
    """A value as a sentence may show it: never by code of its own."""
    if type(value) is int:
        return f"{value:,}" if abs(value) < LARGEST_SHOWN else "a number of more than 18 digits"
    if type(value) in (float, bool, str, NoneType):
        return one_line(repr(value))[:60]
    return f"something of type {one_line(type(value).__name__)}"
