"""Turns a validated scenario into what the market plays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.market.letters import LetterTables
from outreach_sim.market.metrics import Metric, metric_of
from outreach_sim.market.policies.registry import IDLE, NO_POLICIES, settings
from outreach_sim.market.rules import Mechanisms, Rules
from outreach_sim.market.setup import (
    NO_LIMIT,
    PLAIN,
    SENDER_NAMES,
    BotPolicy,
    Conference,
    Do,
    Lab,
    Order,
    People,
    Sender,
    Setup,
    Walkout,
    index_of,
)
from outreach_sim.market.state.events import Event, Query
from outreach_sim.scenario.lab_tables import Bot, LabTable
from outreach_sim.scenario.parameters import load_parameters
from outreach_sim.scenario.people_said import dispositions
from outreach_sim.scenario.schema import ANSWERS, Expect, ScriptLine, Spec

SENDERS = {name: sender for sender, name in SENDER_NAMES.items()}
USUAL_LETTERS = {Sender.CEO: 3, Sender.HIRING_MANAGER: 10, Sender.RECRUITER: 40}
"""Letters a week of a lab of 156 heads (rules of play)."""
USUAL_HEADS = 156
INTERVIEWS_PER_100_HEADS = 2


@dataclass(frozen=True, slots=True)
class Total:
    """Money of a lab, as every study adds it up: the metric, and the index of the lab."""

    metric: Metric
    lab: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """A sentence about a run, and what decides it.

    Attributes:
        that: the sentence.
        query: what is counted in each world, or the money that is there anyway.
        at_least, at_most: the bound a world must keep; exactly one is set.
        in_share_of_worlds: share of worlds that must keep it.
    """

    that: str
    query: Query | Total
    at_least: int | None
    at_most: int | None
    in_share_of_worlds: float


def fleet_by_day(lab: LabTable, start: date, days: int) -> NDArray[np.int64]:
    """The fleet on every day of the game and the day after, whole h100e.

    Between two dated points it grows by equal daily deliveries; before the first and after the last it
    stands still.
    """
    if isinstance(lab.compute, int):
        return np.full(days + 1, lab.compute, dtype=np.int64)
    at = np.array([(point.on - start).days for point in lab.compute], dtype=np.float64)
    size = np.array([point.h100e for point in lab.compute], dtype=np.float64)
    return np.floor(np.interp(np.arange(days + 1), at, size)).astype(np.int64)


def letter_quotas(lab: LabTable) -> dict[Sender, int]:
    """Quotas of a lab: what the file says, else the usual ones; recruiters and hiring managers grow with
    the lab, a CEO's week does not.
    """
    given = {
        Sender.CEO: lab.letters_per_week.ceo,
        Sender.HIRING_MANAGER: lab.letters_per_week.hiring_manager,
        Sender.RECRUITER: lab.letters_per_week.recruiter,
    }
    scale = {s: 1.0 if s is Sender.CEO else max(lab.researchers / USUAL_HEADS, 1.0) for s in Sender}
    usual = {s: int(USUAL_LETTERS[s] * scale[s]) for s in Sender}
    return {s: usual[s] if (n := given[s]) is None else n for s in Sender}


def first_budget_usd(lab: LabTable, start: date) -> int:
    """Money on the first day: the budget, and what is dated so; ``NO_LIMIT`` where neither is said."""
    if lab.budget_usd is None and not lab.budget:
        return NO_LIMIT
    return (lab.budget_usd or 0) + sum(grant.usd for grant in lab.budget if grant.on == start)


def grants(lab: LabTable, start: date) -> tuple[tuple[int, int], ...]:
    """Day and sum, USD, of what comes later."""
    return tuple(((grant.on - start).days, grant.usd) for grant in lab.budget if grant.on > start)


def build_lab(lab: LabTable, spec: Spec, letters: LetterTables) -> Lab:
    """One lab of the market."""
    slots = lab.interviews_per_week
    return Lab(
        id=lab.id,
        name=lab.name,
        researchers=lab.researchers,
        research_share=lab.research_share,
        fleet_h100e=fleet_by_day(lab, spec.scenario.start, spec.scenario.days),
        pay_median_usd=lab.pay.median,
        pay_top_usd=lab.pay.top,
        appeal=lab.appeal,
        stake=lab.stake,
        budget_usd=first_budget_usd(lab, spec.scenario.start),
        grants=grants(lab, spec.scenario.start),
        rest_days=lab.rest_days,
        counters_by_hand=lab.counters == "by-hand",
        letters_per_week=letter_quotas(lab),
        interviews_per_week=max(lab.researchers * INTERVIEWS_PER_100_HEADS // 100, 1)
        if slots is None
        else slots,
        policy=build_policy(lab, letters),
        mission=lab.mission,
        product=lab.product,
        raise_share=lab.raises.share if lab.raises else 0.0,
        raise_ratio=lab.raises.ratio if lab.raises else 1.0,
        growth_per_year=lab.growth_per_year,
        copies=lab.copies,
        outside=lab.outside,
        non_compete_share=lab.non_compete.share if lab.non_compete else 0.0,
        non_compete_days=lab.non_compete.days if lab.non_compete else 0,
        non_compete_senior_days=(lab.non_compete.senior_days or lab.non_compete.days)
        if lab.non_compete
        else 0,
    )


def build_policy(lab: LabTable, letters: LetterTables) -> BotPolicy:
    """How the lab acts by itself: the policy's own settings, replaced where the file says so."""
    if lab.policy in NO_POLICIES:
        return IDLE
    bot = lab.bot or Bot.model_validate({})
    sender = SENDERS[bot.sender] if bot.sender else None
    usual = settings(lab.policy, letters.ids, letter_quotas(lab), sender)
    given = bot.model_dump(exclude_none=True, exclude={"sender", "template"})
    if bot.template:
        given["template"] = letters.ids.index(bot.template)
    return replace(usual, **given)


