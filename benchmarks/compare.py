"""Times the base market beside C, Mesa and SimPy in one interleaved run, and checks that counts agree.

    python benchmarks/compare.py [--rounds 5] [--worlds 500] [--million] [--quick] [--json FILE]

Rounds take the programs in turn, so that a machine that slows down slows all of them; quoted are medians of
the ratios of each round. Needs gcc, and the ``bench`` extra for Mesa and SimPy. Where counts differ by more
than chance explains, it exits with 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from agreement import WORST_Z, pooled, worst
from export import export
from programs import Programs, Result

RESEARCHERS = {
    "alder": 3000, "birch": 2400, "cedar": 1500, "dogwood": 1000,
    "elm": 800, "fir": 600, "ginkgo": 450, "hazel": 400,
}  # fmt: skip
"""Staff of the scenario's labs at its 2,000 candidates."""
SCALED = 100
"""Mesa and SimPy play the big market at a hundredth of its size."""

Round = dict[str, Result]
Ratio = tuple[str, str, list[float]]


def of_size(candidates: int) -> list[str]:
    """Overrides for a market of so many candidates, with k = a five-hundredth of them."""
    found = [f"population.size={candidates}"]
    for lab, researchers in RESEARCHERS.items():
        found.append(f"labs.{lab}.bot.letters_per_week={7 * candidates // 500}")
        found.append(f"labs.{lab}.researchers={researchers * candidates // 2000}")
    return found


def year(programs: Programs, data: Path, options: argparse.Namespace, seed: int) -> Round:
    """The small market: every program once, in turn, in many worlds and in one."""
    few, sets = options.slow_worlds, options.set
    return {
        "C": programs.c(data, 2 * options.worlds, seed),
        "ours": programs.ours(options.worlds, seed, 1, sets),
        "SimPy": programs.yardstick("simpy", data, few, seed),
        "ours, 2 processes": programs.ours(2 * options.worlds, seed, 2, sets),
        "Mesa": programs.yardstick("mesa", data, few, seed),
        "ours, one world": programs.ours(1, seed, 1, sets)
        | {"process_seconds": programs.command_line(seed, sets)},
        "SimPy, one world": programs.yardstick("simpy", data, 1, 1000 + seed),
        "Mesa, one world": programs.yardstick("mesa", data, 1, 1000 + seed),
    }


