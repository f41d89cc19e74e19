"""How long tactics work, as ``run`` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from outreach_sim.study.tactics import HalfLife


def as_dict(tactics: Sequence[HalfLife]) -> dict[str, Any]:
    """For programs; nothing where nobody copies."""
    return {"tactics": {one.tactic: one for one in tactics}} if tactics else {}


def show(tactics: Sequence[HalfLife]) -> None:
    """A line for each tactic: letters, edge of the first and the last month, half-life."""
    if not tactics:
        return
    from outreach_sim.market.mechanisms.tactics import Tactic

    words = {tactic.word: tactic.words for tactic in Tactic}
    click.echo()
    rows = [
        [words[one.tactic], f"{sum(one.letters):,}", *_ends(one.edge), _half_life(one)] for one in tactics
    ]
    header = ["tactic", "letters", "edge, first month", "last month", "half-life of its edge in replies"]
    output.table(header, rows, right=(1, 2, 3))


def _ends(edge: Sequence[float | None]) -> tuple[str, str]:
    there = [e for e in edge if e is not None]
    return (f"{there[0]:+.2f}", f"{there[-1]:+.2f}") if there else ("", "")


def _half_life(one: HalfLife) -> str:
    if one.half_life_days is None:
        return one.why
    days = counted(round(one.half_life_days), "day")
    if one.ci95 is None:
        return days
    low, high = one.ci95
    return f"{days} ({low:.0f} to {'never' if high is None else f'{high:.0f}'})"
