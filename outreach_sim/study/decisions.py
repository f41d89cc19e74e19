"""The decisions of one game about single people, and what else could have been decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outreach_sim.market.setup import Do, Order, Sender
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.market.view import offers_to_staff

NOT_AT_ALL = "not at all"
COUNTERED = "a counter-offer"
FORMS = ("interviews", "short interviews", "at once")
"""How somebody comes to an offer."""
ABOUT_ONE = (Do.INVITE, Do.OFFER, Do.WITHDRAW, Do.RAISE, Do.COUNTER)
"""Orders that are decisions about the people whom they name, letters aside."""
OTHER_PAY = (1.15, 2.0)
"""Pay over what is believed of the present one, tried in place of what was offered."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a player asked for about one person, or let pass.

    Attributes:
        day: on which it was asked for.
        candidate: their array position.
        order: what was asked, for this person alone, on the terms on which it was done.
        begins: whether it answers interest, so that interviews or an offer follow from it.
        made: whether it was asked for; else it could have been.
    """

    day: int
    candidate: int
    order: Order
    begins: bool = False
    made: bool = True

    @property
    def about(self) -> str:
        """What was decided, up to the name of the person: "the letter to"."""
        if self.order.do is Do.COUNTER:
            return "the counter-offer to" if self.made else "no counter-offer to"
        short = "short " if self.order.do is Do.INVITE and self.order.short else ""
        return f"{short}{_ABOUT[self.order.do]}"


_ABOUT = {
    Do.SEND: "the letter to",
    Do.INVITE: "interviews for",
    Do.OFFER: "the offer to",
    Do.WITHDRAW: "taking back what was under way with",
    Do.RAISE: "the raise of",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What else could have been done: its name, and the order in place of the one given, if any."""

    name: str
    order: Order | None


def changes(decision: Decision) -> tuple[Change, ...]:
    """One thing at a time: not at all; other pay; signed by the CEO; in another form of interviews."""
    order = decision.order
    if not decision.made:
        return (Change(COUNTERED, order),)
    found = [Change(NOT_AT_ALL, None)]
    if order.do in (Do.SEND, Do.OFFER, Do.RAISE):
        found += [Change(f"pay {ratio:g} times", paid(order, ratio)) for ratio in OTHER_PAY]
    if order.do is Do.SEND and order.sender != Sender.CEO:
        found.append(Change("by the CEO", replace(order, sender=Sender.CEO)))
    return (*found, *other_forms(decision))


def paid(order: Order, ratio: float) -> Order:
    """The same order with this pay over what is believed of the present one."""
    return replace(order, pay_usd=0, pay_ratio=ratio)


def other_forms(decision: Decision) -> list[Change]:
    """The other forms of interviews, where the order says which; a letter answered by hand does not."""
    order, taken = decision.order, form_of(decision)
    return [Change(form, in_form(order, form)) for form in FORMS if taken is not None and form != taken]


def form_of(decision: Decision) -> str | None:
    """The form that a decision is for, if it is for any."""
    order = decision.order
    says = order.do is Do.INVITE or (order.do is Do.OFFER and decision.begins)
    if not says and (order.do is not Do.SEND or order.by_hand):
        return None
    if order.direct or order.do is Do.OFFER:
        return "at once"
    return "short interviews" if order.short else "interviews"


def in_form(order: Order, form: str) -> Order:
    """The same letter or answer for an offer that comes about in this form."""
    at_once, short = form == "at once", form == "short interviews"
    if order.do is Do.SEND:
        return replace(order, direct=at_once, short=short)
    return replace(order, do=Do.OFFER if at_once else Do.INVITE, short=short)


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
        short=bool(table.flags[row] & Flag.SHORT),
        by_hand=bool(table.flags[row] & Flag.BY_HAND),
        deadline_days=int(table.deadline_days[row]),
    )


def answers_of(orders: Sequence[Order], world: World, lab: int) -> list[Decision]:
    """Answers, raises and counter-offers of a day for people named, one each, as that morning finds them."""
    named = [order for order in orders if order.do in ABOUT_ONE]
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


def just_told(world: World, lab: int) -> Iterator[tuple[Decision, int]]:
    """Counter-offers that can be made from this morning on, to who was made an offer yesterday; and until
    which day.
    """
    for offer in offers_to_staff(world, lab):
        if offer.since == world.day - 1 and offer.until > world.day and not offer.countered:
            order = Order(lab, (world.day,), Do.COUNTER, candidates=(offer.candidate,))
            yield Decision(world.day, offer.candidate, order, made=False), offer.until


def refused(log: Log, lab: int) -> set[int]:
    """Whom orders of the lab did not apply to on the days of a log."""
    nobody = [int(reason) for reason in Refusal if reason.about]
    found = (log.kind == Event.REFUSED) & (log.lab == lab) & ~np.isin(log.value, nobody)
    return set(log.candidate[found].tolist())


# -- a day of which one decision is changed --------------------------------------------------------------


def as_they_went(orders: Sequence[Order], letters: Sequence[Order]) -> list[Order]:
    """Orders of a day in their sequence, those for letters as a letter to each person who got one.

    Args:
        orders: as they were given.
        letters: that went out on it, in the sequence in which they did.
    """
    went, left = [], list(letters)
    for order in orders:
        if order.do is not Do.SEND:
            went.append(order)
        while left and order.do is Do.SEND and may_be_of(order, left[0]):
            went.append(left.pop(0))
    return went + left


def may_be_of(order: Order, letter: Order) -> bool:
    """Whether a letter to one person can be of this order; in a trial the text is that of their arm."""
    named = not order.candidates or letter.candidates[0] in order.candidates
    return named and all(getattr(order, name) == getattr(letter, name) for name in _OF_ALL)


_OF_ALL = ("sender", "sign_on_usd", "pledge_h100e", "direct", "short", "by_hand", "deadline_days")
"""What all letters of an order have as it says."""


def changed_day(went: Sequence[Order], decision: Decision, change: Change) -> list[Order]:
    """What is asked for on the day of a decision, with that one changed, in its place.

    Args:
        went: what was asked for on it, each letter by itself.
        decision: made on it, or let pass.
        change: of that decision.
    """
    instead = [] if change.order is None else [change.order]
    if not decision.made:
        return [*went, *instead]
    place = next(place for place, order in enumerate(went) if holds(order, decision))
    others = tuple(c for c in went[place].candidates if c != decision.candidate)
    rest = [replace(went[place], candidates=others)] if others else []
    return [*went[:place], *instead, *rest, *went[place + 1 :]]


def holds(order: Order, decision: Decision) -> bool:
    """Whether the decision is of this order; that for interviews has the terms of the letter besides."""
    if order.do is not decision.order.do or decision.candidate not in order.candidates:
        return False
    single = replace(order, candidates=(decision.candidate,), days=(decision.day,))
    return order.do is Do.INVITE or single == decision.order
