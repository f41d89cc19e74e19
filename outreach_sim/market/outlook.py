"""What lies before a lab that decides today: days that are left, what money and interviews will serve.

What they cannot serve is not promised. All of it is known to the lab: its books, its approaches and what it
believes of their chances.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.forms import Form, form_of, forms, of_each
from outreach_sim.market.pay_at_yes import Chances
from outreach_sim.market.phases.arrivals import QUIT_DAYS
from outreach_sim.market.plan import Plans
from outreach_sim.market.prospects import weigh_many
from outreach_sim.market.setup import DAYS_PER_WEEK, DAYS_PER_YEAR, Sender
from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.attention import free_hours
from outreach_sim.market.state.world import World
from outreach_sim.market.workforce import Workforce, workforce
from outreach_sim.model.chain import STAGES

F64 = NDArray[np.float64]
LEAST_CHANCE = 1e-12
_NONE_UNDER_WAY: Chances = dict.fromkeys(STAGES, np.zeros(0))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies before one lab in one world of a stack.

    Attributes:
        world: between two days. lab: index of the lab. in_world: which world of the stack.
        force: the lab's people today, in all worlds of the stack.
        forms: of interview.
        cash_usd: what may still be spent, offers that are out not taken off; infinite without a budget.
        grants: days from today and sums, USD, of what the board pays in later on, by day.
        claims: how many of the approaches under way are expected to take up money before a new one does.
        usd_each: first-year pay of such a claim, on average.
        slots: part of those who will be interested to whom interviews can be given.
        hours: part of those who are to be offered without interviews for whom the CEO has an hour.
        letter_hours: whether the CEO has an hour for one more letter this week.
    """

    world: World
    lab: int
    in_world: int
    force: Workforce
    forms: tuple[Form, ...]
    cash_usd: float
    grants: tuple[tuple[int, int], ...]
    claims: float
    usd_each: float
    slots: float
    hours: float
    letter_hours: bool

    @property
    def row(self) -> int:
        """The lab's row in the stack."""
        return self.in_world * self.world.labs + self.lab

    @property
    def median_usd(self) -> int:
        """Median pay of the lab, USD a year."""
        return self.world.setup.labs[self.lab].pay_median_usd

    @property
    def days_left(self) -> int:
        """Days still to be played, today's included."""
        return self.world.setup.days - self.world.day

    def money_serves(self, first_year_usd: NDArray[np.generic], after_days: F64) -> F64:
        """How likely the money lasts for offers of so much, made once the claims before them are settled.

        Claims arrive independently of each other, so how many will have been is Poisson. What the board pays
        in before an offer is made serves for it, too.

        Args:
            first_year_usd: cost of each offer.
            after_days: days from today until it is made, on average; one for each.
        """
        cost = np.asarray(first_year_usd, dtype=np.float64)
        if np.isinf(self.cash_usd):
            return np.ones(cost.shape)
        cash = self.cash_usd + sum(usd * (after_days >= day) for day, usd in self.grants)
        others = np.floor((cash - cost) / max(self.usd_each, 1.0))
        return poisson_at_most(self.claims, others)

    def time_serves(self, form: NDArray[np.intp]) -> F64:
        """The part of people interested who will be met in this form; by place of the form."""
        slots = np.where(of_each(self.forms, "slots", form) > 0, self.slots, 1.0)
        return np.where(of_each(self.forms, "hours", form) > 0, self.hours, slots)

    def signer_serves(self, sender: NDArray[np.integer] | int) -> NDArray[np.bool_]:
        """Whether who signs a letter has an hour for it this week, where it takes one."""
        return (np.asarray(sender) != int(Sender.CEO)) | self.letter_hours

    def stay_chance(self, days: F64 | float) -> F64:
        """How likely somebody has left for no lab on the board in none of so many days."""
        if not self.world.setup.mechanisms.exits:
            return np.ones(np.shape(days))
        yearly = self.world.setup.parameters.exit_hazard_per_year
        return np.exp(-yearly * np.maximum(days, 0.0) / DAYS_PER_YEAR)

    def quit_share(self, days_since_signed: F64) -> F64:
        """Part of the misfits among hires who will have quit so many days after they signed."""
        first, last = (self.world.setup.rules.notice_days + days for days in QUIT_DAYS)
        return np.clip((days_since_signed - first) / (last - first + 1), 0.0, 1.0)


def outlook(world: World, lab: int, in_world: int = 0, force: Workforce | None = None) -> Outlook:
    """What lies before a lab.

    Args:
        world: between two days.
        lab: index of the lab.
        in_world: which world of the stack.
        force: its people, where they have been counted already.
    """
    row, known = in_world * world.labs + lab, forms(world.setup)
    cash = float(world.cash_usd[row]) if world.has_budget[row] else np.inf
    grants = tuple((day - world.day, usd) for of, day, usd in world.grants if of == lab and day > world.day)
    rows = np.flatnonzero((world.approaches.row == row) & (world.approaches.state != State.EMPTY))
    rows = rows[world.approaches.state[rows] <= State.OFFERED]
    found = chances_now(world, lab, in_world, rows) if rows.size else _NONE_UNDER_WAY
    claims, usd_each = _claims(world, rows, found, known)
    slots, hours = _slots(world, row, rows, found), _hours(world, row, rows, found)
    there = workforce(world, lab) if force is None else force
    letter_hours = not world.any_hours or bool(free_hours(world, np.array([row]))[0])
    return Outlook(
        world, lab, in_world, there, known, cash, grants, claims, usd_each, slots, hours, letter_hours
    )


