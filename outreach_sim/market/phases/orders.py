"""Carries out orders: a script's lines, a player's commands and a policy's, one mechanism for all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.conference import attend
from outreach_sim.market.mechanisms.purchases import order_machines
from outreach_sim.market.mechanisms.raises import raise_by_order
from outreach_sim.market.phases.answers import answer
from outreach_sim.market.phases.employers import defend
from outreach_sim.market.phases.outreach import open_approaches
from outreach_sim.market.setup import Do
from outreach_sim.market.state.approaches import Rows
from outreach_sim.market.state.asked import Asked, of_employers_asked, refuse_named
from outreach_sim.market.state.attention import count_new_letters, hours_for_letters, letters_left
from outreach_sim.market.state.emit import refuse
from outreach_sim.market.state.events import Refusal
from outreach_sim.market.state.offers import OfferTerms, ordered_pay
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

Bools = NDArray[np.bool_]


def carry_out(world: World, asked: Asked) -> Rows:
    """Do what is asked for; returns the approaches whose first mail is to be written."""
    if asked.do is Do.SEND:
        return send(world, asked)
    if asked.do is Do.ATTEND:
        attend(world, asked)
    elif asked.do is Do.RAISE:
        raise_by_order(world, asked)
    elif asked.do in (Do.COUNTER, Do.STAND):
        defend(world, asked)
    elif asked.do in (Do.BUY, Do.RENT):
        order_machines(world, asked)
    else:
        answer(world, asked)
    return np.empty(0, dtype=np.intp)


def send(world: World, asked: Asked) -> Rows:
    """Open approaches, as far as quota and people last."""
    left = asked.wanted
    if world.setup.mechanisms.quotas:
        left = np.minimum(asked.wanted, letters_left(world, asked.rows, asked.sender))
        short = left < asked.wanted
        if world.any_hours:
            short &= ~refuse_for_hours(world, asked, short, left)
        refuse_letters(world, asked.rows[short], Refusal.QUOTA)
    chosen = pick(world, asked, left)
    place, candidate = asked.place[chosen], asked.candidate[chosen]
    row = asked.rows[place]
    if not row.size:
        return row
    count_new_letters(world, row, asked.sender[place])
    world.shortlist.clear(row, candidate)
    return open_approaches(
        world, row, candidate, terms_of(world, asked, place, world.persons(row, candidate))
    )


def refuse_for_hours(world: World, asked: Asked, short: Bools, left: NDArray[np.int64]) -> Bools:
    """Record for which of these orders it is the CEO's hours that are short, rather than letters; which."""
    by_hours = short & (hours_for_letters(world, asked.rows, asked.sender) == left)
    refuse_letters(world, asked.rows[by_hours], Refusal.LETTER_HOURS)
    return by_hours


def refuse_letters(world: World, rows: Index, why: Refusal) -> None:
    """Record that these labs have not so many letters left; nobody in particular is concerned."""
    refuse(world, rows, np.zeros(rows.size, dtype=np.intp), why)


def pick(world: World, asked: Asked, wanted: NDArray[np.int64]) -> Bools:
    """Which people are the first ``wanted`` eligible ones of each order."""
    eligible = world.shortlist.is_free(asked.rows.take(asked.place), asked.candidate)
    eligible &= of_employers_asked(world, asked)
    refuse_named(world, asked, ~eligible, Refusal.NOT_FREE)
    return asked.first(eligible, wanted)


def terms_of(world: World, asked: Asked, place: Index, person: Index) -> OfferTerms:
    """What the orders at these places offer to these people."""
    return OfferTerms(
        template=asked.template[place],
        sender=asked.sender[place],
        flags=asked.flags[place],
        pay_usd=ordered_pay(world, asked, place, person),
        sign_on_usd=asked.sign_on_usd[place],
        pledge_h100e=asked.pledge_h100e[place],
        deadline_days=asked.deadline_days[place],
    )
