"""One hash however a study is run: processes, chunks, start methods, hash seeds, and on any processor."""

import os
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from outreach_sim.market.session import Session
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.study.run import run_here
from tests.study.combinations import CHUNKS, EVERYTHING, POOLS, SEED, everything, fingerprint, study
from tests.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]


@cache
def hashed_here() -> str:
    return fingerprint(run_here(study(EVERYTHING, None)))


def test_processes_chunks_start_methods_and_hash_seeds_give_one_hash() -> None:
    command = [sys.executable, "-m", "tests.study.combinations", EVERYTHING]
    shares = {"0": ["spawn-2"], "4711": ["forkserver-2"]}
    assert {POOLS[name][0] for share in shares.values() for name in share} == {
        way for way, _ in POOLS.values()
    }
    started = [
        subprocess.Popen(
            [*command, *pools], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE,
            text=True,
        )
        for seed, pools in shares.items()
    ]  # fmt: skip
    lines = [
        line for process in started for line in process.communicate(timeout=PATIENCE_SECONDS)[0].splitlines()
    ]
    assert [process.returncode for process in started] == [0, 0]
    assert len(lines) == len(CHUNKS) * 2 * len(shares)
    assert {line.split()[-1] for line in lines} == {hashed_here()}


def test_the_market_that_is_hashed_has_everything_in_it() -> None:
    setup = everything()
    log = Session(setup, SEED).advance(setup.days)
    assert setup.people.stake_usd.any() and 0 < setup.people.pay_known.mean() < 1
    happened = {Event.SAID_SO, Event.QUIT, Event.RETURNED, Event.EXITED}
    assert happened | {Event.TOLD, Event.GRANTED, Event.FRESH} <= set(log.kind.tolist())
    refused = set(log.value[log.kind == Event.REFUSED].tolist())
    assert {Refusal.HOURS, Refusal.LETTER_HOURS, Refusal.NO_OFFER} <= refused
    assert (log.number > 1).any()  # people are asked again, so there is something to remember


def switchable() -> list[str]:
    """What this processor has and NumPy can be told to do without, oldest first."""
    core = import_module("numpy._core._multiarray_umath")  # the only place that lists them
    return [feature for feature in core.__cpu_dispatch__ if core.__cpu_features__[feature]]


WITHOUT = {
    "the newest": switchable()[-1:],
    "the newer half": switchable()[len(switchable()) // 2 :],
    "all": switchable(),
}


@pytest.mark.parametrize("features", list(WITHOUT.values()), ids=list(WITHOUT))
def test_a_processor_with_fewer_features_gives_the_same_hash(features: list[str]) -> None:
    program = """
import numpy._core._multiarray_umath as numpy_core
from outreach_sim.study.run import run_here
from tests.study.combinations import EVERYTHING, fingerprint, study
print([feature for feature in numpy_core.__cpu_dispatch__ if numpy_core.__cpu_features__[feature]])
print(fingerprint(run_here(study(EVERYTHING, None))))
"""
    command = [sys.executable, "-W", "error", "-c", program]
    env = os.environ | {"NPY_DISABLE_CPU_FEATURES": " ".join(features)}
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )
    assert done.returncode == 0, done.stderr
    left, found = done.stdout.splitlines()
    assert left == str([feature for feature in switchable() if feature not in features])
    assert found == hashed_here()
