"""Phase 1: what the calendar brings. Rested pairs become free."""

from __future__ import annotations

import numpy as np

from outreach_sim.market.phases.features import open_chances
from outreach_sim.market.state.approaches import MOST_ATTEMPTS
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.world import World


def open_day(world: World) -> None:
    """Start the day: rested pairs, how letters are opened today."""
    if world.setup.mechanisms.name_wear or not world.open_chance_today.size:
        world.open_chance_today = open_chances(world)
    rested = world.freeing.pop(world.day, [])
    if rested:
        row = np.concatenate([pair[0] for pair in rested])
        pair = np.concatenate([pair[1] for pair in rested])
        candidate = pair - row * world.candidates
        person = pair - world.pair_offset[row]
        # Their rest is over; whoever signed, left or came to the lab in between is not to be written to.
        free = (world.status[person] == Status.HERE) & (world.home[person] != row)
        if world.day >= MOST_ATTEMPTS:  # an attempt takes a day at least
            free &= world.attempts[pair] < MOST_ATTEMPTS
        if world.setup.mechanisms.come_back or world.stores.crowds is not None:
            # A person who came by themselves is being talked to again, or rests anew.
            free &= world.free_on[pair] <= world.day
        keep = free.nonzero()[0]
        world.shortlist.add(row[keep], candidate[keep])
