"""Where chunks run: in this process, in a pool of processes that leave with it, or on a cluster."""

from __future__ import annotations

from collections.abc import Sequence

from outreach_sim.market.stack import WorldsResult
from outreach_sim.study.plan import Plan
from outreach_sim.study.run import AT_ONCE, HERE, Keeper, Place, Progress, StudyResult, run_on


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
    from outreach_sim.study.pool import Pool, end_all

    return Place(lambda: Pool(workers), 2 * workers, abandon=end_all)


def on_cluster(address: str) -> Place:
    """Workers of a Dask cluster."""
    from outreach_sim.study.cluster import connect

    return Place(lambda: connect(address), AT_ONCE)
