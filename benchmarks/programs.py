"""Builds and calls the programs that play the base market, each in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

HERE = Path(__file__).parent


class Result(TypedDict):
    """What one call found: counts are mean and sd over its worlds, seconds leave loading out."""

    worlds: int
    seconds: float
    process_seconds: float
    counts: dict[str, tuple[float, float]]


def build_c(folder: Path = HERE / "build") -> Path:
    """Compile the ceiling into a folder; a sentence where there is no compiler."""
    compiler = shutil.which("gcc")
    if compiler is None:
        raise SystemExit("compare.py: there is no gcc; install one to have the C ceiling")
    folder.mkdir(exist_ok=True)
    target = folder / "yardstick"
    command = [compiler, "-O3", "-march=native", "-o", str(target), str(HERE / "yardstick.c"), "-lm"]
    subprocess.run(command, check=True)
    return target


class Programs:
    """The programs, with one cache of compiled Python for all of them and for the length of a run."""

    def __init__(self, folder: Path) -> None:
        self.c_program = build_c()
        self.environment = dict(os.environ) | {"PYTHONPYCACHEPREFIX": str(folder / "pycache")}
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def seconds_of(self, command: Sequence[str]) -> tuple[float, str]:
        """Run a command; the seconds of the whole process, and what it printed."""
        began = time.perf_counter()
        done = subprocess.run(
            list(command), check=False, stdout=subprocess.PIPE, text=True, env=self.environment
        )
        seconds = time.perf_counter() - began
        if done.returncode:
            raise SystemExit(f"compare.py: this failed: {' '.join(command)}")
        return seconds, done.stdout

    def call(self, command: Sequence[str]) -> Result:
        """Run a program that prints a result."""
        seconds, text = self.seconds_of(command)
        result: Result = json.loads(text)
        result["process_seconds"] = seconds
        return result

    def c(self, data: Path, worlds: int, seed: int) -> Result:
        return self.call([str(self.c_program), str(data), str(worlds), str(seed)])

    def yardstick(self, name: str, data: Path, worlds: int, seed: int) -> Result:
        """``simpy`` or ``mesa``."""
        program = str(HERE / f"yardstick_{name}.py")
        return self.call([sys.executable, program, str(data), str(worlds), str(seed)])

    def ours(self, worlds: int, seed: int, jobs: int, overrides: Sequence[str]) -> Result:
        words = [str(HERE / "ours.py"), str(worlds), str(seed), str(jobs), *overrides]
        return self.call([sys.executable, *words])

    def command_line(self, seed: int, overrides: Sequence[str]) -> float:
        """Seconds of ``outreach-sim run benchmark --json``: what a user waits for one world."""
        words = ["-m", "outreach_sim", "run", "benchmark", "--json", "--seed", str(seed)]
        for override in overrides:
            words += ["--set", override]
        return self.seconds_of([sys.executable, *words])[0]

    def warm_up(self) -> None:
        """Compile every Python module once, so that no round pays for it."""
        small = ["population.size=60", "scenario.days=3"]
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "small.txt"
            words = [word for override in small for word in ("--set", override)]
            self.seconds_of([sys.executable, str(HERE / "export.py"), str(data), *words])
            self.yardstick("simpy", data, 1, 1)
            self.yardstick("mesa", data, 1, 1)
        self.ours(1, 1, 1, small)
        self.command_line(1, small)
