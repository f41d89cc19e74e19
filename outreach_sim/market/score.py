"""How well labs stand: output, and the four ways to lose. Pure functions of stacked worlds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.reputation import reputation_weights
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.market.workforce import THETA, places, pledges

LEAST_OUTPUT = 0.85
LEAST_NAME = 0.5
WAYS_TO_LOSE = ("money", "output", "name", "people")
F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where labs stand; arrays of shape (lab rows,).

    Attributes:
        output: sum of impact x (compute per researcher) ** ``THETA``; signed counted as started.
        cash_usd: what is left of the budget; raises may take it below 0.
        reputation_weight: what mass mail leaves of the odds of a letter.
        best_lost: of the best tenth of all candidates, those of the lab who are at a rival now.
        best_won: those of rivals, and from outside, who are at the lab now.
    """

    output: F64
    cash_usd: NDArray[np.int64]
    reputation_weight: F64
    best_lost: NDArray[np.int64]
    best_won: NDArray[np.int64]


def output(world: World, place: Index) -> F64:
    """Research output of every lab row; staff who are no candidates count as average.

    Rented machines do not count: a lab is judged by what it will still have.
    Who has compute pledged by name works with that much more; it is missing in everybody's share.
    """
    people, rows, there = world.setup.people, len(world.heads), np.flatnonzero(place >= 0)
    now = np.bincount(place[there], minlength=rows)
    started = np.bincount(world.home[world.status != Status.GONE], minlength=rows)
    heads = world.heads - started + now
    research = world.owned_today * world.research_share - world.pledged_h100e
    share = np.maximum(research / np.maximum(heads, 1), 1.0)
    impact = np.tile(people.impact / 100.0, world.worlds)[there]
    known = np.bincount(place[there], impact, minlength=rows)
    pledge = pledges(world)[there]
    extra = impact * ((share[place[there]] + pledge) ** THETA - share[place[there]] ** THETA)
    total: F64 = (heads - now + known) * share**THETA + np.bincount(place[there], extra, minlength=rows)
    return total


def standing(world: World) -> Standing:
    """Where all labs stand at the start of today."""
    place, rows = places(world), len(world.heads)
    people, first = world.setup.people, np.arange(world.worlds).repeat(world.candidates) * world.labs
    first += np.tile(people.employer.astype(np.intp), world.worlds)
    best = np.tile(people.impact >= np.quantile(people.impact, 0.9), world.worlds)
    moved = best & (place >= 0) & (place != first)
    to_a_rival = moved if world.outside is None else moved & (world.lab_of[place] != world.outside)
    return Standing(
        output=output(world, place),
        cash_usd=world.cash_usd.copy(),
        reputation_weight=reputation_weights(world) if world.setup.mechanisms.name_wear else np.ones(rows),
        best_lost=np.bincount(first[to_a_rival], minlength=rows),
        best_won=np.bincount(place[moved], minlength=rows),
    )


def lost(now: Standing, start: Standing) -> dict[str, NDArray[np.bool_]]:
    """Which lab rows have lost, by the way they lost."""
    return {
        "money": now.cash_usd < 0,
        "output": now.output < LEAST_OUTPUT * start.output,
        "name": now.reputation_weight < LEAST_NAME,
        "people": now.best_lost > now.best_won,
    }