def order_days(line: ScriptLine, spec: Spec) -> tuple[int, ...]:
    """Days from 0 on which a script line acts."""
    start, days = spec.scenario.start, spec.scenario.days
    if line.on is not None:
        dates = line.on if isinstance(line.on, list) else [line.on]
        return tuple(sorted({(day - start).days for day in dates}))
    first = (line.start - start).days if line.start else 0
    last = (line.until - start).days if line.until else days - 1
    return tuple(range(first, last + 1, 7 if line.every == "week" else 1))


def played_lines(spec: Spec) -> list[ScriptLine]:
    """The lines of the script that are carried out: those of labs for which no policy acts in its place."""
    scripted = {lab.id for lab in spec.labs if lab.policy == "script"}
    return [line for line in spec.script if (line.lab or spec.scenario.player) in scripted]


def put_aside(spec: Spec) -> list[str]:
    """A sentence for each lab that has lines of script, and a policy that acts in their place."""
    count = Counter(line.lab or spec.scenario.player for line in spec.script)
    return [
        f"the policy {lab.policy!r} acts for {lab.id}, its lines of script ({count[lab.id]}) are put aside"
        for lab in spec.labs
        if lab.policy != "script" and count[lab.id]
    ]


def build_order(line: ScriptLine, spec: Spec, letters: LetterTables) -> Order:
    """One line of the script."""
    labs = [lab.id for lab in spec.labs]
    lab = labs.index(line.lab or spec.scenario.player)
    return replace(order_said(line, labs, letters), lab=lab, days=order_days(line, spec))


