"""Pay compression: colleagues of one level hear of raises and of hires paid above the band."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import PPM
from outreach_sim.market.state.emit import emit_news
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.payroll import band_usd
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, occasions, uniform

LEVELS = 6
"""Cells of a lab: levels 1 to 5, and one more so that a level is its own index."""


def hear_of_pay(world: World) -> None:
    """Phase: of each lab and level, some hear of the highest pay over the band that is talked about today.

    Who hears from whom is drawn once per pair. What they hear is what somebody of their own standing would
    get if paid so; it counts until their pay catches up, or they go.
    """
    peers, told = world.stores.peers, world.told_today
    if peers is None or not told:
        return
    tellers = np.unique(np.concatenate(told))
    # Those outside work for many employers, and do not hear what others get there.
    teller, over_band_ppm = loudest(world, tellers[world.on_the_board(tellers)])
    from_whom = np.full(len(world.heads) * LEVELS, -1, dtype=np.intp)
    from_whom[cells(world, teller)] = np.arange(teller.size)
    talked_of = np.zeros(len(world.heads), dtype=np.bool_)
    talked_of[world.home[teller]] = True
    person = talked_of.take(world.home).nonzero()[0]
    heard = from_whom.take(cells(world, person))
    others = (
        (heard >= 0)
        & (world.status.take(person) == Status.HERE)
        & (person != teller.take(heard, mode="clip"))
    )
    person, heard = person[others], heard[others]
    pair = occasions(
        world.occasion(person, world.home[person]), (teller[heard] % world.candidates).astype(np.uint64)
    )
    hears = uniform(bits(pair, Purpose.HEARS)) < world.setup.parameters.peers_hear_chance
    person, heard = person[hears], heard[hears]
    would_usd = over_the_band(world, over_band_ppm[heard], band_usd(world, world.home[person], person))
    less = would_usd > world.pay_usd[person]
    person, would_usd = person[less], would_usd[less]
    peers.heard_usd[person] = np.maximum(peers.heard_usd[person], would_usd)
    count = np.bincount(world.home[person], minlength=len(world.heads))
    lab = np.flatnonzero(count)
    emit_news(world, Event.PEERS_HEARD, lab, count[lab])


def over_the_band(
    world: World, over_ppm: NDArray[np.int64], promised_usd: NDArray[np.int64]
) -> NDArray[np.int64]:
    """So many millionths of what these bands promise, whole USD a year, within the ceiling of pay."""
    # Where two bands lie far apart the product leaves 64 bits, so the share is held down, not the product.
    most_ppm = np.maximum(promised_usd, world.pay_ceiling_usd) * PPM // promised_usd
    return np.minimum(over_ppm, most_ppm) * promised_usd // PPM


def loudest(world: World, person: Index) -> tuple[Index, NDArray[np.int64]]:
    """Of each lab and level who is paid most over the band (ties to the lower id); how much, millionths."""
    person = person[world.status[person] == Status.HERE]
    over_ppm = world.pay_usd[person] * PPM // band_usd(world, world.home[person], person)
    cell = cells(world, person)
    order = np.lexsort((person, -over_ppm, cell))
    first = np.ones(order.size, dtype=np.bool_)
    first[1:] = cell[order[1:]] != cell[order[:-1]]
    order = order[first]
    return person[order], over_ppm[order]


def cells(world: World, person: Index) -> Index:
    """Lab row and level of these people, as one index."""
    peers = world.stores.peers
    assert peers is not None
    return world.home[person] * LEVELS + peers.level[person]