def chances_now(world: World, lab: int, in_world: int, rows: Rows) -> Chances:
    """Chance of each link of these approaches under way, as the lab believes it; what is behind them is 1."""
    table = world.approaches
    terms = Plans(
        table.offered_usd(rows),
        table.template[rows],
        table.sender[rows],
        table.pledge_h100e[rows],
        table.has_flag(rows, Flag.DIRECT),
        table.deadline_days[rows],
        table.has_flag(rows, Flag.SHORT),
    )
    found = weigh_many(world, lab, world.candidate_of(rows), terms, in_world=in_world)
    state = table.state[rows]
    silent = state <= State.REPLYING
    for link in ("open", "reply", "interested"):
        found[link] = np.where(silent, found[link], 1.0)
    found["reply"] = np.where(silent, found["reply"] * _unanswered(world, rows, found["reply"]), 1.0)
    found["offer"] = np.where(state == State.OFFERED, 1.0, found["offer"])
    return found


def poisson_at_most(mean: float, most: F64) -> F64:
    """P(a Poisson number of this mean is at most so many); 0 below 0."""
    number = np.arange(1, int(3 * mean) + 30)
    steps = np.log(max(mean, LEAST_CHANCE)) - np.log(number)
    chance = np.exp(np.concatenate(([0.0], steps.cumsum())) - mean)
    at_most = np.append(np.minimum(chance.cumsum(), 1.0), 1.0)
    return np.where(most < 0, 0.0, at_most[np.clip(most, 0, number.size + 1).astype(np.intp)])


def mail_shares(world: World, template: NDArray[np.integer] | int, reply: F64) -> F64:
    """Which mail of a sequence those who answer answer, as shares; shape (people, mails).

    Args:
        world: its cut-points count.
        template: of the letter that opens each sequence: it says how many mails there are.
        reply: chance that any is answered by who has opened the first.
    """
    last = world.follow_ups.last[np.broadcast_to(template, reply.shape)].astype(np.int64)
    numbers = np.minimum(np.arange(1, int(last.max(initial=1)) + 1), last[:, None])
    chance = np.clip(reply, LEAST_CHANCE, 1.0 - LEAST_CHANCE)[:, None]
    to_come = world.reply_cuts[last][:, None] - world.reply_cuts[numbers]
    by_now = 1.0 / (1.0 + (1.0 - chance) / chance * np.exp(to_come))
    return np.diff(by_now, axis=1, prepend=0.0) / by_now[:, -1:]


def _unanswered(world: World, rows: Rows, reply: F64) -> F64:
    """The part of the answers that can still come; that to the latest mail may be on its way."""
    shares = mail_shares(world, world.approaches.template[rows], reply)
    latest = np.maximum(world.approaches.mails[rows].astype(np.int64), 1)[:, None]
    return (shares * (np.arange(1, shares.shape[1] + 1) >= latest)).sum(axis=1)


def _claims(world: World, rows: Rows, found: Chances, known: tuple[Form, ...]) -> tuple[float, float]:
    """How many of these approaches will take up money, and how much each.

    An offer that is declined ties its money as long as it is out, a part of the way from letter to answer.
    """
    table = world.approaches
    form = form_of(known, table.flags[rows])
    made = found["open"] * found["reply"] * found["interested"] * found["offer"]
    out = table.deadline_days[rows].astype(np.float64)
    interviews = of_each(known, "slots", form) * of_each(known, "mean_days", form)
    tied = out / (out + interviews + 14.0)
    claim = made * (found["accept"] + (1.0 - found["accept"]) * tied)
    claims = float(claim.sum())
    return claims, float((claim * table.first_year_usd(rows)).sum()) / max(claims, LEAST_CHANCE)


def _slots(world: World, row: int, rows: Rows, found: Chances) -> float:
    """The part of those who will be interested for whom interview slots will last."""
    if not world.setup.mechanisms.quotas:
        return 1.0
    table = world.approaches
    waits = (table.state[rows] <= State.INTERESTED) & ~table.has_flag(rows, Flag.DIRECT)
    return _served(world, int(world.interview_quota[row]), found, table.template[rows], waits)


def _hours(world: World, row: int, rows: Rows, found: Chances) -> float:
    """The part of those who are to be offered without interviews for whom hours of the CEO will last.

    Hours that a standing rule keeps are not to be had; letters come after whoever waits for an offer.
    """
    if not world.any_hours:
        return 1.0
    table = world.approaches
    waits = (table.state[rows] <= State.INTERESTED) & table.has_flag(rows, Flag.DIRECT)
    waits &= ~table.without_letter(rows)
    a_week = max(int(world.hour_quota[row] - world.stores.hours.keep[row]), 0)
    return _served(world, a_week, found, table.template[rows], waits)


def _served(
    world: World, a_week: int, found: Chances, template: NDArray[np.integer], waits: NDArray[np.bool_]
) -> float:
    """The part of these people, once they are interested, who are served, so many of them a week.

    Letters that are out are answered over the time of a sequence; whoever waits may be served in a later
    week, so only more people than there is time for in the long run go without.
    """
    if not waits.any():
        return 1.0 if a_week else 0.0
    coming = float((found["open"] * found["reply"] * found["interested"] * waits).sum())
    days = float(world.follow_ups.length(template[waits]).mean())
    weeks = (days + world.setup.rules.interest_lasts_days) / DAYS_PER_WEEK
    return min(1.0, a_week * weeks / max(coming, LEAST_CHANCE))
