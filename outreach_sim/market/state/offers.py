"""What labs offer: its terms, the pay an order names, and how an approach is ended by its lab."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import PPM, Order
from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.emit import emit
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.ledger import release
from outreach_sim.market.state.payroll import times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World


@dataclass(frozen=True, slots=True)
class OfferTerms:
    """How the new approaches of one call are written; scalars or one element each.

    Attributes:
        template: index into the letter tables.
        sender: a ``Sender``.
        flags: ``Flag`` bits, ``NAMED`` left to the template.
        pay_usd: yearly pay meant (base + equity).
        sign_on_usd, pledge_h100e, deadline_days: the rest of the offer.
    """

    template: NDArray[np.uint8] | int
    sender: NDArray[np.uint8] | int
    flags: NDArray[np.uint8] | int
    pay_usd: NDArray[np.int64]
    sign_on_usd: NDArray[np.int64] | int = 0
    pledge_h100e: NDArray[np.int64] | int = 0
    deadline_days: NDArray[np.int64] | int = 7


def ordered_pay(world: World, order: Order, person: Index) -> NDArray[np.int64]:
    """Yearly pay the order offers to each of these people, whole USD."""
    if order.pay_usd:
        return np.full(person.size, order.pay_usd, dtype=np.int64)
    return times(world, world.pay_usd[person], round(order.pay_ratio * PPM))


def withdraw(world: World, rows: Rows) -> None:
    """End these approaches; a person without any other live offer has nothing left to decide."""
    if not rows.size:
        return
    table = world.approaches
    person, live = table.person[rows], table.state[rows] == State.OFFERED
    release(world, rows[live])
    emit(world, Event.WITHDRAWN, rows, table.state[rows].astype(np.int64))
    world.close(rows)
    still = np.isin(person, table.person[table.in_state(State.OFFERED)])
    done = person[live & ~still]
    world.opener[done] = 0
    world.countered[done] = False
