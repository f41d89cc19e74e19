"""A lab answers by hand: invites, offers, betters an offer, withdraws. What does not apply is refused."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.phases.invitations import draw_up, invite, with_a_slot
from outreach_sim.market.phases.own_words import read, say
from outreach_sim.market.setup import Do
from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.asked import Asked
from outreach_sim.market.state.attention import with_an_hour
from outreach_sim.market.state.emit import emit, refuse
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.ledger import release, reserve
from outreach_sim.market.state.offers import ordered_pay, withdraw
from outreach_sim.market.state.world import World


def answer(world: World, asked: Asked) -> None:
    """Carry out orders about approaches that are under way."""
    rows = own_approaches(world, asked)
    state = world.approaches.state[rows]
    if asked.do is Do.INVITE:
        rows = applicable(world, rows, state == State.INTERESTED)
        invite_by_hand(world, asked, rows)
    elif asked.do is Do.WITHDRAW:
        rows = applicable(world, rows, state < State.SIGNED)
        withdraw(world, rows, words_of(world, asked, rows))
    else:
        rows = applicable(world, rows, (state == State.INTERESTED) | (state == State.OFFERED))
        live = world.approaches.state[rows] == State.OFFERED
        offer_directly(world, asked, rows[~live])
        improve(world, asked, rows[live])


def own_approaches(world: World, asked: Asked) -> Rows:
    """The live approaches of the ordering labs to the people named; the others are refused."""
    table, row, candidate = world.approaches, asked.rows[asked.place], asked.candidate
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


def words_of(world: World, asked: Asked, rows: Rows) -> NDArray[np.int64]:
    """The letters (index + 1) in which their orders answer these people; 0 for the plain words."""
    return asked.words[asked.place_of(world.approaches.row[rows])]


def invite_by_hand(world: World, asked: Asked, rows: Rows) -> None:
    """Interviews for these interested people, in the form of their orders, as far as slots last."""
    set_form(world, rows, asked.flags[asked.place_of(world.approaches.row[rows])] & Flag.SHORT)
    served = with_a_slot(world, rows)
    emit(world, Event.REFUSED, rows[~np.isin(rows, served)], int(Refusal.SLOTS))
    say(world, served, words_of(world, asked, served))
    invite(world, served)
    read(world, served)


def set_form(world: World, rows: Rows, form: NDArray[np.int64] | int) -> None:
    """How these people come to an offer: ``Flag.DIRECT``, ``Flag.SHORT``, or 0 for interviews in full."""
    flags = world.approaches.flags
    flags[rows] &= np.uint8(~np.uint8(Flag.DIRECT | Flag.SHORT))
    flags[rows] |= np.asarray(form, dtype=np.uint8)


def set_terms(world: World, asked: Asked, rows: Rows) -> None:
    """Write the terms of their orders into these approaches."""
    table = world.approaches
    place = asked.place_of(table.row[rows])
    table.pay_usd[rows] = ordered_pay(world, asked, place, table.person[rows])
    table.sign_on_usd[rows] = asked.sign_on_usd[place]
    table.pledge_h100e[rows] = asked.pledge_h100e[place]
    world.any_pledge |= bool(asked.pledge_h100e.any())
    table.deadline_days[rows] = asked.deadline_days[place]


def offer_directly(world: World, asked: Asked, rows: Rows) -> None:
    """An offer without interviews for people who are interested, as far as the CEO's hours last."""
    served = with_an_hour(world, rows)
    emit(world, Event.REFUSED, rows[~np.isin(rows, served)], int(Refusal.HOURS))
    set_terms(world, asked, served)
    say(world, served, words_of(world, asked, served))
    set_form(world, served, Flag.DIRECT)
    draw_up(world, served)


def improve(world: World, asked: Asked, rows: Rows) -> None:
    """The terms of their orders for live offers."""
    place = asked.place_of(world.approaches.row[rows])
    pay = ordered_pay(world, asked, place, world.approaches.person[rows])
    terms = pay, asked.sign_on_usd[place], asked.pledge_h100e[place]
    better(world, rows, *terms, asked.words[place])


def better(
    world: World,
    rows: Rows,
    pay_usd: NDArray[np.int64],
    sign_on_usd: NDArray[np.int64],
    pledge_h100e: NDArray[np.int64],
    words: NDArray[np.int64] | None = None,
) -> None:
    """New terms for live offers, where money and compute allow; the deadline stays.

    What is said with them in the lab's own words (letters by index + 1) replaces what it said before.

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
    table.flags[rows] |= np.uint8(Flag.BETTERED)
    world.any_pledge |= bool(pledge_h100e[able].any())
    reserve(world, rows)
    said = np.zeros(rows.size, dtype=np.int64) if words is None else words[able]
    emit(world, Event.IMPROVED, rows, table.offered_usd(rows), words=said)
    say(world, rows, said)
    read(world, rows[said > 0])
