"""``tables``: a save or a study as joined tables, for SQL and for data frames."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from outreach_sim.cli import complete, output
from outreach_sim.cli.options import Whole, force_option, json_option, letters_option, set_option
from outreach_sim.cli.progress import Progress
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.inputs.paths import is_slug

if TYPE_CHECKING:
    from outreach_sim.storage.tables.source import Source


@click.command("tables")
@click.argument("source", metavar="SAVE|STUDY", shell_complete=complete.games_and_studies)
@click.option("--to", "database", type=click.Path(path_type=Path), metavar="FILE.db",
              help="Write one SQLite file, and FILE.metadata.json for Datasette beside it.")  # fmt: skip
@click.option("--csv", "csv_folder", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Write a folder of CSV files, one for each table and view.")  # fmt: skip
@click.option("--parquet", "parquet_folder", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Write a folder of Parquet files (needs pyarrow).")  # fmt: skip
@force_option("a file of tables that is there")
@click.option("--study", "number", type=Whole(1), metavar="NUMBER",
              help="Which study of a file that holds several.")  # fmt: skip
@click.option("--scenario", shell_complete=complete.scenarios,
              help="The scenario of a study whose people or letters are of files of their own.")  # fmt: skip
@set_option
@letters_option
@json_option
def command(
    source: str, database: Path | None, csv_folder: Path | None, parquet_folder: Path | None, force: bool,
    number: int | None, scenario: str | None, overrides: tuple[str, ...], letters: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Write what happened as tables: run, lab, person, kind, code, event; views: events, sequences, funnel.

    SAVE is the name of a saved game. STUDY is a file that 'run --to' has kept; its worlds are played again.

    \b
    Examples:
      outreach-sim tables march --to march.db
      outreach-sim tables study.db --csv study-tables
    """
    from outreach_sim.storage.tables.parquet import pyarrow
    from outreach_sim.storage.tables.write import (
        may_write_tables,
        write_csv,
        write_database,
        write_parquet,
    )

    asked = [path for path in (database, csv_folder, parquet_folder) if path is not None]
    if len(asked) != 1:
        raise UsageError("say where to write, once: --to FILE.db, --csv FOLDER or --parquet FOLDER")
    if database is None and force:
        raise UsageError("--force goes with --to; a folder is never written over, name one that is not there")
    if parquet_folder is not None:
        pyarrow()  # said before the work, not after it
    if database is not None:
        may_write_tables(database, force)
    with _opened(source, number, scenario, overrides, letters) as found:
        if database is not None:
            counts = write_database(database, found, force)
        elif csv_folder is not None:
            counts = write_csv(csv_folder, found)
        else:
            counts = write_parquet(asked[0], found)
    if as_json:
        output.print_json({"file": str(asked[0]), "rows": counts})
    else:
        show(asked[0], counts)


def show(path: Path, counts: dict[str, int]) -> None:
    """What was written, for people."""
    worlds = counted(counts["run"], "world")
    happened = f"{counted(counts['event'], 'event')} in {counted(counts['sequences'], 'sequence')}"
    output.sentence(f"{worlds} written to {path}: {happened}.")


@contextmanager
def _opened(
    source: str, number: int | None, scenario: str | None, overrides: tuple[str, ...], letters: Path | None
) -> Iterator[Source]:
    """The save or study that is meant.

    Raises:
        UsageError: there is none, or what was said goes with the other kind.
    """
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.kept_study import read_study, scenario_of
    from outreach_sim.storage.tables.source import of_save, of_study

    if scenario is None and (overrides or letters is not None):
        raise UsageError("--set and --letters go with --scenario; what was played stays as it was played")
    if is_slug(source):
        if scenario is not None or number is not None:
            raise UsageError("--scenario and --study are for a study; a save holds all that it needs")
        with of_save(source) as found:
            yield found
        return
    kept = read_study(Path(source), number)
    named = None if scenario is None else load_scenario(scenario, overrides, letters=letters)
    with Progress("playing again") as progress:
        yield of_study(kept, scenario_of(kept, named), progress)
