"""Plays whole worlds in stacks and returns what was counted: the unit of work of a study."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.afterwards import tenure
from outreach_sim.market.day import play_day
from outreach_sim.market.events import FUNNEL, Query
from outreach_sim.market.journeys import Journeys, JourneyWatch
from outreach_sim.market.policies.own import Makers, ask
from outreach_sim.market.sequences import SequenceCounter, SequenceCounts
from outreach_sim.market.setup import Setup
from outreach_sim.market.world import World


@dataclass(frozen=True, slots=True)
class WorldsResult:
    """Counts of some worlds, in the order of ``replications``.

    Attributes:
        replications: int64, shape (worlds,).
        funnel: int64, shape (worlds, labs, len(FUNNEL)); mails of all steps count as sent.
        queries: int64, shape (worlds, queries).
        committed_usd: first-year pay and sign-on of accepted offers, int64, shape (worlds, labs).
        digests: 32 bytes a world, SHA-256 over its day sums.
        tenure: who left and who is still there, see ``afterwards.tenure``.
        sequences: what became of sequences by the time of their first mail, where asked for.
        journeys: how far each sequence of one lab came, where asked for.
    """

    replications: NDArray[np.int64]
    funnel: NDArray[np.int64]
    queries: NDArray[np.int64]
    committed_usd: NDArray[np.int64]
    digests: tuple[bytes, ...]
    tenure: NDArray[np.int64] | None = None
    sequences: SequenceCounts | None = None
    journeys: Journeys | None = None


def run_worlds(
    setup: Setup,
    seed: int,
    replications: Sequence[int],
    queries: Sequence[Query] = (),
    on_day: Callable[[int], None] | None = None,
    own: Makers | None = None,
    sequences: bool = False,
    journeys_of: int | None = None,
) -> WorldsResult:
    """Play these replications, stacked, from the first day to the last.

    Args:
        setup: the scenario.
        seed: luck seed, 0 to 2**63 - 1.
        replications: numbers of the worlds; any subset in any order gives the same worlds.
        queries: what to count besides the funnel.
        on_day: called with the number of days played, for progress.
        own: policies of the user's own; they need one replication at a time.
        sequences: whether to count sequences by the time of their first mail.
        journeys_of: index of the lab whose sequences are noted one by one.
    """
    world = World(setup, seed, replications, queries)
    players = {lab: make() for lab, make in (own or {}).items()}
    counter = SequenceCounter(world) if sequences else None
    notes = JourneyWatch(world, journeys_of, replications) if journeys_of is not None else None
    world.watches += [watch for watch in (counter, notes) if watch is not None]
    for day in range(setup.days):
        ask(world, players)
        play_day(world)
        if on_day is not None:
            on_day(day + 1)
    shape = (world.worlds, world.labs)
    return WorldsResult(
        replications=np.asarray(replications, dtype=np.int64),
        funnel=world.recorder.funnel.reshape(*shape, len(FUNNEL)),
        queries=world.recorder.queries.T.copy(),
        committed_usd=world.committed_usd.reshape(shape),
        digests=world.recorder.digests(),
        tenure=tenure(world),
        sequences=counter.counts(world) if counter else None,
        journeys=notes.journeys() if notes else None,
    )
