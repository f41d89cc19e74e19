"""What a decision is worth in points, for many people at once: pure functions of what the lab can know.

The chance is the model's own chain over what is believed of money, taste, fit and gate; the worth is that of
``points``. A number is honest in the aggregate: what is expected of letters when they are sent comes in on
average (``python -m tests.market.honest_points``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.forms import Form, form_of, of_each
from outreach_sim.market.outlook import Outlook, mail_shares
from outreach_sim.market.pay_at_yes import weigh_and_pay
from outreach_sim.market.plan import Plans, each, under_way
from outreach_sim.market.setup import PPM, SIGN_ON_YEARS
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.payroll import believed_pay_usd, times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.workforce import THETA, hire

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
PAY_MENU = (1.0, 1.1, 1.25, 1.45, 1.7, 2.0, 2.5)
"""Pay over what is believed of the present one, among which advice chooses."""
ADVICE_WEIGHS_OVERPAY = 1.5
"""So many times advice on pay weighs overpay: a part of the hires leaves, and their pay stays."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What one decision about each of many people is worth, in points; one element each.

    Attributes:
        work: what they get done if it works. crowding, overpay: what that costs, as in ``Hire``.
        chance: that it works, all the way.
        served: part of that for which time, money and interviews last.
        work_stays, crowding_stays: part of work and crowding that is still there at the end of the game:
            people leave, what they were granted stays.
    """

    work: F64
    crowding: F64
    overpay: F64
    chance: F64
    served: F64
    work_stays: F64
    crowding_stays: F64

    @property
    def if_yes(self) -> F64:
        """Points on the day on which it works."""
        return self.work - self.crowding - self.overpay

    @property
    def in_the_end(self) -> F64:
        """Points at the end of the game, if it works."""
        return self.work * self.work_stays - self.crowding * self.crowding_stays - self.overpay

    @property
    def expected(self) -> F64:
        """Points by the end of the game, as they can be expected today."""
        return self.chance * self.served * self.in_the_end

    @property
    def advised(self) -> F64:
        """The same with overpay weighed as advice on pay does."""
        more = (ADVICE_WEIGHS_OVERPAY - 1.0) * self.overpay
        return self.chance * self.served * (self.in_the_end - more)

    def of(self, which: Index) -> Worth:
        """The same for some of the people."""
        return Worth(*(getattr(self, field.name)[which] for field in fields(self)))


def letter(view: Outlook, people: Index, plans: Plans, sign_on_usd: I64 | int = 0) -> Worth:
    """A letter to each of these people, who are not written to yet.

    Args:
        view: what lies before the lab.
        people: indices of candidates.
        plans: for each, or one for all; ``direct`` and ``short`` say in which form an answer will be met.
        sign_on_usd: one-off, a quarter of which is in the yearly pay of the plans.
    """
    first_year = each(plans.pay_usd, people) + sign_on_usd - np.asarray(sign_on_usd) // SIGN_ON_YEARS
    found, more_usd = weigh_and_pay(view.world, view.lab, people, plans, first_year, view.in_world)
    form = form_of(view.forms, _planned_flags(plans, people))
    chance = found["open"] * found["reply"] * found["interested"] * found["accept"]
    offer_chance = of_each(view.forms, "offer_chance", form)
    chance *= offer_chance * new_mind(view, people, found["open"] * offer_chance)
    template = each(plans.template, people)
    mails = mail_shares(view.world, template, found["reply"])
    sent = view.world.follow_ups.on_day[template, : mails.shape[1]]
    served = np.zeros(people.shape)
    for share, after in zip(mails.T, sent.T, strict=True):
        served += share * in_time(view, form, after)
    served *= view.signer_serves(plans.sender)
    days = (mails * sent).sum(axis=1) + view.world.delays.mean() + 1
    return _hired(view, people, plans, form, chance, served, days, first_year, more_usd)


def new_mind(view: Outlook, people: Index, asked: F64) -> F64:
    """What an attempt is worth beside a first one: who has had an offer before may be of the same mind.

    The first attempt makes up a mind, which each later one meets with chance ``memory``. A mind that would
    have said yes is used up by an offer alone: who was never asked, or was turned down by the lab's own
    interviewers, would say yes again. What became of earlier attempts is not looked up, but averaged over.

    Args:
        view: what lies before the lab.
        people: indices of candidates.
        asked: how likely a mind that would say yes meets an offer in one attempt: opens, and is made one.
    """
    before = view.world.attempts[view.row * view.world.candidates + people].astype(np.float64)
    memory = view.world.setup.parameters.memory
    unasked = (1.0 - asked) * (1.0 - memory * asked) ** np.maximum(before - 1.0, 0.0)
    return np.where(before > 0, 1.0 - memory * (1.0 - unasked), 1.0)


def _planned_flags(plans: Plans, people: Index) -> NDArray[np.int64]:
    """The ``Flag`` bits of the form in which each of these people is to be met."""
    return each(plans.direct, people) * int(Flag.DIRECT) | each(plans.short, people) * int(Flag.SHORT)


def in_time(view: Outlook, form: NDArray[np.intp], after: NDArray[np.integer] | int) -> F64:
    """How likely the offer is out before the game ends, where a mail goes out after so many days.

    Offers that are out count at their chance, so nothing but that has to be in time.
    """
    left, found = np.broadcast_to(np.maximum(view.days_left - 1 - after, 0), form.shape), np.zeros(form.shape)
    for place, one in enumerate(view.forms):
        by_then, mine = _by_then(view, one), form == place
        found[mine] = by_then[np.minimum(left[mine], by_then.size - 1)]
    return found


def _by_then(view: Outlook, form: Form) -> F64:
    """How likely less than 0, 1, 2 … days pass from a mail that is answered to an offer in this form.

    Delays of the reply and of interviews, day by day; a day to answer comes on top.
    """
    interviews = np.bincount(form.days) / len(form.days)
    days = np.convolve(np.bincount(view.world.delays) / view.world.delays.size, interviews)
    return np.concatenate(([0.0], days.cumsum()))


def _hired(
    view: Outlook,
    people: Index,
    plans: Plans,
    form: NDArray[np.intp],
    chance: F64,
    served: F64,
    days: F64,
    first_year: I64,
    more_usd: F64,
    claims: bool = True,
) -> Worth:
    """The worth of hires that come with this chance, whose interviews begin after so many days."""
    misfit = of_each(view.forms, "misfit_chance", form)
    pledge = each(plans.pledge_h100e, people)
    worth = hire(view.force, view.in_world, people, misfit, pledge, more_usd, view.median_usd)
    made = days + of_each(view.forms, "mean_days", form)
    signed = np.maximum(view.days_left - made - each(plans.deadline_days, people), 0.0)
    stays = view.stay_chance(np.full(people.shape, float(view.days_left)))
    if claims:
        machines = view.world.research_left()[view.row] >= pledge
        means = view.money_serves(first_year, made) * view.time_serves(form)
        served = served * means * (machines | (pledge == 0))
    quits = misfit * view.quit_share(signed)
    return Worth(worth.work, worth.crowding, worth.overpay, chance, served, stays, stays * (1.0 - quits))


def answer(view: Outlook, people: Index, plans: Plans, form: Index | int) -> Worth:
    """An answer to each of these people, who are interested: the way to an offer in this form.

    Args:
        view: what lies before the lab.
        people: indices of candidates who wait for the lab's answer.
        plans: what will be offered to each; how the offer comes is the form's.
        form: place of the form among the outlook's, for all or for each.
    """
    forms, first_year = np.broadcast_to(form, people.shape), each(plans.pay_usd, people)
    flags = of_each(view.forms, "flag", forms).astype(np.int64)
    plans = replace(plans, direct=(flags & Flag.DIRECT) > 0, short=(flags & Flag.SHORT) > 0)
    found, more_usd = weigh_and_pay(view.world, view.lab, people, plans, first_year, view.in_world)
    served = np.array([_offer_in_time(view, one) for one in view.forms])[forms]
    chance, today = of_each(view.forms, "offer_chance", forms) * found["accept"], np.zeros(people.shape)
    return _hired(view, people, plans, forms, chance, served, today, first_year, more_usd)


def answers(view: Outlook, people: Index, plans: Plans) -> dict[str, Worth]:
    """The same in every form there is, by its name: what to compare."""
    return {form.name: answer(view, people, plans, place) for place, form in enumerate(view.forms)}


def _offer_in_time(view: Outlook, form: Form) -> float:
    """How likely interviews that begin today end before the game does."""
    return sum(days < view.days_left for days in form.days) / len(form.days)


def standing_offer(view: Outlook, people: Index, plans: Plans) -> Worth:
    """An offer that is out to each of these people, on these terms; how it came is settled.

    Args:
        view: what lies before the lab.
        people: indices of candidates with an offer of the lab.
        plans: its terms, as they are or as they might be.
    """
    first_year = each(plans.pay_usd, people)
    found, more_usd = weigh_and_pay(view.world, view.lab, people, plans, first_year, view.in_world)
    form = form_of(view.forms, _own_flags(view, people))
    ones, due = np.ones(people.shape), np.zeros(people.shape)
    return _hired(view, people, plans, form, found["accept"], ones, due, first_year, more_usd, claims=False)


def _own_flags(view: Outlook, people: Index) -> NDArray[np.uint8]:
    """Flags of the lab's approaches to these people."""
    person = view.world.first_person[view.row] + people
    return under_way(view.world, view.row, person).flags


