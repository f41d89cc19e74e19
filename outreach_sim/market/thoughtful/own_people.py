"""The other chair of a lab that runs ``thoughtful``: counter-offers and raises where they are worth it."""

from __future__ import annotations

import numpy as np

from outreach_sim.market.flight import staff
from outreach_sim.market.own_staff import counter_offer, raise_pay
from outreach_sim.market.setup import DAYS_PER_WEEK, Do, Order
from outreach_sim.market.state.payroll import times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.market.thoughtful.week import Week, millionths, most_first
from outreach_sim.market.view import offers_to_staff

RAISE_PPM = 1_150_000
"""Pay after a raise over pay before."""
RAISE_WEEKS = 4
"""So many weeks pass between two looks at who should be raised."""
WATCHED = 20
"""So many of the strongest of the lab's own are looked at."""


def news_of_offers(world: World, row: int) -> Index:
    """Own people who told of an offer yesterday."""
    told = {one.candidate for one in offers_to_staff(world, row) if one.since == world.day - 1}
    return np.array(sorted(told), dtype=np.intp)


def countered(week: Week, everybody: bool) -> list[Order]:
    """Counter-offers to those for whom they pay, the most points first, as far as the CEO has hours.

    Whoever was left without on the day they told is looked at again as a week begins: ``everybody``.
    """
    view = week.view
    world = view.world
    open_now = [one for one in offers_to_staff(world, view.row) if not one.countered]
    told = {one.candidate for one in open_now if everybody or one.since == world.day - 1}
    if not told or not world.setup.mechanisms.counter_offers or week.hours <= 0:
        return []
    people = np.array(sorted(told), dtype=np.intp)
    points = counter_offer(view, people).expected
    order = most_first(points)
    order = order[millionths(points[order]) > 0][: week.hours]
    if not order.size:
        return []
    week.spend_hours(order.size)
    return [Order(view.lab, (), do=Do.COUNTER, candidates=tuple(people[order].tolist()))]


def raised(week: Week) -> list[Order]:
    """Raises for the strongest of the lab's own whom rivals' letters would win else, where they pay."""
    view = week.view
    world = view.world
    if world.day // DAYS_PER_WEEK % RAISE_WEEKS:
        return []
    own = staff(world, view.lab, view.in_world)
    own = own[np.argsort(-world.setup.people.impact[own].astype(np.int64), kind="stable")[:WATCHED]]
    if not own.size:
        return []
    pay = times(world, world.pay_usd[own + world.first_person[view.row]], RAISE_PPM)
    good = np.flatnonzero(millionths(raise_pay(view, own, pay).expected) > 0)
    return [
        Order(view.lab, (), do=Do.RAISE, candidates=(int(own[one]),), pay_usd=int(pay[one])) for one in good
    ]
