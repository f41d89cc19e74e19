"""Who quits early goes back to the employer they came from, where that lab is not writing to them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.approaches import NEVER, Rows
from outreach_sim.market.state.emit import emit_of
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, uniform


def who_goes_back(world: World, rows: Rows) -> NDArray[np.bool_]:
    """Which of the people who quit where these approaches led them go back to where they were before.

    Outside is nowhere in particular: whoever came from there goes there like everybody else.
    """
    if not world.setup.mechanisms.returns:
        return np.zeros(rows.size, dtype=np.bool_)
    table = world.approaches
    person = table.person[rows]
    before = world.before[person]
    draw = uniform(bits(table.occasion[rows], Purpose.RETURNS))
    back = draw < world.setup.parameters.quit_returns
    back &= world.free_on[person + world.pair_offset[before]] != NEVER
    if world.outside is not None:
        back &= world.lab_of[before] != world.outside
    return back


def go_back(world: World, person: Index) -> None:
    """These distinct people are with the employer before again, on the pay they have."""
    if not person.size:
        return
    to = world.before[person]
    emit_of(world, Event.RETURNED, to, person, world.pay_usd[person])
    world.move(person, to)
    if world.stores.peers is not None:
        world.told_today.append(person)
