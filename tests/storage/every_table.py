"""Tables of every shipped scenario: each row joins, and the views count what the engine counts.

Usage: python -m tests.storage.every_table [WORLDS]
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from outreach_sim.cli.failure import run_command_line
from outreach_sim.market.state.events import STAGES
from outreach_sim.scenario.load import Scenario, list_scenarios, load_scenario
from outreach_sim.study.executors import run_study
from outreach_sim.study.plan import plan


def written(folder: Path, name: str, worlds: int) -> Path:
    """The tables of a study of a scenario."""
    study, tables = folder / f"{name}.study.db", folder / f"{name}.db"
    with redirect_stdout(StringIO()):
        assert run_command_line(["run", name, "-n", str(worlds), "--to", str(study)]) == 0
        assert run_command_line(["tables", str(study), "--to", str(tables)]) == 0
    return tables


def check(path: Path, scenario: Scenario, worlds: int) -> int:
    """Compare the funnel of every world and lab, and how many sequences began; returns how many events."""
    result = run_study(plan(scenario.setup, 1, worlds, sequences=True))
    assert result.sequences is not None
    counted = np.zeros_like(result.funnel)
    reached = result.sequences.reached[:, :, :, 0].sum(axis=(0, 2)).tolist()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        sums = ", ".join(f"sum({stage})" for stage in STAGES)
        for world, lab, *stages in db.execute(f"SELECT run, lab, {sums} FROM funnel GROUP BY run, lab"):
            counted[world - 1, scenario.lab_ids.index(lab)] = stages
        begun = dict(db.execute("SELECT lab, count(sent_on) FROM sequences GROUP BY lab"))
        (events,) = db.execute("SELECT count(*) FROM events").fetchone()
        assert (events,) == db.execute("SELECT count(*) FROM event").fetchone()
    assert np.array_equal(counted, result.funnel), scenario.name
    assert [begun.get(lab, 0) for lab in scenario.lab_ids] == reached, scenario.name
    return int(events)


def main(worlds: int) -> None:
    events = 0
    with TemporaryDirectory() as folder:
        for name in list_scenarios():
            events += check(written(Path(folder), name, worlds), load_scenario(name), worlds)
    count = len(list_scenarios())
    sys.stdout.write(f"{count} scenarios, {worlds} worlds each, {events:,} events: all the same\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
