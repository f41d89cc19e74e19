"""Several studies in a row in one place, so that workers start once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from outreach_sim.study.executors import place
from outreach_sim.study.plan import Plan
from outreach_sim.study.run import Place, Progress, StudyResult, run_on

Runner = Callable[[Plan, Progress | None], StudyResult]


@contextmanager
def runner(jobs: int, cluster: str | None = None) -> Iterator[Runner]:
    """A function that runs plans: here, on so many processes, or on a cluster, kept until the block ends."""
    with kept(jobs, cluster) as where:
        yield lambda plan, progress: run_on(plan, where, progress)


@contextmanager
def kept(jobs: int, cluster: str | None = None) -> Iterator[Place]:
    """The same as a place."""
    where = place(jobs, cluster)
    if where.make is None:
        yield where
        return
    with lent_by(where.make) as lend:
        yield replace(where, make=lend)


@contextmanager
def lent_by(make: Callable[[], Executor]) -> Iterator[Callable[[], Executor]]:
    """A function for ``run_with`` that lends one executor again and again; it ends with the block."""
    kept = _Kept(make)
    try:
        yield kept.lend
    finally:
        kept.end()


class _Kept:
    """A pool that outlives the studies it is lent to; a new one when it has lost a worker."""

    def __init__(self, make: Callable[[], Executor]) -> None:
        self._make = make
        self.executor: Executor | None = None

    def lend(self) -> Executor:
        if self.executor is None:
            self.executor = self._make()
        return _Lent(self)

    def end(self) -> None:
        if self.executor is not None:
            self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = None


class _Lent(Executor):
    """What a study sees of a kept pool: shutting it down gives it back, cancelling what is left ends it."""

    def __init__(self, kept: _Kept) -> None:
        self._kept = kept

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self._kept.executor is None:
            raise RuntimeError("this pool has been given back")
        return self._kept.executor.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            self._kept.end()
