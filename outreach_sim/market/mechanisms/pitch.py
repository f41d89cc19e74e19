"""Mission and products as a pitch: what a lab stands for suits some people and puts others off."""

from __future__ import annotations

from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.features import F64, Features


class Pitch(IntFlag):
    """What a letter speaks of; bits of ``LetterTables.pitches``."""

    MISSION = 1
    PRODUCT = 2


PITCH_NAMES = {Pitch.MISSION: "mission", Pitch.PRODUCT: "product"}


def gaps(world: World, person: Index, row: Index) -> tuple[F64, F64]:
    """What mission and products of the lab have over those of the employer, to these people, log-odds."""
    tastes, home = world.tastes, world.home[person]
    assert tastes.mission is not None
    assert tastes.product is not None
    mission = tastes.mission[person] * (world.mission[row] - world.mission[home])
    product = tastes.product[person] * (world.product[row] - world.product[home])
    return mission, product


def add_pitch(
    world: World, person: Index, row: Index, features: Features, letter: NDArray[np.intp] | None = None
) -> None:
    """The real thing for a decision; for a letter (index of its template) only what it speaks of."""
    if not world.setup.mechanisms.pitch:
        return
    features.mission, features.product = gaps(world, person, row)
    if letter is not None:
        spoken = world.pitches[letter]
        features.mission *= (spoken & Pitch.MISSION) != 0
        features.product *= (spoken & Pitch.PRODUCT) != 0
