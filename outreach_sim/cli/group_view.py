"""``run --by``: how far the player's approaches came, by group of candidate, counted over all worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.formatting import counted

if TYPE_CHECKING:
    from outreach_sim.scenario.groups import Groups
    from outreach_sim.study.run import StudyResult


def as_dict(by: str | None, groups: Groups | None, result: StudyResult) -> dict[str, Any]:
    """What ``--json`` adds; nothing where nobody asked."""
    if groups is None or result.by_group is None:
        return {}
    return {"by": {"column": by, "groups": _rows(groups, result)}}


def show(by: str | None, groups: Groups | None, result: StudyResult) -> None:
    """The same for people, with the sum of all groups."""
    if groups is None or result.by_group is None:
        return
    rows = _rows(groups, result)
    stages = list(rows[0]["counts"])
    counts = [[row["people"], *row["counts"].values()] for row in rows]
    counts.append([sum(column) for column in zip(*counts, strict=True)])
    names = [*(row["group"] for row in rows), "all"]
    lines = [[name, *(f"{n:,}" for n in numbers)] for name, numbers in zip(names, counts, strict=True)]
    worlds = counted(result.replications, "world")
    click.echo()
    output.heading(f"By {by} of the candidates on the first day, over {worlds}")
    output.table([by or "", "people", *stages], lines, right=range(1, len(stages) + 2))


def _rows(groups: Groups, result: StudyResult) -> list[dict[str, Any]]:
    from outreach_sim.market.state.events import STAGES

    assert result.by_group is not None
    totals = result.by_group.sum(axis=0).tolist()
    return [
        {"group": name, "people": people, "counts": dict(zip(STAGES, counts, strict=True))}
        for name, people, counts in zip(groups.names, groups.people, totals, strict=True)
    ]
