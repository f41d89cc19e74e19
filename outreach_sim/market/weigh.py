"""A prospect from a world: the truth about a person, or what the lab that writes can believe."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from outreach_sim.market.cards import band_usd, mails_per_person
from outreach_sim.market.setup import SENDER_NAMES, Sender
from outreach_sim.market.world import LOAD_UNIT, PPM, World
from outreach_sim.model.prospect import Prospect

_LOAD_PER_YEAR = 365.0 / 64.0 / LOAD_UNIT


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
        as_truth: tastes, fit, pay and gate as they are; else centre and spread of what a lab believes:
            mean taste, unknown fit, pay by the public band, and the chance of a gate.
    """
    p, setup = world.setup.parameters, world.setup
    row = np.array([lab])
    person = np.array([candidate])
    home = int(world.home[candidate])
    per_head = world.compute_per_researcher()
    standing = setup.people.standing[candidate : candidate + 1]
    band = int(band_usd(setup, np.array([home]), standing)[0])
    words = world.words[(plan.template * 4) * 16 + int(setup.people.known[candidate])]
    closed = bool(world.gate_closed(person, row, np.array([plan.pledge_h100e]))[0])
    return Prospect(
        candidate=name,
        lab=setup.labs[lab].name,
        employer=setup.labs[home].name,
        offered_usd=float(plan.pay_usd),
        present_usd=float(world.pay_usd[candidate]) if as_truth else float(band),
        taste=float(world.tastes.compute[candidate]) if as_truth else p.compute_taste_mean,
        lab_h100e=float(per_head[lab]),
        employer_h100e=float(per_head[home]) + float(world.pledge_h100e[candidate]),
        brand=setup.labs[lab].brand - setup.labs[home].brand,
        stay=setup.labs[home].stay,
        fit=float(world.fit(person, row)[0]) if as_truth else 0.0,
        fit_sd=0.0 if as_truth else p.fit_sd,
        pledge_h100e=float(plan.pledge_h100e),
        sender=SENDER_NAMES[plan.sender],
        words=float(words),
        load_campaigns=float(world.load[candidate]) * _LOAD_PER_YEAR if setup.mechanisms.fatigue else 0.0,
        mails_per_person=float(mails_per_person(world)[lab]) if setup.mechanisms.name_wear else 0.0,
        gate_chance=float(closed) if as_truth else gate_chance(world, lab, plan.pledge_h100e),
        direct=plan.direct,
        deadline_days=plan.deadline_days,
        counter_chance=float(world.counter_chance[candidate]) if setup.mechanisms.counter_offers else 0.0,
    )


def gate_chance(world: World, lab: int, pledge_h100e: int) -> float:
    """How likely a stranger's threshold lies above what this lab has: share x P(lognormal above)."""
    p = world.setup.parameters
    if not world.setup.mechanisms.gate or p.gate_share == 0.0:
        return 0.0
    have = max(int(world.fleet_today[lab]), pledge_h100e) * PPM / max(world.leader_today, 1)
    median = p.gate_fleet_share * PPM
    z = np.log(max(have, 1e-9) / median) / max(p.gate_sd, 1e-9)
    return p.gate_share * (1.0 - NormalDist().cdf(float(z)))
