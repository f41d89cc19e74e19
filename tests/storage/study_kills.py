"""Kills runs that are kept in a file at random points; the next one goes on, and the end is the same.

The tests run a few kills. A longer run::

    python -m tests.storage.study_kills 500
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.storage import studies
from outreach_sim.storage.studies import StudyFile
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan, without
from outreach_sim.study.run import StudyResult
from outreach_sim.study.statistics import log_hash

LONGEST_SECONDS = 0.25
SEED = 5
WORLDS = 60
CHUNK = 4


def queries(scenario: Scenario) -> list:
    return [expectation.query for expectation in scenario.expectations]


def go_on(path: Path, scenario: Scenario, worlds: int = WORLDS, chunk: int = CHUNK) -> StudyResult:
    """Run what the file does not hold."""
    with StudyFile(path, scenario, SEED, queries(scenario)) as file:
        done = file.done(worlds)
        ranges = [range(int(r.replications[0]), int(r.replications[-1]) + 1) for r in done]
        todo = without(plan(scenario.setup, SEED, worlds, queries(scenario), chunk=chunk), ranges)
        return run_study(todo, keeper=file, done=done)


def killed(path: Path, scenario: Scenario, seconds: float) -> bool:
    """Run in a child that is killed after so long; whether it was still running then."""
    child = os.fork()
    if child == 0:
        go_on(path, scenario)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def kept(path: Path, scenario: Scenario) -> int:
    with StudyFile(path, scenario, SEED, queries(scenario)) as file:
        return sum(len(result.replications) for result in file.done(WORLDS))


def survive(kills: int, folder: Path) -> int:
    """Kill so many runs, in a new file whenever a study is finished; returns how many were hit."""
    scenario, dice, hit, files = load_scenario("first-letter"), random.Random(kills), 0, 0
    studies.REST_SECONDS = 0.0  # states are written after nearly every day, so that kills hit that too
    expected = log_hash(run_study(plan(scenario.setup, SEED, WORLDS, queries(scenario))).digests)
    before, path = 0, folder / "0.db"
    for _ in range(kills):
        hit += killed(path, scenario, dice.uniform(0.01, LONGEST_SECONDS))
        now = kept(path, scenario)
        assert now >= before
        before = now
        if now == WORLDS:
            assert log_hash(go_on(path, scenario).digests) == expected
            files, before = files + 1, 0
            path = folder / f"{files}.db"
    assert log_hash(go_on(path, scenario).digests) == expected
    return hit


if __name__ == "__main__":
    kills = int(sys.argv[1])
    hit = survive(kills, Path(tempfile.mkdtemp()))
    sys.stdout.write(f"{hit} of {kills} kills hit a run: no finished chunk was lost, every end the same\n")
