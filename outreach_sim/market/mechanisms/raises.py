"""Labs notice who of their staff looks elsewhere, and pay some of them more; so does a lab by order."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.approaches import Rows
from outreach_sim.market.state.asked import Asked, refuse_named
from outreach_sim.market.state.emit import emit_of, refuse
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.offers import ordered_pay
from outreach_sim.market.state.payroll import pay_more, times
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index, running_total
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, uniform


def notice_lookers(world: World) -> None:
    """Phase: employers learn of some who told a rival today that they are interested, and may act on it."""
    staff, rows = world.stores.staff, world.interested_today
    if staff is None or not rows.size:
        return
    table, p = world.approaches, world.setup.parameters
    rows = rows[uniform(bits(table.occasion[rows], Purpose.NOTICED)) < p.notice_chance]
    rows = rows[world.status[table.person[rows]] == Status.HERE]
    rows = rows[np.lexsort((world.lab_of[table.row[rows]], table.person[rows]))]
    person, first = np.unique(table.person[rows], return_index=True)
    seen_on = staff.looked_on[person].astype(np.int64)
    ago = np.where(seen_on > 0, world.day + 1 - seen_on, 0)
    staff.looked_on[person] = world.day + 1
    emit_of(world, Event.LOOKED, world.home[person], person, ago)
    raise_lookers(world, person, rows[first])


def raise_lookers(world: World, person: Index, rows: Rows) -> None:
    """Labs that do so raise a share of those they saw, as far as their money lasts, the best first.

    Args:
        world: in the phase of employers.
        person: whom their employers saw.
        rows: the approach to each of them that gave them away; its stream decides.
    """
    staff = world.stores.staff
    assert staff is not None
    home = world.home[person]
    policies, lab = world.policies, world.lab_of[home]
    draw = uniform(bits(world.approaches.occasion[rows], Purpose.RAISED))
    rested = world.day + 1 - staff.raised_on[person] >= world.setup.rules.raise_rest_days
    person = person[(draw < policies.raise_share[lab]) & (rested | (staff.raised_on[person] == 0))]
    person = person[np.lexsort((person, -impact(world, person), world.home[person]))]
    pay = times(world, world.pay_usd[person], policies.raise_ratio_ppm[world.lab_of[world.home[person]]])
    grows = pay > world.pay_usd[person]
    person, pay = person[grows], pay[grows]
    able = affordable(world, world.home[person], pay - world.pay_usd[person])
    give(world, person[able], pay[able])


def on_staff(world: World, row: Index, person: Index) -> NDArray[np.bool_]:
    """Who of these people works for the lab of their row, and has not signed elsewhere."""
    return (world.home[person] == row) & (world.status[person] == Status.HERE)


def impact(world: World, person: Index) -> NDArray[np.int64]:
    """How much these people count, for who is served first."""
    return world.setup.people.impact[person % world.candidates].astype(np.int64)


def affordable(
    world: World, home: Index, cost_usd: NDArray[np.int64], promised_usd: NDArray[np.int64] | int = 0
) -> NDArray[np.bool_]:
    """Which raises the money lasts for; equal rows stand together, in the order in which they are served.

    Args:
        world: as ever.
        home: whose money.
        cost_usd: of each raise.
        promised_usd: what the lab may have to pay besides.
    """
    if not home.size:
        return np.zeros(0, dtype=np.bool_)
    left = world.cash_usd[home] - world.reserved_usd[home] - promised_usd
    return (running_total(cost_usd, home) <= left) | ~world.has_budget[home]


def give(world: World, person: Index, pay_usd: NDArray[np.int64]) -> None:
    """Raises that nobody had to ask for."""
    if world.stores.staff is not None:
        world.stores.staff.raised_on[person] = world.day + 1
    pay_more(world, person, pay_usd, Event.PAY_RAISED, from_cash=True)


def raise_by_order(world: World, asked: Asked) -> None:
    """More pay for people of one's own, by name or the first so many, as far as money lasts."""
    row = asked.rows[asked.place]
    person = world.persons(row, asked.candidate)
    own = on_staff(world, row, person)
    refuse_named(world, asked, ~own, Refusal.NOT_STAFF)
    chosen = asked.first(own, asked.wanted)
    row, candidate, person = row[chosen], asked.candidate[chosen], person[chosen]
    pay = ordered_pay(world, asked, asked.place[chosen], person)
    more = pay > world.pay_usd[person]
    refuse(world, row[~more], candidate[~more], Refusal.NO_RAISE)
    row, candidate, person, pay = row[more], candidate[more], person[more], pay[more]
    able = affordable(world, row, pay - world.pay_usd[person])
    refuse(world, row[~able], candidate[~able], Refusal.CASH)
    give(world, person[able], pay[able])
