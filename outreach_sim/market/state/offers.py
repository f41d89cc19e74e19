"""What labs offer: its terms, the pay an order names, and how an approach is ended by its lab."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.asked import Asked
from outreach_sim.market.state.emit import emit
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.ledger import release
from outreach_sim.market.state.payroll import believed_pay_usd, times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

Codes = NDArray[np.uint8] | NDArray[np.uint16] | NDArray[np.int64] | int
"""Small numbers: indices and flags."""


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

    template: Codes
    sender: Codes
    flags: Codes
    pay_usd: NDArray[np.int64]
    sign_on_usd: NDArray[np.int64] | int = 0
    pledge_h100e: NDArray[np.int64] | int = 0
    deadline_days: NDArray[np.int64] | int = 7


def ordered_pay(world: World, asked: Asked, place: Index, person: Index) -> NDArray[np.int64]:
    """Yearly pay that the orders at these places offer to these people, whole USD.

    A ratio is of what the lab believes they earn: a sum made of the truth would tell it the truth.
    """
    named = asked.pay_usd[place]
    by_ratio = times(world, believed_pay_usd(world, asked.rows[place], person), asked.pay_ppm[place])
    return np.where(named > 0, named, by_ratio)


def withdraw(world: World, rows: Rows, words: NDArray[np.int64] | int = 0) -> None:
    """End these approaches; a person without any other live offer has nothing left to decide.

    ``words`` are the letters (index + 1) in which the lab says so itself; 0 for the plain words.
    """
    if not rows.size:
        return
    table = world.approaches
    person, live = table.person[rows], table.state[rows] == State.OFFERED
    release(world, rows[live])
    emit(world, Event.WITHDRAWN, rows, table.state[rows].astype(np.int64), words=words)
    world.close(rows)
    still = np.isin(person, table.person[table.in_state(State.OFFERED)])
    done = person[live & ~still]
    world.opener[done] = 0
    world.countered[done] = False