def order_said(line: ScriptLine, labs: Sequence[str], letters: LetterTables) -> Order:
    """The same without its lab and its days: letters and labs by their indices.

    Raises:
        ValueError: it names a letter or a lab that is not there.
    """
    pay_ratio, answers = line.offer.pay_ratio, line.do in ANSWERS
    to = line.to
    return Order(
        lab=0,
        days=(),
        do=Do[line.do.upper()],
        template=letters.ids.index(line.template) if line.template and not answers else 0,
        sender=SENDERS[line.sender],
        top=to.top or 0,
        by=to.by,
        employers=tuple(labs.index(lab) for lab in to.employers),
        candidates=tuple(map(index_of, to.candidates)),
        pay_ratio=1.0 if pay_ratio is None else pay_ratio,
        pay_usd=line.offer.pay_usd or 0,
        sign_on_usd=line.offer.sign_on_usd,
        pledge_h100e=line.offer.pledge_h100e,
        direct=line.offer.direct,
        deadline_days=line.offer.deadline_days,
        by_hand=line.by_hand,
        h100e=line.h100e or 0,
        rent_days=line.rent_days or 365,
        words=letters.ids.index(line.template) if line.template and answers else PLAIN,
        short=line.interviews == "short",
        counter_from=line.counter_from,
        keep_hours=line.keep_hours or 0,
    )


def build_expectation(expect: Expect, spec: Spec) -> Expectation:
    """One expectation; it is about the player's lab unless it names another, or an employer's own event."""
    labs = [lab.id for lab in spec.labs]
    lab, asked = labs.index(expect.lab or spec.scenario.player), metric_of(expect.metric)
    query: Query | Total = Total(asked, lab)
    if asked.event:
        query = Query(
            event=Event[asked.event],
            lab=lab,
            employer=labs.index(expect.employer) if expect.employer else None,
            sender=SENDERS[expect.sender] if expect.sender else None,
            gated=expect.gated,
            gate_closed=asked.gate_closed or None,
        )
    return Expectation(expect.that, query, expect.at_least, expect.at_most, expect.in_share_of_worlds)


def build_conferences(spec: Spec) -> tuple[Conference, ...]:
    """The conferences by their first day."""
    first = spec.scenario.start
    found = [Conference(c.name, (c.start - first).days, c.days, c.share) for c in spec.conference]
    return tuple(sorted(found, key=lambda conference: conference.start))


def build_walkouts(spec: Spec) -> tuple[Walkout, ...]:
    """The leaders who go, by the day; one who does not come back is back after the end."""
    labs, first, never = [lab.id for lab in spec.labs], spec.scenario.start, spec.scenario.days + 1
    found = [
        Walkout(
            lab=labs.index(w.lab),
            to=labs.index(w.to),
            start=(w.on - first).days,
            back=(w.back - first).days if w.back else never,
            pay_ratio=w.pay_ratio,
        )
        for w in spec.walkout
    ]
    return tuple(sorted(found, key=lambda walkout: walkout.start))


def build_setup(spec: Spec, people: People, letters: LetterTables) -> Setup:
    """The whole world."""
    ids, labs = [lab.id for lab in spec.labs], tuple(build_lab(lab, spec, letters) for lab in spec.labs)
    said = [who for who in spec.people if who.id <= len(people)]
    leader = max(int(lab.fleet_h100e[0]) for lab in labs)
    return Setup(
        weekday=spec.scenario.start.weekday(),
        days=spec.scenario.days,
        player=ids.index(spec.scenario.player),
        labs=labs,
        people=people,
        people_seed=spec.population.seed,
        letters=letters,
        parameters=load_parameters(spec.parameters),
        mechanisms=Mechanisms(**spec.mechanisms.model_dump()),
        rules=Rules(**spec.rules.model_dump()),
        script=tuple(build_order(line, spec, letters) for line in played_lines(spec)),
        freeze_luck=spec.luck.freeze,
        conferences=build_conferences(spec),
        walkouts=build_walkouts(spec),
        dispositions=tuple(dispositions(said, ids, leader)),
        common_letters=len(set(letters.ids) & set(shipped_letters().ids)),
    )


def expectations(spec: Spec) -> Sequence[Expectation]:
    """All expectations of the file, in its order."""
    return tuple(build_expectation(expect, spec) for expect in spec.expect)
