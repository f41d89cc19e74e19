"""Phase 4: employers answer offers made to their staff."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.emit import emit_of
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.payroll import counter_usd
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, uniform


def answer_offers(world: World) -> None:
    """One draw per opened decision, on the stream of the approach that opened it."""
    person = world.opened_today
    if not person.size or not world.setup.mechanisms.counter_offers:
        return
    chance = counter_chances(world, person)
    draw = uniform(bits(world.opening_occasion(person), Purpose.COUNTER))
    person = person[draw < chance]
    world.countered[person] = True
    emit_of(world, Event.COUNTERED, world.opening_row(person), person, counter_usd(world, person))


def counter_chances(world: World, person: Index) -> NDArray[np.float64]:
    """How likely each person's employer answers an offer: by its policy, else the usual chance."""
    usual = world.counter_chance[person % world.candidates]
    own = world.policies.counters[world.lab_of[world.home[person]]]
    return np.where(own < 0.0, usual, own)
