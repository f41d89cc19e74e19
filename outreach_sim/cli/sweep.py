"""``sweep``: what happens as values of a scenario change, point by point, on the same luck."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import (
    POLICIES,
    Whole,
    cluster_option,
    jobs_option,
    json_option,
    lab_option,
    letters_option,
    metric_option,
    policy_option,
    scenario_argument,
    seed_option,
    set_option,
    worlds_option,
)
from outreach_sim.cli.progress import Progress
from outreach_sim.cli.study_files import Files, files_options
from outreach_sim.cli.world_csv import csv_text
from outreach_sim.errors import ExitCode
from outreach_sim.inputs.cells import safe_cell, text_or_number
from outreach_sim.market.metrics import metric_of

if TYPE_CHECKING:
    from outreach_sim.market.setup import Setup
    from outreach_sim.scenario.load import Scenario
    from outreach_sim.study.statistics import Interval
    from outreach_sim.study.sweep import Axis, Row


NO_ENDS = (None, None)
"""Empty cells of a CSV, where there is no interval."""


@click.command("sweep")
@scenario_argument
@click.option("--vary", "vary", multiple=True, required=True, metavar="KEY=VALUES",
              shell_complete=complete.keys,
              help="What changes: KEY=1,2,3, KEY=low..high, KEY=log:low..high; may be repeated.")  # fmt: skip
@click.option("--sampler", type=click.Choice(["grid", "lhs", "sobol"]), default="grid", show_default=True,
              help="All combinations, or points spread over ranges (these need scipy).")  # fmt: skip
@click.option("--points", "count", type=Whole(1, 10_000),
              help="Points of a sampler [16], or values a range is cut into on a grid [5].")  # fmt: skip
@worlds_option(100, "How many worlds a point; the same ones at each.")
@metric_option
@lab_option("whose results count")
@seed_option
@jobs_option
@cluster_option
@set_option
@letters_option
@policy_option(f"Let a policy act for a lab at every point: {POLICIES}; may be repeated.")
@files_options("all metrics of all points")
@json_option
def command(
    scenario: str, vary: tuple[str, ...], sampler: str, count: int | None, replications: int,
    metrics: tuple[str, ...], lab_id: str | None, seed: int, jobs: int, cluster: str | None,
    overrides: tuple[str, ...], letters: Path | None, policies: tuple[str, ...],
    files: Files, as_json: bool,
) -> None:  # fmt: skip
    """Vary values of SCENARIO and compare the points on the same luck.

    Keys are those of --set; * stands for every element of a list. A point that cannot be played is a row with
    its reason; if all of them fail, the exit code is 1.

    \b
    Examples:
      outreach-sim sweep personal-email --vary 'script.*.offer.pay_ratio=1,1.5,2,3,4'
      outreach-sim sweep small-lab --vary labs.pocket-lab.compute=log:500..100000 --points 6
      outreach-sim sweep small-lab --vary parameters.gate_share=0.02..0.25 --sampler lhs --csv gate.csv
    """
    from outreach_sim.api.policies import in_hands, pairs
    from outreach_sim.cli.arms import lab_index
    from outreach_sim.cli.study_run import Where, check_policies
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.study.sweep import points, remarks, sweep

    where = Where(jobs, cluster)
    check_policies(where, bool(policies))
    # What is wrong before anything varies is no matter of a point.
    base = load_scenario(scenario, overrides, letters=letters)
    counts, chosen = lab_index(base, lab_id), pairs(policies, base.lab_ids)
    own = in_hands(base, chosen, jobs).own

    def build(values: tuple[str, ...]) -> tuple[Setup, int]:
        written = {v: f"--vary {v}" for v in values}
        loaded = load_scenario(scenario, (*overrides, *values), written, letters)
        return in_hands(loaded, chosen, jobs).setup, lab_index(loaded, lab_id)

    files.check()  # said before the work, not after it
    axes = _axes(vary)
    made = points(axes, sampler, count, seed)
    for remark in remarks(axes, sampler, count):
        click.echo(remark, err=True)
    with Progress("sweeping") as progress:
        rows = sweep(made, build, seed, replications, where.parts, progress, cluster, own)
    if as_json:
        head = {"scenario": scenario, "seed": seed, "replications": replications, "sampler": sampler}
        output.print_json(head | {"points": rows})
    else:
        show(rows, metrics or ("hires",), replications)
    again = reproduce(
        scenario, vary, sampler, count, replications, metrics, lab_id, seed, overrides, letters, policies
    )
    write_files(files, base, rows, metrics or ("hires",), replications, seed, counts, again, overrides)
    _leave(rows)


def _leave(rows: list[Row]) -> None:
    """End as a command that failed, where all points did."""
    if all(row.failed for row in rows):
        click.get_current_context().exit(int(ExitCode.FAILED))


def _axes(vary: tuple[str, ...]) -> list[Axis]:
    """What ``--vary`` says."""
    from outreach_sim.cli.vary import parse_axis
    from outreach_sim.inputs.text import clean

    return [parse_axis(clean(text)) for text in vary]


def write_files(
    files: Files, scenario: Scenario, rows: list[Row], metrics: tuple[str, ...], worlds: int, seed: int,
    lab: int, again: str, changes: tuple[str, ...],
) -> None:  # fmt: skip
    """The sweep as a page, as pictures, as lines of a CSV: what is asked for."""
    files.write_csv(lambda: as_csv(rows))
    if files.page is not None or files.pictures is not None:
        from outreach_sim.storage.report.sweep_page import sweep_figures, sweep_page

        files.write_page(
            lambda rest: sweep_page(scenario, rows, metrics, worlds, seed, lab, again + rest, changes)
        )
        files.write_pictures(lambda: sweep_figures(rows, metrics))


def reproduce(
    scenario: str,
    vary: tuple[str, ...],
    sampler: str,
    count: int | None,
    replications: int,
    metrics: tuple[str, ...],
    lab_id: str | None,
    seed: int,
    overrides: tuple[str, ...],
    letters: Path | None,
    policies: tuple[str, ...],
) -> str:
    """The command that gives the same page."""
    import shlex

    words = ["outreach-sim", "sweep", scenario]
    named = (
        ("--vary", vary),
        ("--sampler", (sampler,) if sampler != "grid" else ()),
        ("--points", (str(count),) if count is not None else ()),
        ("-n", (str(replications),)),
        ("--seed", (str(seed),)),
        ("--metric", metrics),
        ("--lab", (lab_id,) if lab_id else ()),
        ("--set", overrides),
        ("--letters", (str(letters),) if letters is not None else ()),
        ("--policy", policies),
    )
    words += [word for option, values in named for value in values for word in (option, value)]
    return shlex.join(words)


def as_csv(rows: list[Row]) -> str:
    """One line a point: its values; mean, sd and interval of each metric; differences to the first point."""
    keys = list(rows[0].point.values)
    names = next((list(row.metrics) for row in rows if row.metrics), [])
    header = [*map(text_or_number, keys), "failed"]
    for name in names:
        header += [
            f"{name}_{what}" for what in ("mean", "sd", "low", "high", "diff", "diff_low", "diff_high")
        ]
    lines = []
    for row in rows:
        line: list[object] = [*map(text_or_number, row.point.values.values()), safe_cell(row.failed)]
        for name in names if row.metrics else ():
            summary, found = row.metrics[name], row.differences.get(name)
            line += [summary.mean, summary.sd, *(summary.ci95 or NO_ENDS)]
            line += [found.difference, *(found.ci95 or NO_ENDS)] if found else [None, *NO_ENDS]
        lines.append([*line, *[""] * (len(header) - len(line))])
    return csv_text(header, lines)


def show(rows: list[Row], metrics: tuple[str, ...], replications: int) -> None:
    """A table a metric: mean, interval, and the paired difference to the first point; then what failed."""
    keys = list(rows[0].point.values)
    for metric in metrics if any(not row.failed for row in rows) else ():
        worlds = "one world" if replications == 1 else f"mean of {replications:,} worlds"
        output.heading(f"{metric_of(metric).words}, {worlds} a point, the same at each")
        few = next(row for row in rows if not row.failed).metrics[metric].ci95 is None
        lines = _lines(rows, metric, not few)
        header = [*keys, "mean", "95 % interval", "to the first", "95 % interval"]
        if few:
            header = [*keys, "value" if replications == 1 else "mean", "to the first"]
        output.table(header, lines, range(len(keys), len(header)), keep=len(keys))
        if few and replications > 1:
            output.sentence(f"{output.too_few_worlds()}.")
        click.echo()
    for reason, times in Counter(_reason(row) for row in rows if row.failed).items():
        points = f" ({times:,} points)" if times > 1 else ""
        output.sentence(f"{click.style('failed', fg='red')}: {reason}{points}")


def _reason(row: Row) -> str:
    """Why a point failed; a sentence that names its value needs no other name before it."""
    return (
        row.failed if row.failed.startswith("--vary") else f"{', '.join(row.point.overrides)}: {row.failed}"
    )


def _lines(rows: list[Row], metric: str, intervals: bool) -> list[list[str]]:
    """The points of a table; numbers of a column have as many decimals each."""
    played = [row for row in rows if not row.failed]
    means = [(row.metrics[metric].mean, row.metrics[metric].ci95) for row in played]
    found = [row.differences.get(metric) for row in played]
    moves = [(d.difference, d.ci95) for d in found if d is not None]
    told, moved = iter(_alike(means)), iter(_alike(moves, signs=True))
    lines = []
    for row in rows:
        cells = ["failed", "", "", ""]
        if not row.failed:
            cells = [*next(told), *(next(moved) if metric in row.differences else ("", ""))]
        lines.append([*row.point.values.values(), *(cells if intervals else cells[::2])])
    return lines


def _alike(found: list[tuple[float, Interval | None]], signs: bool = False) -> list[tuple[str, str]]:
    """Means, and their intervals in words; decimals are those of the largest mean."""
    decimals = output.decimals([mean for mean, _ in found])

    def form(value: float) -> str:
        return output.rounded(value, decimals, signs)

    return [(form(mean), " to ".join(map(form, interval or ()))) for mean, interval in found]
