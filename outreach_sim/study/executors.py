"""Where chunks run: in this process, in a pool of processes that leave with it, or on a cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from outreach_sim.market.stack import WorldsResult
from outreach_sim.study.plan import Plan
from outreach_sim.study.run import AT_ONCE, HERE, Keeper, Place, Progress, StudyResult, run_on

PATIENCE_SECONDS = 5.0


def run_study(
    plan: Plan,
    jobs: int = 1,
    progress: Progress | None = None,
    cluster: str | None = None,
    keeper: Keeper | None = None,
    done: Sequence[WorldsResult] = (),
) -> StudyResult:
    """Run a plan in this process, in several, or on a cluster; the result does not depend on where.

    Args:
        plan: its chunks are what is missing.
        jobs: processes.
        progress: hears the share of the study that is done.
        cluster: address of a Dask scheduler, instead of processes of this machine.
        keeper: is handed each chunk as it is finished, and states of long ones.
        done: the other worlds of the study.

    Raises:
        RunError: the cluster does not answer, or workers were lost again and again.
    """
    return run_on(plan, place(min(jobs, len(plan.chunks)), cluster), progress, keeper, done)


def place(jobs: int, cluster: str | None = None) -> Place:
    """Where chunks run: the one line that decides."""
    return on_cluster(cluster) if cluster else processes(jobs) if jobs > 1 else HERE


def processes(workers: int) -> Place:
    """A pool of processes of this machine."""
    return Place(pool(workers), 2 * workers, abandon=end_workers)


def on_cluster(address: str) -> Place:
    """Workers of a Dask cluster."""
    from outreach_sim.study.cluster import connect

    return Place(lambda: connect(address), AT_ONCE)


def end_workers() -> None:
    """End the worker processes of this one at once; what they were doing is lost."""
    workers = multiprocessing.active_children()
    for process in workers:
        process.terminate()
    for process in workers:
        process.join(PATIENCE_SECONDS)


def pool(workers: int) -> Callable[[], Executor]:
    """Makes pools of spawned processes (never forked: the caller may have threads)."""

    def make() -> Executor:
        context = multiprocessing.get_context("spawn")
        return _Pool(workers, mp_context=context, initializer=_start_worker, initargs=(os.getpid(),))

    return make


class _Pool(ProcessPoolExecutor):
    """A pool whose processes never hear Ctrl-C: each is started by a call for which there is none idle."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        with _ctrl_c_waits():
            return super().submit(fn, *args, **kwargs)


@contextmanager
def _ctrl_c_waits() -> Iterator[None]:
    """Hold Ctrl-C back until the block ends; processes started in it never hear it, not even while they
    import, when it would be a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start_worker(parent: int) -> None:
    """A worker leaves Ctrl-C to its parent, and leaves when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
