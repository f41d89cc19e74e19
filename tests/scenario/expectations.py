"""Every expectation of every shipped scenario on two lucks: its share of worlds, and how clear that is.

Usage: python -m tests.scenario.expectations [worlds [scenario ...]]    (1,000, and all of them)
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence

import click

from outreach_sim.market.state.events import Query
from outreach_sim.scenario.load import list_scenarios, load_scenario
from outreach_sim.study.executors import run_study
from outreach_sim.study.expectations import STANDARD_ERRORS, Verdict, judge
from outreach_sim.study.plan import plan
from outreach_sim.study.report import asked

SEEDS = (1, 2)
PLAYED = 200
"""Worlds of ``outreach-sim run NAME -n 200``, in which a reader should find every expectation held."""


def verdicts(name: str, seed: int, worlds: int) -> Iterator[Verdict]:
    """How the expectations of a scenario fare on one luck, in their order."""
    scenario = load_scenario(name)
    about = [expect.query for expect in scenario.expectations if isinstance(expect.query, Query)]
    result = run_study(plan(scenario.setup, seed, worlds, about))
    for expect, counts in zip(scenario.expectations, asked(result, scenario.expectations), strict=True):
        yield judge(expect, counts)


def clear_by(verdict: Verdict) -> float:
    """Standard errors, at ``PLAYED`` worlds, between the share and what was asked for."""
    return (verdict.share - verdict.needed) / math.sqrt(verdict.needed * (1 - verdict.needed) / PLAYED)


def line(name: str, found: tuple[Verdict, ...]) -> str:
    """A row: the share on each luck, then the smallest lead."""
    numbers = (f"{found[0].needed:.2f}", *(f"{verdict.share:.3f}" for verdict in found))
    return f"| {' | '.join((name, found[0].that, *numbers, f'{min(map(clear_by, found)):.1f}'))} |"


def main(worlds: int, names: Sequence[str]) -> int:
    """Print the table; 1 if something is not clear on either luck."""
    close = 0
    for name in names or list_scenarios():
        for found in zip(*(verdicts(name, seed, worlds) for seed in SEEDS), strict=True):
            click.echo(line(name, found))
            close += min(map(clear_by, found)) < STANDARD_ERRORS
    click.echo(f"{close} of them are not clear by three standard errors" if close else "all are clear")
    return int(close > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000, sys.argv[2:]))
