"""Solve anew, from no appeals, what ships; say whether the same is printed.

Usage: python -m tests.study.solved
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from outreach_sim.cli.solution import as_dict
from outreach_sim.scenario.targets import load_targets
from outreach_sim.study.solve import problem_of, solve

RECORD = Path(__file__).parents[2] / "docs" / "solution.json"


def recorded() -> dict[str, Any]:
    """What ``calibrate --solve --json`` printed when what ships was solved."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def main() -> int:
    """Solve as the record was solved, in two processes."""
    record = recorded()
    problem = problem_of(load_targets(), (), record["seed"], record["replications"], jobs=2)
    found = as_dict(problem, solve(problem, lambda number: click.echo(f"round {number}")))
    click.echo(json.dumps(found, indent=2))
    click.echo("the same as ships" if found == record else f"not what {RECORD.name} says")
    return int(found != record)


if __name__ == "__main__":
    sys.exit(main())