def big(programs: Programs, folder: Path, options: argparse.Namespace, seed: int) -> Round:
    """One world of a million candidates; what Mesa and SimPy took for a hundredth, times a hundred."""
    size = options.million_size
    data, scaled = folder / "million.txt", folder / "scaled.txt"
    if not data.exists():
        export(data, options.set + of_size(size))
        export(scaled, options.set + of_size(size // SCALED))
    found = {
        "C": programs.c(data, 1, seed),
        "ours": programs.ours(1, seed, 1, options.set + of_size(size)),
        "SimPy": programs.yardstick("simpy", scaled, 1, seed),
        "Mesa": programs.yardstick("mesa", scaled, 1, seed),
    }
    for name in ("SimPy", "Mesa"):
        found[name]["seconds"] *= SCALED
    return found


def per_world(result: Result) -> float:
    """Seconds a world-year."""
    return result["seconds"] / result["worlds"]


def by(rounds: Sequence[Round], over: str, under: str) -> list[float]:
    """How many times as long ``over`` takes a world, in each round."""
    return [per_world(found[over]) / per_world(found[under]) for found in rounds]


def whole(rounds: Sequence[Round], over: str) -> list[float]:
    """The same for the whole process that plays one world, start-up included."""
    return [found[over]["process_seconds"] / found["ours, one world"]["process_seconds"] for found in rounds]


def ratios(years: Sequence[Round], bigs: Sequence[Round]) -> list[Ratio]:
    """What is quoted: the workload, what is divided by what, one value a round."""
    many, two, one = "many worlds, 1 process", "many worlds, 2 processes", "ours, one world"
    found: list[Ratio] = [
        (many, "Mesa ÷ ours", by(years, "Mesa", "ours")),
        (many, "SimPy ÷ ours", by(years, "SimPy", "ours")),
        (many, "ours ÷ C", by(years, "ours", "C")),
        (many, "Mesa ÷ C", by(years, "Mesa", "C")),
        (many, "SimPy ÷ C", by(years, "SimPy", "C")),
        (two, "Mesa ÷ ours", by(years, "Mesa", "ours, 2 processes")),
        (two, "SimPy ÷ ours", by(years, "SimPy", "ours, 2 processes")),
        ("two processes against one", "speed-up", by(years, "ours", "ours, 2 processes")),
        ("one world, engine", "Mesa ÷ ours", by(years, "Mesa, one world", one)),
        ("one world, engine", "SimPy ÷ ours", by(years, "SimPy, one world", one)),
        ("one world, whole process", "Mesa ÷ ours", whole(years, "Mesa, one world")),
        ("one world, whole process", "SimPy ÷ ours", whole(years, "SimPy, one world")),
    ]
    if bigs:
        found += [
            ("a million candidates", f"{name} ÷ ours", by(bigs, name, "ours")) for name in ("Mesa", "SimPy")
        ]
        found.append(("a million candidates", "ours ÷ C", by(bigs, "ours", "C")))
    return found


def differences(years: Sequence[Round]) -> list[tuple[str, str, float, str]]:
    """For each pair of programs the largest difference in standard errors, all rounds together."""
    samples = {name: pooled([found[name] for found in years]) for name in ("C", "SimPy", "Mesa", "ours")}
    pairs = [("C", "ours"), ("SimPy", "ours"), ("Mesa", "ours"), ("SimPy", "C"), ("Mesa", "C")]
    return [(a, b, *worst(samples[a], samples[b])) for a, b in pairs]


def parse() -> argparse.Namespace:
    """Options; ``--quick`` makes everything small."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--worlds",
        type=int,
        default=500,
        help="worlds of ours in one process; twice as many in two, and in C",
    )
    parser.add_argument("--slow-worlds", type=int, default=3, help="worlds of Mesa and SimPy")
    parser.add_argument("--million", action="store_true", help="also one world of a million candidates")
    parser.add_argument("--quick", action="store_true", help="one small round, to see that all is well")
    parser.add_argument("--set", action="append", default=[], help="replace a value of the scenario")
    parser.add_argument("--json", type=Path, help="write everything to this file")
    options = parser.parse_args()
    options.million_size = 1_000_000
    if options.quick:
        options.rounds, options.worlds, options.slow_worlds, options.million_size = 1, 12, 4, 50_000
        options.set += ["population.size=600", "scenario.days=150"]
    return options


def run(options: argparse.Namespace) -> tuple[list[Round], list[Round]]:
    """All rounds, of the small market and of the big one where it is wanted."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, programs = folder / "base.txt", Programs(folder)
        export(data, options.set)
        programs.warm_up()
        years: list[Round] = []
        bigs: list[Round] = []
        for seed in range(1, options.rounds + 1):
            print(f"round {seed} of {options.rounds}", file=sys.stderr)
            years.append(year(programs, data, options, seed))
            if options.million:
                bigs.append(big(programs, folder, options, seed))
    return years, bigs


def main() -> int:
    """Run, print, check."""
    options = parse()
    years, bigs = run(options)
    table, agreement = ratios(years, bigs), differences(years)
    print("| | ratio | median | lowest | highest |\n|---|---|---|---|---|")
    for title, what, values in table:
        print(f"| {title} | {what} | {median(values):.2f} | {min(values):.2f} | {max(values):.2f} |")
    print()
    for a, b, z, count in agreement:
        print(f"counts of {a} against {b}: largest difference {z:.1f} standard errors ({count})")
    if options.json:
        everything = {"ratios": table, "differences": agreement, "rounds": years, "million": bigs}
        options.json.write_text(json.dumps(everything, indent=1, ensure_ascii=False), encoding="utf-8")
    return 0 if all(z <= WORST_Z for _, _, z, _ in agreement) else 1


if __name__ == "__main__":
    sys.exit(main())
