"""Money spent on machines and on one's own people: what it costs, what it brings, the orders it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from rich.cells import set_cell_size
from rich.text import Text

from outreach_sim.formatting import are, counted, money_unit, signed, usd
from outreach_sim.market.mechanisms.purchases import rent_usd
from outreach_sim.market.own_staff import raise_pay
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.values import machines, pledge
from outreach_sim.tui.colours import BAD, QUIET, STRONG
from outreach_sim.tui.left import raised_usd
from outreach_sim.tui.play import Play
from outreach_sim.tui.widgets.keys import with_keys
from outreach_sim.tui.worths import opening_plans

_NAMES_SHOWN = 12
_SHARES_SHOWN = 4
_MOST_WEIGHED = 40
"""So many raises are weighed; a key waits for no more."""


class For(StrEnum):
    """Who gets a raise."""

    NOBODY = "nobody"
    CHOSEN = "the person chosen"
    LOOKING = "who was seen looking"
    EVERYBODY = "all of your staff"


@dataclass(frozen=True, slots=True)
class Spending:
    """What the player is about to spend.

    Attributes:
        buy_h100e, rent_h100e: machines. rent_days: for how long.
        raise_percent: pay after the raise, in percent of pay now.
        whom: who gets it.
        chosen: the person under the cursor, where they are on the staff.
    """

    buy_h100e: int
    rent_h100e: int
    rent_days: int
    raise_percent: int
    whom: For
    chosen: int | None = None

    def people(self, play: Play) -> tuple[int, ...]:
        """Who gets the raise, by id."""
        if self.whom is For.CHOSEN and self.chosen is not None:
            return (self.chosen,)
        if self.whom is For.LOOKING and play.view.looking is not None:
            return tuple(np.flatnonzero(play.view.looking).tolist())
        if self.whom is For.EVERYBODY:
            return tuple(np.flatnonzero(play.view.employer == play.lab).tolist())
        return ()

    def orders(self, play: Play) -> Iterator[Order]:
        """What the market is asked for."""
        lab = play.lab
        if self.buy_h100e:
            yield Order(lab=lab, days=(), do=Do.BUY, h100e=self.buy_h100e)
        if self.rent_h100e:
            yield Order(lab=lab, days=(), do=Do.RENT, h100e=self.rent_h100e, rent_days=self.rent_days)
        people = self.people(play)
        if people and self.raise_percent > 100:
            yield self._raise(lab, people)

    def _raise(self, lab: int, people: tuple[int, ...]) -> Order:
        ratio = self.raise_percent / 100.0
        return Order(lab=lab, days=(), do=Do.RAISE, candidates=people, pay_ratio=ratio)

    def pay_after(self, play: Play, now_usd: int) -> int:
        """What the raise makes of this yearly pay."""
        return raised_usd(play.session.world, now_usd, self._raise(play.lab, ()))

    def cost_usd(self, play: Play) -> tuple[int, int, int]:
        """Machines bought, machines rented, raises of the first year; a lab knows what it pays."""
        rules, raises = play.scenario.setup.rules, 0
        for order in self.orders(play):
            paid = [play.pay_of_staff(candidate) for candidate in order.candidates]
            raises += sum(self.pay_after(play, now) - now for now in paid if now is not None)
        rent = rent_usd(rules, self.rent_h100e, self.rent_days)
        return self.buy_h100e * rules.h100e_price_usd, rent, raises


def choices(play: Play, chosen: int | None) -> list[For]:
    """Who may be given a raise now."""
    able = {For.NOBODY: True, For.CHOSEN: chosen is not None, For.EVERYBODY: True}
    able[For.LOOKING] = play.view.looking is not None and bool(play.view.looking.any())
    return [whom for whom in For if able[whom]]


def no_machines(play: Play) -> str:
    """Why no machines can be bought or rented; empty where they can."""
    if play.view.machines_for_sale:
        return ""
    return "None are for sale: in this scenario fleets grow by a plan of their own."


def no_rent(play: Play) -> str:
    """Why no machines can be rented; empty where they can."""
    if play.view.machines_for_sale and play.left.rentable_h100e == 0:
        return "Nobody rents out more to you now."
    return no_machines(play)


def no_percent(now: For) -> str:
    """Why no percentage can be typed; empty where it can."""
    return "First say who gets a raise." if now is For.NOBODY else ""


def no_one_person(able: list[For]) -> str:
    """Why no single person can be chosen for a raise; empty where one can."""
    if For.CHOSEN in able:
        return ""
    return with_keys("For one person: <desk.staff> on the desk, go to the person, then <staff.raise>.")


def bill(play: Play, now: Spending) -> Text:
    """What it costs, and what is left."""
    text = Text()
    costs, free = now.cost_usd(play), play.left.free_usd
    unit = money_unit(max(*costs, abs((free or 0) - sum(costs))))
    for what, cost in zip(("machines bought", "machines rented", "raises, first year"), costs, strict=True):
        text.append(f"{what:<19}").append(f"{unit.text(cost):>9} {unit.sign}\n", QUIET if cost == 0 else "")
    if free is None:
        return text.append("No budget is set: money is no object here.\n", QUIET)
    left = free - sum(costs)
    told = f"{unit.text(max(left, 0)):>9} {unit.sign}\n"
    text.append(f"{'free after that':<19}").append(told, BAD if left < 0 else "bold")
    if left < 0:
        text.append(f"{usd(-left)} more than you have; what is short will be refused.\n", BAD)
    return text


def raise_points(play: Play, now: Spending) -> float | None:
    """Points to be expected of the raises, of the first of them that get one; ``None`` where nobody does."""
    people = np.array(now.people(play)[:_MOST_WEIGHED], dtype=np.intp)
    if not people.size or now.raise_percent <= 100:
        return None
    pay_usd = np.array([now.pay_after(play, int(pay)) for pay in play.session.world.pay_usd[people]])
    return float(raise_pay(play.outlook, people, pay_usd).expected.sum())


@dataclass(frozen=True, slots=True)
class Share:
    """What one share of the machines by name would add to a first letter to somebody."""

    candidate: int
    if_yes: float
    expected: float


def shares(play: Play) -> tuple[Share, ...]:
    """The same for the people from whom most points can be expected."""
    order = np.where(np.isnan(play.worths.expected), -np.inf, play.worths.expected)
    people = np.argsort(-order, kind="stable")[:_SHARES_SHOWN]
    people = people[play.view.free[people]]
    if not people.size:
        return ()
    change = pledge(play.outlook, people, opening_plans(play, people))
    return tuple(map(Share, people.tolist(), change.if_yes.tolist(), change.expected.tolist()))


def effects(play: Play, now: Spending, pledged: tuple[Share, ...] | None, raised: float | None) -> Text:
    """What the machines and the raises would do.

    Args:
        play: the game.
        now: what is about to be spent.
        pledged: what a share by name would add, as ``shares`` has it; ``None`` while nobody has counted.
        raised: what ``raise_points`` says; ``None`` while nobody has counted.
    """
    machines_told, people_told = Text(), Text()
    _about_machines(play, now, machines_told)
    _about_pledges(play, pledged or (), machines_told)
    _about_people(play, now, people_told)
    if raised is not None:
        people_told.append_text(_points_of_raises(now.people(play), raised))
    parts = (machines_told, people_told) if now.whom is For.NOBODY else (people_told, machines_told)
    return Text("\n").join(parts)


def _points_of_raises(people: tuple[int, ...], raised: float) -> Text:
    many = min(len(people), _MOST_WEIGHED)
    whose = "" if many == 1 else f" of all {many}" if many == len(people) else f" of the first {many}"
    text = Text(f"Points to be expected{whose}: ").append(f"{signed(raised, 3)}\n", STRONG)
    return text.append("What it spares you of rivals' usual letters, less the pay.\n", QUIET)


def _points_of_machines(play: Play, now: Spending) -> str:
    """What machines do to points."""
    points = machines(play.outlook, now.buy_h100e)
    if points > 0.0:
        return f"Points by the end: {signed(points, 3)}, for they make good what is pledged.\n"
    return "In points: nothing, until you pledge them. Rented ones never count.\n"


def _about_pledges(play: Play, pledged: tuple[Share, ...], text: Text) -> None:
    """What a share of the machines by name would add."""
    if not pledged:
        return
    share = round(float(play.outlook.force.c_h100e[0]))
    text.append(
        f"\nA share by name ({counted(share, 'H100')}) would add to a letter, if yes and expected:\n",
        STRONG,
    )
    for one in pledged:
        name = set_cell_size(play.name(one.candidate), 18)
        text.append(f"{name} {signed(one.if_yes):>6} {signed(one.expected, 3):>8}\n")


def _about_machines(play: Play, now: Spending, text: Text) -> None:
    view, rules = play.view, play.scenario.setup.rules
    text.append("Machines\n", "bold")
    fleet, heads = int(view.fleet_h100e[play.lab]), int(view.heads[play.lab])
    share = play.scenario.setup.labs[play.lab].research_share
    each = float(view.h100e_per_researcher[play.lab])
    text.append(
        f"You have {counted(fleet, 'H100')}, {each:,.0f} for each of {counted(heads, 'researcher')}.\n"
    )
    rented, coming = view.rented_h100e, view.coming_h100e
    if rented or coming:
        text.append(f"{rented:,} of them {are(rented)} rented; {coming:,} more {are(coming)} on the way.\n")
    if not view.machines_for_sale:
        return
    added = now.buy_h100e + now.rent_h100e
    if added:
        text.append(f"With {added:,} more it would be {each + added * share / heads:,.0f} for each.\n")
    text.append(_points_of_machines(play, now), STRONG)
    late = play.scenario.setup.parameters.delivery_late_median_days
    text.append(
        f"Bought: {usd(rules.h100e_price_usd)} each, promised in {counted(rules.delivery_days, 'day')}, "
        f"rarely on time (half come {counted(round(late), 'day')} late or more). "
        f"Rented: {usd(rules.h100e_rent_usd_per_year)} a year, there tomorrow, at most "
        f"{play.left.rentable_h100e:,} more; they do not count at the end.\n",
        QUIET,
    )


def _about_people(play: Play, now: Spending, text: Text) -> None:
    view = play.view
    text.append("Raises\n", "bold")
    if view.looking is not None:
        seen = int(view.looking.sum())
        text.append(
            f"{counted(seen, 'person', 'people')} of yours seen talking to rivals in the last 60 days.\n"
        )
    people = now.people(play)
    told = [(c, int(play.session.world.pay_usd[c])) for c in people[:_NAMES_SHOWN]]
    unit = money_unit(max((now.pay_after(play, pay) for _, pay in told), default=0))
    for candidate, pay in told:
        name, after = set_cell_size(play.name(candidate), 18), unit.text(now.pay_after(play, pay))
        text.append(f"{name}{unit.text(pay):>7} to {after:>7} {unit.sign}\n")
    if len(people) > _NAMES_SHOWN:
        text.append(f"and {len(people) - _NAMES_SHOWN:,} more\n", QUIET)
    if play.scenario.setup.mechanisms.peers:
        text.append("Colleagues of the same level may hear of it, and want as much.\n", QUIET)
