"""``calibrate``: the published figures beside what the model simulates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import Whole, json_option, seed_option
from outreach_sim.cli.progress import Progress
from outreach_sim.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from outreach_sim.scenario.targets import Target
    from outreach_sim.study.calibrate import Found

Rows = list[tuple["Target", "Found"]]


@click.command("calibrate")
@click.option(
    "-n",
    "replications",
    type=Whole(2, 100_000),
    default=40,
    show_default=True,
    help="How many worlds for each figure.",
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
    "--solve", "solving", is_flag=True, help="Print the labs' stay at which retention would be hit."
)
@click.option(
    "--strict", is_flag=True, help="Exit with 1 where a target that parameters were set from is missed."
)
@seed_option
@json_option
def command(
    replications: int, only: tuple[str, ...], overrides: tuple[str, ...], solving: bool, strict: bool,
    seed: int, as_json: bool,
) -> int:  # fmt: skip
    """Hold the model against the published figures that its parameters were set from.

    A target is hit where the 95 % interval of the simulated value meets the range that counts as right; with
    fewer than ten worlds there is no interval, and nothing is called hit or missed.
    Figures that were kept aside are printed apart: no parameter was ever set from them. Misses stay visible.
    """
    from outreach_sim.scenario.targets import load_targets

    if solving and (only or strict):
        raise UsageError("--solve takes all labs and judges nothing; leave --only and --strict out")
    if solving:
        return print_solution(seed, replications, overrides, as_json)
    targets = chosen(load_targets(), only)
    rows: Rows = []
    with Progress("calibrate") as progress:
        for target in targets:
            rows.append((target, simulated(target, seed, replications, overrides)))
            progress(len(rows) / len(targets))
    if as_json:
        output.print_json(as_dict(rows, seed, replications))
    else:
        show(rows)
    missed = [t for t, found in rows if not t.held_out and found.hits(t.low, t.high) is False]
    return ExitCode.FAILED if strict and missed else ExitCode.OK


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


def simulated(target: Target, seed: int, replications: int, overrides: tuple[str, ...]) -> Found:
    """What the model gives for a target."""
    from outreach_sim.scenario.targets import condition
    from outreach_sim.study.calibrate import Asked, Conditions, simulate

    worlds = max(round(replications * target.worlds), 2)
    under, against = (
        Conditions(target.scenario, (*values, *overrides), seed, worlds)
        for values in (target.set, target.against)
    )
    ids = condition(under.scenario, under.overrides).lab_ids
    lab = ids.index(target.lab) if target.lab else -1
    origin = ids.index(target.origin) if target.origin else -1
    asked = Asked(target.measure, target.of, target.over, lab, origin, target.step)
    return simulate(asked, under, against if target.against else None)


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
                "hit": found.hits(target.low, target.high),
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
                _verdict(target, found),
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
    told = {target.id: found.hits(target.low, target.high) for target, found in rows}
    missed, open_ = ([name for name, hit in told.items() if hit is word] for word in (False, None))
    output.sentence(
        f"{len(rows) - len(missed) - len(open_)} of {len(rows)} hit."
        + (f" Missed: {', '.join(missed)}." if missed else "")
        + (f" Too few worlds to tell: {', '.join(open_)}; raise -n." if open_ else "")
    )


def _verdict(target: Target, found: Found) -> str:
    hit = found.hits(target.low, target.high)
    if hit is None:
        return click.style("?", fg="yellow")
    return click.style("hit", fg="green") if hit else click.style("MISS", fg="red")


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 1.5 else f"{value:.2f}" if abs(value) < 20 else f"{value:.0f}"


def _source(target: Target) -> str:
    from outreach_sim.scenario.targets import load_figures

    figure = load_figures()[target.figure]
    return f"{figure.source}, {figure.date}"


def print_solution(seed: int, replications: int, overrides: tuple[str, ...], as_json: bool) -> int:
    """The stay of every lab at which its retention would be hit, as lines for a scenario."""
    from itertools import count

    from outreach_sim.scenario.targets import condition, load_targets
    from outreach_sim.study.calibrate import ROUNDS, solve

    wanted = [target for target in load_targets() if target.measure == "retention"]
    scenario = condition(wanted[0].scenario, overrides)
    ids = scenario.lab_ids
    by_lab = {ids.index(target.lab): target.value for target in wanted}
    hazard = scenario.setup.parameters.exit_hazard_per_year

    with Progress("solving") as progress:
        rounds = count(1)

        def told(text: str) -> None:
            progress(next(rounds) / ROUNDS)

        stay, found = solve(scenario.setup, by_lab, seed, replications, hazard, told)
    rows = {lab: {"stay": round(s, 2), "retention": f} for lab, s, f in zip(ids, stay, found, strict=True)}
    if as_json:
        output.print_json({"seed": seed, "replications": replications, "labs": rows})
        return ExitCode.OK
    click.echo("Nothing is written; to take these over, put them into the labs of a scenario:")
    for index, lab in enumerate(ids):
        target = by_lab.get(index)
        said = f"retention {found[index]:.3f}" + (f", published {target:.2f}" if target else "")
        click.echo(f'\n[[labs]]\nid = "{lab}"\nstay = {stay[index]:.2f}  # {said}')
    return ExitCode.OK
