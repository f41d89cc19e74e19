"""The decisions of one game about single people, and what else could have been decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World

NOT_AT_ALL = "not at all"
OTHER_PAY = (1.15, 2.0)
"""Pay over what is believed of the present one, tried in place of what was offered."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a player asked for about one person.

    Attributes:
        day: on which it was asked for.
        candidate: their array position.
        order: what was asked, for this person alone, on the terms on which it was done.
        begins: whether it answers interest, so that interviews or an offer follow from it.
    """

    day: int
    candidate: int
    order: Order
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What else could have been done: its name, and the order in place of the one given, if any."""

    name: str
    order: Order | None


def changes(decision: Decision) -> tuple[Change, ...]:
    """One thing at a time: not at all; other pay; signed by the CEO; at once, or by interviews."""
    order = decision.order
    found = [Change(NOT_AT_ALL, None)]
    if order.do in (Do.SEND, Do.OFFER, Do.RAISE):
        found += [Change(f"pay {ratio:g} times", paid(order, ratio)) for ratio in OTHER_PAY]
    if order.do is Do.SEND and order.sender != Sender.CEO:
        found.append(Change("by the CEO", replace(order, sender=Sender.CEO)))
    return (*found, *other_forms(decision))


def paid(order: Order, ratio: float) -> Order:
    """The same order with this pay over what is believed of the present one."""
    return replace(order, pay_usd=0, pay_ratio=ratio)


def other_forms(decision: Decision) -> Iterator[Change]:
    """The other form of interviews, where the order says which; a letter answered by hand does not."""
    order = decision.order
    if order.do is Do.INVITE:
        yield Change("at once", replace(order, do=Do.OFFER))
    elif order.do is Do.OFFER and decision.begins:
        yield Change("interviews", replace(order, do=Do.INVITE))
    elif order.do is Do.SEND and not order.by_hand:
        yield Change("interviews" if order.direct else "at once", replace(order, direct=not order.direct))


def letters_of(world: World, lab: int, log: Log) -> list[Order]:
    """The first letters that went out yesterday, each as an order that names one person, in their sequence.

    Args:
        world: one, the morning after.
        lab: whose letters.
        log: of that day.
    """
    first = (log.kind == Event.SENT) & (log.lab == lab) & (log.mail == 1)
    table = world.approaches
    mine = (table.row == lab) & (table.state != State.EMPTY) & np.isin(table.person, log.candidate[first])
    return [_letter(world, int(row)) for row in np.flatnonzero(mine)]


def _letter(world: World, row: int) -> Order:
    """An approach as the order that opens it."""
    table = world.approaches
    return Order(
        lab=int(table.row[row]),
        days=(world.day - 1,),
        do=Do.SEND,
        template=int(table.template[row]),
        sender=Sender(int(table.sender[row])),
        candidates=(int(table.person[row]),),
        pay_usd=int(table.pay_usd[row]),
        sign_on_usd=int(table.sign_on_usd[row]),
        pledge_h100e=int(table.pledge_h100e[row]),
        direct=bool(table.flags[row] & Flag.DIRECT),
        by_hand=bool(table.flags[row] & Flag.BY_HAND),
        deadline_days=int(table.deadline_days[row]),
    )


def answers_of(orders: Sequence[Order], world: World, lab: int) -> list[Decision]:
    """Answers and raises of a day for people named, person by person, as that morning finds them."""
    named = [order for order in orders if order.do in (Do.INVITE, Do.OFFER, Do.WITHDRAW, Do.RAISE)]
    return [_single(order, world, lab, candidate) for order in named for candidate in order.candidates]


def _single(order: Order, world: World, lab: int, candidate: int) -> Decision:
    """What an order asks for one person; an invitation holds the terms of the letter."""
    single, table = replace(order, candidates=(candidate,), days=(world.day,)), world.approaches
    found = np.flatnonzero((table.row == lab) & (table.person == candidate) & (table.state != State.EMPTY))
    if not found.size:
        return Decision(world.day, candidate, single)
    row = int(found[0])
    if order.do is Do.INVITE:
        single = replace(
            single,
            pay_usd=int(table.pay_usd[row]),
            sign_on_usd=int(table.sign_on_usd[row]),
            pledge_h100e=int(table.pledge_h100e[row]),
            deadline_days=int(table.deadline_days[row]),
        )
    return Decision(world.day, candidate, single, begins=int(table.state[row]) == State.INTERESTED)


def refused(log: Log, lab: int) -> set[int]:
    """Whom orders of the lab did not apply to on the days of a log."""
    return set(log.candidate[(log.kind == Event.REFUSED) & (log.lab == lab)].tolist())


def changed_day(went: Sequence[Order], decision: Decision, change: Change) -> list[Order]:
    """What is asked for on the day of a decision, with that one changed.

    Args:
        went: what was asked for on it, each letter by itself.
        decision: made on it.
        change: of that decision.
    """
    rest = [left for order in went if (left := without(order, decision)) is not None]
    return rest if change.order is None else [*rest, change.order]


def without(order: Order, decision: Decision) -> Order | None:
    """An order without the person of a decision of its kind; ``None`` if nobody is left."""
    if order.do is not decision.order.do or decision.candidate not in order.candidates:
        return order
    others = tuple(c for c in order.candidates if c != decision.candidate)
    return replace(order, candidates=others) if others else None
