"""What rivals usually do, as everybody can know it: letters of policies, and lines of scripts that go on.

Who signs, what is paid, whether there are interviews and how many letters go out is public; what a rival has
under way, and how it errs about who is best, is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.demand import at_market, letters_for_the_gap
from outreach_sim.market.plan import Plans
from outreach_sim.market.policies.registry import POLICIES
from outreach_sim.market.setup import DAYS_PER_WEEK, DAYS_PER_YEAR, NO_LIMIT, PPM, Do, Order
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.offers import OfferTerms
from outreach_sim.market.state.payroll import public_pay_usd, times
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.shortlist import JUDGEMENT_SD
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import normal_quantiles
from outreach_sim.model.features import F64

Bools = NDArray[np.bool_]
WEEKS_PER_YEAR = DAYS_PER_YEAR / DAYS_PER_WEEK


@dataclass(frozen=True, slots=True)
class Habit:
    """Letters that a rival usually writes.

    Attributes:
        lab: its index. row: of the lab in its world.
        a_year: how many approaches it begins.
        aims_at: whom it writes to at all, by candidate.
        sd: how far it errs about who is best, sd of the logarithm; infinite where it does not ask.
        line: the line of its script; ``None`` for a policy.
    """

    lab: int
    row: int
    a_year: float
    aims_at: Bools
    sd: float
    line: Order | None = None


def habits(world: World, lab: int, in_world: int = 0) -> Iterator[Habit]:
    """The usual letters of all other labs that write to this lab's people."""
    for rival, other in enumerate(world.setup.labs):
        row = in_world * world.labs + rival
        if rival != lab and other.policy.acts:
            yield habit_of_policy(world, rival, row)
        elif rival != lab:
            yield from habits_of_script(world, rival, row, lab)


def habit_of_policy(world: World, rival: int, row: int) -> Habit:
    """What a lab does by its policy: so many letters a week, of which its senders have time for so many."""
    policy = POLICIES[world.setup.labs[rival].policy.kind]
    rows = np.array([row])
    weekly = int(letters_for_the_gap(world, rows, world.policies.letters_per_week[[rival]])[0])
    most = int(world.letter_quota[row, policy.senders(world, rows)[0]])
    weekly = min(weekly, most) if world.setup.mechanisms.quotas else weekly
    sd = JUDGEMENT_SD if policy.by_judgement else np.inf
    return Habit(rival, row, weekly * WEEKS_PER_YEAR, policy.aims_at(world), sd)


def habits_of_script(world: World, rival: int, row: int, lab: int) -> Iterator[Habit]:
    """Lines of a script that have begun and go on, and may be about this lab's people."""
    for line in world.setup.script:
        going_on = len(line.days) > 1 and line.days[0] <= world.day <= line.days[-1]
        about = not line.employers or lab in line.employers
        if line.lab != rival or line.do is not Do.SEND or not going_on or not about:
            continue
        aims_at = np.zeros(world.candidates, dtype=np.bool_)
        aims_at[list(line.candidates) if line.candidates else slice(None)] = True
        if line.employers:
            first = row - rival
            here = world.home[np.arange(world.candidates) + world.first_person[row]] - first
            aims_at &= np.isin(here, line.employers)
        each = (line.days[-1] - line.days[0]) / (len(line.days) - 1)
        count = (line.top or len(line.candidates)) * DAYS_PER_YEAR / each
        quota = int(world.letter_quota[row, line.sender]) if world.setup.mechanisms.quotas else NO_LIMIT
        a_year = min(count, quota * WEEKS_PER_YEAR)
        yield Habit(rival, row, a_year, aims_at, 0.0 if line.top and line.by == "impact" else np.inf, line)


