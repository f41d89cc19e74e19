"""A prospect from a world: the truth about a person, or what the lab that writes can believe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np

from outreach_sim.market.approaches import Rows, State
from outreach_sim.market.bands import in_band
from outreach_sim.market.cards import campaigns_per_year, is_slow_day, mails_per_person
from outreach_sim.market.mechanisms.colleagues import add_colleagues
from outreach_sim.market.mechanisms.conference import met_lately
from outreach_sim.market.mechanisms.demand import at_market
from outreach_sim.market.mechanisms.gate import asked_h100e, kept_word
from outreach_sim.market.mechanisms.leave import SENIOR_LEVEL, leave_days
from outreach_sim.market.mechanisms.pitch import PITCH_NAMES, gaps
from outreach_sim.market.mechanisms.tactics import crowd, shown, uses
from outreach_sim.market.policies.defender import counter_chances
from outreach_sim.market.setup import DAYS_PER_YEAR, PPM, SENDER_NAMES, Sender
from outreach_sim.market.world import World
from outreach_sim.model.beliefs import as_lab, believed_gate
from outreach_sim.model.prospect import Gate, Prospect
from outreach_sim.model.terms import Card


@dataclass(frozen=True, slots=True)
class Plan:
    """A letter somebody thinks of sending; ``pay_usd`` is the yearly value, sign-on / 4 included."""

    pay_usd: int
    template: int
    sender: Sender = Sender.RECRUITER
    pledge_h100e: int = 0
    direct: bool = False
    deadline_days: int = 7


def weigh(world: World, lab: int, candidate: int, plan: Plan, name: str, as_truth: bool) -> Prospect:
    """How a letter of this lab to this candidate stands today, in world 0 of the stack.

    Args:
        world: between two days.
        lab: index of the lab.
        candidate: index of the candidate.
        plan: the letter.
        name: how sentences call the candidate.
        as_truth: tastes, fit, pay and gate as they are; else what a lab can believe of them.
    """
    truth = truth_about(world, lab, candidate, plan, name)
    if as_truth:
        return truth
    setup = world.setup
    present = public_band(world, int(world.home[candidate]), candidate)
    belief = as_lab(setup.parameters, truth, present, gate_as_told(world, lab, candidate))
    belief = replace(belief, alike=crowding(world, lab, plan, present))
    if not world.any_non_compete:
        return belief
    return replace(belief, wait_years=expected_wait_years(world, candidate))


class Circumstances(TypedDict, total=False):
    """Fields of a ``Prospect`` that only some scenarios have."""

    met: bool
    colleagues: float
    team_left: float
    led: bool
    wait_years: float
    heard_usd: float


class Pitched(TypedDict, total=False):
    """The same, for mission and products."""

    mission: float
    product: float
    pitches: tuple[str, ...]


def truth_about(world: World, lab: int, candidate: int, plan: Plan, name: str) -> Prospect:
    """The prospect with everything as it is."""
    setup, mechanisms = world.setup, world.setup.mechanisms
    home, per_head, person = int(world.home[candidate]), world.compute_per_researcher(), np.array([candidate])
    words = world.words[plan.template * 4 * 16 + int(setup.people.known[candidate])]
    return Prospect(
        candidate=name,
        lab=setup.labs[lab].name,
        employer=setup.labs[home].name,
        offered_usd=float(plan.pay_usd),
        shown_usd=0.0 if setup.letters.names_offer[plan.template] else band_today(world, lab, candidate),
        present_usd=float(world.pay_usd[candidate]),
        taste=float(world.tastes.compute[candidate]),
        lab_h100e=float(per_head[lab]),
        employer_h100e=float(per_head[home]) + float(world.pledge_h100e[candidate]),
        brand=setup.labs[lab].brand - setup.labs[home].brand,
        stay=setup.labs[home].stay,
        fit=float(world.fit(person, np.array([lab]))[0]),
        pledge_h100e=float(plan.pledge_h100e),
        sender=SENDER_NAMES[plan.sender],
        words=float(words),
        weekday=setup.parameters.weekday_slow if is_slow_day(world) else 0.0,
        load_campaigns=float(campaigns_per_year(world, person)[0]) if mechanisms.fatigue else 0.0,
        mails_per_person=float(mails_per_person(world)[lab]) if mechanisms.name_wear else 0.0,
        gate=true_gate(world, lab, candidate),
        direct=plan.direct,
        deadline_days=plan.deadline_days,
        counter_chance=float(counter_chances(world, person)[0]) if mechanisms.counter_offers else 0.0,
        **circumstances(world, lab, candidate),
        **pitched(world, lab, candidate, plan.template),
        alike=crowding(world, lab, plan, float(world.pay_usd[candidate])),
        spam_chance=1.0 - float(world.seen_share[Sender.CEO]),
    )


def circumstances(world: World, lab: int, candidate: int) -> Circumstances:
    """Whom the person has met and knows, whom they follow, and how long they would have to wait."""
    person, row = np.array([candidate]), np.array([lab])
    card = Card(*(np.zeros(1) for _ in range(8)))
    add_colleagues(world, person, row, card)
    known: Circumstances = {}
    if world.memories.meetings is not None:
        known["met"] = bool(met_lately(world, person + world.pair_offset[row])[0])
    if card.colleagues is not None and card.team_left is not None and card.led is not None:
        known["colleagues"] = float(card.colleagues[0])
        known["team_left"] = float(card.team_left[0])
        known["led"] = bool(card.led[0])
    if world.memories.peers is not None:
        known["heard_usd"] = float(world.memories.peers.heard_usd[candidate])
    if world.any_non_compete:
        known["wait_years"] = float(leave_days(world, person)[0]) / DAYS_PER_YEAR
    return known


def expected_wait_years(world: World, candidate: int) -> float:
    """What a stranger can expect of this person's contract, which only the person knows."""
    lab = world.setup.labs[int(world.home[candidate]) % world.labs]
    senior = world.setup.people.level[candidate] >= SENIOR_LEVEL
    days = lab.non_compete_senior_days if senior else lab.non_compete_days
    return lab.non_compete_share * days / DAYS_PER_YEAR


