"""What ``calibrate --solve`` prints: lines for scenarios and for the parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.cli.progress import Progress
from outreach_sim.errors import ExitCode
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from outreach_sim.study.solve import Problem, Solved


def print_solution(seed: int, replications: int, overrides: tuple[str, ...], jobs: int, as_json: bool) -> int:
    """Solve for appeals, exits and letters, and print what ships."""
    from outreach_sim.scenario.targets import load_targets
    from outreach_sim.study.solve import ROUNDS, problem_of, solve

    problem = problem_of(load_targets(), overrides, seed, replications, jobs)
    with Progress("solving") as progress:
        solved = solve(problem, lambda done: progress(done / (ROUNDS + 1)))
    if as_json:
        output.print_json(as_dict(problem, solved))
    else:
        show(problem, solved)
    return ExitCode.OK


def as_dict(problem: Problem, solved: Solved) -> dict[str, Any]:
    """What ``calibrate --solve --json`` prints."""
    values, simulated = solved.values, dict(zip(problem.targets, solved.simulated, strict=True))
    return {
        "seed": problem.seed,
        "replications": problem.worlds,
        "cost": round(solved.solution.cost, 2),
        "rounds": solved.solution.rounds,
        "parameters": {"exit_hazard_per_year": values.exits},
        "labs": {
            lab: {"appeal": values.appeals[lab], "letters_per_week": values.letters[lab]}
            for lab in problem.labs
        },
        "simulated": {target.id: round(value, 3) for target, value in simulated.items()},
        "first_world": solved.world,
    }


def show(problem: Problem, solved: Solved) -> None:
    """The same as lines to be put into files."""
    values = solved.values
    found = dict(zip((target.id for target in problem.targets), solved.simulated, strict=True))
    rounds, worlds = counted(solved.solution.rounds, "round"), counted(problem.worlds, "world")
    output.sentence(
        f"Nothing is written. This is what retention and flows ask for after {rounds} in {worlds}; "
        "calibrate judges it."
    )
    click.echo(f"\n# fixtures/parameters.toml\n[exit_hazard_per_year]\nvalue = {values.exits:.2f}")
    click.echo(f"\n# fixtures/calibration/{problem.targets[0].scenario}.toml; appeals in every scenario")
    for lab in problem.labs:
        click.echo(f'[[labs]]\nid = "{lab}"\nappeal = {values.appeals[lab]:.2f}')
        click.echo(f"bot = {{ letters_per_week = {values.letters[lab]} }}\n")
    table = [[t.id, f"{t.value:.2f}", f"{found[t.id]:.2f}"] for t in problem.targets]
    output.table(["", "published", "simulated"], table, right=(1, 2))
