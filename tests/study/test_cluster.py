"""A real Dask scheduler and workers on loopback: the same numbers, whatever is lost."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from outreach_sim.errors import RunError, UsageError
from outreach_sim.study.cluster import connect
from outreach_sim.study.executors import place, run_study
from outreach_sim.study.plan import plan
from outreach_sim.study.run import HERE, run_chunk
from outreach_sim.study.statistics import log_hash
from tests.processes import start
from tests.study.test_same_numbers import EXPECTED, QUERIES, SCENARIO, WORLDS
from tests.waiting import PATIENCE_SECONDS, until

LOOPBACK = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0"]


def dask(program: str, *arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments, *LOOPBACK]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def wait_for(process: subprocess.Popen, pattern: str) -> str:
    for line in process.stderr or ():
        if found := re.search(pattern, line):
            return found.group(1)
    raise AssertionError(f"no {pattern} was said")


@contextmanager
def cluster() -> Iterator[tuple[str, subprocess.Popen, list[subprocess.Popen]]]:
    scheduler = dask("scheduler", "--port", "0", "--no-dashboard")
    workers: list[subprocess.Popen] = []
    try:
        address = wait_for(scheduler, r"Scheduler at:\s+(\S+)")
        workers += [dask("worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]
        for worker in workers:
            wait_for(worker, r"(Registered to)")
        yield address, scheduler, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()
            if process.stderr:
                process.stderr.close()


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_log_and_a_lost_worker_changes_nothing() -> None:
    with cluster() as (address, _, workers):
        whole = plan(SCENARIO.setup, 5, WORLDS, QUERIES, chunk=2)
        assert log_hash(run_study(whole, cluster=address).digests) == EXPECTED
        shares: list[float] = []

        def lose_one(share: float) -> None:
            shares.append(share)
            if len(shares) == 2:
                os.kill(workers[0].pid, signal.SIGKILL)

        assert log_hash(run_study(whole, 1, lose_one, address).digests) == EXPECTED
        assert workers[0].wait(5) == -signal.SIGKILL and shares[-1] == 1.0


@pytest.mark.whole
def test_a_lost_scheduler_is_one_sentence_and_finished_chunks_are_kept(tmp_path) -> None:
    path = tmp_path / "s.db"
    with cluster() as (address, scheduler, _):
        command = ["run", "first-letter", "-n", "100000", "--to", str(path), "--json"]
        process = start(*command, "--cluster", address)
        until("a chunk in the file", lambda: process.poll() is not None or kept(path))
        scheduler.kill()
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, out) == (1, ""), err
    assert "Traceback" not in err
    assert f"outreach-sim: no Dask scheduler answers at {address}" in err
    assert "worlds are in" in err and kept(path) > 0


def kept(path) -> int:
    import sqlite3

    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            return int(db.execute("SELECT count(*) FROM chunk").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_nobody_there_and_no_address_are_sentences(monkeypatch) -> None:
    monkeypatch.setattr("outreach_sim.study.cluster.PATIENCE_SECONDS", 1)
    with pytest.raises(RunError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        connect("tcp://127.0.0.1:9")
    with pytest.raises(UsageError, match="is no address of a Dask scheduler"):
        connect("carrier-pigeon://nest")


def test_no_address_is_one_sentence_and_nothing_after_it() -> None:
    process = start("run", "first-letter", "--cluster", "nest")
    _, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 2 and err.count("\n") == 1
    assert "'nest' is no address of a Dask scheduler" in err


def test_without_the_extra_a_sentence_says_how_to_get_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="pip install distributed"):
        connect("tcp://127.0.0.1:9")


def test_a_worker_of_another_version_says_so() -> None:
    whole = plan(SCENARIO.setup, 5, 2, QUERIES)
    with pytest.raises(RunError, match="install the same on both"):
        run_chunk(whole, whole.chunks[0], "0.0.1")
    assert place(1) is HERE
