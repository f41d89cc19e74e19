"""What people earn changes: one way, whoever decided it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.events import Event
from outreach_sim.market.groups import Index
from outreach_sim.market.world import World


def pay_more(world: World, person: Index, pay_usd: NDArray[np.int64], event: Event, from_cash: bool) -> None:
    """These distinct people earn so much from now on; the raise of the first year is counted."""
    if not person.size:
        return
    home, more = world.home[person], pay_usd - world.pay_usd[person]
    np.add.at(world.raises_usd, home, more)
    if from_cash:
        np.subtract.at(world.cash_usd, home, np.where(world.has_budget[home], more, 0))
    world.pay_usd[person] = pay_usd
    world.emit_of(event, home, person, pay_usd)
    if world.memories.peers is not None:
        world.told_today.append(person)


def counter_usd(world: World, person: Index) -> NDArray[np.int64]:
    """Yearly pay after the raise that a counter-offer promises, whole USD."""
    raised = world.pay_usd[person] * (1.0 + world.setup.parameters.counter_raise)
    return np.floor(raised).astype(np.int64)
