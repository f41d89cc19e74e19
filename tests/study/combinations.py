"""Run by ``test_one_hash``: prints the hash of one study for each way of running it.

The test divides the ways of starting processes between two hash seeds. All of them under one::

    PYTHONHASHSEED=4711 python -m tests.study.combinations
"""

from __future__ import annotations

import hashlib
import multiprocessing
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import fields, replace

from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.many import lent_by
from outreach_sim.study.plan import plan
from outreach_sim.study.run import StudyResult, run_here, run_with

WORLDS = 12
CHUNKS = (None, 3, 5)
POOLS = {"spawn-2": ("spawn", 2), "forkserver-2": ("forkserver", 2), "spawn-3": ("spawn", 3)}


def fingerprint(result: StudyResult) -> str:
    """One hash over everything a study counted."""
    total = hashlib.sha256()
    for array in (result.funnel, result.queries, result.committed_usd, result.raises_usd):
        total.update(array.tobytes())
    for digest in result.digests:
        total.update(digest)
    assert result.sequences is not None and result.journeys is not None
    for name in ("reached", "undecided", "waits", "waited"):
        total.update(getattr(result.sequences, name).tobytes())
    for table in (result.journeys.begun, result.journeys.events, result.journeys.weighed):
        for name, column in table.columns.items():
            total.update(name.encode() + sorted_by_world(table.columns["world"], column))
    return total.hexdigest()


def sorted_by_world(world, column) -> bytes:
    """Rows world by world: within a world their order is that of time, whatever is stacked with it."""
    return column[world.argsort(kind="stable")].tobytes()


def study(chunk: int | None):
    """The study that is run in so many ways."""
    scenario = load_scenario("first-letter")
    queries = [expectation.query for expectation in scenario.expectations]
    made = plan(scenario.setup, 5, WORLDS, queries, chunk=chunk, sequences=True)
    return replace(made, journeys_of=0)


def main(pools: list[str]) -> None:
    """Print one line a combination: how it was run, and its hash."""
    assert {"digests", "sequences", "journeys"} <= {field.name for field in fields(StudyResult)}
    for chunk in CHUNKS:
        print("here", chunk, fingerprint(run_here(study(chunk))))  # noqa: T201
    for method, jobs in (POOLS[name] for name in pools):
        context = multiprocessing.get_context(method)

        def make(context=context, jobs: int = jobs) -> Executor:
            return ProcessPoolExecutor(jobs, mp_context=context)

        with lent_by(make) as lend:
            for chunk in CHUNKS:
                print(method, jobs, chunk, fingerprint(run_with(study(chunk), lend)))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:] or list(POOLS))
