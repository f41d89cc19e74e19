"""Writes tables: one SQLite file, or a folder with a file for each table and view; whole or not at all."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from sqlite_utils import Database

from outreach_sim.errors import RunError
from outreach_sim.inputs.cells import safe_cell
from outreach_sim.inputs.paths import problem
from outreach_sim.inputs.writing import made_folder, may_write, written
from outreach_sim.storage.saves.database import SAVE, connect, transaction, why
from outreach_sim.storage.study_file import KIND as STUDIES
from outreach_sim.storage.tables import rows as rows_of
from outreach_sim.storage.tables.metadata import metadata_text
from outreach_sim.storage.tables.rows import Row
from outreach_sim.storage.tables.schema import Relation, relations, statements, tables
from outreach_sim.storage.tables.source import Source

APPLICATION = 0x4F535442
"""Stands in the header of a file of tables, "OSTB"."""
FORMAT = 1
_HEADER = slice(68, 72)
"""Where SQLite keeps the application id, big-endian."""
BATCH = 20_000
"""Rows that are read at a time."""
Dump = Callable[[Relation, Iterator[list[Row]], Path], None]
"""Writes the rows of a table or view, in batches, into a folder."""


def metadata_path(path: Path) -> Path:
    """Where the metadata for Datasette lie: beside the file."""
    return path.with_name(f"{path.stem}.metadata.json")


def may_write_tables(path: Path, force: bool = False) -> None:
    """Object to a file that cannot be written, or that holds games or studies, which nothing brings back.

    Raises:
        BadInputError: says which.
    """
    for target in (path, metadata_path(path)):
        may_write(target, force)
    try:
        with path.open("rb") as stream:
            application = int.from_bytes(stream.read(_HEADER.stop)[_HEADER], "big")
    except OSError:
        return
    for kind in (SAVE, STUDIES):
        if application == kind.application:
            what = f"this is a {kind.noun}, and tables are never written over one"
            raise problem(path, what, "name another file")


def write_database(path: Path, source: Source, force: bool = False) -> dict[str, int]:
    """The tables as one SQLite file, with metadata for Datasette beside it.

    Returns:
        How many rows each table and view has.

    Raises:
        BadInputError: it cannot be written; nothing has changed.
        RunError: a row refers to another that is not there, or a world goes otherwise than it was kept.
    """
    may_write_tables(path, force)
    text = metadata_text(source, path.stem)
    with _refusals(path), written(path, force) as file, written(metadata_path(path), force) as metadata:
        with closing(fill(file, source)) as db:
            counts = {relation.name: _count(db, relation) for relation in relations()}
        metadata.write_text(text, encoding="utf-8")
    return counts


def write_csv(path: Path, source: Source) -> dict[str, int]:
    """The same as a folder of CSV files, for spreadsheets: cells that one would run as a formula are quoted.

    Raises:
        BadInputError: the folder is there, or cannot be written; nothing has changed.
        RunError: as ``write_database``.
    """
    return _write_folder(path, source, _dump_csv)


def write_parquet(path: Path, source: Source) -> dict[str, int]:
    """The same as a folder of Parquet files.

    Raises:
        UsageError: pyarrow is not installed.
        BadInputError, RunError: as ``write_csv``.
    """
    from outreach_sim.storage.tables.parquet import dump_parquet

    return _write_folder(path, source, dump_parquet)


def _write_folder(path: Path, source: Source, dump: Dump) -> dict[str, int]:
    counts = {}
    with _refusals(path), made_folder(path) as folder:
        folder.mkdir()
        with closing(fill(folder / "tables.db", source)) as db:
            for relation in relations():
                dump(relation, _batches(db, relation), folder)
                counts[relation.name] = _count(db, relation)
        (folder / "tables.db").unlink()
        (folder / "schema.sql").write_text(statements(), encoding="utf-8")
    return counts


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """What SQLite cannot write becomes a sentence, as what the system cannot does."""
    try:
        yield
    except sqlite3.Error as error:
        raise problem(path, f"the file cannot be written ({why(error)})") from None


def fill(path: Path, source: Source) -> Database:
    """A new database with all tables, views and rows; who asked for it discards it where this fails.

    Raises:
        RunError: a row refers to another that is not there.
        sqlite3.Error: the disk refuses.
    """
    db = connect(path, "mode=rwc")
    try:
        # What fails is discarded whole, and the finished file is flushed before it is renamed.
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"application_id = {APPLICATION}"):
            db.execute(f"PRAGMA {setting}").close()
        db.conn.executescript(statements())
        db.execute(f"PRAGMA user_version = {FORMAT}")
        with transaction(db):
            _fill(db, source)
        _check_references(db)
    except BaseException:
        db.close()
        raise
    return db


def _fill(db: Database, source: Source) -> None:
    scenario, ids = source.scenario, count(1)
    for table, rows in (
        ("lab", rows_of.lab_rows(scenario)),
        ("person", rows_of.person_rows(scenario)),
        ("kind", rows_of.kind_rows()),
        ("code", rows_of.code_rows()),
    ):
        _insert(db, table, rows)
    for world in source.worlds:
        _insert(db, "run", [rows_of.run_row(source, world)])
        _insert(db, "event", ((next(ids), *row) for row in rows_of.event_rows(scenario, world)))


def _insert(db: Database, table: str, rows: Iterable[Row]) -> None:
    columns = next(relation.columns for relation in tables() if relation.name == table)
    marks = ", ".join("?" * len(columns))
    db.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def _check_references(db: Database) -> None:
    broken = db.execute("PRAGMA foreign_key_check").fetchone()
    if broken is not None:
        table, row, other, _ = broken
        raise RunError(f"row {row} of {table} refers to a row of {other} that is not there")


def _count(db: Database, relation: Relation) -> int:
    return int(db.execute(f"SELECT count(*) FROM {relation.name}").fetchone()[0])  # noqa: S608


def _batches(db: Database, relation: Relation) -> Iterator[list[Row]]:
    cursor = db.execute(f"SELECT * FROM {relation.name}")  # noqa: S608
    while rows := cursor.fetchmany(BATCH):
        yield rows


def _dump_csv(relation: Relation, batches: Iterator[list[Row]], folder: Path) -> None:
    with (folder / f"{relation.name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(column.name for column in relation.columns)
        for rows in batches:
            writer.writerows(map(_cells, rows))


def _cells(row: Row) -> Iterator[object]:
    for cell in row:
        yield safe_cell(cell) if isinstance(cell, str) else cell
