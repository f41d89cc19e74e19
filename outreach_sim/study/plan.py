"""Cuts a study into chunks of worlds; numbers do not depend on how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from outreach_sim.market.observers.by_group import Grouping
from outreach_sim.market.policies.own import Makers
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.events import Query
from outreach_sim.model.parameters import Parameters

MAX_CHUNK_WORLDS = 256
CHUNK_PEOPLE = 500_000
"""About this many candidates are stacked at once: enough to spread the cost of each array operation,
few enough for small memories. Twice as many were hardly faster."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some worlds of a study, in order; small enough to be sent to another process with its setup.

    Attributes:
        index: place in the plan.
        replications: numbers of the worlds.
        parameters: played instead of the setup's own, where a study draws them.
    """

    index: int
    replications: range
    parameters: Parameters | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a study does.

    Attributes:
        setup: the scenario.
        seed: luck seed, 0 to 2**63 - 1.
        replications: how many worlds.
        queries: what is counted besides the funnel.
        chunks: the worlds, cut up.
        own: makes policies of the user's own, by lab; what is played in another process must find them there.
        sequences: whether sequences are counted by the time of their first mail.
        journeys_of: index of the lab whose sequences are noted one by one, if any.
        hires_of: index of the lab whose hires are noted one by one, if any.
        scored: whether a twin of each world is played, for points of the player's lab.
        grouping: which lab's approaches are counted by group of candidate, if any.
    """

    setup: Setup
    seed: int
    replications: int
    queries: tuple[Query, ...]
    chunks: tuple[Chunk, ...]
    own: Makers | None = None
    sequences: bool = False
    journeys_of: int | None = None
    hires_of: int | None = None
    scored: bool = False
    grouping: Grouping | None = None


def plan(
    setup: Setup,
    seed: int,
    replications: int,
    queries: Sequence[Query] = (),
    jobs: int = 1,
    chunk: int | None = None,
    own: Makers | None = None,
    sequences: bool = False,
) -> Plan:
    """A plan with chunks of ``chunk`` worlds, or as large as memory and jobs suggest."""
    size = chunk or chunk_size(len(setup.people), replications, jobs)
    starts = range(0, replications, size)
    chunks = tuple(Chunk(i, range(s, min(s + size, replications))) for i, s in enumerate(starts))
    return Plan(setup, seed, replications, tuple(queries), chunks, own, sequences)


def chunk_size(candidates: int, replications: int, jobs: int) -> int:
    """Worlds in a chunk: bounded by people stacked, and as many chunks for each job."""
    fits = min(max(CHUNK_PEOPLE // max(candidates, 1), 1), MAX_CHUNK_WORLDS)
    rounds = -(-replications // (fits * jobs))
    return -(-replications // (rounds * jobs))


def plan_draws(setup: Setup, seed: int, worlds: int, draws: Sequence[Parameters]) -> Plan:
    """A plan that plays every parameter set in the same worlds, one set after the other."""
    size = chunk_size(len(setup.people), worlds, 1)
    parts = [range(start, min(start + size, worlds)) for start in range(0, worlds, size)]
    cut = [(part, parameters) for parameters in draws for part in parts]
    chunks = tuple(Chunk(i, part, parameters) for i, (part, parameters) in enumerate(cut))
    return Plan(setup, seed, worlds * len(draws), (), chunks)


def without(plan: Plan, done: Sequence[range]) -> Plan:
    """The same study with chunks for those worlds only that are in none of these ranges.

    Its worlds must differ by their number alone: no chunk may have parameters of its own.
    """
    if any(chunk.parameters is not None for chunk in plan.chunks):
        raise ValueError("worlds under drawn parameters are not known by their numbers")
    size = max((len(chunk.replications) for chunk in plan.chunks), default=1)
    gaps, at = [], 0
    for part in [*sorted(done, key=lambda r: r.start), range(plan.replications, plan.replications)]:
        gaps += [range(s, min(s + size, part.start)) for s in range(at, part.start, size)]
        at = max(at, part.stop)
    return replace(plan, chunks=tuple(Chunk(index, gap) for index, gap in enumerate(gaps)))
