"""Phase 3: people decide among staying and all their live offers (multinomial logit)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.afterwards import kept
from outreach_sim.market.mechanisms.colleagues import word_gets_round
from outreach_sim.market.mechanisms.leave import begin_wait
from outreach_sim.market.mechanisms.tactics import count_wins
from outreach_sim.market.phases.arrivals import micro
from outreach_sim.market.phases.features import offer_features
from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.emit import emit
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.ledger import release
from outreach_sim.market.state.payroll import counter_usd, pay_more
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index, runs
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, gumbel
from outreach_sim.model.logits import total
from outreach_sim.model.terms import accept_terms

LARGEST_EXPONENT = 700.0
"""An offer better by so many log-odds is taken; its odds are still a number, and so is a sum of hundreds."""


def decide(world: World) -> None:
    """Everyone with an offer due today answers all of their live offers at once."""
    table = world.approaches
    offers = table.in_state(State.OFFERED)
    due = offers[table.due[offers] == world.day]
    if not due.size:
        return
    world.marked[table.person[due]] = True
    rows = offers[world.marked[table.person[offers]]]
    world.marked[table.person[due]] = False
    release(world, rows)
    here = world.status[table.person[rows]] == Status.HERE
    if np.count_nonzero(here) < rows.size:
        world.close(rows[~here])
        rows = rows[here]
    if rows.size:
        order = table.person[rows] * world.labs + world.lab_of[table.row[rows]]
        choose(world, rows[order.argsort()])


def choose(world: World, rows: Rows) -> None:
    """Let each person pick; ``rows`` are sorted by person, then lab."""
    table = world.approaches
    everyone = table.person[rows]
    first, size, member = runs(everyone)
    person, countered = everyone[first], world.countered[everyone[first]]
    features = offer_features(world, table, rows)
    value = total(accept_terms(world.setup.parameters, features))
    stay = world.setup.parameters.counter_pull * countered.astype(np.float64)
    utility = value + gumbel(bits(table.mind[rows], Purpose.ALTERNATIVE))
    best = np.maximum.reduceat(utility, first)
    stays = stay + gumbel(bits(world.opening_occasion(person), Purpose.STAY)) >= best
    won = ~stays[member] & (utility == best[member])
    relative = value - stay[member]
    rivals = log_sum_of_others(relative, first, size)
    logit = micro(relative - rivals)
    for observer in world.observers:
        observer.decisions(world, rows, features, stay[member], rivals)
    yes, no = won.nonzero()[0], (~won).nonzero()[0]
    won_rows, lost_rows = rows[yes], rows[no]
    emit(world, Event.ACCEPTED, won_rows, logit[yes])
    emit(world, Event.DECLINED, lost_rows, logit[no])
    keep_staff(world, person[stays & countered])
    world.opener[person] = 0
    world.countered[person] = False
    world.close(lost_rows)
    sign(world, won_rows)


def log_sum_of_others(
    value: NDArray[np.float64], first: NDArray[np.intp], size: NDArray[np.intp]
) -> NDArray[np.float64]:
    """ln(1 + sum over the person's other live offers of exp(value)), values relative to staying."""
    result = np.zeros_like(value)
    for run in np.flatnonzero(size > 1).tolist():
        start, stop = first[run], first[run] + size[run]
        for index in range(start, stop):
            others = 1.0
            for other in range(start, stop):
                if other != index:
                    others += float(np.exp(min(value[other], LARGEST_EXPONENT)))
            result[index] = np.log(others)
    return result


def sign(world: World, rows: Rows) -> None:
    """Accepted: money and compute are committed, the person is off the market until the start."""
    if not rows.size:
        return
    table, row = world.approaches, world.approaches.row[rows]
    cost = table.first_year_usd(rows)
    np.add.at(world.committed_usd, row, cost)
    np.subtract.at(world.cash_usd, row, cost)
    if world.any_pledge:
        np.add.at(world.pledged_h100e, row, table.pledge_h100e[rows])
    table.state[rows] = State.SIGNED
    table.due[rows] = world.day + world.setup.rules.notice_days
    person = table.person[rows]
    world.status[person] = Status.SIGNED
    world.take_off_lists(person)
    word_gets_round(world, rows)
    count_wins(world, rows)
    begin_wait(world, rows)


def keep_staff(world: World, person: Index) -> None:
    """Those who stay after a counter-offer get the raise it promised."""
    if not person.size:
        return
    paid = world.setup.mechanisms.paid_raises
    pay_more(world, person, counter_usd(world, person), Event.RAISED, from_cash=paid)
    kept(world, person)