def letters_a_year(world: World, habit: Habit) -> F64:
    """Letters of this kind that each candidate gets in a year, shape (candidates,).

    Nobody is written to again before a rest is over. Within one the lab gets round to the best so many of
    those it aims at, as it judges them; how it errs is not known, so who is near the edge is reached at
    times.
    """
    everybody = np.arange(world.candidates) + world.first_person[habit.row]
    open_to = habit.aims_at & (world.home[everybody] != habit.row) & (world.status[everybody] == Status.HERE)
    round_days = int(world.rest_days[habit.row]) + int(world.follow_ups.length(usual_template(world, habit)))
    reached = habit.a_year * round_days / DAYS_PER_YEAR
    share = np.minimum(reached / max(int(open_to.sum()), 1), 1.0)
    if share < 1.0 and np.isfinite(habit.sd):
        share = chosen_share(np.maximum(world.setup.people.impact, 1), open_to, habit.sd, reached)
    return open_to * share * DAYS_PER_YEAR / round_days


def usual_template(world: World, habit: Habit) -> int:
    """Index of the letter that opens such a sequence."""
    line = habit.line
    return int(world.policies.template[habit.lab]) if line is None else line.template


def chosen_share(impact: NDArray[np.integer], open_to: Bools, sd: float, reached: float) -> F64:
    """How likely each is among the best so many of those who are open, where all are judged with an error.

    Args:
        impact: of each, hundredths, at least 1.
        open_to: whom the lab could write to.
        sd: of the logarithm of judged over true impact; 0 for none.
        reached: how many it writes to; fewer than are open.
    """
    score, spread = np.log(impact), max(sd, 1e-9)
    low, high = float(score.min()) - 9.0 * spread, float(score.max()) + 9.0 * spread
    for _ in range(50):
        middle = (low + high) / 2.0
        above = float((open_to * normal_cdf((score - middle) / spread)).sum())
        low, high = (middle, high) if above > reached else (low, middle)
    return normal_cdf((score - high) / spread)


def normal_cdf(x: F64) -> F64:
    """Standard normal distribution, to the 4,096 steps that the market draws by."""
    quantiles = normal_quantiles()
    return quantiles.searchsorted(x) / quantiles.size


def usual_plans(world: World, habit: Habit, who: Index, pay_usd: NDArray[np.int64]) -> Plans:
    """Such a letter to each of these people, were they paid so much a year.

    Where everybody knows what somebody is paid, a raise raises the offer.
    """
    person = who + world.first_person[habit.row]
    terms = terms_of_line(world, habit.line, person) if habit.line else terms_of_policy(world, habit, who)
    offered = np.broadcast_to(terms.pay_usd, who.shape)
    known = world.setup.people.pay_known[who] & (habit.line is None or not habit.line.pay_usd)
    follows = np.floor(offered * (pay_usd / world.pay_usd[person])).astype(np.int64)
    offered = np.where(known, follows, offered) + np.asarray(terms.sign_on_usd) // 4
    flags = np.broadcast_to(np.asarray(terms.flags), who.shape)
    return Plans(
        pay_usd=offered,
        template=np.broadcast_to(np.asarray(terms.template), who.shape),
        sender=np.broadcast_to(np.asarray(terms.sender), who.shape),
        pledge_h100e=np.broadcast_to(np.asarray(terms.pledge_h100e), who.shape),
        direct=(flags & Flag.DIRECT) > 0,
        deadline_days=np.broadcast_to(np.asarray(terms.deadline_days), who.shape),
        short=(flags & Flag.SHORT) > 0,
    )


def terms_of_policy(world: World, habit: Habit, who: Index) -> OfferTerms:
    """What a policy usually offers these people, at today's market pay."""
    row = np.full(who.size, habit.row)
    terms = POLICIES[world.setup.labs[habit.lab].policy.kind].usual_terms(world, row, who)
    if world.stores.demand is not None:
        terms = replace(terms, pay_usd=at_market(world, row, terms.pay_usd))
    return terms


def terms_of_line(world: World, line: Order, person: Index) -> OfferTerms:
    """What a line of a script offers these people."""
    public = public_pay_usd(world, person)
    by_ratio = times(world, public, round(line.pay_ratio * PPM))
    pay = np.full(person.size, line.pay_usd) if line.pay_usd else by_ratio
    flags = Flag.DIRECT * line.direct | Flag.SHORT * line.short
    return OfferTerms(
        line.template, int(line.sender), flags, pay, line.sign_on_usd, line.pledge_h100e, line.deadline_days
    )
