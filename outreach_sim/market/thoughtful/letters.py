"""The letters of a week: to those of whom most is expected, each on the pay and in the words that suit."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.outlook import Outlook
from outreach_sim.market.plan import Plans
from outreach_sim.market.setup import Order, Sender, Setup
from outreach_sim.market.state.payroll import believed_pay_usd, times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.thoughtful.plans import chosen, columns, joined, repeated
from outreach_sim.market.thoughtful.week import Week, millionths, most_first
from outreach_sim.market.values import Worth, best_pay, letter

I64 = NDArray[np.int64]
POOL = 60
"""So many of the strongest who are free are weighed at all."""
FIRST_PPM = 1_250_000
"""Pay over what is believed of the present one, on which people are compared."""
LEAST = 0.002
"""Points below which no letter is written."""
PLEDGE_FROM = 2.0
"""Impact, in average researchers, from which machines by name are thought of."""
SIGNERS = (Sender.CEO, Sender.HIRING_MANAGER, Sender.RECRUITER)
"""Whose letters go to the best, and whose to those after them."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters of one week, one element each.

    Attributes:
        people: indices of candidates.
        plans: how each is written. expected: points.
    """

    people: Index
    plans: Plans
    expected: NDArray[np.float64]

    def as_orders(self, lab: int) -> list[Order]:
        """The same as orders, each answered by hand later on."""
        columns = (getattr(self.plans, name) for name in ("template", "sender", "pay_usd", "pledge_h100e"))
        each = zip(self.people.tolist(), *(np.asarray(one).tolist() for one in columns), strict=True)
        return [
            Order(lab, (), template=template, sender=Sender(sender), candidates=(who,), pay_usd=pay_usd,
                  pledge_h100e=pledge_h100e, by_hand=True)
            for who, template, sender, pay_usd, pledge_h100e in each
        ]  # fmt: skip


def letters_of_the_week(week: Week) -> Letters:
    """Whom the lab writes to today, and how."""
    view = week.view
    most = [week.letters(sender) for sender in SIGNERS]
    pool = strongest(view)
    people, direct = leading(view, pool, sum(most)) if pool.size else (pool, np.zeros(0, np.bool_))
    sender = np.repeat(np.array(SIGNERS, dtype=np.int64), np.minimum(most, people.size))[: people.size]
    plans = columns(people.size, sender=sender, direct=direct, pay_usd=first_pay(view, people))
    if not people.size:
        return Letters(people, plans, np.zeros(0))
    plans = replace(plans, template=best_words(view, people, plans))
    plans, worth = best_terms(view, people, plans)
    good = millionths(worth.expected) >= millionths(np.array(LEAST))
    return Letters(people[good], chosen(plans, good), worth.expected[good])


def strongest(view: Outlook) -> Index:
    """Those of the strongest to whom the lab may write today."""
    everybody = np.arange(view.world.candidates)
    free = np.flatnonzero(view.world.shortlist.is_free(np.full(everybody.size, view.row), everybody))
    return free[np.argsort(-view.world.setup.people.impact[free].astype(np.int64), kind="stable")[:POOL]]


def leading(view: Outlook, pool: Index, most: int) -> tuple[Index, NDArray[np.bool_]]:
    """Those of a pool of whom most is expected, the most first, and whether best without interviews."""
    forms = columns(
        2 * pool.size,
        pay_usd=np.tile(first_pay(view, pool), 2),
        template=np.full(2 * pool.size, opening_letters(view.world.setup)[0]),
        sender=np.full(2 * pool.size, int(Sender.HIRING_MANAGER)),
        direct=np.arange(2 * pool.size) >= pool.size,
    )
    points = letter(view, np.tile(pool, 2), forms).advised.reshape(2, pool.size)
    best = points.max(axis=0)
    order = most_first(best)
    order = order[millionths(best[order]) > 0][:most]
    return pool[order], millionths(points[1, order]) > millionths(points[0, order])


def best_words(view: Outlook, people: Index, plans: Plans) -> I64:
    """The letter that suits each best, of those that begin a sequence."""
    openers = opening_letters(view.world.setup)
    every = repeated(plans, openers.size)
    every = replace(every, template=openers.repeat(people.size))
    points = letter(view, np.tile(people, openers.size), every).expected.reshape(openers.size, -1)
    return openers[millionths(points).argmax(axis=0)]


def best_terms(view: Outlook, people: Index, plans: Plans) -> tuple[Plans, Worth]:
    """The pay that is advised, and machines by name for the strong where they pay."""
    strong = np.flatnonzero(view.world.setup.people.impact[people] >= 100.0 * PLEDGE_FROM)
    share = round(float(view.force.c_h100e[view.in_world]))
    pledged = replace(chosen(plans, strong), pledge_h100e=np.full(strong.size, share))
    every, place = joined(plans, pledged), np.concatenate((np.arange(people.size), strong))
    pay, worth = best_pay(view, people[place], every)
    points = np.full((2, people.size), np.iinfo(np.int64).min)
    points[0], points[1, strong] = np.split(millionths(worth.advised), [people.size])
    taken = np.arange(people.size)
    better = np.flatnonzero(points[1] > points[0])
    taken[better] = people.size + np.searchsorted(strong, better)
    return chosen(replace(every, pay_usd=pay), taken), worth.of(taken)


def first_pay(view: Outlook, people: Index) -> I64:
    """The pay on which people are compared."""
    known = believed_pay_usd(view.world, view.row, people + view.world.first_person[view.row])
    return times(view.world, known, FIRST_PPM)


def opening_letters(setup: Setup) -> I64:
    """Letters with which a sequence may begin: those that follow up no other, of what everybody has."""
    count = setup.common_letters or len(setup.letters.ids)
    after = {
        int(one)
        for opening in range(count)
        for one in setup.letters.sequence[opening, 1:]
        if int(one) != opening
    }
    return np.array([one for one in range(count) if one not in after] or range(count), dtype=np.int64)
