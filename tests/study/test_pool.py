"""The pool of processes: what it must do, and that it ends whatever happens to its workers.

The kills under load, in many repetitions::

    python -m tests.study.pool_kills 30
"""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.context import SpawnProcess

import pytest

from outreach_sim.errors import BadInputError, PlaceError, Problem, RunError
from outreach_sim.study.executors import processes
from outreach_sim.study.pool import Pool, end_all
from outreach_sim.study.run import answers
from tests.study.pool_kills import break_one
from tests.waiting import PATIENCE_SECONDS, until

WHERE = Problem("a.toml", 1, 2, "labs", "wrong")


class TwoWordsError(Exception):
    """Cannot be read back from its pickle."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


def wrong(kind: str) -> None:
    errors = {
        "run": RunError("lost"),
        "input": BadInputError(WHERE),
        "two": TwoWordsError("a", "b"),
        "exit": SystemExit(3),
    }
    raise errors[kind]


def test_calls_are_shared_by_processes_of_their_own() -> None:
    with Pool(2) as pool:
        assert list(pool.map(abs, range(-40, 0))) == list(range(40, 0, -1))
        slow = [pool.submit(time.sleep, 0.2), pool.submit(os.getpid), pool.submit(os.getpid)]
        assert os.getpid() not in {slow[1].result(), slow[2].result()}
    assert not [child for child in multiprocessing.active_children() if child.is_alive()]


def test_errors_come_back_and_the_worker_stays() -> None:
    with Pool(1) as pool:
        first = pool.submit(os.getpid).result()
        with pytest.raises(RunError, match="lost"):
            pool.submit(wrong, "run").result()
        with pytest.raises(BadInputError) as error:
            pool.submit(wrong, "input").result()
        assert error.value.problems == (WHERE,)
        with pytest.raises(RuntimeError, match="TwoWordsError: a and b"):
            pool.submit(wrong, "two").result()
        with pytest.raises(Exception, match="pickle"):
            pool.submit(lambda: 1).result()
        assert pool.submit(os.getpid).result() == first


def test_a_lost_worker_fails_all_that_waits_and_ends_the_others() -> None:
    pool = Pool(2)
    futures = [pool.submit(wrong, "exit"), *(pool.submit(time.sleep, 60) for _ in range(5))]
    done = wait(futures, PATIENCE_SECONDS).done
    assert {type(f.exception()) for f in done} == {BrokenProcessPool} and len(done) == 6
    with pytest.raises(BrokenProcessPool):
        pool.submit(abs, 1)
    pool.shutdown()
    assert not [child for child in multiprocessing.active_children() if child.is_alive()]


def test_a_stopped_worker_is_ended_too() -> None:
    pool = Pool(1)
    os.kill(pool.submit(os.getpid).result(), signal.SIGSTOP)
    stuck = pool.submit(abs, 1)
    end_all()
    assert isinstance(stuck.exception(PATIENCE_SECONDS), BrokenProcessPool)
    pool.shutdown()


def test_what_is_cancelled_never_runs_and_what_runs_is_finished() -> None:
    pool = Pool(1)
    pool.submit(abs, 1).result()
    running, waiting = pool.submit(time.sleep, 0.3), pool.submit(abs, 2)
    until("a call that runs", running.running)
    pool.shutdown(wait=True, cancel_futures=True)
    assert waiting.cancelled() and running.done() and running.exception() is None
    with pytest.raises(RuntimeError, match="shut down"):
        pool.submit(abs, 1)


def test_a_pool_that_ends_waits_until_a_worker_that_is_being_started_can_be_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, go_on, real = threading.Event(), threading.Event(), SpawnProcess.start
    started: list[SpawnProcess] = []

    def slowly(process: SpawnProcess) -> None:
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)
        real(process)
        started.append(process)

    monkeypatch.setattr(SpawnProcess, "start", slowly)
    monkeypatch.setattr("outreach_sim.study.pool.PATIENCE_SECONDS", PATIENCE_SECONDS)
    pool = Pool(2)
    calls = [pool.submit(abs, 1), pool.submit(abs, 2)]
    assert begun.wait(PATIENCE_SECONDS)
    ending = threading.Thread(target=pool.end)
    ending.start()
    until("a broken pool", lambda: pool._broken)
    go_on.set()
    ending.join()
    assert [process.exitcode for process in started] == [-signal.SIGKILL], "the second is not begun"
    assert {type(call.exception(PATIENCE_SECONDS)) for call in calls} == {BrokenProcessPool}


def test_ctrl_c_reaches_no_worker() -> None:
    with Pool(2) as pool:
        for _ in range(6):
            busy = [pool.submit(time.sleep, 0.1) for _ in range(2)]
            for child in multiprocessing.active_children():
                os.kill(child.pid or 0, signal.SIGINT)
            assert [f.exception() for f in busy] == [None, None]


def no_more_threads_than(number: int) -> bool:
    return threading.active_count() <= number


def test_a_pool_that_breaks_while_workers_start_always_ends() -> None:
    for number in range(3):
        before = threading.active_count()
        break_one(number)
        until("the end of every thread", partial(no_more_threads_than, before))


def refused(*_: object, **__: object) -> None:
    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))


@pytest.mark.parametrize("what", ["multiprocessing.Pipe", "multiprocessing.context.SpawnProcess.start"])
def test_a_pool_that_cannot_start_a_worker_says_why_and_never_hangs(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Pool(2)
    monkeypatch.setattr(what, refused)
    try:
        futures = [pool.submit(abs, -1)]
        done = wait(futures, PATIENCE_SECONDS).done
        assert [type(future.exception()) for future in done] == [PlaceError]
        with pytest.raises(PlaceError, match=r"cannot be started .too many open files.; .*ulimit -n"):
            pool.submit(abs, -2)
    finally:
        pool.end()
    assert not [child for child in multiprocessing.active_children() if child.is_alive()]


def test_a_study_without_a_place_to_run_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outreach_sim.study.pool.check_open_files", refused)
    with pytest.raises(PlaceError, match=r"cannot be started .too many open files.; .*ulimit -n") as caught:
        dict(answers(processes(2), {n: (abs, -n) for n in range(9)}))
    assert "\n" not in str(caught.value)


def test_a_pool_that_gets_no_thread_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", none_left)
        with pytest.raises(PlaceError, match="can't start new thread"):
            Pool(2).submit(abs, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_few_open_files_end_in_one_sentence() -> None:
    import resource

    done = subprocess.run(
        [sys.executable, "-m", "outreach_sim", "run", "first-letter", "-n", "4", "--jobs", "2"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (8, 8)),
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "cannot be started (too many open files)" in done.stderr
