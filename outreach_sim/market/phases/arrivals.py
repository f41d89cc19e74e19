"""Phase 2: what was on its way arrives: replies, results of interviews, first days, early quits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.exits import lose
from outreach_sim.market.mechanisms.gate import remember
from outreach_sim.market.mechanisms.leave import turn_back
from outreach_sim.market.mechanisms.returns import go_back, who_goes_back
from outreach_sim.market.phases.own_words import of_direct_offers, read
from outreach_sim.market.setup import PPM
from outreach_sim.market.state.approaches import NEVER, Flag, Rows, State
from outreach_sim.market.state.emit import emit
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.ledger import reserve
from outreach_sim.market.state.payroll import within_ceiling
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import begins_of, running_total
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, integer, uniform
from outreach_sim.model.terms import PROMISED, interest_chance

QUIT_DAYS = (30, 180)
"""A misfit leaves between these days after the start (a guess)."""

CERTAIN = 1e6
"""Log-odds that the log does not tell from larger ones, where those do not fit in 64 bits."""

WENT_COLD = 1
"""Value of CLOSED where interest was left unanswered; 0 where nobody replied."""


def arrive(world: World) -> Rows:
    """Play everything due today but decisions; returns the rows whose follow-up mail is due."""
    table = world.approaches
    rows = table.due_on(world.day)
    if not rows.size:
        return rows
    state = table.state[rows]
    gone = world.status.take(table.person.take(rows)) != Status.HERE
    blocked = (gone & (state < State.OFFERED)).nonzero()[0]
    if blocked.size:
        world.close(rows[blocked])
        state[blocked] = State.EMPTY

    def those_in(wanted: int) -> Rows:
        return rows[(state == wanted).nonzero()[0]]

    silent = those_in(State.WAITING)
    hear_replies(world, those_in(State.REPLYING))
    cold = those_in(State.INTERESTED)
    emit(world, Event.CLOSED, cold, WENT_COLD)
    world.close(cold)
    conclude_process(world, those_in(State.PROCESS))
    start_work(world, those_in(State.SIGNED))
    quit_early(world, those_in(State.MISFIT))
    again = table.mails[silent] < world.follow_ups.last[table.template[silent]]
    done = silent[(~again).nonzero()[0]]
    emit(world, Event.CLOSED, done)
    world.close(done)
    return silent[again.nonzero()[0]]


def micro(logit: NDArray[np.float64]) -> NDArray[np.int64]:
    """Log-odds as whole micro-log-odds, as the log keeps them; none is more than certain."""
    try:
        return np.rint(logit * 1e6).astype(np.int64)
    except FloatingPointError:  # hardly ever, so it is not looked for
        return np.rint(np.clip(logit, -CERTAIN, CERTAIN) * 1e6).astype(np.int64)


def hear_replies(world: World, rows: Rows) -> None:
    """A reply arrives, interested or not; if only the gate stood in the way, the reply says so."""
    if not rows.size:
        return
    table, p = world.approaches, world.setup.parameters
    value, person = table.value[rows], table.person[rows]
    mails = table.mails[rows]
    emit(world, Event.REPLIED, rows, micro(world.reply_cuts[mails] + value), mails)
    draw = uniform(bits(table.mind[rows], Purpose.INTEREST))
    shut = world.gate_closed(person, table.row[rows], table.pledge_h100e[rows])
    closed = shut.astype(np.float64)
    interested = draw < interest_chance(p, value, closed)
    refused, agreed = (~interested).nonzero()[0], interested.nonzero()[0]
    threshold = np.zeros(rows.size, dtype=np.int64)
    came_close = refused[shut[refused]]
    if came_close.size:
        gate_only = came_close[draw[came_close] < interest_chance(p, value[came_close], None)]
        leader = world.leader_today[world.world_of[table.row[rows[gate_only]]]]
        threshold[gate_only] = world.tastes.gate_ppm[person[gate_only]] * leader // PPM
        named = threshold.nonzero()[0]
        remember(world, rows[named], threshold[named])
    yes = rows[agreed]
    said_so = world.interested_today
    world.interested_today = np.concatenate((said_so, yes)) if said_so.size else yes
    logit = p.reply_cut_4 + p.interest_cut + value[agreed] + p.gate_weight * closed[agreed]
    emit(world, Event.INTERESTED, yes, micro(logit))
    no = rows[refused]
    emit(world, Event.NOT_INTERESTED, no, threshold[refused])
    world.close(no)
    table.state[yes] = State.INTERESTED
    table.due[yes] = min(world.day + world.setup.rules.interest_lasts_days, NEVER)


def conclude_process(world: World, rows: Rows) -> None:
    """Interviews end, or a direct offer is ready: an offer is made, or none."""
    if not rows.size:
        return
    table = world.approaches
    chance = world.offer_chances.take(table.flags[rows] & Flag.FORM)
    if world.stores.crowds is not None:
        chance = np.where(table.without_letter(rows), PROMISED, chance)
    made = uniform(bits(table.occasion[rows], Purpose.OFFER)) < chance
    none = rows[~made]
    emit(world, Event.NO_OFFER, none)
    world.close(none)
    make_offers(world, rows[made])


def make_offers(world: World, rows: Rows) -> None:
    """Put offers on the table: reserve money and compute, start the clock, open a decision."""
    rows = refuse_unaffordable(world, rows)
    if not rows.size:
        return
    table = world.approaches
    reserve(world, rows)
    table.state[rows] = State.OFFERED
    table.due[rows] = world.day + table.deadline_days[rows]
    words = of_direct_offers(world, rows)
    emit(world, Event.OFFERED, rows, table.offered_usd(rows), words=words)
    if world.any_answer:
        read(world, rows[table.has_flag(rows, Flag.DIRECT)])
    if world.any_by_hand:
        told = rows[world.by_hand[world.home[table.person[rows]]]]
        emit(world, Event.TOLD, told, table.deadline_days[told].astype(np.int64))
    open_decisions(world, rows)


def open_decisions(world: World, rows: Rows) -> None:
    """A first live offer opens a decision; among several on one day, the lowest lab index counts."""
    table = world.approaches
    person = table.person[rows]
    code = (world.lab_of[table.row[rows]] + 1) * 256 + table.number[rows]
    fresh = (world.opener[person] == 0).nonzero()[0]
    person, code = person[fresh], code[fresh]
    if person.size > 1:
        order = np.lexsort((code, person))
        person, code = person[order], code[order]
        first = begins_of(person)
        person, code = person[first], code[first]
    world.opener[person] = code
    before = world.opened_today  # by offers that were made earlier today
    world.opened_today = np.concatenate((before, person)) if before.size else person


def refuse_unaffordable(world: World, rows: Rows) -> Rows:
    """Drop the offers for which money or compute is short, best candidates served first."""
    if not (world.any_pledge or world.any_budget):
        return rows
    table = world.approaches
    tied = rows[world.has_budget[table.row[rows]] | (table.pledge_h100e[rows] > 0)]
    if not tied.size:
        return rows
    impact = world.setup.people.impact[world.candidate_of(tied)]
    tied = tied[np.lexsort((world.candidate_of(tied), -impact, table.row[tied]))]
    row = table.row[tied]
    money = running_total(table.first_year_usd(tied), row)
    compute = running_total(table.pledge_h100e[tied], row)
    short = (money > world.cash_usd[row] - world.reserved_usd[row]) & world.has_budget[row]
    lacking = (compute > world.research_left()[row]) & (table.pledge_h100e[tied] > 0)
    emit(world, Event.REFUSED, tied[short], int(Refusal.CASH))
    emit(world, Event.REFUSED, tied[lacking & ~short], int(Refusal.COMPUTE))
    refused = tied[short | lacking]
    world.close(refused)
    keep = table.state[rows] != State.EMPTY
    return rows[keep]


def start_work(world: World, rows: Rows) -> None:
    """First days: heads, pay and pledge move with the person; some will not stay."""
    if world.any_non_compete:
        rows = turn_back(world, rows)
    if not rows.size:
        return
    table = world.approaches
    gone = world.status[table.person[rows]] == Status.GONE
    if np.count_nonzero(gone):
        lose(world, rows[gone])
        rows = rows[~gone]
        if not rows.size:
            return
    person, row = table.person[rows], table.row[rows]
    pay = starting_usd(world, rows)
    emit(world, Event.STARTED, rows, pay)  # counted by where they come from, so before they move
    world.move(person, row)
    world.pay_usd[person] = pay
    world.pledge_h100e[person] = table.pledge_h100e[rows]
    if world.stores.peers is not None:
        world.told_today.append(person)
    if world.setup.mechanisms.misfit:
        rows = without_misfits(world, rows)
    world.close(rows)


def starting_usd(world: World, rows: Rows) -> NDArray[np.int64]:
    """What these people earn from now on: the pay offered, and what the ceiling lets count of the sign-on."""
    table = world.approaches
    return within_ceiling(world, table.offered_usd(rows), table.pay_usd[rows])


def without_misfits(world: World, rows: Rows) -> Rows:
    """Those of today's starters who will stay; of the others it is known when they leave."""
    table = world.approaches
    leaves = misfits(world, rows)
    misfit = rows[leaves]
    table.state[misfit] = State.MISFIT
    days = integer(bits(table.occasion[misfit], Purpose.QUIT_DAYS), *QUIT_DAYS)
    table.due[misfit] = np.minimum(world.day + days, NEVER)
    return rows[~leaves]


def misfits(world: World, rows: Rows) -> NDArray[np.bool_]:
    """Who of those who start today will not fit; the less they were interviewed, the more often."""
    chance = misfit_chances(world, rows)
    return uniform(bits(world.approaches.occasion[rows], Purpose.MISFIT)) < chance


def misfit_chances(world: World, rows: Rows) -> NDArray[np.float64]:
    """How likely who was hired by these approaches does not fit."""
    return world.misfit_chances.take(world.approaches.flags[rows] & Flag.FORM)


def quit_early(world: World, rows: Rows) -> None:
    """Misfits who are still there go back to the employer before, or leave for no lab on the board."""
    if not rows.size:
        return
    table = world.approaches
    person = table.person[rows]
    there = (world.home[person] == table.row[rows]) & (world.status[person] == Status.HERE)
    quitting, leaving = rows[there], person[there]
    emit(world, Event.QUIT, quitting)
    back = who_goes_back(world, quitting)
    world.close(rows)
    go_back(world, leaving[back])
    world.remove(leaving[~back])
