"""Phase 4: employers answer offers made to their staff."""

from __future__ import annotations

from outreach_sim.market.emit import emit_of
from outreach_sim.market.events import Event
from outreach_sim.market.payroll import counter_usd
from outreach_sim.market.policies.defender import counter_chances
from outreach_sim.market.world import World
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
