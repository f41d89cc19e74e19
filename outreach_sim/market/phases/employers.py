"""Employers answer offers made to their staff: by chance as they are made, by a rule, or by order."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.raises import affordable, on_staff
from outreach_sim.market.setup import Do
from outreach_sim.market.state.asked import Asked
from outreach_sim.market.state.attention import best_within, hours_kept, hours_left, spend_hours
from outreach_sim.market.state.emit import emit_of, refuse
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.payroll import counter_usd
from outreach_sim.market.state.runs import Index, rank_in_run
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, uniform

Bools = NDArray[np.bool_]


def answer_offers(world: World) -> None:
    """Phase: counter-offers that nobody orders today; by chance one draw per opened decision.

    The draw is on the stream of the approach that opened it.
    """
    if not world.setup.mechanisms.counter_offers:
        return
    person = world.opened_today
    if person.size:
        chance = counter_chances(world, person)
        draw = uniform(bits(world.opening_occasion(person), Purpose.COUNTER))
        person = person[draw < chance]
        if world.any_hours:
            person = best_within(world, person, hours_left(world, world.home[person]))
        counter(world, person)
    if world.any_rule:
        stand_by_the_rule(world)


def stand_by_the_rule(world: World) -> None:
    """Labs with a standing rule answer for the best whose decision is open, in the hours kept for it."""
    hours, person = world.stores.hours, world.opener.nonzero()[0]
    home = world.home[person]
    impact = world.setup.people.impact[person % world.candidates]
    due = (hours.keep[home] > 0) & (impact >= hours.counter_from[home])
    due &= on_staff(world, home, person) & ~world.countered[person]
    person, home = person[due], home[due]
    room = np.minimum(hours_kept(world, home), hours_left(world, home))
    person = best_within(world, person, room)
    person = person[payable(world, world.home[person], person)]
    np.add.at(hours.stood, world.home[person], 1)
    counter(world, person)


def counter(world: World, person: Index) -> None:
    """The employers of these people, whose decisions are open, offer them more to stay."""
    world.countered[person] = True
    if world.any_hours:
        spend_hours(world, world.home[person])
    emit_of(world, Event.COUNTERED, world.opening_row(person), person, counter_usd(world, person))


def counter_chances(world: World, person: Index) -> NDArray[np.float64]:
    """How likely each person's employer answers an offer: by its policy, else the usual chance.

    Not at all where it answers by hand, unless its policy does.
    """
    usual = world.counter_chance[person % world.candidates]
    own = world.policies.counters[world.lab_of[world.home[person]]]
    return np.where(own < 0.0, usual, own)


# -- by order ------------------------------------------------------------------------------------------


def defend(world: World, asked: Asked) -> None:
    """Carry out orders about offers made to a lab's own people."""
    if asked.do is Do.COUNTER:
        counter_by_order(world, asked)
    elif not world.setup.mechanisms.counter_offers:
        refuse(world, asked.rows, np.zeros(asked.rows.size, dtype=np.intp), Refusal.NO_COUNTERS)
    else:
        world.stores.hours.counter_from[asked.rows] = asked.counter_from
        world.stores.hours.keep[asked.rows] = asked.keep_hours
        world.any_rule = bool(world.stores.hours.keep.any())


def counter_by_order(world: World, asked: Asked) -> None:
    """Counter-offers for the people named, in the order's sequence; each who does not fit is refused."""
    row, candidate = asked.rows[asked.place], asked.candidate
    for fits, reason in _CHECKS:
        good = fits(world, row, world.persons(row, candidate))
        refuse(world, row[~good], candidate[~good], reason)
        row, candidate = row[good], candidate[good]
    counter(world, world.persons(row, candidate))


def are_played(world: World, row: Index, person: Index) -> Bools:
    """Whether there are counter-offers at all."""
    return np.full(person.shape, world.setup.mechanisms.counter_offers)


def have_an_offer(world: World, row: Index, person: Index) -> Bools:
    """Whose decision is open."""
    return world.opener[person] > 0


def are_not_countered(world: World, row: Index, person: Index) -> Bools:
    """To whom their employer has offered nothing yet."""
    return ~world.countered[person]


def in_time(world: World, row: Index, person: Index) -> Bools:
    """For whom an hour is left, the first named first; the hours kept for the rule count."""
    return rank_in_run(row) < hours_left(world, row) if row.size else np.zeros(0, dtype=np.bool_)


def payable(world: World, row: Index, person: Index) -> Bools:
    """Whose raise the money lasts for, should they and all others stay who have such an offer."""
    if not world.setup.mechanisms.paid_raises:
        return np.ones(person.shape, dtype=np.bool_)
    return affordable(world, row, counter_cost_usd(world, person), promised_usd(world)[row])


def counter_cost_usd(world: World, person: Index) -> NDArray[np.int64]:
    """What it costs a year if these people stay for a counter-offer."""
    return counter_usd(world, person) - world.pay_usd[person]


def promised_usd(world: World) -> NDArray[np.int64]:
    """What the counter-offers cost that are out, should all be taken, by lab row."""
    out = world.countered.nonzero()[0]
    total = np.zeros(len(world.heads), dtype=np.int64)
    np.add.at(total, world.home[out], counter_cost_usd(world, out))
    return total


_CHECKS: tuple[tuple[Callable[[World, Index, Index], Bools], Refusal], ...] = (
    (are_played, Refusal.NO_COUNTERS),
    (on_staff, Refusal.NOT_STAFF),
    (have_an_offer, Refusal.NO_OFFER),
    (are_not_countered, Refusal.COUNTERED),
    (in_time, Refusal.HOURS),
    (payable, Refusal.CASH),
)
