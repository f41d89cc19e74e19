"""Answers of a lab that runs ``thoughtful``: the form of interview with most points, and better offers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.forms import Form
from outreach_sim.market.outlook import Outlook
from outreach_sim.market.plan import Plans
from outreach_sim.market.setup import DAYS_PER_WEEK, Do, Order
from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.payroll import times
from outreach_sim.market.state.world import World
from outreach_sim.market.thoughtful.plans import repeated
from outreach_sim.market.thoughtful.week import Week, millionths, most_first
from outreach_sim.market.values import answer, better

RAISES_PPM = (1_100_000, 1_250_000, 1_500_000)
"""Pay over that of an offer, among which a better one is chosen."""
GOOD_ENOUGH = 0.9
"""Another form than the best is taken from so much of its points on; else somebody waits for next week."""


def under_way(world: World, row: int, state: int) -> Rows:
    """This lab's approaches in a state, by person."""
    rows = world.approaches.in_state(state)
    rows = rows[world.approaches.row[rows] == row]
    return rows[np.argsort(world.approaches.person[rows], kind="stable")]


def waiting(world: World, row: int) -> Rows:
    """Approaches to people who are interested and wait for an answer by hand."""
    rows = under_way(world, row, State.INTERESTED)
    return rows[world.approaches.has_flag(rows, Flag.BY_HAND)]


def closing_tomorrow(world: World, row: int) -> Rows:
    """Offers that are out, not bettered yet, and decided tomorrow: today is the last day to better them."""
    rows = under_way(world, row, State.OFFERED)
    last_day = world.approaches.due[rows] == world.day + 1
    return rows[last_day & ~world.approaches.has_flag(rows, Flag.BETTERED)]


def terms_of(world: World, rows: Rows) -> Plans:
    """The terms of these approaches as they stand."""
    table = world.approaches
    return Plans(
        table.offered_usd(rows),
        table.template[rows].astype(np.int64),
        table.sender[rows].astype(np.int64),
        table.pledge_h100e[rows],
        table.has_flag(rows, Flag.DIRECT),
        table.deadline_days[rows].astype(np.int64),
        table.has_flag(rows, Flag.SHORT),
    )


def answered(week: Week) -> list[Order]:
    """Everybody who waits is met in the form of which most is expected, as far as hours and slots last."""
    view = week.view
    world, rows = view.world, waiting(view.world, view.row)
    if not rows.size or not (week.slots or week.free):
        return []
    people, plans = world.candidate_of(rows), terms_of(world, rows)
    count = len(view.forms)
    every = answer(view, np.tile(people, count), repeated(plans, count), np.arange(count).repeat(people.size))
    points = every.expected.reshape(count, -1)
    orders = list[Order]()
    for place in most_first(points.max(axis=0)).tolist():
        due = int(world.approaches.due[rows[place]])
        form = affordable(week, points[:, place], due - world.day <= DAYS_PER_WEEK)
        if form is not None:
            orders.append(order_of(view, int(rows[place]), form))
            week.slots -= form.slots
            week.spend_hours(form.hours)
    return orders


def affordable(week: Week, points: NDArray[np.float64], goes_cold: bool) -> Form | None:
    """The best form for somebody for which there is time this week; none where it is worth waiting for."""
    best = points.max()
    if millionths(best) <= 0:
        return None
    least = 0.0 if goes_cold else GOOD_ENOUGH * best
    for place in most_first(points).tolist():
        form = week.view.forms[place]
        if millionths(points[place]) <= millionths(np.array(least)) and points[place] < best:
            return None
        if form.slots <= week.slots and form.hours <= week.free:
            return form
    return None


def order_of(view: Outlook, row: int, form: Form) -> Order:
    """The order by which somebody is met in this form, on the terms of their letter."""
    table, who = view.world.approaches, (int(view.world.candidate_of(np.array([row]))[0]),)
    if not form.flag & Flag.DIRECT:
        return Order(view.lab, (), do=Do.INVITE, candidates=who, short=bool(form.flag & Flag.SHORT))
    return Order(
        view.lab,
        (),
        do=Do.OFFER,
        candidates=who,
        pay_usd=int(table.pay_usd[row]),
        sign_on_usd=int(table.sign_on_usd[row]),
        pledge_h100e=int(table.pledge_h100e[row]),
        deadline_days=int(table.deadline_days[row]),
    )


def bettered(week: Week) -> list[Order]:
    """Better offers to those who decide tomorrow, where that is expected to bring points."""
    view = week.view
    world, rows = view.world, closing_tomorrow(view.world, view.row)
    if not rows.size:
        return []
    pay = np.array([times(world, world.approaches.pay_usd[rows], ppm) for ppm in RAISES_PPM])
    points = more_points(view, np.tile(rows, len(pay)), pay.ravel()).reshape(pay.shape)
    best = millionths(points).argmax(axis=0)
    each = np.arange(rows.size)
    good = each[millionths(points[best, each]) > 0]
    return [improved(view, int(rows[place]), int(pay[best[place], place])) for place in good.tolist()]


def more_points(view: Outlook, rows: Rows, pay_usd: NDArray[np.int64]) -> NDArray[np.float64]:
    """What so much pay in these offers is expected to add; nothing where money does not last for it."""
    world, now = view.world, terms_of(view.world, rows)
    more_usd = pay_usd - world.approaches.pay_usd[rows]
    then = replace(now, pay_usd=now.pay_usd + more_usd)
    left = world.cash_usd[view.row] - world.reserved_usd[view.row]
    lasts = (more_usd <= left) | ~world.has_budget[view.row]
    return np.where(lasts, better(view, world.candidate_of(rows), now, then).expected, 0.0)


def improved(view: Outlook, row: int, pay_usd: int) -> Order:
    """The order that betters an offer."""
    table = view.world.approaches
    who = (int(view.world.candidate_of(np.array([row]))[0]),)
    return Order(
        view.lab,
        (),
        do=Do.OFFER,
        candidates=who,
        pay_usd=pay_usd,
        sign_on_usd=int(table.sign_on_usd[row]),
        pledge_h100e=int(table.pledge_h100e[row]),
    )
