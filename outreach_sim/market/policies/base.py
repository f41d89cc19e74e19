"""What every policy does unless it says otherwise: so many letters, to these people, on those terms.

A policy is three questions a day (how many, to whom, on what terms) and one answer to its own approaches.
All of them are asked for all rows (world x labs + lab) that run it at once. It may use what a lab could
know: its own books and approaches, its own judgement of people (the order of ``world.shortlist``), and
what is public: employers, levels, heads, fleets, moves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.copying import adopt
from outreach_sim.market.mechanisms.demand import at_market, letters_for_the_gap
from outreach_sim.market.phases.answers import better
from outreach_sim.market.phases.outreach import open_approaches
from outreach_sim.market.setup import DAYS_PER_WEEK, NEVER_COPIES, Sender
from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.attention import count_new_letters, letters_left
from outreach_sim.market.state.offers import OfferTerms
from outreach_sim.market.state.payroll import public_pay_usd, times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.shortlist import Picked, first_of_each
from outreach_sim.market.state.world import World

NOBODY: Index = np.empty(0, dtype=np.intp)


def letters_due(letters_per_week: NDArray[np.int64], day: int) -> NDArray[np.int64]:
    """Today's share of a weekly number, spread evenly and exact over any seven days."""
    return (day + 1) * letters_per_week // DAYS_PER_WEEK - day * letters_per_week // DAYS_PER_WEEK


class Policy:
    """A way of recruiting. The class attributes are what a scenario gets that sets nothing.

    Attributes:
        sender, template, pay_ratio, direct: as in ``BotPolicy``.
        quota_share: part of the sender's weekly quota that it uses.
        counters, raises, copy_lag_days: what it does beside its letters, as in ``BotPolicy``.
        letters_in_file: whether a scenario file has to say how many letters a week it writes.
        by_judgement: whether it writes to the best, as it judges them; else to anybody.
        by_lot: whether what a letter offers is drawn by lot.
        outbids_ppm: what it offers instead, once, over its offer, where an employer answers; 0 for nothing.
        weighs: whether it decides in the morning, by orders, on what ``market.values`` says.
    """

    sender: ClassVar[Sender] = Sender.RECRUITER
    template: ClassVar[str] = "recruiter"
    pay_ratio: ClassVar[float] = 1.0
    direct: ClassVar[bool] = False
    quota_share: ClassVar[float] = 1.0
    counters: ClassVar[bool] = False
    raises: ClassVar[bool] = False
    copy_lag_days: ClassVar[int] = NEVER_COPIES
    letters_in_file: ClassVar[bool] = False
    by_judgement: ClassVar[bool] = True
    by_lot: ClassVar[bool] = False
    outbids_ppm: ClassVar[int] = 0
    weighs: ClassVar[bool] = False

    def wanted(self, world: World, rows: Index) -> NDArray[np.int64]:
        """How many new letters each of the rows wants to write today."""
        return self.due(world, rows, world.day)

    def due(self, world: World, rows: Index, day: int) -> NDArray[np.int64]:
        """How many they would write on a day, as things stand today."""
        weekly = world.policies.letters_per_week[world.lab_of[rows]]
        return letters_due(letters_for_the_gap(world, rows, weekly), day)

    def pick(self, world: World, rows: Index, wanted: NDArray[np.int64]) -> Picked:
        """Whom they write to; the people picked are no longer free. By default the best, as judged."""
        every = np.zeros(len(world.heads), dtype=np.int64)
        every[rows] = wanted
        return world.shortlist.take_first(every)

    def terms(self, world: World, row: Index, candidate: Index) -> OfferTerms:
        """How these letters are written and what they offer; a ratio is of what is public of people's pay.

        Nobody of its own staff is free for a lab, and of others it knows no more.
        """
        table, lab = world.policies, world.lab_of.take(row)
        pay = public_pay_usd(world, world.persons(row, candidate))
        return OfferTerms(
            template=table.template.take(lab),
            sender=table.sender.take(lab),
            flags=table.flags.take(lab),
            pay_usd=times(world, pay, table.pay_ratio_ppm.take(lab)),
            deadline_days=world.setup.rules.deadline_days,
        )

    def aims_at(self, world: World) -> NDArray[np.bool_]:
        """Whom it would write to at all, by candidate; everybody, unless it says otherwise."""
        return np.ones(world.candidates, dtype=np.bool_)

    def usual_terms(self, world: World, row: Index, candidate: Index) -> OfferTerms:
        """What others can know of such letters; the terms themselves, where no lot of its own is in them."""
        return self.terms(world, row, candidate)

    def answer(self, world: World, rows: Index) -> None:
        """What they do about their own approaches beyond inviting who is interested: outbid, some of them."""
        if self.outbids_ppm:
            better_countered(world, rows, self.outbids_ppm)

    def senders(self, world: World, rows: Index) -> NDArray[np.uint8]:
        """Whose quota the letters of each row count against."""
        return world.policies.sender[world.lab_of[rows]]

    def letters(self, world: World, rows: Index) -> Rows:
        """Open today's approaches of these rows, within their quotas; the mails are written later."""
        wanted, senders = self.wanted(world, rows), self.senders(world, rows)
        if world.attending is not None:
            wanted = wanted * world.setup.rules.conference_mail_factor
        if world.setup.mechanisms.quotas:
            wanted = np.minimum(wanted, letters_left(world, rows, senders))
        if not wanted.any():
            return NOBODY
        row, candidate = self.pick(world, rows, wanted)
        if not row.size:
            return NOBODY
        if world.setup.mechanisms.quotas:
            sender_of = np.zeros(len(world.heads), dtype=np.intp)
            sender_of[rows] = senders
            count_new_letters(world, row, sender_of[row])
        terms = self.terms(world, row, candidate)
        if world.stores.demand is not None:
            terms = replace(terms, pay_usd=at_market(world, row, terms.pay_usd))
        terms = adopt(world, row, candidate, terms)
        return open_approaches(world, row, candidate, terms)


