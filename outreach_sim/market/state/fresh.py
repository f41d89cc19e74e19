"""People who come onto the market later: part of the rivals' people is closed to the player's lab at first.

They come week by week ("her grant vests", "he has defended his thesis"); nobody else has to wait for them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import DAYS_PER_WEEK, Setup
from outreach_sim.model.draws import Purpose, Stream, bits, occasions, pack, world_keys

OPEN = 0
"""Stands for people who can be written to from the first day on."""


def fresh_days(setup: Setup) -> int:
    """Over how many days people come onto the market."""
    return setup.rules.fresh_days or setup.days * 4 // 5


def opening_days(setup: Setup) -> NDArray[np.int16]:
    """Day from which the player's lab can write to each candidate, the same in every world.

    A lot decides who waits and in which order, keyed by person and people seed; as many come in one week as
    in another. ``OPEN`` for all who need not wait.
    """
    people, days = setup.people, np.full(len(setup.people), OPEN, dtype=np.int16)
    rivals = np.flatnonzero(people.employer != setup.player)
    key = world_keys(setup.people_seed, np.zeros(1), Stream.PEOPLE)
    lot = bits(occasions(key, pack(rivals, 0, 0)), Purpose.FRESH)
    late = rivals[lot.argsort(kind="stable")][: round(setup.rules.fresh_share * rivals.size)]
    weeks = max(fresh_days(setup) // DAYS_PER_WEEK, 1)
    days[late] = DAYS_PER_WEEK * (1 + np.arange(late.size) * weeks // max(late.size, 1))
    return days
