"""Carries out orders: a script's lines and a player's commands, one mechanism for both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.conference import attend
from outreach_sim.market.mechanisms.purchases import order_machines
from outreach_sim.market.mechanisms.raises import raise_by_order
from outreach_sim.market.phases.answers import answer
from outreach_sim.market.phases.outreach import open_approaches
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.approaches import Flag, Rows
from outreach_sim.market.state.emit import refuse
from outreach_sim.market.state.events import Refusal
from outreach_sim.market.state.offers import OfferTerms, ordered_pay
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.shortlist import first_of_each
from outreach_sim.market.state.world import World


def carry_out(world: World, order: Order) -> Rows:
    """Do what is asked for in every world; returns the approaches whose first mail is to be written."""
    if order.do is Do.SEND:
        return send(world, order)
    if order.do is Do.ATTEND:
        attend(world, order, preference(world, order))
    elif order.do is Do.RAISE:
        raise_by_order(world, order, preference(world, order))
    elif order.do in (Do.BUY, Do.RENT):
        order_machines(world, order)
    else:
        answer(world, order)
    return np.empty(0, dtype=np.intp)


def send(world: World, order: Order) -> Rows:
    """Open approaches, as far as quota and people last."""
    rows = np.arange(world.worlds) * world.labs + order.lab
    wanted = order.top or len(order.candidates)
    left = np.full(world.worlds, wanted)
    if world.setup.mechanisms.quotas:
        quota = (world.letter_quota - world.letters_used)[rows, order.sender]
        short = rows[quota < wanted]
        refuse(world, short, np.zeros(short.size, dtype=np.intp), Refusal.QUOTA)
        left = np.minimum(wanted, quota)
    row, candidate = pick(world, order, rows, left)
    if not row.size:
        return row
    np.add.at(world.letters_used[:, order.sender], row, 1)
    world.shortlist.clear(row, candidate)
    return open_approaches(world, row, candidate, terms_of(world, order, row, candidate))


def pick(world: World, order: Order, rows: Index, wanted: NDArray[np.int64]) -> tuple[Index, Index]:
    """The first ``wanted`` eligible people of each world, in the order asked for, ties by id."""
    sequence = preference(world, order)
    every = np.repeat(rows, sequence.size)
    candidate = np.tile(sequence, rows.size)
    eligible = world.shortlist.is_free(every, candidate)
    if order.employers:
        employer = world.home[world.persons(every, candidate)] % world.labs
        eligible &= np.isin(employer, order.employers)
    if order.candidates:
        refuse(world, every[~eligible], candidate[~eligible], Refusal.NOT_FREE)
    return first_of_each(every, candidate, eligible, wanted)


def preference(world: World, order: Order) -> Index:
    """Candidates in the order in which the script wants them."""
    if order.candidates:
        return np.array(order.candidates, dtype=np.intp)
    people = world.setup.people
    key = people.pay_usd if order.by == "pay" else people.impact
    return np.argsort(-key.astype(np.int64), kind="stable")


def terms_of(world: World, order: Order, row: Index, candidate: Index) -> OfferTerms:
    """The order's offer to each of the people picked."""
    pay = ordered_pay(world, order, world.persons(row, candidate))
    return OfferTerms(
        template=order.template,
        sender=int(order.sender),
        flags=int(Flag.DIRECT * order.direct | Flag.BY_HAND * order.by_hand),
        pay_usd=pay,
        sign_on_usd=order.sign_on_usd,
        pledge_h100e=order.pledge_h100e,
        deadline_days=order.deadline_days,
    )
