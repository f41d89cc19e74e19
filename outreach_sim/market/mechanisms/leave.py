"""Between the signature and the first day: garden leave, non-competes, and second thoughts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import DAYS_PER_YEAR
from outreach_sim.market.state.approaches import Flag, Rows
from outreach_sim.market.state.emit import emit
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.ledger import refund
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.teams import NOWHERE
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, integer, uniform

SENIOR_LEVEL = 4
"""From this level on the longer of a lab's two terms holds."""


def leave_days(world: World, person: Index) -> NDArray[np.int64]:
    """Days of garden leave or non-compete that these people owe their employer, 0 for most.

    A contract belongs to the person and the employer, so it is drawn once and is the same for every offer.
    """
    labs, home = world.setup.labs, world.home[person]
    employer = world.lab_of[home]
    senior = world.setup.people.level[person % world.candidates] >= SENIOR_LEVEL
    usual = np.array([lab.non_compete_days for lab in labs], dtype=np.int64)[employer]
    longer = np.array([lab.non_compete_senior_days for lab in labs], dtype=np.int64)[employer]
    share = np.array([lab.non_compete_share for lab in labs])[employer]
    bound = uniform(bits(world.occasion(person, home), Purpose.NON_COMPETE)) < share
    return np.where(bound, np.where(senior, longer, usual), 0)


def begin_wait(world: World, rows: Rows) -> None:
    """Those who just signed and are bound start later; some turn back on the way."""
    if not world.any_non_compete or not rows.size:
        return
    table, p = world.approaches, world.setup.parameters
    days = leave_days(world, table.person[rows])
    rows, days = rows[days > 0], days[days > 0]
    emit(world, Event.LEAVE, rows, days)
    days = np.maximum(days, world.setup.rules.notice_days)
    table.due[rows] = np.minimum(world.day + days, np.iinfo(np.int16).max - 1)
    chance = 1.0 - np.exp(-p.turn_back_per_year * days / DAYS_PER_YEAR)
    back = uniform(bits(table.occasion[rows], Purpose.TURNS_BACK)) < chance
    turning, days = rows[back], days[back]
    table.flags[turning] |= np.uint8(Flag.TURNS_BACK)
    part = integer(bits(table.occasion[turning], Purpose.TURN_BACK_DAYS), 1, 1_000)
    table.due[turning] = world.day + np.maximum(days * part // 1_000, 1)


def turn_back(world: World, rows: Rows) -> Rows:
    """Part the signed whose day has come: those who turn back do; returns those who start."""
    turns = world.approaches.has_flag(rows, Flag.TURNS_BACK)
    if turns.any():
        turning = rows[turns]
        here = world.status[world.approaches.person[turning]] == Status.SIGNED
        stay_after_all(world, turning[here])
        # Who left the market in between is dealt with like any signed person who is gone.
        rows = np.concatenate((rows[~turns], turning[~here]))
    return rows


def stay_after_all(world: World, rows: Rows) -> None:
    """Signed people stay with their employer: money and compute come back, the pair rests."""
    if not rows.size:
        return
    table = world.approaches
    person = table.person[rows]
    refund(world, rows)
    world.status[person] = Status.HERE
    emit(world, Event.TURNED_BACK, rows, table.offered_usd(rows))
    teams = world.stores.teams
    if teams is not None:
        teams.move(person, world.home[person])
        teams.led_to[teams.place(person[teams.is_leader(person)])] = NOWHERE
    world.close(rows)
    world.refresh_people(person)
