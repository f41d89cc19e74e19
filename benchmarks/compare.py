"""Times the base market beside C, Mesa and SimPy in one interleaved run, and checks that counts agree.

    python benchmarks/compare.py [--rounds 5] [--worlds 100] [--quick] [--json FILE]

Rounds take the programs in turn, so that a machine that slows down slows all of them; quoted are medians of
the ratios of each round. Needs gcc, and the ``bench`` extra for Mesa and SimPy.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

HERE = Path(__file__).parent
NAMES = {
    "first_mails": None,
    "follow_ups": None,
    "opened": "OPENED",
    "replied": "REPLIED",
    "interested": "INTERESTED",
    "offered": "OFFERED",
    "countered": "COUNTERED",
    "accepted": "ACCEPTED",
    "started": "STARTED",
}
WORST_Z = 4.5
"""Nine counts against three programs: the largest |z| of chance alone stays below this."""

Result = dict[str, Any]


def build_c() -> Path:
    """Compile the ceiling; a sentence where there is no compiler."""
    compiler = shutil.which("gcc")
    if compiler is None:
        raise SystemExit("compare.py: there is no gcc; install one to have the C ceiling")
    (HERE / "build").mkdir(exist_ok=True)
    target = HERE / "build" / "yardstick"
    command = [compiler, "-O3", "-march=native", "-o", str(target), str(HERE / "yardstick.c"), "-lm"]
    subprocess.run(command, check=True)
    return target


def call(command: list[str]) -> Result:
    """Run a yardstick; its JSON, and the seconds of the whole process."""
    began = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: Result = json.loads(done.stdout)
    return result | {"process_seconds": time.perf_counter() - began}


OURS = """
import json, sys, time
import numpy as np
from outreach_sim.market.events import FUNNEL
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan
if __name__ == "__main__":
    worlds, seed, jobs = map(int, sys.argv[1:4])
    setup = load_scenario("benchmark", sys.argv[4:]).setup
    began = time.perf_counter()
    result = run_study(plan(setup, seed, worlds, jobs=jobs), jobs)
    seconds = time.perf_counter() - began
    funnel = result.funnel.sum(axis=1)
    counts = {e.name: [float(funnel[:, i].mean()), float(funnel[:, i].std(ddof=1)) if worlds > 1 else 0.0]
              for i, e in enumerate(FUNNEL)}
    print(json.dumps({"worlds": worlds, "seconds": seconds, "counts": counts}))