def pick_where(world: World, rows: Index, wanted: NDArray[np.int64], suits: NDArray[np.bool_]) -> Picked:
    """The first ``wanted`` of those who suit, in each row's own judgement.

    Args:
        world: as ever.
        rows: lab rows.
        wanted: how many each of them wants.
        suits: shape (rows, candidates), by candidate.
    """
    order = world.shortlist.order.reshape(world.labs, world.candidates)[world.lab_of[rows]].astype(np.intp)
    return pick_in_order(world, rows, wanted, order, np.take_along_axis(suits, order, axis=1))


def pick_in_order(
    world: World, rows: Index, wanted: NDArray[np.int64], order: Index, suits: NDArray[np.bool_]
) -> Picked:
    """The first ``wanted`` who are free and suit; ``order`` and ``suits`` have shape (rows, candidates)."""
    row, candidate = np.repeat(rows, world.candidates), order.ravel()
    free = suits.ravel() & world.shortlist.is_free(row, candidate)
    picked = Picked(*first_of_each(row, candidate, free, wanted))
    world.shortlist.clear(*picked)
    return picked


def better_countered(world: World, rows: Index, raise_ppm: int) -> None:
    """Better, once, the offers to people whose employer has answered with one of its own.

    The lab hears of a counter-offer to somebody it has made an offer. What the offer is worth says nothing of
    whether it was bettered: the market, or a tactic that was copied, may have lifted it from the first.
    """
    table = world.approaches
    live = table.in_state(State.OFFERED)
    live = live[np.isin(table.row[live], rows) & world.countered[table.person[live]]]
    live = live[~table.has_flag(live, Flag.BETTERED)]
    live = live[np.argsort(table.person[live] * world.labs + world.lab_of[table.row[live]])]
    pay = times(world, table.pay_usd[live], raise_ppm)
    more = pay > table.pay_usd[live]  # at the ceiling there is nothing to better
    live, pay = live[more], pay[more]
    better(world, live, pay, table.sign_on_usd[live], table.pledge_h100e[live])
