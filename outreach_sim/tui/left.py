"""What is left for the rest of today: the lab's means once the orders that wait have been carried out.

Orders are gone through as the market will go through them, so what it would refuse takes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.purchases import rent_usd
from outreach_sim.market.phases.employers import promised_usd
from outreach_sim.market.rules import Rules
from outreach_sim.market.setup import PPM, Do, Order, People, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.payroll import counter_usd, times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LabView, OwnApproach, limited


@dataclass(slots=True)
class Left:
    """Means of one lab.

    Attributes:
        free_usd: money that nothing is bound to; ``None`` where no budget is set.
        reserved_usd: what live offers reserve.
        promised_usd: what offers would reserve that are on their way: put forward, or after interviews.
        pledgeable_h100e: research compute that is pledged to nobody.
        rentable_h100e: machines that can be rented. interviews: slots; ``None`` without a limit.
        quota: letters by sender, this week; ``None`` without one.
        hours: of the CEO, this week; ``None`` without a limit. kept: those of them kept for own people.
        free: who can still be written to. countered: own people with a counter-offer.
        raises_usd: what the counter-offers cost that are out, should all be taken.
    """

    free_usd: int | None
    reserved_usd: int
    promised_usd: int
    pledgeable_h100e: int
    rentable_h100e: int
    interviews: int | None
    quota: dict[Sender, int | None]
    hours: int | None
    kept: int
    free: NDArray[np.bool_]
    raises_usd: int
    countered: set[int]

    @property
    def letters(self) -> dict[Sender, int | None]:
        """New letters by sender, this week; ``None`` without a quota."""
        if self.hours is None:
            return self.quota
        ceo, free = self.quota[Sender.CEO], self.free_hours
        return self.quota | {Sender.CEO: free if ceo is None else min(ceo, free)}

    @property
    def free_hours(self) -> int:
        """Hours of the CEO that are not kept for own people, where they are limited."""
        return max((self.hours or 0) - self.kept, 0)

    def write(self, sender: Sender, count: int) -> None:
        """So many letters are begun, no more than are left."""
        quota = self.quota[sender]
        self.quota[sender] = None if quota is None else quota - count
        self.spend_hours(count * (sender is Sender.CEO))

    def spend_hours(self, count: int) -> bool:
        """Take so many hours that are not kept, if there are so many."""
        if self.hours is None:
            return True
        if count > self.free_hours:
            return False
        self.hours -= count
        return True

    def affords(self, usd: int) -> bool:
        """Whether so much is free."""
        return self.free_usd is None or usd <= self.free_usd

    def spend(self, usd: int) -> None:
        """Take so much of what is free."""
        if self.free_usd is not None:
            self.free_usd -= usd

    def reserve(self, usd: int, h100e: int) -> None:
        """Bind money and machines to a live offer; less than nothing sets them free."""
        self.spend(usd)
        self.reserved_usd += usd
        self.pledgeable_h100e -= h100e


def left_today(
    view: LabView, pay_usd: Callable[[int], int | None], world: World, orders: Iterable[Order]
) -> Left:
    """The means of a lab after these orders.

    Args:
        view: what the lab can know.
        pay_usd: what somebody of the lab's own staff is paid; ``None`` for anybody else.
        world: its rules and prices, and in which order people are written to.
        orders: of the lab, those that wait for the next day, in their order.
    """
    free = None if view.cash_usd is None else view.cash_usd - view.reserved_usd
    live = {own.candidate: own for own in view.approaches}
    promised = sum(first_year_usd(own) for own in live.values() if own.state == State.PROCESS)
    left = Left(
        free, view.reserved_usd, promised, view.pledgeable_h100e, view.rentable_h100e, view.interviews_left,
        quota_left(world, view), view.hours_left, view.hours_kept, view.free.copy(),
        int(promised_usd(world)[view.lab]), {offer.candidate for offer in view.offered if offer.countered},
    )  # fmt: skip
    raised: dict[int, int] = {}
    for order in orders:
        if order.do is Do.SEND:
            _send(left, order, view, world.setup.people)
        elif order.do is Do.RAISE:
            _raise(left, order, pay_usd, raised, world)
        elif order.do in (Do.BUY, Do.RENT):
            _machines(left, order, world.setup.rules, view.machines_for_sale)
        elif order.do is Do.COUNTER:
            _counter(left, order, pay_usd, raised, view, world)
        elif order.do is Do.STAND:
            left.kept = max(order.keep_hours - int(world.stores.hours.stood[view.lab]), 0)
        elif order.do in (Do.INVITE, Do.OFFER, Do.WITHDRAW):
            _answer(left, order, live)
    return left


def quota_left(world: World, view: LabView) -> dict[Sender, int | None]:
    """What is left of the quota of each sender, whatever the CEO's hours allow."""
    left = (world.letter_quota - world.letters_used)[view.lab].tolist()
    return {sender: limited(world, left[sender]) for sender in Sender}


