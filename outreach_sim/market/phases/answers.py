"""A lab answers by hand: invites, offers, betters an offer, withdraws. What does not apply is refused."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.phases.invitations import draw_up, invite, with_a_slot
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.emit import emit, refuse
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.ledger import release, reserve
from outreach_sim.market.state.offers import ordered_pay, withdraw
from outreach_sim.market.state.world import World


def answer(world: World, order: Order) -> None:
    """Carry out an order about approaches that are under way, in every world."""
    rows = own_approaches(world, order)
    state = world.approaches.state[rows]
    if order.do is Do.INVITE:
        rows = applicable(world, rows, state == State.INTERESTED)
        invite_by_hand(world, rows)
    elif order.do is Do.WITHDRAW:
        withdraw(world, applicable(world, rows, state < State.SIGNED))
    else:
        rows = applicable(world, rows, (state == State.INTERESTED) | (state == State.OFFERED))
        live = world.approaches.state[rows] == State.OFFERED
        offer_directly(world, order, rows[~live])
        improve(world, order, rows[live])


def own_approaches(world: World, order: Order) -> Rows:
    """The live approaches of the ordering lab to the people named; the others are refused."""
    table = world.approaches
    row = np.repeat(np.arange(world.worlds) * world.labs + order.lab, len(order.candidates))
    candidate = np.tile(np.array(order.candidates, dtype=np.intp), world.worlds)
    wanted = world.pairs(row, candidate)
    live = np.flatnonzero(table.state != State.EMPTY)
    pair = world.pairs(table.row[live], world.candidate_of(live))
    missing = ~np.isin(wanted, pair)
    refuse(world, row[missing], candidate[missing], Refusal.NO_APPROACH)
    found = live[np.isin(pair, wanted)]
    return found[np.argsort(table.person[found])]


def applicable(world: World, rows: Rows, fits: NDArray[np.bool_]) -> Rows:
    """Those of the approaches that are in a state for the order; the others are refused."""
    emit(world, Event.REFUSED, rows[~fits], int(Refusal.WRONG_STATE))
    return rows[fits]


def invite_by_hand(world: World, rows: Rows) -> None:
    """Interviews for these interested people, as far as slots last."""
    world.approaches.flags[rows] &= np.uint8(~np.uint8(Flag.DIRECT))
    served = with_a_slot(world, rows)
    emit(world, Event.REFUSED, rows[~np.isin(rows, served)], int(Refusal.SLOTS))
    invite(world, served)


def set_terms(world: World, order: Order, rows: Rows) -> None:
    """Write the order's terms into these approaches."""
    table = world.approaches
    table.pay_usd[rows] = ordered_pay(world, order, table.person[rows])
    table.sign_on_usd[rows] = order.sign_on_usd
    table.pledge_h100e[rows] = order.pledge_h100e
    world.any_pledge |= order.pledge_h100e > 0
    table.deadline_days[rows] = order.deadline_days


def offer_directly(world: World, order: Order, rows: Rows) -> None:
    """An offer without interviews for people who are interested."""
    set_terms(world, order, rows)
    world.approaches.flags[rows] |= np.uint8(Flag.DIRECT)
    draw_up(world, rows)


def improve(world: World, order: Order, rows: Rows) -> None:
    """The order's terms for live offers of its lab, one a world and person."""
    pay = ordered_pay(world, order, world.approaches.person[rows])
    sign_on = np.full(rows.size, order.sign_on_usd, dtype=np.int64)
    better(world, rows, pay, sign_on, np.full(rows.size, order.pledge_h100e, dtype=np.int64))


def better(
    world: World,
    rows: Rows,
    pay_usd: NDArray[np.int64],
    sign_on_usd: NDArray[np.int64],
    pledge_h100e: NDArray[np.int64],
) -> None:
    """New terms for live offers, where money and compute allow; the deadline stays.

    Each is held against what its lab had left before any of them.
    """
    if not rows.size:
        return
    table, row = world.approaches, world.approaches.row[rows]
    more_money = pay_usd + sign_on_usd - table.first_year_usd(rows)
    more_compute = pledge_h100e - table.pledge_h100e[rows]
    poor = (more_money > world.cash_usd[row] - world.reserved_usd[row]) & world.has_budget[row]
    lacking = ~poor & (more_compute > world.research_left()[row]) & (more_compute > 0)
    emit(world, Event.REFUSED, rows[poor], int(Refusal.CASH))
    emit(world, Event.REFUSED, rows[lacking], int(Refusal.COMPUTE))
    able = ~poor & ~lacking
    rows = rows[able]
    release(world, rows)
    table.pay_usd[rows], table.sign_on_usd[rows] = pay_usd[able], sign_on_usd[able]
    table.pledge_h100e[rows] = pledge_h100e[able]
    world.any_pledge |= bool(pledge_h100e[able].any())
    reserve(world, rows)
    emit(world, Event.IMPROVED, rows, table.offered_usd(rows))