@dataclass(frozen=True, slots=True)
class Change:
    """What changing something is worth: the same people before and after."""

    before: Worth
    after: Worth

    @property
    def chance(self) -> F64:
        """What it adds to the chance."""
        return self.after.chance * self.after.served - self.before.chance * self.before.served

    @property
    def if_yes(self) -> F64:
        """What it changes if they say yes either way."""
        return self.after.if_yes - self.before.if_yes

    @property
    def expected(self) -> F64:
        """Points by the end of the game, as they can be expected today."""
        return self.after.expected - self.before.expected


def better(view: Outlook, people: Index, now: Plans, then: Plans) -> Change:
    """Other terms for offers that are out: more pay raises the chance and costs half a point a salary."""
    return Change(standing_offer(view, people, now), standing_offer(view, people, then))


def pledge(view: Outlook, people: Index, plans: Plans, shares: float = 1.0) -> Change:
    """So many shares of the machines by name, in a letter to each of these people.

    Half of a pledge is used and all of it is missing for the others; it raises the chance, too.
    """
    h100e = np.full(people.shape, round(shares * float(view.force.c_h100e[view.in_world])))
    with_it = replace(plans, pledge_h100e=each(plans.pledge_h100e, people) + h100e)
    return Change(letter(view, people, plans), letter(view, people, with_it))


