"""A prospect from a world: the truth about a person, or what the lab that writes can believe.

The approach that somebody thinks of is drawn up as rows of a table, and the engine's own features are read
off it, so that an explanation weighs what the engine will weigh.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.gate import asked_h100e
from outreach_sim.market.mechanisms.leave import SENIOR_LEVEL
from outreach_sim.market.mechanisms.pitch import PITCH_NAMES
from outreach_sim.market.mechanisms.tactics import HIGH_PAY_PPM, crowd, uses, visible_uses
from outreach_sim.market.phases.employers import counter_chances
from outreach_sim.market.phases.features import (
    campaigns_per_year,
    faded,
    is_slow_day,
    letter_features,
    offer_features,
    open_card,
)
from outreach_sim.market.plan import (
    Plan,
    first_day_on_table,
    mails_of,
    public_band,
    sketch,
    standing,
    under_way,
)
from outreach_sim.market.setup import DAYS_PER_YEAR, PPM, SENDER_NAMES, Sender
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.loads import LOAD_UNIT, mails_per_person
from outreach_sim.market.state.world import World
from outreach_sim.model.beliefs import as_lab, believed_gate
from outreach_sim.model.prospect import Crowd, Gate, Mail, Prospect
from outreach_sim.model.terms import F64, Features, accept_terms, total

ROLES = {name: sender for sender, name in SENDER_NAMES.items()}


def weigh(world: World, lab: int, candidate: int, plan: Plan, name: str, as_truth: bool) -> Prospect:
    """How a letter of this lab to this candidate stands today, in world 0 of the stack.

    Args:
        world: between two days.
        lab: index of the lab.
        candidate: index of the candidate.
        plan: the letter, or the terms of the approach under way.
        name: how sentences call the candidate.
        as_truth: tastes, fit, pay and gate as they are; else what a lab can believe of them.
    """
    plan = under_way(world, lab, candidate, plan)
    truth = truth_about(world, lab, candidate, plan, name)
    return truth if as_truth else belief_about(world, lab, candidate, plan, truth)


def belief_about(world: World, lab: int, candidate: int, plan: Plan, truth: Prospect) -> Prospect:
    """The same as the lab can know it."""
    present = public_band(world, int(world.home[candidate]), candidate)
    belief = as_lab(world.setup.parameters, truth, present, gate_as_told(world, lab, candidate, plan))
    countered = float(world.countered[candidate]) if plan.live else usual_counter(world, candidate)
    belief = replace(belief, crowd=crowd_about(world, lab, plan, present), counter_chance=countered)
    if not world.any_non_compete:
        return belief
    return replace(belief, wait_years=expected_wait_years(world, candidate))


def truth_about(world: World, lab: int, candidate: int, plan: Plan, name: str) -> Prospect:
    """The prospect with everything as it is."""
    setup, home = world.setup, int(world.home[candidate])
    mails, written = mails_of(world, plan), plan if plan.own is None else standing(plan.own)
    table = sketch(world, lab, candidate, written, mails)
    letter = letter_features(world, table, np.arange(mails.size))
    offer = offer_features(world, sketch(world, lab, candidate, plan, mails[:1]), np.array([0]))
    vague = not setup.letters.names_offer[plan.template]
    rivals = rival_offers(world, lab, candidate, plan)
    return Prospect(
        candidate=name,
        lab=setup.labs[lab].name,
        employer=setup.labs[home].name,
        offered_usd=float(plan.pay_usd),
        expected_usd=float(table.expected_usd[0]) if vague or plan.own is not None else 0.0,
        named_usd=float(plan.own.read_usd) if plan.own is not None and plan.own.named else 0.0,
        read_h100e=None if plan.own is None else float(plan.own.pledge_h100e),
        present_usd=first(offer.present_usd),
        taste=first(offer.taste),
        lab_h100e=float(world.compute_today[lab]),
        employer_h100e=float(world.compute_today[home]) + float(world.pledge_h100e[candidate]),
        brand=first(offer.brand),
        stay=first(offer.stay),
        fit=first(offer.fit),
        researchers=float(max(int(world.heads[lab]), 1)),
        reserved_h100e=float(plan.own.pledge_h100e) if plan.own is not None and plan.live else 0.0,
        pledge_h100e=float(plan.pledge_h100e),
        sender=SENDER_NAMES[plan.sender],
        mails=letters_read(world, lab, candidate, plan, mails, letter),
        gate=true_gate(world, lab, candidate, plan),
        direct=bool(first(offer.direct)),
        deadline_days=int(first(offer.deadline_days)),
        counter_chance=true_counter(world, candidate, plan, bool(rivals)),
        other_offers=rivals,
        met=bool(first(offer.met)),
        colleagues=first(offer.colleagues),
        team_left=first(offer.team_left, 1.0),
        led=bool(first(offer.led)),
        mission=first(offer.mission),
        product=first(offer.product),
        wait_years=first(offer.wait_years),
        heard_usd=first(offer.heard_usd),
        crowd=crowd_about(world, lab, plan, float(world.pay_usd[candidate])),
        spam_chance=first(open_card(world, np.array([lab]), np.array([Sender.CEO])).spam_chance),
    )


def first(values: F64 | None, otherwise: float = 0.0) -> float:
    """The first of some values; ``otherwise`` where the mechanism is switched off."""
    return otherwise if values is None else float(values.ravel()[0])


def letters_read(
    world: World, lab: int, candidate: int, plan: Plan, mails: NDArray[np.uint8], features: Features
) -> tuple[Mail, ...]:
    """What differs from mail to mail: the words, the weekday, and what went out before it.

    What others send is taken as it is today; the lab's own letter is one more in the inbox from its second
    mail on, and one more of the lab's each time.
    """
    sent = 0 if plan.own is None else plan.own.mails
    every, step = world.setup.rules.follow_up_days, world.day if plan.next_on is None else plan.next_on
    return tuple(
        Mail(
            number,
            float(np.broadcast_to(features.words, mails.shape)[index]) if features.words is not None else 0.0,
            weekday_of(world, step + every * (number - sent - 1)),
            campaigns_by(world, candidate, every * (number - 1) if plan.own is None else 0),
            mails_by(world, lab, [every * k for k in range(1, number)] if plan.own is None else []),
            pitches_of(world, plan.template, number),
        )
        for index, number in enumerate(mails.tolist())
    )


def weekday_of(world: World, day: int) -> float:
    """What the day of the week costs a mail, log-odds."""
    return world.setup.parameters.weekday_slow if is_slow_day(world, day) else 0.0


def campaigns_by(world: World, candidate: int, days: int) -> float:
    """The recruiting load of this person so many days after a first mail of today; 0 is before it."""
    if not world.setup.mechanisms.fatigue:
        return 0.0
    own = faded(LOAD_UNIT, days) if days else 0
    return float(campaigns_per_year(world, np.array([candidate]), own)[0])


def mails_by(world: World, lab: int, ages: list[int]) -> float:
    """The lab's mails per person with own mails of these ages, in days, on top of today's."""
    if not world.setup.mechanisms.name_wear:
        return 0.0
    return float(mails_per_person(world, sum(faded(LOAD_UNIT, age) for age in ages))[lab])


def pitches_of(world: World, template: int, number: int) -> tuple[str, ...]:
    """Which of mission and product this mail of the sequence speaks of."""
    if not world.setup.mechanisms.pitch:
        return ()
    letter = int(world.setup.letters.sequence[template, number - 1])
    return tuple(name for bit, name in PITCH_NAMES.items() if int(world.pitches[letter]) & bit)


# -- what else is on the table -------------------------------------------------------------------------


def rival_offers(world: World, lab: int, candidate: int, plan: Plan) -> tuple[float, ...]:
    """Each other offer to this person that will be there beside this one, against staying; log-odds."""
    table = world.approaches
    rows = table.in_state(State.OFFERED)
    there = (table.person[rows] == candidate) & (table.row[rows] != lab)
    rows = rows[there & (table.due[rows] >= first_day_on_table(world, plan))]
    if not rows.size:
        return ()
    return tuple(total(accept_terms(world.setup.parameters, offer_features(world, table, rows))).tolist())


def true_counter(world: World, candidate: int, plan: Plan, beside_others: bool) -> float:
    """How likely the employer answers; it answers once, when the first offer of several is made."""
    if (plan.live or beside_others) and world.opener[candidate]:
        return float(world.countered[candidate])
    return usual_counter(world, candidate)


def usual_counter(world: World, candidate: int) -> float:
    """How likely the employer answers an offer that is still to be made."""
    if not world.setup.mechanisms.counter_offers:
        return 0.0
    return float(counter_chances(world, np.array([candidate]))[0])


def crowd_about(world: World, lab: int, plan: Plan, present_usd: float) -> Crowd | None:
    """What other labs have left of the charm of such letters; who writes how is talked about.

    Whether pay is high depends on what the person has now, or is believed to have.
    """
    if not world.setup.mechanisms.copying:
        return None
    named, direct = bool(world.setup.letters.names_offer[plan.template]), plan.direct
    if plan.own is not None:
        named, direct = plan.own.named, plan.own.direct

    def alike(offered_usd: F64, pledge_h100e: F64, sender: str) -> F64:
        ones = np.ones(offered_usd.shape, dtype=np.int64)
        used = uses(
            direct * ones > 0,
            (int(ROLES[sender]) * ones).astype(np.uint8),
            offered_usd,
            int(present_usd) * ones,
            pledge_h100e,
        )
        return crowd(world, lab * ones, visible_uses(used, np.full(ones.shape, named)))

    return Crowd(alike, int(present_usd) * HIGH_PAY_PPM / PPM)


def expected_wait_years(world: World, candidate: int) -> float:
    """What a stranger can expect of this person's contract, which only the person knows."""
    lab = world.setup.labs[int(world.home[candidate]) % world.labs]
    senior = world.setup.people.level[candidate] >= SENIOR_LEVEL
    days = lab.non_compete_senior_days if senior else lab.non_compete_days
    return lab.non_compete_share * days / DAYS_PER_YEAR


def gate_as_told(world: World, lab: int, candidate: int, plan: Plan) -> Gate | None:
    """What the lab believes of the person's threshold: what they said, where they said something."""
    if not world.setup.mechanisms.gate or (plan.own is not None and plan.own.came_back):
        return None
    fleet = float(world.fleet_today[lab])
    asked = asked_h100e(world, lab)
    if asked is not None and asked[candidate]:
        return Gate(fleet, float(asked[candidate]))
    return believed_gate(world.setup.parameters, fleet, float(world.leader_today[0]))


def true_gate(world: World, lab: int, candidate: int, plan: Plan) -> Gate | None:
    """This person's threshold today, or ``None`` where there is none."""
    ppm = int(world.tastes.gate_ppm[candidate])
    if ppm == 0 or (plan.own is not None and plan.own.came_back):
        return None
    return Gate(float(world.fleet_today[lab]), ppm * int(world.leader_today[0]) / PPM)
