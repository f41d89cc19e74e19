"""One hash of one study, however it is run: chunks, ways of starting processes, their number, and sessions.

Run ``python -m tests.study.combinations`` for all of it over every shipped scenario, the market of two years,
and one in which everything is on; words name ways of starting processes or what is played.
``test_one_hash`` plays the last, each way of starting processes with a hash seed of its own.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import fields, replace

import numpy as np

from outreach_sim.market.session import Session
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.events import Event, Query
from outreach_sim.scenario.load import list_scenarios
from outreach_sim.scenario.targets import condition
from outreach_sim.study.many import lent_by
from outreach_sim.study.plan import Plan, plan
from outreach_sim.study.run import StudyResult, run_here, run_with
from tests.market.worlds import opened, richest_setup, two_chairs

SEED = 5
WORLDS = 4
ALONE = 2
"""So many of the worlds are also played as sessions."""
CHUNKS = (None, 1, 3)
POOLS = {"spawn-2": ("spawn", 2), "forkserver-2": ("forkserver", 2), "spawn-3": ("spawn", 3)}
EVERYTHING, TWO_YEARS = "everything", "two-years"


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


def everything() -> Setup:
    """All mechanisms, a lab for all others, stakes, pay known of some, memory, an open offer, two chairs."""
    misfits = {"misfit_chance_direct": 0.9, "misfit_chance_interviewed": 0.9, "quit_returns": 0.7}
    base = two_chairs(richest_setup(count=72, days=140))
    base = opened(base, **misfits, memory=0.8, offer_chance_direct=0.9)
    staff = replace(base.people, pay_known=np.arange(len(base.people)) % 3 == 0)
    labs = tuple(replace(lab, non_compete_share=0.1) for lab in base.labs)
    return replace(base, labs=labs, people=staff, rules=replace(base.rules, notice_days=5))


def played(name: str) -> tuple[Setup, Sequence[Query]]:
    """What goes by this name, and what is counted of it."""
    if name == EVERYTHING:
        return everything(), [Query(Event.STARTED, lab=1), Query(Event.ACCEPTED, employer=4)]
    scenario = condition(name, ())
    asked = (expectation.query for expectation in scenario.expectations)
    return scenario.setup, [query for query in asked if isinstance(query, Query)]


def study(name: str, chunk: int | None) -> Plan:
    """The study that is run in so many ways."""
    setup, queries = played(name)
    return replace(plan(setup, SEED, WORLDS, queries, chunk=chunk, sequences=True), journeys_of=setup.player)


def pool(name: str) -> Callable[[], Executor]:
    """Makes the executor of that name."""
    method, jobs = POOLS[name]
    return lambda: ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context(method))


def ways(
    name: str, pools: Sequence[str], lend: Sequence[Callable[[], Executor]]
) -> Iterator[tuple[str, str]]:
    """How a study is run, and its hash then; chunks of one world are worlds alone."""
    for chunk in CHUNKS:
        made = study(name, chunk)
        here = run_here(made)
        yield f"here {chunk}", fingerprint(here)
        if chunk is None:
            check_sessions(made, here)
        for pool_name, lender in zip(pools, lend, strict=True):
            yield f"{pool_name} {chunk}", fingerprint(run_with(made, lender))


def check_sessions(made: Plan, here: StudyResult) -> None:
    """Sessions have the hashes of the same worlds in the study."""
    for number in range(ALONE):
        session = Session(made.setup, SEED, number)
        session.advance(made.setup.days)
        if session.digest() != here.digests[number].hex():
            raise SystemExit(f"world {number} is another one as a session")


def main(words: Sequence[str]) -> None:
    """Print one line for each way of running each study: what, how, and its hash."""
    assert {"digests", "sequences", "journeys"} <= {field.name for field in fields(StudyResult)}
    pools = [word for word in words if word in POOLS] or list(POOLS)
    names = [word for word in words if word not in POOLS] or [EVERYTHING, TWO_YEARS, *list_scenarios()]
    with ExitStack() as stack:
        lend = [stack.enter_context(lent_by(pool(name))) for name in pools]
        for name in names:
            found = set()
            for how, hashed in ways(name, pools, lend):
                print(name, how, hashed, flush=True)  # noqa: T201
                found.add(hashed)
            if len(found) > 1:
                raise SystemExit(f"{name} has {len(found)} hashes")


if __name__ == "__main__":
    main(sys.argv[1:])
