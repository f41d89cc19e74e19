"""Strategies of a line of script with which nobody should win: what a balance plays besides policies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from outreach_sim.market.limits import MAX_H100E
from outreach_sim.market.policies.registry import handed_over
from outreach_sim.market.setup import DAYS_PER_WEEK, NO_LIMIT, Do, Order, Sender, Setup

Script = tuple[Order, ...]
SHARES = 8
"""Whoever pledges everything gives each an eighth of what there is on the first day."""


def machines_only(setup: Setup) -> Script:
    """All money goes into machines on the day it comes; nobody is written to."""
    lab, price = setup.labs[setup.player], setup.rules.h100e_price_usd
    if lab.budget_usd == NO_LIMIT:
        return (Order(setup.player, (0,), do=Do.BUY, h100e=int(lab.fleet_h100e[0])),)
    sums = ((0, lab.budget_usd), *lab.grants)
    wanted = [(day, min(usd // price, MAX_H100E)) for day, usd in sums]
    return tuple(Order(setup.player, (day,), do=Do.BUY, h100e=h100e) for day, h100e in wanted if h100e)


def mass_order(setup: Setup) -> Script:
    """Recruiters write to everybody, the best first, at three times their pay, without interviews."""
    order = Order(
        setup.player, weekly(setup), template=letter_of(setup, "recruiter"), sender=Sender.RECRUITER,
        top=len(setup.people), pay_ratio=3.0, direct=True,
    )  # fmt: skip
    return (order,)


def pledge_everything(setup: Setup) -> Script:
    """Hiring managers offer everybody a large part of the lab's machines by name."""
    lab = setup.labs[setup.player]
    order = Order(
        setup.player, weekly(setup), template=letter_of(setup, "compute-pledge"),
        sender=Sender.HIRING_MANAGER, top=len(setup.people), pay_ratio=1.3,
        pledge_h100e=int(lab.fleet_h100e[0] * lab.research_share) // SHARES,
    )  # fmt: skip
    return (order,)


NAIVE: Mapping[str, Callable[[Setup], Script]] = {
    "machines-only": machines_only,
    "mass-order": mass_order,
    "pledge-everything": pledge_everything,
}
"""By the name that tables give them; each is the player's whole script."""


def with_script(setup: Setup, name: str) -> Setup:
    """The scenario with the player's lab handed over to one of these scripts."""
    alone = handed_over(setup, setup.player)
    return replace(alone, script=(*alone.script, *NAIVE[name](setup)))


def weekly(setup: Setup) -> tuple[int, ...]:
    """The first day of every week."""
    return tuple(range(0, setup.days, DAYS_PER_WEEK))


def letter_of(setup: Setup, name: str) -> int:
    """The letter of this name, or the first where the scenario has none."""
    return setup.letters.ids.index(name) if name in setup.letters.ids else 0
