"""The same numbers whatever the processes, chunks and hash seeds; lost workers lose nothing."""

import os
import subprocess
import sys
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest

from outreach_sim.errors import RunError
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import chunk_size, plan
from outreach_sim.study.pool import Pool
from outreach_sim.study.run import run_here, run_with
from outreach_sim.study.statistics import log_hash
from tests.waiting import PATIENCE_SECONDS

SCENARIO = load_scenario("first-letter")
QUERIES = [expectation.query for expectation in SCENARIO.expectations]
WORLDS = 24


def hash_of(chunk: int | None, jobs: int = 1) -> str:
    return log_hash(run_study(plan(SCENARIO.setup, 5, WORLDS, QUERIES, jobs, chunk), jobs).digests)


EXPECTED = hash_of(WORLDS)


@pytest.mark.parametrize("chunk", [1, 7, 24, None])
def test_chunks_do_not_change_the_log(chunk: int | None) -> None:
    assert hash_of(chunk) == EXPECTED


@pytest.mark.parametrize(("jobs", "chunk"), [(2, 5), (2, None), (3, 8)])
def test_processes_do_not_change_the_log(jobs: int, chunk: int | None) -> None:
    assert hash_of(chunk, jobs) == EXPECTED


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_the_hash_seed_of_python_does_not_change_the_log(hash_seed: str) -> None:
    command = [
        sys.executable,
        "-m",
        "outreach_sim",
        "run",
        "first-letter",
        "-n",
        str(WORLDS),
        "--seed",
        "5",
        "--json",
    ]
    env = os.environ | {"PYTHONHASHSEED": hash_seed}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    assert EXPECTED in done.stdout, done.stderr


class Dying(Executor):
    """Loses its worker after a number of chunks, as a pool does when a process is killed."""

    def __init__(self, survive: int) -> None:
        self.left = survive

    def submit(self, fn, /, *args, **kwargs) -> Future:
        future: Future = Future()
        if self.left > 0:
            future.set_result(fn(*args, **kwargs))
        else:
            future.set_exception(BrokenProcessPool("killed"))
        self.left -= 1
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.left = 0


def test_what_a_lost_worker_leaves_behind_is_done_again_with_the_same_result() -> None:
    made = iter([Dying(2), Dying(100)])
    result = run_with(plan(SCENARIO.setup, 5, WORLDS, QUERIES, chunk=5), lambda: next(made))
    assert log_hash(result.digests) == EXPECTED


def test_workers_that_die_again_and_again_are_a_sentence() -> None:
    with pytest.raises(RunError, match="were lost 3 times; 0 of 5 parts done"):
        run_with(plan(SCENARIO.setup, 5, WORLDS, QUERIES, chunk=5), lambda: Dying(0))


def test_a_killed_process_of_a_real_pool_loses_nothing() -> None:
    import signal

    made = []

    def make() -> Executor:
        executor = Pool(2)
        made.append(executor)
        if len(made) == 1:
            victim = executor.submit(os.getpid).result()
            os.kill(victim, signal.SIGKILL)
        return executor

    result = run_with(plan(SCENARIO.setup, 5, WORLDS, QUERIES, chunk=5), make)
    assert log_hash(result.digests) == EXPECTED


def test_progress_rises_to_one() -> None:
    shares: list[float] = []
    run_here(plan(SCENARIO.setup, 5, 6, QUERIES, chunk=3), shares.append)
    assert shares == sorted(shares) and shares[-1] == 1.0
    assert np.isclose(shares[59], 0.5)


def test_chunks_fit_memory_and_share_work() -> None:
    assert chunk_size(1_000_000, 10, 1) == 1
    assert chunk_size(600, 200, 2) == 100
    assert chunk_size(20, 100_000, 2) == 256
