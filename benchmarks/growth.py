"""Measures how time and memory grow with candidates, worlds, labs and days; a process for each point.

    python benchmarks/growth.py [--quick | --draw]

Writes growth.csv and a picture for each axis beside this file, and prints the table of README.md. The base
market (``benchmark.toml``) is played; what is not the axis stands still, but letters: a lab writes to a
five-hundredth of the people a day. Time is the engine's, memory the peak of the process.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import resource
import subprocess
import sys
import time
from pathlib import Path

from compare import of_size

from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan

HERE = Path(__file__).parent
AXES = {
    "candidates": (1_000, 10_000, 100_000, 1_000_000),
    "worlds": (1, 10, 100, 1_000, 10_000),
    "labs": (2, 4, 8, 16, 32),
    "days": (30, 91, 182, 365, 730, 1_460),
}
QUICK = {"candidates": (500, 1_000), "worlds": (1, 4), "labs": (2, 4), "days": (10, 20)}
SMALL = ["scenario.days=60", *of_size(500)]
"""The market of which many worlds are played."""
BEGIN = """[scenario]
name = "Labs"
start = 2024-01-01
days = 365
player = "lab-0"

[population]
size = 2_000
seed = 5
"""
LAB = """
[[labs]]
id = "lab-{0}"
name = "Lab {0}"
researchers = {1}
compute = 100_000
pay = {{ median = 600_000, top = 2_500_000 }}
policy = "spray"
bot = {{ letters_per_week = 28, pay_ratio = 1.2 }}
"""
OFF = """
[mechanisms]
fatigue = false
name_wear = false
weekday = false
misfit = false
exits = false
budgets = false
quotas = false
"""


def measure(axis: str, value: int) -> dict[str, float]:
    """Seconds and peak memory of one point; to be called once in a process."""
    if axis == "labs":
        file = HERE / "build" / f"labs-{value}.toml"
        file.parent.mkdir(exist_ok=True)
        labs = "".join(LAB.format(i, 8_000 // value) for i in range(value))
        file.write_text(BEGIN + labs + OFF, encoding="utf-8")
        setup = load_scenario(str(file)).setup
    else:
        changes = {"candidates": of_size(value), "worlds": SMALL, "days": [f"scenario.days={value}"]}[axis]
        setup = load_scenario("benchmark", changes).setup
    worlds = value if axis == "worlds" else 1 if axis == "candidates" else 10
    began = time.perf_counter()
    run_study(plan(setup, 1, worlds))
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0}


def measure_apart(axis: str, value: int) -> dict[str, float]:
    """The same in a process of its own."""
    words = [sys.executable, str(Path(__file__)), "--point", axis, str(value)]
    found = subprocess.run(words, capture_output=True, text=True, check=True)
    result: dict[str, float] = json.loads(found.stdout)
    return result


def slope(x: tuple[int, ...], y: list[float]) -> float:
    """Exponent of growth over the upper half of the axis: least squares on logarithms."""
    start = len(x) // 2 - (len(x) < 4)
    lx, ly = [math.log(v) for v in x[start:]], [math.log(v) for v in y[start:]]
    mx, my = sum(lx) / len(lx), sum(ly) / len(ly)
    return sum((a - mx) * (b - my) for a, b in zip(lx, ly, strict=True)) / sum((a - mx) ** 2 for a in lx)


def picture(axis: str, x: tuple[int, ...], seconds: list[float], mb: list[float]) -> str:
    """Both curves on logarithmic axes, with the line of exact proportion through the last point of time."""
    width, height, left, top, bottom = 520, 300, 60, 30, 40
    low, high = math.log10(x[0]), math.log10(x[-1])
    values = [*seconds, *mb]
    floor, ceiling = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def at(a: float, b: float) -> tuple[float, float]:
        across = left + (math.log10(a) - low) / (high - low) * (width - left - 90)
        return across, height - bottom - (math.log10(b) - floor) / (ceiling - floor) * (height - top - bottom)

    def curve(points: list[float], colour: str, label: str, dash: str = "") -> str:
        places = [at(a, b) for a, b in zip(x, points, strict=True) if b >= 10.0**floor]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b in places)
        dots = "".join(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>' for a, b in places)
        a, b = places[-1]
        below = 18 if dash else 4
        name = f'<text x="{a + 8:.1f}" y="{b + below:.1f}" fill="{colour}">{label}</text>'
        stroke = f'fill="none" stroke="{colour}" stroke-width="2"{dash}'
        return f'<polyline points="{path}" {stroke}/>{"" if dash else dots}{name}'

    exact = [seconds[-1] * v / x[-1] for v in x]
    grid = "".join(
        f'<line x1="{left}" x2="{width - 80}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>'
        f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">1e{e}</text>'
        for e, y in ((e, at(x[0], 10.0**e)[1]) for e in range(floor, ceiling + 1))
    )
    marks = "".join(
        f'<text x="{at(v, 10.0**floor)[0]:.1f}" y="{height - 20}" text-anchor="middle">{v:,}</text>'
        for v in x
    )
    inner = (
        f'<text x="{left}" y="18" font-size="14">Time (s) and peak memory (MB) by {axis}</text>{grid}{marks}'
        + curve(exact, "#999", "in proportion", ' stroke-dasharray="4 4"')
        + curve(seconds, "#2f6db5", "seconds")
        + curve(mb, "#c2571a", "MB")
    )
    box = f'viewBox="0 0 {width + 30} {height}" font-family="sans-serif" font-size="11"'
    paper = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{paper}{inner}</svg>\n'


def draw() -> None:
    """A picture for each axis, from growth.csv."""
    points: dict[str, list[tuple[int, float, float]]] = {}
    with (HERE / "growth.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = (int(row["value"]), float(row["seconds"]), float(row["mb"]))
            points.setdefault(row["axis"], []).append(point)
    (HERE / "pictures").mkdir(exist_ok=True)
    for axis, found in points.items():
        x, seconds, mb = (list(column) for column in zip(*found, strict=True))
        drawn = picture(axis, tuple(map(int, x)), seconds, mb)
        (HERE / "pictures" / f"growth-{axis}.svg").write_text(drawn, encoding="utf-8")


def main() -> None:
    """Measure everything, write it down, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="tiny sizes, nothing is written")
    parser.add_argument("--draw", action="store_true", help="only draw growth.csv again")
    parser.add_argument("--point", nargs=2, metavar=("AXIS", "VALUE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.draw:
        draw()
        return
    if options.point:
        print(json.dumps(measure(options.point[0], int(options.point[1]))))
        return
    rows, table = [], ["| axis | from | to | time grows as | memory grows as |", "|---|---|---|---|---|"]
    for axis, values in (QUICK if options.quick else AXES).items():
        found = [measure_apart(axis, value) for value in values]
        seconds, mb = [f["seconds"] for f in found], [f["mb"] for f in found]
        rows += [(axis, v, f"{s:.3f}", f"{m:.0f}") for v, s, m in zip(values, seconds, mb, strict=True)]
        ends = [f"{values[i]:,}: {seconds[i]:.2f} s, {mb[i]:,.0f} MB" for i in (0, -1)]
        table.append(
            f"| {axis} | {ends[0]} | {ends[1]} | {slope(values, seconds):.2f} | {slope(values, mb):.2f} |"
        )
    if not options.quick:
        with (HERE / "growth.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("axis", "value", "seconds", "mb"), *rows])
        draw()
    print("\n".join(table))


if __name__ == "__main__":
    main()
