"""A save as a file: what a game is played with, and entry after entry of what was done and happened."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from outreach_sim.errors import BadInputError, RunError, UsageError
from outreach_sim.inputs.paths import printable
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.writing import beside, discard, put_in_place
from outreach_sim.storage.saves.database import (
    UNREADABLE,
    backup,
    create,
    damaged,
    first_oddity,
    is_full,
    is_older,
    oddities,
    open_to_read,
    open_to_write,
    transaction,
    why,
)
from outreach_sim.storage.saves.hash_chain import NOT_OURS, START, Entry, Snapshot, content_hash, link
from outreach_sim.storage.saves.lock import Lock
from outreach_sim.storage.saves.migrations import EVENT_COLUMNS, GAME, OLDER, VERSION
from outreach_sim.storage.saves.places import (
    HOME_VARIABLE,
    OPEN_FILES,
    backup_path,
    check_readable,
    existing_save,
    is_newer,
    make_saves_folder,
    remove_files,
    remove_side_files,
    save_path,
    way_back,
)
from outreach_sim.storage.saves.rows import (
    NO_EVENTS,
    Content,
    Row,
    Written,
    fill_content,
    fill_entries,
    insert_entry,
    rows_of,
)
from outreach_sim.study.open_files import MORE_FILES, are_too_many, check_open_files

TABLES = {"game": "id", "person": "id", "template": "id"}
"""What a save embeds, and what its rows are sorted by."""
_READ = frozenset({*TABLES, "entry", "event", "snapshot"})
"""Tables without which nothing of a save can be read."""
_UNREADABLE = (*UNREADABLE, *NOT_OURS, AttributeError)
"""What flipped bits can raise when rows are read: other types, numbers out of range, text that is none."""
_OLDER = "an older engine played it"


class Store:
    """An open save.

    Attributes:
        path: its file.
        content: what is embedded.
        entries: all sound entries, by id; those that were undone included.
        damage: what is wrong after the last sound entry, or beside the tables; empty when nothing is.
        why_read_only: empty when the save may be written to.
    """

    def __init__(self, path: Path, db: Database, lock: Lock | None, why_read_only: str) -> None:
        self.path, self._db, self._lock, self.why_read_only = path, db, lock, why_read_only
        self.entries: list[Entry] = []
        self.damage = ""
        self._link = START
        self._check_tables()
        self.content: Content = self._read_content()
        self._verify()

    @classmethod
    def create(cls, name: str, content: Content, first: Sequence[Written], version: int = VERSION) -> Store:
        """A new save with its first entries, open for writing. It appears whole or not at all.

        Args:
            name: of the save.
            content: what it embeds.
            first: what was done.
            version: its format; one of an older format is a copy of such a save, and open for reading.

        Raises:
            UsageError: a save of that name is there, or the name cannot be one.
            RunError: the disk refuses.
        """
        path = save_path(name)
        make_saves_folder()
        lock = Lock(path)
        try:
            check_open_files(OPEN_FILES)
            if not lock.take():
                raise UsageError(f"another process is using the save {name!r}, choose another name")
        except (OSError, sqlite3.Error) as error:
            raise _unwritable(path, error) from None
        try:
            if os.path.lexists(path):
                raise UsageError(f"there is a save {name!r} already, choose another name")
            _build(path, content, first, version)
            if version in OLDER:
                lock.release()
                return cls(path, open_to_read(path), None, _OLDER)
            return cls(path, open_to_write(path), lock, "")
        except BaseException:
            lock.release() if os.path.lexists(path) else lock.remove()
            raise

    @classmethod
    def open(cls, name: str, *, write: bool = True) -> Store:
        """A save that is there; for reading only where another process holds it.

        Raises:
            UsageError: there is none of that name.
            BadInputError: it is no save, a newer program made it, or what it embeds is damaged.
        """
        path = existing_save(name)
        if not write:
            return cls(path, open_to_read(path), None, "it was opened for reading")
        if is_older(path):
            return cls(path, open_to_read(path), None, _OLDER)
        if foreign := first_oddity(path):  # it could hold a trigger, which the first thing written would run
            return cls(path, open_to_read(path), None, foreign)
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            return cls(path, open_to_read(path), None, f"{printable(path.parent)} cannot be written to")
        lock, reason = Lock(path), "another process is playing it"
        try:
            taken = lock.take()
        except (OSError, sqlite3.Error) as error:
            taken, reason = False, f"{printable(path.parent)} cannot be written to ({why(error)})"
        if not taken:
            return cls(path, open_to_read(path), None, reason)
        try:
            store = cls(path, open_to_write(path), lock, "")
        except BaseException:
            lock.release()
            raise
        store._keep_backup()
        return store

    @classmethod
    def open_backup(cls, name: str) -> Store:
        """The copy of a save that was taken when it was last opened sound, for reading.

        Raises:
            UsageError: there is none.
        """
        path = backup_path(save_path(name))
        if not os.path.lexists(path):
            raise UsageError(f"there is no backup of a save {name!r}")
        check_readable(path)
        return cls(path, open_to_read(path), None, "it is a backup")

    def close(self) -> None:
        """Let go of the file and of the lock."""
        self._db.close()
        if self._lock is not None:
            self._lock.release()

    def remove(self) -> None:
        """Remove the save, which is open for writing, from the disk."""
        self._db.close()
        remove_files(self.path)
        if self._lock is not None:
            self._lock.remove()

    @property
    def name(self) -> str:
        """The name of the save."""
        return self.path.stem

    def game(self) -> Mapping[str, Any]:
        """The one row of ``game`` by column."""
        return dict(zip(GAME, self.content["game"][0], strict=True))

    @property
    def format(self) -> int:
        """Which tables it has."""
        return int(self.pragma("user_version"))

    @property
    def is_older(self) -> bool:
        """Whether the rules by which it was played are gone."""
        return self.format in OLDER

    @property
    def maker(self) -> str:
        """The version that made it, without its fingerprint."""
        return clean(str(self.game()["engine"]).partition("+")[0], 20)

    # -- reading -----------------------------------------------------------------------------------

    def events_of(self, entry: int) -> NDArray[np.int64]:
        """What happened in an entry, shape (events, 8), columns as ``EVENT_COLUMNS``, canonical order."""
        sql = f"SELECT {', '.join(EVENT_COLUMNS)} FROM event WHERE entry = ? ORDER BY id"  # noqa: S608
        rows = self._db.execute(sql, [entry]).fetchall()
        return np.array(rows, dtype=np.int64).reshape(-1, len(EVENT_COLUMNS)) if rows else NO_EVENTS

    def snapshot_of(self, entry: int) -> Snapshot | None:
        """Header and data of the state after an entry, where it was kept."""
        row = self._db.execute("SELECT header, data FROM snapshot WHERE entry = ?", [entry]).fetchone()
        return None if row is None else (row[0], row[1])

    def written(self, entry: Entry) -> Written:
        """An entry with everything that came with it."""
        return Written(entry, self.events_of(entry.id), self.snapshot_of(entry.id))

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Row]:
        """Every row of a table, in the order they were written."""
        return rows_of(self._db, table, columns)

    def pragma(self, name: str) -> Any:
        """What SQLite says of the file: ``user_version``, ``integrity_check`` and so on."""
        return self._db.execute(f"PRAGMA {name}").fetchone()[0]

    def pages_of(self, table: str) -> tuple[bytes, int]:
        """All pages of the file, what waits in its journal included, and the first one of a table."""
        root = self._db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
        return self._db.conn.serialize(), int(root)

    def _read_content(self) -> Content:
        try:
            return {
                table: self._db.execute(f"SELECT * FROM {table} ORDER BY {key}").fetchall()  # noqa: S608
                for table, key in TABLES.items()
            }
        except UNREADABLE as error:
            raise self._beyond_repair(why(error)) from None

    def _check_tables(self) -> None:
        """Note what stands beside our tables; refuse where one of them is not ours."""
        for odd in oddities(self._db, self.path):
            if odd.name in _READ and not odd.added:
                raise self._beyond_repair(odd.words)
            self.damage = self.damage or odd.words

    def _verify(self) -> None:
        """Follow the chain; stop at the first entry that is not as it was written."""
        try:
            for *columns, stored in self._db.execute("SELECT * FROM entry ORDER BY id"):
                entry = Entry(*columns)
                found = self.written(entry)
                expected = link(self._link, entry, found.events, found.snapshot)
                if not entry.follows(self.entries) or expected != stored:
                    self.damage = f"entry {entry.id} is not as it was written"
                    break
                self.entries.append(entry)
                self._link = expected
            self.damage = self.damage or self._left_over()
        except _UNREADABLE as error:
            reason = clean(str(error), 160) if type(error) is ValueError else why(error)
            self.damage = f"what follows entry {len(self.entries) - 1} cannot be read ({reason})"
        if not self._is_sealed():
            raise self._beyond_repair(self.damage or "what it embeds is not as it was written")

    def _left_over(self) -> str:
        """What came with entries that are not there any more, in words."""
        last = len(self.entries) - 1
        for table, words in (("event", "its events are"), ("snapshot", "its state is")):
            highest = self._db.execute(f"SELECT max(entry) FROM {table}").fetchone()[0]  # noqa: S608
            if highest is not None and highest > last:
                return f"something after entry {last} is missing: {words} there"
        return ""

    def _is_sealed(self) -> bool:
        try:
            return bool(self.entries) and self.entries[0].body == content_hash(self.content)
        except _UNREADABLE:
            return False

    def _beyond_repair(self, reason: str) -> BadInputError:
        self._db.close()
        return damaged(self.path, f"the save is damaged from its beginning: {reason}", way_back(self.path))

    # -- writing -----------------------------------------------------------------------------------

    def append(self, *entries: Written) -> None:
        """Write entries, all or none; they are on the disk when this returns.

        Raises:
            UsageError: the save is open for reading only.
            RunError: the disk refuses, or somebody else has written; nothing of them is kept.
        """
        reason = self.damage or self.why_read_only
        if reason:
            raise UsageError(f"the save {self.name!r} is open for reading only: {reason}")
        following = self._link
        try:
            with transaction(self._db):
                last = self._db.execute("SELECT max(id) FROM entry").fetchone()[0]
                if last != len(self.entries) - 1:
                    raise RunError(f"another process has written to the save {self.name!r}; open it again")
                for written in entries:
                    following = link(following, written.entry, written.events, written.snapshot)
                    insert_entry(self._db, written, following)
        except (OSError, sqlite3.Error) as error:
            message = f"the save {self.name!r} cannot be written to ({why(error)}); nothing of this was kept"
            raise RunError(message) from None
        self.entries += [written.entry for written in entries]
        self._link = following

    def _keep_backup(self) -> None:
        target = backup_path(self.path)
        if not self.damage and not is_newer(target, self.path):
            # A full disk must not keep anybody from looking at a game; the next turn will say so.
            with suppress(RunError):
                backup(self._db, target)


def _build(path: Path, content: Content, first: Sequence[Written], version: int) -> None:
    """Write a whole save under another name, then rename it."""
    temporary = beside(path)
    try:
        db = create(temporary, version)
        try:
            with transaction(db):
                fill_content(db, content)
                fill_entries(db, first)
        finally:
            db.close()
        remove_side_files(path)  # SQLite would take what an older save of this name left for ours
        put_in_place(temporary, path)
    except (OSError, sqlite3.Error) as error:
        raise _unwritable(path, error) from None
    finally:
        discard(temporary)


def _unwritable(path: Path, error: OSError | sqlite3.Error) -> RunError:
    cure = MORE_FILES if are_too_many(error) else f"set {HOME_VARIABLE} to a folder of your own"
    message = f"the save {printable(path)} cannot be written ({why(error)})"
    return RunError(message if is_full(error) else f"{message}; {cure}")
