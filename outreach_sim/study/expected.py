"""What decisions could be expected to bring when they were made, as the screens said it then."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.forms import form_of
from outreach_sim.market.outlook import Outlook, outlook
from outreach_sim.market.own_staff import counter_offer, raise_pay
from outreach_sim.market.plan import Plans, each, under_way
from outreach_sim.market.setup import PPM, SIGN_ON_YEARS, Do, Order
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.payroll import believed_pay_usd, times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.market.values import answer, better, letter
from outreach_sim.study.decisions import Decision


def expected_of(world: World, lab: int, decisions: Sequence[Decision]) -> list[float]:
    """Points by the end of the game that each of these could be expected to bring.

    Args:
        world: one, on the morning of the day on which they were made.
        lab: that made them.
        decisions: made on that day.
    """
    view, found = outlook(world, lab), np.zeros(len(decisions))
    for kind in sorted(set(map(_kind, decisions))):
        places = [i for i, d in enumerate(decisions) if _kind(d) == kind]
        orders = [decisions[i].order for i in places]
        people = np.array([decisions[i].candidate for i in places], dtype=np.intp)
        found[places] = _expected(view, *kind, people, orders)
    return [float(points) for points in found]


def _kind(decision: Decision) -> tuple[Do, bool, int]:
    """What is asked for, whether it answers interest, and the form of interviews that follows."""
    order = decision.order
    form = Flag.DIRECT if order.do is Do.OFFER else Flag.SHORT * order.short
    return order.do, decision.begins, form * (order.do in (Do.INVITE, Do.OFFER))


def _expected(
    view: Outlook, do: Do, begins: bool, flags: int, people: Index, orders: Sequence[Order]
) -> NDArray[np.float64]:
    """The same for orders of one kind; taking an offer back is worth nothing by itself."""
    plans = _plans(view, people, orders)
    if do is Do.SEND:
        return letter(view, people, plans, _column(orders, "sign_on_usd")).expected
    if do is Do.RAISE:
        return raise_pay(view, people, each(plans.pay_usd, people)).expected
    if do is Do.COUNTER:
        return counter_offer(view, people).expected
    if do is Do.INVITE or (do is Do.OFFER and begins):
        form = int(form_of(view.forms, np.array(flags)))
        return answer(view, people, plans, form).expected
    if do is Do.OFFER:
        return better(view, people, _standing(view, people), plans).expected
    return np.zeros(people.size)


def _plans(view: Outlook, people: Index, orders: Sequence[Order]) -> Plans:
    """What the orders offer these people."""
    person = view.world.first_person[view.row] + people
    ratio = np.array([round(order.pay_ratio * PPM) for order in orders], dtype=np.int64)
    by_ratio = times(view.world, believed_pay_usd(view.world, view.row, person), ratio)
    named = _column(orders, "pay_usd")
    return Plans(
        np.where(named > 0, named, by_ratio) + _column(orders, "sign_on_usd") // SIGN_ON_YEARS,
        template=_column(orders, "template"),
        sender=_column(orders, "sender"),
        pledge_h100e=_column(orders, "pledge_h100e"),
        direct=_column(orders, "direct").astype(np.bool_),
        short=_column(orders, "short").astype(np.bool_),
        deadline_days=_column(orders, "deadline_days"),
    )


def _column(orders: Sequence[Order], name: str) -> NDArray[np.int64]:
    return np.array([int(getattr(order, name)) for order in orders], dtype=np.int64)


def _standing(view: Outlook, people: Index) -> Plans:
    """The terms of the offers that are out to these people."""
    own = under_way(view.world, view.row, view.world.first_person[view.row] + people)
    rows = np.arange(people.size)
    return Plans(own.offered_usd(rows), pledge_h100e=own.pledge_h100e)
