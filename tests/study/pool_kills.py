"""Kills workers of pools at random moments, above all while others start; every call must end.

The tests break a few pools. A longer run, with busy processes beside it::

    python -m tests.study.pool_kills 30
"""

from __future__ import annotations

import multiprocessing
import os
import random
import sys
import time
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool

from outreach_sim.study.pool import Pool
from tests.waiting import PATIENCE_SECONDS, until

LARGE = b"x" * 300_000  # more than a pipe holds


def break_one(seed: int) -> None:
    """Kill a worker while calls are handed over; all must be done or fail, and no process be left."""
    rng = random.Random(seed)
    pool = Pool(3)
    pool.submit(os.getpid).result(PATIENCE_SECONDS)
    futures: list[Future[int]] = []
    at = rng.randrange(6)
    for number in range(8):
        if number == at:
            for child in rng.sample(multiprocessing.active_children(), 1):
                child.kill()
        try:
            futures.append(pool.submit(len, LARGE))
        except BrokenProcessPool:
            break
        time.sleep(rng.choice((0.0, 0.0, 0.01, 0.1)))
    assert not wait(futures, PATIENCE_SECONDS).not_done, "a call never ended"
    pool.shutdown(wait=False, cancel_futures=True)
    pool.end()
    until("the end of every process", lambda: not multiprocessing.active_children())


def main(times: int) -> None:
    """Break so many pools beside processes that keep every core busy."""
    from subprocess import Popen

    load = [Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2 * (os.cpu_count() or 1))]
    try:
        for number in range(times):
            break_one(number)
            print(f"{number + 1} of {times}", end="\r", flush=True)  # noqa: T201
    finally:
        for process in load:
            process.kill()
            process.wait()
    print(f"\n{times} pools broken, every call ended")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
