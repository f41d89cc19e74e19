"""Phase 1: what the calendar brings. Boards pay in, rested pairs become free."""

from __future__ import annotations

import numpy as np

from outreach_sim.market.phases.features import open_chances
from outreach_sim.market.state.approaches import MOST_ATTEMPTS
from outreach_sim.market.state.emit import emit_news
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.ledger import granted
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World


def open_day(world: World) -> None:
    """Start the day: money that came, rested pairs, how letters are opened today."""
    if world.setup.mechanisms.name_wear or not world.open_chance_today.size:
        world.open_chance_today = open_chances(world)
    if world.grants:
        rows, usd = granted(world)
        emit_news(world, Event.GRANTED, rows, usd)
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
        if world.setup.rules.fresh_share > 0.0:
            announce(world, row[keep][world.attempts[pair[keep]] == 0])
        world.shortlist.add(row[keep], candidate[keep])


def announce(world: World, row: Index) -> None:
    """News of people to whom a lab can write for the first time, one element of ``row`` each."""
    count = np.bincount(row, minlength=len(world.heads))
    labs = np.flatnonzero(count)
    emit_news(world, Event.FRESH, labs, count[labs])