def first_year_usd(terms: OwnApproach | Order) -> int:
    """What an offer on these terms reserves."""
    return terms.pay_usd + terms.sign_on_usd


def raised_usd(world: World, pay_usd: int, order: Order) -> int:
    """Yearly pay after a raise, as the market would make it: within the ceiling."""
    return order.pay_usd or int(times(world, np.array([pay_usd]), round(order.pay_ratio * PPM))[0])


def chosen(order: Order, free: NDArray[np.bool_], view: LabView, people: People) -> Index:
    """Whom the order writes to as far as they are free, in its order; ties by id."""
    if order.candidates:
        sequence = np.array(order.candidates, dtype=np.intp)
    else:
        key = view.pay_guess_usd if order.by == "pay" else people.impact
        sequence = np.argsort(-key.astype(np.int64), kind="stable")
    able = free[sequence]
    if order.employers:
        able &= np.isin(view.employer[sequence], order.employers)
    return sequence[able][: order.top or len(order.candidates)]


def _send(left: Left, order: Order, view: LabView, people: People) -> None:
    picked, quota = chosen(order, left.free, view, people), left.letters[order.sender]
    picked = picked if quota is None else picked[: max(quota, 0)]
    left.write(order.sender, picked.size)
    left.free[picked] = False


def _raise(
    left: Left, order: Order, pay_usd: Callable[[int], int | None], raised: dict[int, int], world: World
) -> None:
    """Who comes first is served first, as long as the sum of all so far is there."""
    asked, spent = 0, 0
    for candidate in order.candidates:
        now = raised.get(candidate, pay_usd(candidate))
        if now is None or (more := raised_usd(world, now, order) - now) <= 0:
            continue
        asked += more
        if left.affords(asked):
            spent, raised[candidate] = spent + more, now + more
            if candidate in left.countered:
                left.raises_usd += _cost_to_keep(world, now + more) - _cost_to_keep(world, now)
    left.spend(spent)


def _machines(left: Left, order: Order, rules: Rules, for_sale: bool) -> None:
    rented = order.do is Do.RENT
    cost = order.h100e * rules.h100e_price_usd
    if rented:
        cost = rent_usd(rules, order.h100e, order.rent_days)
    if not for_sale or not left.affords(cost) or (rented and order.h100e > left.rentable_h100e):
        return
    left.spend(cost)
    left.rentable_h100e -= order.h100e * rented


def _counter(
    left: Left,
    order: Order,
    pay_usd: Callable[[int], int | None],
    raised: dict[int, int],
    view: LabView,
    world: World,
) -> None:
    """An hour for each who has an offer and no answer to it yet; the money must be there."""
    open_to = {offer.candidate for offer in view.offered} - left.countered
    fit = [candidate for candidate in order.candidates if candidate in open_to]
    asked, paid = left.raises_usd, world.setup.mechanisms.paid_raises
    for candidate in fit if left.hours is None else fit[: left.hours]:
        cost = _cost_to_keep(world, raised.get(candidate, pay_usd(candidate) or 0))
        asked += cost
        if not paid or left.affords(asked):
            left.countered.add(candidate)
            left.raises_usd += cost
            left.hours = None if left.hours is None else left.hours - 1


def _cost_to_keep(world: World, pay_usd: int) -> int:
    """What a counter-offer to somebody with this pay costs a year, if it keeps them."""
    return int(counter_usd(world, np.empty(0, dtype=np.intp), np.array([pay_usd]))[0]) - pay_usd


def _answer(left: Left, order: Order, live: Mapping[int, OwnApproach]) -> None:
    for own in (live[c] for c in order.candidates if c in live):
        offered = own.state == State.OFFERED
        if order.do is Do.WITHDRAW:
            left.reserve(-first_year_usd(own) * offered, -own.pledge_h100e * offered)
            left.promised_usd -= first_year_usd(own) * (own.state == State.PROCESS)
        elif own.state == State.INTERESTED and order.do is Do.INVITE:
            if left.interviews != 0:
                left.promised_usd += first_year_usd(own)
                left.interviews = None if left.interviews is None else left.interviews - 1
        elif own.state == State.INTERESTED:
            if left.spend_hours(own.mails > 0):
                left.promised_usd += first_year_usd(order)
        elif offered and order.do is Do.OFFER:
            more = first_year_usd(order) - first_year_usd(own)
            h100e = order.pledge_h100e - own.pledge_h100e
            if left.affords(more) and h100e <= max(left.pledgeable_h100e, 0):
                left.reserve(more, h100e)