"""


def ours(worlds: int, seed: int, jobs: int, overrides: list[str]) -> Result:
    """Our engine; the clock starts when the scenario is loaded, as it does for the others."""
    with tempfile.NamedTemporaryFile("w", suffix=".py") as program:
        program.write(OURS)
        program.flush()
        result = call([sys.executable, program.name, str(worlds), str(seed), str(jobs), *overrides])
    counts = result["counts"]
    sent = counts["SENT"]
    result["counts"] = {name: counts[ours_] for name, ours_ in NAMES.items() if ours_}
    result["counts"]["mails"] = sent
    return result


def with_mails(result: Result) -> Result:
    """First mails and follow-ups as one count, which is what our funnel has."""
    counts = result["counts"]
    first, later = counts.pop("first_mails"), counts.pop("follow_ups")
    counts["mails"] = [first[0] + later[0], math.hypot(first[1], later[1])]
    return result


def worst_z(a: Result, b: Result) -> tuple[float, str]:
    """The largest difference of two programs' counts in standard errors, and its name.

    The spread between worlds is taken from ``b``, which has many: both play one distribution.
    """
    found = []
    for name, (mean, _) in a["counts"].items():
        other, sd = b["counts"][name]
        error = max(sd, 1e-9) * math.sqrt(1 / a["worlds"] + 1 / b["worlds"])
        found.append((abs(mean - other) / error, name))
    return max(found)


def run_round(data: Path, c: Path, options: argparse.Namespace, seed: int) -> dict[str, Result]:
    """All programs once, in turn."""
    few, python, s = str(options.slow_worlds), sys.executable, str(seed)
    found = {
        "C": call([str(c), str(data), str(options.worlds), s]),
        "ours, 1 process": ours(options.worlds, seed, 1, options.set),
        "SimPy": call([python, str(HERE / "yardstick_simpy.py"), str(data), few, s]),
        "ours, 2 processes": ours(2 * options.worlds, seed, 2, options.set),
        "Mesa": call([python, str(HERE / "yardstick_mesa.py"), str(data), few, s]),
        "ours, one world": ours(1, seed, 1, options.set),
    }
    for name in ("C", "SimPy", "Mesa"):
        with_mails(found[name])
    return found


def per_world(result: Result) -> float:
    """Seconds a world-year."""
    return float(result["seconds"]) / int(result["worlds"])


def ratios(rounds: list[dict[str, Result]]) -> list[tuple[str, str, list[float]]]:
    """What is quoted: title, what it is a ratio of, one value a round."""

    def by(over: str, under: str) -> list[float]:
        return [per_world(r[over]) / per_world(r[under]) for r in rounds]

    def whole(over: str) -> list[float]:
        return [per_process(r[over]) / r["ours, one world"]["process_seconds"] for r in rounds]

    return [
        ("many worlds, 1 process", "Mesa / ours", by("Mesa", "ours, 1 process")),
        ("many worlds, 1 process", "SimPy / ours", by("SimPy", "ours, 1 process")),
        ("many worlds, 1 process", "ours / C", by("ours, 1 process", "C")),
        ("many worlds, 2 processes", "Mesa / ours", by("Mesa", "ours, 2 processes")),
        ("many worlds, 2 processes", "SimPy / ours", by("SimPy", "ours, 2 processes")),
        ("two processes against one", "speed-up", by("ours, 1 process", "ours, 2 processes")),
        ("one world, engine", "SimPy / ours", by("SimPy", "ours, one world")),
        ("one world, engine", "Mesa / ours", by("Mesa", "ours, one world")),
        ("one world, whole process", "Mesa / ours", whole("Mesa")),
        ("one world, whole process", "SimPy / ours", whole("SimPy")),
    ]


def per_process(result: Result) -> float:
    """Seconds of a whole process that plays one world: start-up once, and one world."""
    start = float(result["process_seconds"]) - float(result["seconds"])
    return start + per_world(result)


def main() -> int:
    """Run, check, print; exit 1 where counts disagree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--worlds", type=int, default=125, help="worlds of the fast programs")
    parser.add_argument("--slow-worlds", type=int, default=3, help="worlds of Mesa and SimPy")
    parser.add_argument("--quick", action="store_true", help="one small round, to see that all is well")
    parser.add_argument("--set", action="append", default=[], help="replace a value of the scenario")
    parser.add_argument("--json", type=Path, help="write everything to this file")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.worlds, options.slow_worlds = 1, 12, 2
        options.set += ["population.size=600", "scenario.days=150"]
    from export import export

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "base.txt"
        export(data, options.set)
        c = build_c()
        rounds = [run_round(data, c, options, seed) for seed in range(1, options.rounds + 1)]
    print("| | ratio | median | lowest | highest |\n|---|---|---|---|---|")
    for title, what, values in ratios(rounds):
        print(f"| {title} | {what} | {median(values):.2f} | {min(values):.2f} | {max(values):.2f} |")
    agree = True
    for name in ("C", "SimPy", "Mesa"):
        z, count = max(worst_z(r[name], r["ours, 1 process"]) for r in rounds)
        agree &= z < WORST_Z
        print(f"counts against {name}: largest difference {z:.1f} standard errors ({count})")
    if options.json:
        options.json.write_text(json.dumps(rounds, indent=1), encoding="utf-8")
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
