"""``calibrate``: the published figures beside what the model simulates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import Whole, jobs_option, json_option, seed_option
from outreach_sim.cli.progress import Progress
from outreach_sim.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from outreach_sim.scenario.targets import Target
    from outreach_sim.study.calibrate import Found
    from outreach_sim.study.judging import Verdict

Rows = list[tuple["Target", "Found"]]


@click.command("calibrate")
@click.option(
    "-n",
    "replications",
    type=Whole(2, 100_000),
    default=100,
    show_default=True,
    help="How many worlds; rare events are counted in two or four times as many.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="ID",
    shell_complete=complete.targets,
    help="This target only; may be repeated.",
)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    shell_complete=complete.keys,
    help="Try with other values, e.g. parameters.fit_sd=.3",
)
@click.option(
    "--solve",
    "solving",
    is_flag=True,
    help="Print the appeals, exits and letters at which retention and flows come nearest.",
)
@click.option(
    "--strict", is_flag=True, help="Exit with 1 where a target that parameters were set from is not hit."
)
@seed_option
@jobs_option
@json_option
def command(
    replications: int, only: tuple[str, ...], overrides: tuple[str, ...], solving: bool, strict: bool,
    seed: int, jobs: int, as_json: bool,
) -> int:  # fmt: skip
    """Hold the model against the published figures that its parameters were set from.

    A target is hit where the simulated value lies in the range that counts as right and its 95 % interval is
    no wider than half that range. With a wider one the worlds are too few to tell, unless all of it lies
    outside; with fewer than ten there is none, and nothing is called hit or missed.
    Figures that were kept aside are printed apart: no parameter was ever set from them. Misses stay visible.
    """
    from outreach_sim.scenario.targets import load_targets
    from outreach_sim.study.calibrate import question, simulate

    if solving and (only or strict):
        raise UsageError("--solve takes all labs and judges nothing; leave --only and --strict out")
    if solving:
        from outreach_sim.cli.solution import print_solution

        return print_solution(seed, replications, overrides, jobs, as_json)
    targets = chosen(load_targets(), only)
    with Progress("calibrate") as progress:
        found = simulate([question(t, replications, overrides) for t in targets], seed, jobs, progress)
    rows: Rows = list(zip(targets, found, strict=True))
    if as_json:
        output.print_json(as_dict(rows, seed, replications))
    else:
        show(rows)
    failed = strict and any(verdict(*row) != "hit" for row in rows if not row[0].held_out)
    return ExitCode.FAILED if failed else ExitCode.OK


def verdict(target: Target, found: Found) -> Verdict:
    """Whether the model hits a target."""
    from outreach_sim.study.judging import judge

    return judge(found.value, found.ci95, target.low, target.high)


def chosen(targets: tuple[Target, ...], only: tuple[str, ...]) -> list[Target]:
    """The targets of these ids, or all of them."""
    from difflib import get_close_matches

    known = {target.id: target for target in targets}
    for name in only:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"they are {', '.join(known)}"
            raise UsageError(f"there is no target {name!r}; {hint}")
    return [known[name] for name in only] or list(targets)


def as_dict(rows: Rows, seed: int, replications: int) -> dict[str, Any]:
    """What ``calibrate --json`` prints."""
    from dataclasses import asdict

    from outreach_sim.scenario.targets import load_figures

    figures = load_figures()
    return {
        "seed": seed,
        "replications": replications,
        "targets": [
            {
                "id": target.id,
                "that": target.that,
                "published": target.value,
                "range": [target.low, target.high],
                "simulated": found.value,
                "ci95": found.ci95,
                "worlds": found.worlds,
                "verdict": verdict(target, found).value,
                "held_out": target.held_out,
                "figure": asdict(figures[target.figure]),
            }
            for target, found in rows
        ],
    }


def show(rows: Rows) -> None:
    """Two tables: what parameters were set from, and what was kept aside."""
    for held_out, title in ((False, "Parameters were set from these"), (True, "Kept aside, to judge by")):
        part = [(target, found) for target, found in rows if target.held_out is held_out]
        if not part:
            continue
        output.heading(title)
        table = [
            [
                _styled(verdict(target, found)),
                target.id,
                _number(target.value),
                _number(found.value),
                " to ".join(map(_number, found.ci95 or ())) or "-",
                f"{_number(target.low)} to {_number(target.high)}",
                f"{target.that} ({_source(target)})",
            ]
            for target, found in part
        ]
        header = ["", "target", "published", "simulated", "95 % interval", "counts as right", "what"]
        output.table(header, table, right=(2, 3, 4, 5), keep=2)
        click.echo()
    output.sentence(_summary({target.id: verdict(target, found) for target, found in rows}))


def _summary(verdicts: dict[str, Verdict]) -> str:
    """How many are hit, which are not, and what would tell."""
    missed, unsure = ([name for name, word in verdicts.items() if word == no] for no in ("missed", "unsure"))
    return (
        f"{len(verdicts) - len(missed) - len(unsure)} of {len(verdicts)} hit."
        + (f" Missed: {', '.join(missed)}." if missed else "")
        + (f" Too few worlds to tell: {', '.join(unsure)}; raise -n." if unsure else "")
    )


def _styled(word: Verdict) -> str:
    said, colour = {"hit": ("hit", "green"), "missed": ("MISS", "red"), "unsure": ("unsure", "yellow")}[word]
    return click.style(said, fg=colour)


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 1.5 else f"{value:.2f}" if abs(value) < 20 else f"{value:.0f}"


def _source(target: Target) -> str:
    from outreach_sim.scenario.targets import load_figures

    figure = load_figures()[target.figure]
    return f"{figure.source}, {figure.date}"
