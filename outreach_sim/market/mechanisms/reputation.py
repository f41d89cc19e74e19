"""A lab's name wears out under mass mail; when it has lost a quarter, and half, people talk about it."""

from __future__ import annotations

import numpy as np

from outreach_sim.market.state.emit import emit_news
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.loads import mails_per_person
from outreach_sim.market.state.world import World
from outreach_sim.model.features import F64
from outreach_sim.model.terms import reputation_term

WORN = (0.75, 0.5)
"""Weights of a name under which it is news."""
MENDED = 0.05
"""How far above its mark a weight must rise before falling under it is news again."""


def reputation_weights(world: World) -> F64:
    """What mass mail leaves of the odds of each lab's letters, 1 for a fresh name; shape (lab rows,)."""
    return np.exp(reputation_term(world.setup.parameters, mails_per_person(world)))


def spread_word(world: World) -> None:
    """Phase: news of reputation that have worn under a mark."""
    reputation = world.stores.reputation
    if reputation is None:
        return
    weight = reputation_weights(world)
    level, kept = np.zeros_like(reputation.worn), np.zeros_like(reputation.worn)
    for mark in WORN:
        level += weight < mark
        kept += weight < mark + MENDED
    worse = np.flatnonzero(level > reputation.worn)
    emit_news(world, Event.NAME_WORN, worse, np.rint(1000.0 * weight[worse]).astype(np.int64))
    reputation.worn = np.maximum(level, np.minimum(reputation.worn, kept))
