"""What somebody thinks of asking for: a letter, or terms for an approach under way; and that approach.

``sketch`` draws it up as rows of a table, so that the engine's own features can be read off it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.demand import at_market
from outreach_sim.market.setup import SIGN_ON_YEARS, Sender
from outreach_sim.market.state.approaches import ApproachTable, Flag, State
from outreach_sim.market.state.bands import in_band
from outreach_sim.market.state.world import World
from outreach_sim.market.view import OwnApproach, own_approach


@dataclass(frozen=True, slots=True)
class Plan:
    """A letter somebody thinks of sending, or the terms of an approach under way.

    Attributes:
        pay_usd: the yearly value, sign-on / 4 included.
        own: the approach under way as the lab knows it; ``None`` for a letter that is not sent yet.
        next_on: the day on which the next mail goes out; ``None`` for today.
        answered: whether the latest mail of the approach is the one that is answered.
    """

    pay_usd: int
    template: int
    sender: Sender = Sender.RECRUITER
    pledge_h100e: int = 0
    direct: bool = False
    deadline_days: int = 7
    own: OwnApproach | None = None
    next_on: int | None = None
    answered: bool = False

    @property
    def live(self) -> bool:
        """Whether the offer is on the table."""
        return self.own is not None and self.own.state == State.OFFERED


def standing(own: OwnApproach, answered: bool = False) -> Plan:
    """The terms of an approach as they stand."""
    yearly = own.pay_usd + own.sign_on_usd // SIGN_ON_YEARS
    return Plan(
        yearly, own.template, own.sender, own.pledge_h100e, own.direct, own.deadline_days, own, None, answered
    )


def having_named(plan: Plan, candidate: int, named_usd: int) -> Plan:
    """The same as the offer to somebody who is interested, and whose letter has named another pay."""
    return replace(
        plan,
        own=OwnApproach(
            candidate, State.INTERESTED, 1, 1, plan.template, plan.sender, plan.direct, by_hand=True,
            pay_usd=named_usd, sign_on_usd=0, pledge_h100e=plan.pledge_h100e,
            deadline_days=plan.deadline_days, due=None, read_usd=named_usd, named=True,
        ),
    )  # fmt: skip


def under_way(world: World, lab: int, candidate: int, plan: Plan) -> Plan:
    """The plan with the approach it goes on with, if there is one, and with what that has settled.

    Nobody is written to twice at a time, so a plan for somebody with a live approach is about that one: its
    letter and its signature have been read, and bettering a live offer leaves its day as it is.
    """
    own = plan.own or own_approach(world, lab, candidate)
    if own is None:
        return plan
    plan = replace(plan, own=own, template=own.template, sender=own.sender)
    return replace(plan, direct=own.direct, deadline_days=own.deadline_days) if plan.live else plan


def mails_of(world: World, plan: Plan) -> NDArray[np.uint8]:
    """Numbers of the mails that can be answered: all of the sequence, or the one that was."""
    if plan.own is not None and (plan.answered or plan.own.state > State.REPLYING):
        return np.array([max(plan.own.mails, 1)], dtype=np.uint8)
    return np.arange(1, world.setup.rules.sequence_mails + 1, dtype=np.uint8)


def sketch(world: World, lab: int, candidate: int, plan: Plan, mails: NDArray[np.uint8]) -> ApproachTable:
    """The approach as rows of a table that is not the world's, one for each of these mails."""
    own, table = plan.own, ApproachTable(mails.size)
    named = bool(world.setup.letters.names_offer[plan.template]) if own is None else own.named
    came_back = own is not None and own.came_back
    rows = table.append(mails.size)
    table.person[rows], table.row[rows] = candidate, lab
    table.mails[rows], table.template[rows], table.sender[rows] = mails, plan.template, int(plan.sender)
    table.flags[rows] = Flag.DIRECT * plan.direct | Flag.NAMED * named | Flag.CAME_BACK * came_back
    table.pay_usd[rows], table.pledge_h100e[rows] = plan.pay_usd, plan.pledge_h100e
    table.deadline_days[rows] = plan.deadline_days
    if own is not None:
        table.expected_usd[rows] = own.read_usd
    else:
        table.expected_usd[rows] = plan.pay_usd if named else band_today(world, lab, candidate)
    table.fit[rows] = world.fit(np.array([candidate]), np.array([lab]))
    return table


def first_day_on_table(world: World, plan: Plan) -> int:
    """The first day on which the offer can be on the table."""
    rules, own = world.setup.rules, plan.own
    if own is not None and own.state == State.OFFERED:
        return world.day
    if own is not None and own.state == State.PROCESS and own.due is not None:
        return own.due
    soonest = rules.direct_days if plan.direct else rules.interview_days_low
    answer = 0 if own is not None and own.state == State.INTERESTED else 1
    return world.day + answer + soonest


def public_band(world: World, lab: int, candidate: int) -> float:
    """Yearly pay that the public band of a lab of world 0 promises somebody of this standing, USD."""
    standing = world.setup.people.standing[candidate : candidate + 1]
    return float(in_band(world.bands, np.array([lab]), standing)[0])


def band_today(world: World, lab: int, candidate: int) -> int:
    """The same at today's market pay."""
    band = np.array([int(public_band(world, lab, candidate))])
    return int(at_market(world, np.array([lab]), band)[0])
