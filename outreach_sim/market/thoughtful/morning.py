"""The morning of labs that run ``thoughtful``: answers on any day, letters when a week begins."""

from __future__ import annotations

from collections.abc import Iterator

from outreach_sim.market.outlook import outlook
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.setup import DAYS_PER_WEEK, Order
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.market.thoughtful.answers import answered, bettered, closing_tomorrow, waiting
from outreach_sim.market.thoughtful.letters import letters_of_the_week
from outreach_sim.market.thoughtful.own_people import countered, news_of_offers, raised
from outreach_sim.market.thoughtful.week import Week
from outreach_sim.market.workforce import Workforce, workforce


def make_up_minds(world: World) -> None:
    """Give the orders of the day of all labs that decide by what the screens say."""
    for kind, rows in world.policies.runs:
        if POLICIES[kind].weighs:
            for row, orders in decided(world, rows):
                world.orders_of.setdefault(row // world.labs, []).extend(orders)


def decided(world: World, rows: Index) -> Iterator[tuple[int, list[Order]]]:
    """Lab rows that have something to decide today, by world, and what they order."""
    forces: dict[int, Workforce] = {}
    for row in rows.tolist():
        if is_monday(world) or anything_waits(world, row):
            number, lab = divmod(row, world.labs)
            if lab not in forces:
                forces[lab] = workforce(world, lab)
            yield row, orders_of_today(Week(outlook(world, lab, number, forces[lab])))


def is_monday(world: World) -> bool:
    """Whether a week of quotas begins."""
    return world.day % DAYS_PER_WEEK == 0


def anything_waits(world: World, row: int) -> bool:
    """Whether somebody waits for an answer of this lab that it can still give this week."""
    return bool(
        waiting(world, row).size or closing_tomorrow(world, row).size or news_of_offers(world, row).size
    )


def orders_of_today(week: Week) -> list[Order]:
    """All that one lab orders today: those first who can least wait, for hours and money are scarce."""
    monday = is_monday(week.view.world)
    orders = countered(week, everybody=monday) + bettered(week) + answered(week)
    if monday:
        orders += raised(week) + letters_of_the_week(week).as_orders(week.view.lab)
    return orders