def pitched(world: World, lab: int, candidate: int, template: int) -> Pitched:
    """What mission and products mean to the person, and whether the letter speaks of them."""
    if not world.setup.mechanisms.pitch:
        return {}
    mission, product = gaps(world, np.array([candidate]), np.array([lab]))
    letter = int(world.setup.letters.sequence[template, 0])
    spoken = tuple(name for bit, name in PITCH_NAMES.items() if int(world.pitches[letter]) & bit)
    return {"mission": float(mission[0]), "product": float(product[0]), "pitches": spoken}


def crowding(world: World, lab: int, plan: Plan, present_usd: float) -> float:
    """What other labs have left of the charm of this letter's tactics; who writes how is talked about.

    Whether pay is high depends on what the person has now, or is believed to have.
    """
    if not world.setup.mechanisms.copying:
        return 0.0
    one = np.array([plan.pay_usd]), np.array([int(present_usd)]), np.array([plan.pledge_h100e])
    used = uses(np.array([plan.direct]), np.array([plan.sender], dtype=np.uint8), *one)
    seen = shown(used, world.setup.letters.names_offer[[plan.template]])
    return float(crowd(world, np.array([lab]), seen)[0])


def public_band(world: World, lab: int, candidate: int) -> float:
    """Yearly pay that the public band of a lab of world 0 promises somebody of this standing, USD."""
    standing = world.setup.people.standing[candidate : candidate + 1]
    return float(in_band(world.bands, np.array([lab]), standing)[0])


def band_today(world: World, lab: int, candidate: int) -> float:
    """The same at today's market pay."""
    band = np.array([int(public_band(world, lab, candidate))])
    return float(at_market(world, np.array([lab]), band)[0])


def gate_as_told(world: World, lab: int, candidate: int) -> Gate | None:
    """What the lab believes of the person's threshold: what they said, where they said something."""
    if not world.setup.mechanisms.gate or kept_word(world, own_rows(world, lab, candidate)).any():
        return None
    fleet = float(world.fleet_today[lab])
    asked = asked_h100e(world, lab)
    if asked is not None and asked[candidate]:
        return Gate(fleet, float(asked[candidate]))
    return believed_gate(world.setup.parameters, fleet, float(world.leader_today[0]))


def own_rows(world: World, lab: int, candidate: int) -> Rows:
    """The lab's live approach to the candidate in world 0, if there is one."""
    table = world.approaches
    here = (table.row == lab) & (table.person == candidate) & (table.state != State.EMPTY)
    return np.flatnonzero(here)


def true_gate(world: World, lab: int, candidate: int) -> Gate | None:
    """This person's threshold today, or ``None`` where there is none."""
    ppm = int(world.tastes.gate_ppm[candidate])
    if ppm == 0 or kept_word(world, own_rows(world, lab, candidate)).any():
        return None
    return Gate(float(world.fleet_today[lab]), ppm * int(world.leader_today[0]) / PPM)
