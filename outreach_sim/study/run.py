"""Runs a plan: chunks go to an executor, results come back in the order of the worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import RunError
from outreach_sim.market.journeys import Journeys
from outreach_sim.market.sequences import SequenceCounts
from outreach_sim.market.stack import WorldsResult, run_worlds
from outreach_sim.study.plan import Chunk, Plan

MAX_REBUILDS = 3
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class StudyResult:
    """All worlds of a study, in order; see ``market.stack.WorldsResult``."""

    replications: int
    funnel: NDArray[np.int64]
    queries: NDArray[np.int64]
    committed_usd: NDArray[np.int64]
    digests: tuple[bytes, ...]
    tenure: NDArray[np.int64] | None = None
    sequences: SequenceCounts | None = None
    journeys: Journeys | None = None


def run_chunk(plan: Plan, chunk: Chunk, on_day: Callable[[int], None] | None = None) -> WorldsResult:
    """Play one chunk where we are."""
    setup = plan.setup if chunk.parameters is None else replace(plan.setup, parameters=chunk.parameters)
    return run_worlds(
        setup,
        plan.seed,
        chunk.replications,
        plan.queries,
        on_day,
        plan.own,
        sequences=plan.sequences,
        journeys_of=plan.journeys_of,
    )


def run_here(plan: Plan, progress: Progress | None = None) -> StudyResult:
    """Run the whole plan in this process; ``progress`` hears the share that is done."""
    results = []
    for number, chunk in enumerate(plan.chunks):

        def on_day(day: int, before: int = number) -> None:
            if progress is not None:
                progress((before + day / plan.setup.days) / len(plan.chunks))

        results.append(run_chunk(plan, chunk, on_day))
    return joined(plan, results)


def run_with(
    plan: Plan,
    make_executor: Callable[[], Executor],
    progress: Progress | None = None,
    abandon: Callable[[], None] = lambda: None,
) -> StudyResult:
    """Run the plan through an executor.

    Args:
        plan: what to do.
        make_executor: makes the executor; called again when a worker was lost, for what is missing.
        progress: hears the share of chunks that are done.
        abandon: ends workers in the middle of their work, when the study is given up.

    Raises:
        RunError: workers were lost again and again.
    """
    done: dict[int, WorldsResult] = {}
    for _ in range(MAX_REBUILDS):
        executor = make_executor()
        try:
            for index, result in _finished(plan, executor, done):
                done[index] = result
                if progress is not None:
                    progress(len(done) / len(plan.chunks))
            executor.shutdown()
            return joined(plan, [done[chunk.index] for chunk in plan.chunks])
        except (BrokenProcessPool, CancelledError):
            executor.shutdown(wait=False, cancel_futures=True)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            abandon()
            raise
    raise RunError(
        f"worker processes were lost {MAX_REBUILDS} times; {len(done)} of {len(plan.chunks)} parts done"
    )


def _finished(
    plan: Plan, executor: Executor, done: dict[int, WorldsResult]
) -> Iterator[tuple[int, WorldsResult]]:
    missing = [chunk for chunk in plan.chunks if chunk.index not in done]
    futures: dict[Future[WorldsResult], int] = {executor.submit(run_chunk, plan, c): c.index for c in missing}
    pending = set(futures)
    while pending:
        ready, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in ready:
            yield futures[future], future.result()


def joined(plan: Plan, results: list[WorldsResult]) -> StudyResult:
    """One result from those of the chunks, in order."""
    tenure = [r.tenure for r in results if r.tenure is not None]
    sequences = [r.sequences for r in results if r.sequences is not None]
    journeys = [r.journeys for r in results if r.journeys is not None]
    return StudyResult(
        replications=plan.replications,
        funnel=np.concatenate([r.funnel for r in results]),
        queries=np.concatenate([r.queries for r in results]),
        committed_usd=np.concatenate([r.committed_usd for r in results]),
        digests=tuple(digest for r in results for digest in r.digests),
        tenure=np.concatenate(tenure) if tenure else None,
        sequences=SequenceCounts.joined(sequences) if sequences else None,
        journeys=Journeys.joined(journeys) if journeys else None,
    )
