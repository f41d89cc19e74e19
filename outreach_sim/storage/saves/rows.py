"""Rows of a save: what is written with an entry, and how."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from outreach_sim.storage.saves.hash_chain import START, Entry, Snapshot, content_hash, link
from outreach_sim.storage.saves.migrations import EVENT_COLUMNS

Row = tuple[Any, ...]
Content = Mapping[str, Sequence[Sequence[Any]]]
"""Rows of what a save embeds, by table; columns in the order of the migrations."""
NO_EVENTS = np.empty((0, len(EVENT_COLUMNS)), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with what came with it."""

    entry: Entry
    events: NDArray[np.int64]
    snapshot: Snapshot | None


def first_entry(content: Content, digest: str, snapshot: Snapshot | None) -> Written:
    """The entry that seals what a save embeds."""
    return Written(Entry(0, -1, "new", 0, content_hash(content), digest), NO_EVENTS, snapshot)


def quiet_entry(entry: Entry) -> Written:
    """An entry in which nothing happened."""
    return Written(entry, NO_EVENTS, None)


def in_a_row(first: Entry, bodies: Iterable[str]) -> Iterator[Written]:
    """Entries like the first with these bodies, each after the one before it."""
    parent = first.parent
    for number, body in enumerate(bodies, start=first.id):
        yield quiet_entry(replace(first, id=number, parent=parent, body=body))
        parent = number


def fill_content(db: Database, content: Content) -> None:
    """Write what a save embeds into its empty tables."""
    for table, rows in content.items():
        marks = ", ".join("?" * len(rows[0]))
        db.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def fill_entries(db: Database, entries: Iterable[Written]) -> None:
    """Write entries into the empty tables of a save, each with its link."""
    before = START
    for written in entries:
        before = link(before, written.entry, written.events, written.snapshot)
        insert_entry(db, written, before)


def insert_entry(db: Database, written: Written, following: bytes) -> None:
    """Write one entry with what came with it, inside a transaction."""
    entry = written.entry
    db.conn.execute(
        "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
        (entry.id, entry.parent, entry.kind, entry.day, entry.body, entry.digest, following),
    )
    rows = [(None, entry.id, *row) for row in written.events.tolist()]
    db.conn.executemany(f"INSERT INTO event VALUES ({', '.join('?' * 10)})", rows)  # noqa: S608
    if written.snapshot is not None:
        db.conn.execute("INSERT INTO snapshot VALUES (?, ?, ?)", (entry.id, *written.snapshot))


def rows_of(db: Database, table: str, columns: Sequence[str]) -> Iterator[Row]:
    """Every row of a table, in the order they were written."""
    yield from db.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY rowid")  # noqa: S608
