"""Runs a plan: chunks go to an executor, results come back in the order of the worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from outreach_sim.errors import RunError
from outreach_sim.market.stack import Counted, WorldsResult, run_worlds
from outreach_sim.market.state.saved import Arrays
from outreach_sim.scenario.engine import engine
from outreach_sim.study.plan import Chunk, Plan

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

MAX_REBUILDS = 3
AT_ONCE = 64
"""Chunks handed over before the first is waited for, where nobody knows how many workers there are."""
Progress = Callable[[float], None]
TakeState = Callable[[], Arrays]
Call = tuple[Callable[..., Any], *tuple[Any, ...]]
"""A function and its arguments, which may be sent to another process."""


class Keeper(Protocol):
    """Keeps what must outlast this process. Called in the process that runs the study, never in a worker."""

    def keep(self, result: WorldsResult) -> None:
        """A chunk is finished."""

    def day(self, replications: range, state: TakeState) -> None:
        """A day of a chunk that runs in this process is over; its state may be kept, to go on from there."""

    def state_of(self, replications: range) -> Arrays | None:
        """Where a chunk was put aside, if it was."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where chunks run.

    Attributes:
        make: makes the executor; called again when a worker was lost, for what is missing. Without one
            chunks run in this process, where each day can be heard of.
        at_once: how many chunks are handed over before the first is waited for.
        abandon: ends workers in the middle of their work, when the study is given up.
    """

    make: Callable[[], Executor] | None
    at_once: int
    abandon: Callable[[], None] = lambda: None


HERE = Place(None, 1)
"""This process, one chunk after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyResult(Counted):
    """All worlds of a study, in order; ``replications`` says how many."""

    replications: int


def run_chunk(plan: Plan, chunk: Chunk, asked_by: str) -> WorldsResult:
    """Play one chunk where we are, which must be the same engine.

    Raises:
        RunError: a worker with other rules was asked.
    """
    if asked_by != engine():
        raise RunError(f"a worker has outreach-sim {engine()}, this is {asked_by}: install the same on both")
    return _play(plan, chunk)


def _play(plan: Plan, chunk: Chunk, **heard: Any) -> WorldsResult:
    """The worlds of a chunk with all that the plan asks for."""
    setup = plan.setup if chunk.parameters is None else replace(plan.setup, parameters=chunk.parameters)
    return run_worlds(
        setup,
        plan.seed,
        chunk.replications,
        plan.queries,
        own=plan.own,
        sequences=plan.sequences,
        journeys_of=plan.journeys_of,
        hires_of=plan.hires_of,
        scored=plan.scored,
        grouping=plan.grouping,
        **heard,
    )


def run_on(
    plan: Plan,
    place: Place,
    progress: Progress | None = None,
    keeper: Keeper | None = None,
    done: Sequence[WorldsResult] = (),
) -> StudyResult:
    """Run what a plan asks for and add it to what was done before.

    Args:
        plan: its chunks are what is missing.
        place: where they run.
        progress: hears the share of the study that is done.
        keeper: is handed each chunk as it is finished, and states of long ones.
        done: the other worlds of the study.

    Raises:
        RunError: workers were lost again and again.
    """
    new: dict[int, WorldsResult] = {}

    def tell(part_of_a_chunk: float) -> None:
        if progress is not None:
            progress((len(new) + part_of_a_chunk) / len(plan.chunks))

    for index, result in _anywhere(plan, place, keeper, tell):
        if keeper is not None:
            keeper.keep(result)
        new[index] = result
        tell(0.0)
    results = [new[chunk.index] for chunk in plan.chunks]
    if done:
        results = sorted([*done, *results], key=lambda r: int(r.replications[0]))
    return joined(plan, results)


def run_here(plan: Plan, progress: Progress | None = None) -> StudyResult:
    """Run the whole plan in this process."""
    return run_on(plan, HERE, progress)


def run_with(
    plan: Plan,
    make_executor: Callable[[], Executor],
    progress: Progress | None = None,
    abandon: Callable[[], None] = lambda: None,
) -> StudyResult:
    """Run the whole plan through any executor; see ``Place``."""
    return run_on(plan, Place(make_executor, AT_ONCE, abandon=abandon), progress)


def _anywhere(
    plan: Plan, place: Place, keeper: Keeper | None, on_part: Callable[[float], None]
) -> Iterator[tuple[int, WorldsResult]]:
    """Results of all chunks as they come, by the chunk's index; lost workers are replaced."""
    if place.make is None:
        for chunk in plan.chunks:
            yield chunk.index, _here(plan, chunk, keeper, on_part)
        return
    alone = replace(plan, chunks=())  # a worker needs no list of the others
    yield from answers(place, {c.index: (run_chunk, alone, c, engine()) for c in plan.chunks})


def answers(place: Place, calls: Mapping[int, Call]) -> Iterator[tuple[int, Any]]:
    """What comes of calls, as it comes, by their numbers; lost workers are replaced.

    Raises:
        RunError: workers were lost again and again.
    """
    if place.make is None:
        for number, (function, *arguments) in calls.items():
            yield number, function(*arguments)
        return
    from concurrent.futures import BrokenExecutor, CancelledError

    missing = dict(calls)
    for _ in range(MAX_REBUILDS):
        if not missing:
            return
        executor = place.make()
        try:
            for number, result in _finished(executor, dict(missing), place.at_once):
                del missing[number]
                yield number, result
            executor.shutdown()
        except (BrokenExecutor, CancelledError):
            executor.shutdown(wait=False, cancel_futures=True)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            place.abandon()
            raise
    if missing:
        finished = len(calls) - len(missing)
        raise RunError(f"workers were lost {MAX_REBUILDS} times; {finished} of {len(calls)} parts done")


def _here(plan: Plan, chunk: Chunk, keeper: Keeper | None, on_part: Callable[[float], None]) -> WorldsResult:
    """Play a chunk in this process; its days are heard of, its states kept."""

    def on_state(take: TakeState) -> None:
        if keeper is not None:
            keeper.day(chunk.replications, take)

    start = partial(keeper.state_of, chunk.replications) if keeper is not None else None
    return _play(
        plan, chunk, on_day=lambda day: on_part(day / plan.setup.days), on_state=on_state, start=start
    )


def _finished(executor: Executor, calls: Mapping[int, Call], at_once: int) -> Iterator[tuple[int, Any]]:
    """Hand over a few calls more than are being worked on, so that little is lost and little is waiting."""
    from concurrent.futures import FIRST_COMPLETED, wait

    pending: dict[Future[Any], int] = {}
    waiting = iter(calls.items())
    while True:
        for number, (function, *arguments) in waiting:
            pending[executor.submit(function, *arguments)] = number
            if len(pending) >= at_once:
                break
        if not pending:
            return
        for future in wait(pending, return_when=FIRST_COMPLETED).done:
            yield pending.pop(future), future.result()


def joined(plan: Plan, results: Sequence[WorldsResult]) -> StudyResult:
    """One result from those of the chunks, in order."""
    columns = {field.name: [getattr(r, field.name) for r in results] for field in fields(Counted)}
    return StudyResult(
        replications=plan.replications, **{name: _one_of(parts) for name, parts in columns.items()}
    )


def _one_of(parts: Sequence[Any]) -> Any:
    """What was counted of all worlds, from what was of each chunk; ``None`` where it was not asked for."""
    there = [part for part in parts if part is not None]
    if not there:
        return None
    if isinstance(there[0], tuple):
        return tuple(one for part in there for one in part)
    return np.concatenate(there) if isinstance(there[0], np.ndarray) else type(there[0]).joined(there)
