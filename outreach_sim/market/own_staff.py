"""The other chair: what it is worth to keep one's own people, for many of them at once.

Who may leave, and for which offer, is what ``flight`` says: the model's own chain as the employer knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.flight import OfferRisk, flight_risk, offer_risks
from outreach_sim.market.mechanisms.afterwards import KEPT_DAYS
from outreach_sim.market.outlook import Outlook
from outreach_sim.market.phases.employers import counter_cost_usd, promised_usd
from outreach_sim.market.setup import DAYS_PER_YEAR
from outreach_sim.market.state.attention import hours_left
from outreach_sim.market.state.runs import Index
from outreach_sim.market.workforce import overpay

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Keeping:
    """What it is worth to do something for own people, in points; one element each.

    Attributes:
        worth: of having them: their work, less their share of the machines.
        stays_before, stays_after: how likely they stay without it, and with it.
        lasts: part of those whom it keeps who are still there at the end of the game.
        price: points of the pay that it grants.
        paid: how likely that is granted at all.
        served: whether it can be done at all: there is an hour for it, and money.
    """

    worth: F64
    stays_before: F64
    stays_after: F64
    lasts: F64
    price: F64
    paid: F64
    served: NDArray[np.bool_]

    @property
    def expected(self) -> F64:
        """Points by the end of the game, as they can be expected today."""
        stays = self.stays_after * self.lasts - self.stays_before
        return self.served * (stays * self.worth - self.paid * self.price)


def worth_of_having(view: Outlook, people: Index) -> F64:
    """What these people of the lab's own get done, less what their heads take from the others' machines."""
    force, at = view.force, view.in_world
    work = force.fits[at, people] * force.impact[people] * force.with_pledge(force.pledge_h100e)[at, people]
    return work - force.price_of_a_head[at]


def counter_offer(view: Outlook, people: Index) -> Keeping:
    """A counter-offer to each of these people of the lab's own, who hold offers of others.

    Who is kept by one may still leave within two years, where the scenario has that.
    """
    person = view.world.first_person[view.row] + people
    risks = offer_risks(view.world, view.lab, view.in_world)
    stays, stays_countered = (stay_chance(view, people, answer, risks) for answer in (False, True))
    price = overpay(counter_cost_usd(view.world, person), view.median_usd)
    worth, lasts = worth_of_having(view, people), _kept(view, people)
    return Keeping(worth, stays, stays_countered, lasts, price, stays_countered, in_reach(view, people))


def _kept(view: Outlook, people: Index) -> F64:
    """Part of the people kept by a counter-offer who do not leave later, by the end of the game."""
    if view.world.stores.stays is None:
        return np.ones(people.shape)
    hazard = view.world.setup.parameters.kept_hazard_per_year
    days = min(view.days_left, KEPT_DAYS)
    return np.full(people.shape, np.exp(-hazard * days / DAYS_PER_YEAR))


def in_reach(view: Outlook, people: Index) -> NDArray[np.bool_]:
    """Whom the lab can make a counter-offer today: the CEO has an hour, and money lasts should they stay."""
    world, on = view.world, view.world.setup.mechanisms
    cost_usd = counter_cost_usd(world, world.first_person[view.row] + people)
    paid = money_lasts(view, cost_usd, int(promised_usd(world)[view.row])) | (not on.paid_raises)
    hour = hours_left(world, np.array([view.row]))[0] > 0
    return paid & (on.counter_offers and bool(hour))


def money_lasts(view: Outlook, cost_usd: I64, promised_usd: int = 0) -> NDArray[np.bool_]:
    """For which of these raises, each alone, the lab has the money, beside what it has promised."""
    world, row = view.world, view.row
    if not world.has_budget[row]:
        return np.ones(cost_usd.shape, dtype=np.bool_)
    return cost_usd <= world.cash_usd[row] - world.reserved_usd[row] - promised_usd


def stay_chance(
    view: Outlook, people: Index, countered: bool, risks: Sequence[OfferRisk] | None = None
) -> F64:
    """How likely each of these people turns all offers down that they have told of.

    Args:
        view: what lies before the lab.
        people: indices of candidates.
        countered: whether each has a counter-offer.
        risks: the offers, where they have been weighed already.
    """
    gone = np.zeros(view.world.candidates)
    for risk in offer_risks(view.world, view.lab, view.in_world) if risks is None else risks:
        gone[risk.offer.candidate] += risk.if_countered if countered else risk.taken
    return np.maximum(1.0 - gone[people], 0.0)


def raise_pay(view: Outlook, people: Index, pay_usd: I64) -> Keeping:
    """More pay for each of these people of the lab's own, before anybody has offered them something.

    What their colleagues think of it, where the scenario has that, is not in it.
    """
    person = view.world.first_person[view.row] + people
    now_usd, ones = view.world.pay_usd[person], np.ones(people.shape)
    either = np.concatenate((now_usd, np.maximum(pay_usd, now_usd)))
    before, after = 1.0 - flight_chance(view, np.tile(people, 2), either).reshape(2, -1)
    more_usd = pay_usd - now_usd
    price = overpay(more_usd, view.median_usd)
    worth, served = worth_of_having(view, people), money_lasts(view, more_usd)
    return Keeping(worth, before, after, ones, price, ones, served)


def flight_chance(view: Outlook, people: Index, pay_usd: I64 | None = None) -> F64:
    """How likely rivals' usual letters win each of these people by the end of the game.

    Letters that rivals have under way are not known, nor what people play who sit in their chairs.
    """
    present = view.world.pay_usd[view.world.first_person[view.row] + people]
    ratio = 1.0 if pay_usd is None else pay_usd / present
    risk = flight_risk(view.world, view.lab, view.in_world, people, ratio)
    return -np.expm1(-risk.rate.sum(axis=1) * view.days_left / DAYS_PER_YEAR)
