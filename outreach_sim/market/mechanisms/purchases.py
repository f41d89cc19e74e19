"""Machines by order: bought, which come late, or rented for a time, which are there tomorrow."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.limits import MAX_H100E
from outreach_sim.market.rules import Rules
from outreach_sim.market.setup import PPM, Do
from outreach_sim.market.state.asked import Asked
from outreach_sim.market.state.emit import emit_news, refuse
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, normal, occasions, pack

DAYS_PER_YEAR = 365
Whole = TypeVar("Whole", int, NDArray[np.int64])


def order_machines(world: World, asked: Asked) -> None:
    """Buy or rent, where the money lasts; the order is public."""
    if world.stores.fleet is None:
        refuse_machines(world, asked.rows, Refusal.NOT_FOR_SALE)
    elif asked.do is Do.BUY:
        buy(world, asked.rows, asked.h100e)
    else:
        rent(world, asked.rows, asked.h100e, asked.rent_days)


def refuse_machines(world: World, rows: Index, reason: Refusal) -> None:
    """Record that these labs' orders do not apply; nobody in particular is concerned."""
    refuse(world, rows, np.zeros(rows.size, dtype=np.intp), reason)


def obtainable(
    world: World, rows: Index, h100e: NDArray[np.int64], most: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """For whose orders there are machines; the others are refused."""
    scarce = h100e > most
    refuse_machines(world, rows[scarce], Refusal.NO_MACHINES)
    return ~scarce


def payable(world: World, rows: Index, cost_usd: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whose money suffices; those whose does not are refused."""
    poor = (cost_usd > world.cash_usd[rows] - world.reserved_usd[rows]) & world.has_budget[rows]
    refuse_machines(world, rows[poor], Refusal.CASH)
    return ~poor


def spend(world: World, rows: Index, cost_usd: NDArray[np.int64]) -> None:
    """Take money from these distinct labs that have a budget."""
    fleet = world.stores.fleet
    assert fleet is not None
    world.cash_usd[rows] -= np.where(world.has_budget[rows], cost_usd, 0)
    fleet.spent_usd[rows] += cost_usd


def buy(world: World, rows: Index, h100e: NDArray[np.int64]) -> None:
    """Machines of one's own: paid at once, there after ``rules.delivery_days`` and however late they are.

    Nobody comes to own more than ``MAX_H100E``.

    Args:
        world: in the phase of labs.
        rows: distinct lab rows.
        h100e: how many each of them buys.
    """
    fleet, rules = world.stores.fleet, world.setup.rules
    assert fleet is not None
    room = MAX_H100E - world.owned_today[rows] - coming_h100e(world, rows)
    there = obtainable(world, rows, h100e, room)
    rows, h100e = rows[there], h100e[there]
    cost = h100e * rules.h100e_price_usd
    able = payable(world, rows, cost)
    rows, h100e = rows[able], h100e[able]
    spend(world, rows, cost[able])
    fleet.orders[rows] += 1
    arrival = np.minimum(world.day + rules.delivery_days + days_late(world, rows), world.setup.days + 1)
    for row, day, number in zip(rows.tolist(), arrival.tolist(), h100e.tolist(), strict=True):
        fleet.bought[row, day:] += number
    emit_news(world, Event.ORDERED, rows, h100e)


def days_late(world: World, rows: Index) -> NDArray[np.int64]:
    """How late the latest order of each lab comes: lognormal, on a stream of its own."""
    assert world.stores.fleet is not None
    return lateness(world, rows, world.stores.fleet.orders[rows])


def lateness(world: World, rows: Index, order: NDArray[np.int64], step: int = 0) -> NDArray[np.int64]:
    """The same of these orders, which are numbered by lab; ``step`` draws it again."""
    p, nobody = world.setup.parameters, np.full(rows.size, 2**32 - 1, dtype=np.uint64)
    stream = occasions(world.key_of[rows], pack(nobody, world.lab_of[rows], order % 256))
    late = p.delivery_late_median_days * np.exp(p.delivery_late_sd * normal(bits(stream, Purpose.LATE, step)))
    return np.floor(late).astype(np.int64)


def rent(world: World, rows: Index, h100e: NDArray[np.int64], days: NDArray[np.int64]) -> None:
    """Machines of others: paid in advance, there tomorrow, gone after so many days.

    No lab can rent more than ``rules.rent_limit_share`` of its own fleet at a time.

    Args:
        world: in the phase of labs.
        rows: distinct lab rows.
        h100e: how many each of them rents.
        days: how long.
    """
    fleet = world.stores.fleet
    assert fleet is not None
    tomorrow = min(world.day + 1, world.setup.days)
    there = obtainable(world, rows, h100e, rentable_h100e(world, rows))
    rows, h100e, days = rows[there], h100e[there], days[there]
    cost = rent_usd(world.setup.rules, h100e, days)
    able = payable(world, rows, cost)
    rows, h100e = rows[able], h100e[able]
    spend(world, rows, cost[able])
    end = np.minimum(tomorrow + days[able], world.setup.days + 1)
    for row, last, number in zip(rows.tolist(), end.tolist(), h100e.tolist(), strict=True):
        fleet.rented[row, tomorrow:last] += number
    fleet.given_back[rows, end] += h100e
    emit_news(world, Event.RENTED, rows, h100e)


def coming_h100e(world: World, rows: Index) -> NDArray[np.int64]:
    """Machines that these labs have bought and not got yet."""
    fleet = world.stores.fleet
    assert fleet is not None
    return fleet.bought[rows, -1] - fleet.bought[rows, world.day]


def rentable_h100e(world: World, rows: Index) -> NDArray[np.int64]:
    """How many machines each of these labs can rent today, at least 0."""
    fleet, share = world.stores.fleet, round(world.setup.rules.rent_limit_share * PPM)
    if fleet is None:
        return np.zeros(rows.size, dtype=np.int64)
    there_tomorrow = fleet.rented[rows, min(world.day + 1, world.setup.days)]
    return np.maximum(world.owned_today[rows] * share // PPM - there_tomorrow, 0)


def rent_usd(rules: Rules, h100e: Whole, days: Whole) -> Whole:
    """What so many machines cost for so many days, whole USD, paid in advance."""
    return h100e * rules.h100e_rent_usd_per_year * days // DAYS_PER_YEAR


def deliver(world: World) -> None:
    """Phase: news of machines that came today, and of those that went back."""
    fleet, day = world.stores.fleet, world.day
    if fleet is None or day == 0:
        return
    came = fleet.bought[:, day] - fleet.bought[:, day - 1]
    rows = np.flatnonzero(came)
    emit_news(world, Event.DELIVERED, rows, came[rows])
    rows = np.flatnonzero(fleet.given_back[:, day])
    emit_news(world, Event.RENT_ENDED, rows, fleet.given_back[rows, day])