def best_pay(
    view: Outlook, people: Index, plans: Plans, menu: Sequence[float] = PAY_MENU
) -> tuple[I64, Worth]:
    """Advice on the pay of a letter: the sum of a menu with most points, overpay weighed as advice does.

    Args:
        view: what lies before the lab.
        people: indices of candidates.
        plans: the letters but for their pay.
        menu: pay over what is believed of the present one.

    Returns:
        Yearly pay for each of them, and what the letter with it is worth.
    """
    person = people + view.world.first_person[view.row]
    known_usd = believed_pay_usd(view.world, view.row, person)
    pay = np.concatenate([times(view.world, known_usd, round(ratio * PPM)) for ratio in menu])
    again = {f.name: np.tile(each(getattr(plans, f.name), people), len(menu)) for f in fields(plans)}
    every = letter(view, np.tile(people, len(menu)), Plans(**again | {"pay_usd": pay}))
    best = every.advised.reshape(len(menu), -1).argmax(axis=0) * people.size + np.arange(people.size)
    return pay[best], every.of(best)


def machines(view: Outlook, h100e: int) -> float:
    """So many machines bought, in points: what of them makes good what is pledged; 0 by themselves.

    They come late, and not at all in a game that ends before.
    """
    world, force, at = view.world, view.force, view.in_world
    if world.stores.fleet is None or view.days_left <= world.setup.rules.delivery_days:
        return 0.0
    pledged = float(force.pledge_h100e[at].sum())
    share = world.setup.labs[view.lab].research_share
    good = min(h100e * share, float(force.missing[at]) * pledged) / max(int(force.heads[at]), 1)
    c, plan = float(force.c_h100e[at]), force.plan_h100e
    more = ((c + good) / plan) ** THETA - (c / plan) ** THETA
    return float(force.work[at] * more)
