"""After the answer: people who were kept by a raise leave later, and tenure is counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import DAYS_PER_YEAR
from outreach_sim.market.state.approaches import NEVER
from outreach_sim.market.state.emit import emit_of
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, uniform

KEPT_DAYS = 730
"""A counter-offer is regretted within two years, or not at all: so long were those asked about watched."""


def kept(world: World, person: Index) -> None:
    """These people stay for a raise; some will leave within two years, drawn on the decision's own stream."""
    stays = world.stores.stays
    if stays is None or not person.size:
        return
    hazard = max(world.setup.parameters.kept_hazard_per_year, 1e-9)
    draw = uniform(bits(world.opening_occasion(person), Purpose.LEAVES_LATER))
    days = np.ceil(-np.log(draw) * (DAYS_PER_YEAR / hazard))
    stays.kept_on[person] = world.day
    until = np.minimum(world.day + days, NEVER)
    stays.leaves_on[person] = np.where(days <= KEPT_DAYS, until, NEVER).astype(np.int16)


def leave_later(world: World) -> None:
    """Phase: kept people whose day has come leave for no lab on the board, unless they have signed by now.

    Who was kept by an employer outside is outside all along.
    """
    stays = world.stores.stays
    if stays is None:
        return
    person = np.flatnonzero(stays.leaves_on == world.day)
    person = person[(world.status[person] == Status.HERE) & world.on_the_board(person)]
    if person.size:
        days = world.day - stays.kept_on[person].astype(np.int64)
        emit_of(world, Event.LEFT_LATER, world.home[person], person, days)
        world.remove(person)


def tenure(world: World) -> NDArray[np.int64] | None:
    """People who left and people still there, by month of tenure; ``None`` where nobody counts.

    Shape (worlds, labs, cohort, 2, months): cohort 0 was there from the first day, 1 was hired; then
    those who left, and those still there today.
    """
    stays = world.stores.stays
    if stays is None:
        return None
    staying = stays.staying(world.home, world.status != Status.GONE, world.day)
    both = np.stack((stays.left, staying), axis=2)
    return both.reshape(world.worlds, world.labs, *both.shape[1:])
