"""The other chair: what it is worth to keep one's own people, for many of them at once.

Letters and offers of rivals are weighed by the model's own chain, as the employer knows it: its people's pay
and stake, the rivals' habits, which are public, and what they are offered once they have said so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.afterwards import KEPT_DAYS
from outreach_sim.market.outlook import Outlook
from outreach_sim.market.plan import Approaches, Plans, approaches, column
from outreach_sim.market.prospects import prospects
from outreach_sim.market.setup import DAYS_PER_WEEK, DAYS_PER_YEAR
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.market.state.payroll import counter_usd, public_pay_usd, times
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.workforce import overpay
from outreach_sim.model.chain import chances_at

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
    """

    worth: F64
    stays_before: F64
    stays_after: F64
    lasts: F64
    price: F64
    paid: F64

    @property
    def expected(self) -> F64:
        """Points by the end of the game, as they can be expected today."""
        stays = self.stays_after * self.lasts - self.stays_before
        return stays * self.worth - self.paid * self.price


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
    stays, stays_countered = (stay_chance(view, people, countered) for countered in (False, True))
    more_usd = counter_usd(view.world, person) - view.world.pay_usd[person]
    price = overpay(more_usd, view.median_usd)
    worth, lasts = worth_of_having(view, people), _kept(view, people)
    return Keeping(worth, stays, stays_countered, lasts, price, stays_countered)


def _kept(view: Outlook, people: Index) -> F64:
    """Part of the people kept by a counter-offer who do not leave later, by the end of the game."""
    if view.world.stores.stays is None:
        return np.ones(people.shape)
    hazard = view.world.setup.parameters.kept_hazard_per_year
    days = min(view.days_left, KEPT_DAYS)
    return np.full(people.shape, np.exp(-hazard * days / DAYS_PER_YEAR))


def stay_chance(view: Outlook, people: Index, countered: bool) -> F64:
    """How likely each of these people turns all offers down that they hold today."""
    table, found = view.world.approaches, np.ones(people.shape)
    place = np.full(view.world.candidates, -1)
    place[people] = np.arange(people.size)
    rows = table.in_state(State.OFFERED)
    rows = rows[view.world.world_of[table.row[rows]] == view.in_world]
    rows = rows[place[view.world.candidate_of(rows)] >= 0]
    for row in np.unique(table.row[rows]).tolist():
        mine = rows[table.row[rows] == row]
        candidates = view.world.candidate_of(mine)
        terms = Plans(table.offered_usd(mine), pledge_h100e=table.pledge_h100e[mine])
        about = approaches(view.world, row, candidates, terms)
        chance = as_employer(view, about, np.full(mine.size, float(countered)))["accept"]
        found[place[candidates]] -= chance
    return np.maximum(found, 0.0)


def as_employer(
    view: Outlook, about: Approaches, countered: F64 | None = None, pay_usd: I64 | None = None
) -> dict[str, F64]:
    """Chances of a rival's approaches as the employer of these people knows them.

    Args:
        view: what lies before the employer.
        about: approaches of a rival.
        countered: how likely the employer answers an offer; as usual, if not said.
        pay_usd: what they earn; what they do, if not said.
    """
    world, person = view.world, about.person
    who = prospects(world, about, as_truth=False)
    present = world.pay_usd[person] if pay_usd is None else pay_usd
    stake = column(world.stake_usd[person]) if world.any_stake else None
    features = replace(who.features, present_usd=column(present), stake_usd=stake)
    chance = who.counter_chance if countered is None else column(countered)
    who = replace(who, features=features, pay_shift=0.0, pay_spread=0.0, counter_chance=chance)
    found = chances_at(world.setup.parameters, who, column(about.pay_usd), column(about.pledge_h100e))
    return {stage: value[:, 0] for stage, value in found.items()}


def raise_pay(view: Outlook, people: Index, pay_usd: I64) -> Keeping:
    """More pay for each of these people of the lab's own, before anybody has offered them something.

    What their colleagues think of it, where the scenario has that, is not in it.
    """
    person = view.world.first_person[view.row] + people
    before = 1.0 - flight_chance(view, people)
    after = 1.0 - flight_chance(view, people, np.maximum(pay_usd, view.world.pay_usd[person]))
    price = overpay(pay_usd - view.world.pay_usd[person], view.median_usd)
    ones = np.ones(people.shape)
    return Keeping(worth_of_having(view, people), before, after, ones, price, ones)


def flight_chance(view: Outlook, people: Index, pay_usd: I64 | None = None) -> F64:
    """How likely rivals win each of these people by the end of the game.

    Each rival with a policy is taken to write its usual letter, so often as its policy does, to the strongest
    first; letters that somebody plays or scripts are not foreseen.
    """
    stay = np.ones(people.shape)
    for lab in range(view.world.labs):
        if lab != view.lab and view.world.policies.letters_per_week[lab] > 0:
            chance = _usual_letter(view, lab, people, pay_usd)
            stay *= (1.0 - chance) ** letters_to_come(view, lab, people)
    return 1.0 - stay


def _usual_letter(view: Outlook, lab: int, people: Index, pay_usd: I64 | None) -> F64:
    """The whole way of a rival's usual letter to each of these people, as their employer knows it."""
    world, table, row = view.world, view.world.policies, view.in_world * view.world.labs + lab
    person = world.first_person[row] + people
    offered = times(world, public_pay_usd(world, person), int(table.pay_ratio_ppm[lab]))
    direct = bool(table.flags[lab] & Flag.DIRECT)
    plans = Plans(offered, int(table.template[lab]), int(table.sender[lab]), direct=direct)
    return as_employer(view, approaches(world, row, people, plans), pay_usd=pay_usd)["chain"]


def letters_to_come(view: Outlook, lab: int, people: Index) -> F64:
    """How many letters of a rival each of these people can expect by the end of the game.

    The strongest of all it can write to come first, and again when they have rested.
    """
    world, rules = view.world, view.world.setup.rules
    row = view.in_world * world.labs + lab
    here = slice(view.in_world * world.candidates, (view.in_world + 1) * world.candidates)
    open_to = (world.home[here] != row) & (world.status[here] != Status.GONE)
    impact = np.where(open_to, world.setup.people.impact, -1)
    rank = np.empty(impact.size)
    rank[np.argsort(-impact, kind="stable")] = np.arange(impact.size)
    weekly = min(int(world.policies.letters_per_week[lab]), int(world.letter_quota[row].max()))
    letters = weekly * view.days_left / DAYS_PER_WEEK
    rounds = 1 + view.days_left // (rules.rest_days + rules.follow_up_days * rules.sequence_mails)
    each_time = np.floor((letters - rank[people]) / max(int(open_to.sum()), 1)) + 1.0
    return np.clip(each_time, 0.0, rounds)
