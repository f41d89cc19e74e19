"""One hash over 24 ways of running a study: processes x chunks x start methods x hash seeds."""

import os
import subprocess
import sys
from pathlib import Path

from outreach_sim.study.run import run_here
from tests.study.combinations import fingerprint, study
from tests.waiting import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]


def test_processes_chunks_start_methods_and_hash_seeds_give_one_hash() -> None:
    command = [sys.executable, "-m", "tests.study.combinations"]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed}, stdout=subprocess.PIPE, text=True
        )
        for seed in ("0", "4711")
    ]
    lines = [
        line for process in started for line in process.communicate(timeout=PATIENCE_SECONDS)[0].splitlines()
    ]
    assert [process.returncode for process in started] == [0, 0]
    assert len(lines) == 24
    assert {line.split()[-1] for line in lines} == {fingerprint(run_here(study(None)))}
