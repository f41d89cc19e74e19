"""The leaderboard as people read it, as a page has it, and as programs do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from outreach_sim.cli import output
from outreach_sim.cli.world_csv import csv_text
from outreach_sim.formatting import counted, signed, usd
from outreach_sim.inputs.cells import safe_cell
from outreach_sim.study.statistics import FEWEST_FOR_SPREAD

if TYPE_CHECKING:
    from outreach_sim.contest.board import Leaderboard
    from outreach_sim.study.leaderboard import Standing
    from outreach_sim.study.statistics import Interval, Summary

HEADER = [
    "rank",
    "entry",
    "points",
    "95 % interval",
    "p10",
    "to the first",
    "95 % interval",
    "lost",
    "hires",
    "granted",
]
TOLD = ["games", "calls", "tokens", "cost told", "Brier"]
"""Columns of agents, who tell of them; left out where there is none."""
WORLD_COLUMNS = ("scenario", "entry", "kind", "luck", "world", "points", "hires", "usd")


def show(tables: Sequence[Leaderboard]) -> None:
    """A table a scenario, and what must be known to read it."""
    for table in tables:
        output.heading(title(table))
        told = has_told(table)
        header = HEADER + TOLD * told
        rows = [cells_of(row, told) for row in table.standings.rows]
        output.table(header, rows, right=tuple(i for i in range(len(header)) if i not in (1, 3, 6)), keep=2)
        click.echo()
        for sentence in notes(table):
            output.sentence(sentence)
        click.echo()


def as_markdown(tables: Sequence[Leaderboard]) -> str:
    """The same for a page."""
    return "\n".join(_page(table) for table in tables).rstrip("\n")


def _page(table: Leaderboard) -> str:
    told = has_told(table)
    header = HEADER + TOLD * told
    lines = [f"## {title(table)}", "", _line(header), "|" + "|".join(map(_rule, header)) + "|"]
    lines += [
        _line(["\\" + cell if cell == "-" else cell for cell in cells_of(row, told)])
        for row in table.standings.rows
    ]
    return "\n".join([*lines, "", *(f"- {sentence}" for sentence in [*notes(table), made_by(table)]), "", ""])


def made_by(table: Leaderboard) -> str:
    """What a reader needs to play the same."""
    from outreach_sim.agent.embedded import Embedded
    from outreach_sim.scenario.engine import engine

    return f"Played by {engine()}; scenario, SHA-256 {Embedded.of(table.scenario).sha256}."


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _rule(column: str) -> str:
    return "---" if column in ("entry", "95 % interval") else "---:"


def title(table: Leaderboard) -> str:
    """What was played."""
    ring, last = table.ring, table.ring.first + table.worlds - 1
    where = "of a private ring" if ring.sha256 else f"of luck {ring.seed:,}"
    return f"{table.scenario.name}, worlds {ring.first:,} to {last:,} {where}"


def has_told(table: Leaderboard) -> bool:
    """Whether anybody tells of calls and tokens."""
    return any(row.entry.told is not None for row in table.standings.rows)


def cells_of(row: Standing, told: bool) -> list[str]:
    """One row as text."""
    rank = "-" if row.rank is None else f"{row.rank}{'=' * row.tied}"
    behind = ["first", ""] if row.behind is None else [signed(row.behind.mean), _interval(row.behind)]
    cells = [rank, row.entry.name, signed(row.points.mean), _interval(row.points)]
    cells += [signed(row.p10, 1) if row.p10 is not None else "-", *behind]
    cells += [output.percent(row.lost, 0), f"{row.hires:.1f}", usd(row.usd)]
    return cells + (_told(row) if told else [])


def _told(row: Standing) -> list[str]:
    """What an agent says of itself, for all its games."""
    told = row.entry.told
    if told is None:
        return ["-"] * len(TOLD)
    brier = "-" if told.brier is None else f"{told.brier:.3f}"
    return [str(row.worlds), f"{told.calls:,}", f"{told.tokens:,}", f"${told.usd:,.2f}", brier]


def _interval(found: Summary) -> str:
    return between(found.ci95)


def between(interval: Interval | None) -> str:
    """An interval as text; a dash where there are too few worlds."""
    return " to ".join(map(signed, interval)) if interval is not None else "-"


def notes(table: Leaderboard) -> list[str]:
    """What must be known to read the table."""
    from outreach_sim.contest.board import BROKEN_OFF

    standings = table.standings
    pairs = counted(standings.pairs, "pair")
    said = [
        "Points are over doing nothing in the same world; to the first, world by world on the same luck.",
    ]
    if standings.pairs:
        said.append(
            f"A rank is one more than how many are clearly ahead, at 95 % for {pairs} at once (Bonferroni); "
            "= is shared."
        )
    elsewhere = [row for row in standings.rows if row.entry.kind != "policy"]
    if elsewhere:
        said.append(
            f"{_listed(row.entry.name for row in elsewhere)} played worlds of their own, and are held to "
            "policies that play the same ones, and their points are no sample of the worlds above."
        )
        said.append(BROKEN_OFF)
    if any(row.rank is None for row in standings.rows):
        said.append(f"No interval and no rank is told from fewer than {FEWEST_FOR_SPREAD} worlds.")
    said += [
        f"{row.entry.name}, {counted(row.worlds, 'game')}: {row.entry.note}."
        for row in elsewhere
        if row.entry.note
    ]
    if table.ring.sha256:
        said.append(f"Private ring, SHA-256 {table.ring.sha256}.")
    return said


def _listed(names: Any) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def as_dict(tables: Sequence[Leaderboard]) -> dict[str, Any]:
    """What ``leaderboard --json`` prints."""
    from outreach_sim.agent.embedded import Embedded
    from outreach_sim.contest.board import BROKEN_OFF, row_of
    from outreach_sim.scenario.engine import engine

    return {
        "engine": engine(),
        "correction": "Bonferroni",
        "broken_off": BROKEN_OFF,
        "scenarios": {
            table.scenario.name: {
                "scenario_sha256": Embedded.of(table.scenario).sha256,
                "ring_sha256": table.ring.sha256 or None,
                "seed": None if table.ring.sha256 else table.ring.seed,
                "first_world": table.ring.first,
                "worlds": table.worlds,
                "pairs": table.standings.pairs,
                "first": table.standings.first,
                "rows": [row_of(row) for row in table.standings.rows],
            }
            for table in tables
        },
    }


def csv_of(tables: Sequence[Leaderboard]) -> str:
    """Every world of every entry, those too in which a policy played for the sake of others."""
    lines = (
        [safe_cell(table.scenario.name), safe_cell(entry.name), entry.kind, *world, points, hires, granted]
        for table in tables
        for entry in (row.entry for row in table.standings.rows)
        for world, points, hires, granted in zip(
            entry.worlds,
            entry.points(entry.worlds).tolist(),
            entry.played.hires.tolist(),
            entry.played.usd.tolist(),
            strict=True,
        )
    )
    return csv_text(WORLD_COLUMNS, lines)
