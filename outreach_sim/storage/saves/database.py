"""Opens files of ours: for writing where that may be, else for reading, and says why."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from sqlite_utils import Database, Migrations

from outreach_sim.errors import BadInputError, NewerFormatError, Problem, RunError
from outreach_sim.inputs import writing
from outreach_sim.inputs.paths import printable, problem
from outreach_sim.inputs.text import clean
from outreach_sim.storage.saves.migrations import APPLICATION, OLDER, VERSION, migrations
from outreach_sim.storage.saves.places import way_back

UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
"""What a damaged file makes SQLite say. What it quotes of the file need not be text: then Python cannot even
make a message of it."""
_SETTINGS = ("trusted_schema = OFF", "cell_size_check = ON")
"""Nothing in a file can call functions, and its pages are looked at before they are used."""


def connect(path: Path, options: str) -> Database:
    """A database, not tied to a thread; whoever uses it sees to it that one thread does at a time."""
    uri = uri_of(path.absolute(), options)
    db = Database(sqlite3.connect(uri, uri=True, timeout=10.0, check_same_thread=False))
    for setting in _SETTINGS:
        db.execute(f"PRAGMA {setting}")
    return db


def uri_of(path: PurePath, options: str) -> str:
    """The name of a file as SQLite takes it: one on a network drive of Windows stands behind four slashes."""
    return re.sub("^file://(?!/)", "file:////", path.as_uri()) + f"?{options}"


def make_durable(db: Database) -> None:
    """From now on a transaction is on the disk when it ends; macOS has a call of its own for that."""
    for setting in ("synchronous = FULL", "fullfsync = ON", "checkpoint_fullfsync = ON"):
        db.execute(f"PRAGMA {setting}").close()


@dataclass(frozen=True)
class Kind:
    """Files of ours of one kind.

    Attributes:
        noun: what messages call one.
        application, version: stand in the header; the newest format this program knows.
        migrations: make the tables.
    """

    noun: str
    application: int
    version: int
    migrations: Migrations


SAVE = Kind("save", APPLICATION, VERSION, migrations)


def open_to_read(path: Path) -> Database:
    """The save as it is, nothing written, in a folder that cannot be written to as well.

    Raises:
        BadInputError: it is no save, it is damaged, or a newer program made it.
    """
    refused = ""
    # In a folder that cannot be written to SQLite cannot keep its own books beside the file.
    for options in ("mode=ro", "mode=ro&immutable=1"):
        try:
            return checked(connect(path, options), path)
        except sqlite3.OperationalError as error:
            refused = why(error)
    raise damaged(path, f"it cannot be read ({refused})", way_back(path))


def open_to_write(path: Path) -> Database:
    """The save, brought up to date; a turn is on the disk when its transaction ends."""
    open_to_read(path).close()
    db = connect(path, "mode=rw")
    try:
        db.enable_wal()
        make_durable(db)
        # A turn moves into the main file at once: damage to the journal beside it can lose nothing.
        db.execute("PRAGMA wal_autocheckpoint = 1").close()
        migrations.apply(db)
    except UNREADABLE as error:
        db.close()
        raise damaged(path, f"it cannot be written to ({why(error)})") from None
    return db


def create(path: Path, version: int = VERSION) -> Database:
    """An empty save of this format, tables and all; the file must not be there."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    db = connect(path, "mode=rw")
    make_durable(db)
    with transaction(db):  # of every table alone, each would be waited for until it is on the disk
        migrations.apply(db, stop_before=OLDER.get(version))
    return db


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing. It begins by taking the right to write, so no second writer can slip between."""
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        with db.atomic():
            yield
        db.conn.commit()
    except BaseException:
        db.conn.rollback()
        raise


def backup(db: Database, target: Path) -> None:
    """A whole copy beside the save, or none: written under another name, flushed, renamed.

    Raises:
        RunError: it cannot be written.
    """
    temporary = writing.beside(target)
    try:
        os.close(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        copy = sqlite3.connect(temporary)
        try:
            db.conn.backup(copy)
        finally:
            copy.close()
        writing.put_in_place(temporary, target)
    except (OSError, sqlite3.Error) as error:
        raise RunError(f"the backup {printable(target)} cannot be written ({why(error)})") from None
    finally:
        writing.discard(temporary)


def is_full(error: Exception) -> bool:
    """Whether it was for want of room that something was not written."""
    return writing.is_full(error) or "disk is full" in str(error)


def why(error: Exception) -> str:
    """What the disk or the database refused, in words and without a number."""
    if isinstance(error, OSError):
        return writing.reason(error)
    if isinstance(error, UnicodeDecodeError):
        return "what should be text is none"
    words = clean(str(error).partition(" with text ")[0], 160)  # what follows is the file's own
    return words[:1].lower() + words[1:] + (", make room on it" if is_full(error) else "")


def damaged(path: Path, message: str, hint: str = "") -> BadInputError:
    """The error for a file of ours that is not as it was written."""
    return problem(path, clean(message), hint)


# -- what a file says of itself ------------------------------------------------------------------------


def checked(db: Database, path: Path, kind: Kind = SAVE) -> Database:
    """The same database, once its header says that it is ours and not of a newer program; else it is closed.

    Raises:
        BadInputError: it is something else, damaged, or newer.
        sqlite3.OperationalError: it cannot be read for other reasons.
    """
    try:
        _check_header(db, path, kind)
    except BaseException as error:
        db.close()
        if isinstance(error, UNREADABLE) and not isinstance(error, sqlite3.OperationalError):
            raise damaged(path, f"the {kind.noun} is damaged ({why(error)})", way_back(path)) from None
        raise
    return db


def _check_header(db: Database, path: Path, kind: Kind) -> None:
    application, version = (_pragma(db, name) for name in ("application_id", "user_version"))
    if application == kind.application and version > kind.version:  # what follows may be of any form
        message = (
            f"a newer outreach-sim made this {kind.noun} (format {version}; this one knows {kind.version})"
        )
        hint = "install the newer version; nothing was changed"
        raise NewerFormatError(Problem(printable(path), 0, 0, "", message, hint))
    db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != kind.application:
        message = f"this is no {kind.noun} of outreach-sim, or its first page is damaged"
        raise damaged(path, message, way_back(path))


def _pragma(db: Database, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something about the tables of a file that outreach-sim did not make so.

    Attributes:
        kind: ``table``, ``index``, ``view`` or ``trigger``.
        name: as the file has it.
        added: whether it stands beside what there should be; else something of ours is changed or missing.
        words: what it is, a sentence without its end.
    """

    kind: str
    name: str
    added: bool
    words: str


def oddities(db: Database, path: Path, kind: Kind = SAVE) -> list[Oddity]:
    """What is not as this program makes it; a trigger among it would run when something is written.

    Raises:
        BadInputError: the list of its tables cannot be read; the database is closed.
    """
    try:
        before = OLDER.get(_pragma(db, "user_version")) if kind is SAVE else None
        ours, theirs = _made_by(kind, before), _objects(db)
    except UNREADABLE as error:
        db.close()
        raise damaged(path, f"the {kind.noun} is damaged ({why(error)})", way_back(path)) from None
    found = []
    for key in [*ours, *(key for key in theirs if key not in ours)]:
        what, called = key[0], f"{key[0]} {clean(key[1], 60)!r}"
        if key not in ours:
            words = f"it holds a {called} that outreach-sim did not make".replace("a index", "an index")
            found.append(Oddity(*key, True, words))
        elif key not in theirs:
            found.append(Oddity(what, key[1], False, f"its {called} is missing"))
        elif ours[key] != theirs[key]:
            found.append(Oddity(what, key[1], False, f"its {called} is not as outreach-sim makes it"))
    return found


def is_older(path: Path) -> bool:
    """Whether a save is of a format whose rules are gone."""
    db = open_to_read(path)
    try:
        return _pragma(db, "user_version") in OLDER
    finally:
        db.close()


def first_oddity(path: Path) -> str:
    """What about the tables of a save is not as this program makes it; empty when nothing is."""
    db = open_to_read(path)
    try:
        return next((odd.words for odd in oddities(db, path)), "")
    finally:
        db.close()


@cache
def _made_by(kind: Kind, before: str | None) -> dict[tuple[str, str], tuple[str, str | None]]:
    """The tables and indices of an empty file of this kind, made by the migrations before one of them."""
    db = Database(memory=True)
    try:
        kind.migrations.apply(db, stop_before=before)
        return _objects(db)
    finally:
        db.close()


def _objects(db: Database) -> dict[tuple[str, str], tuple[str, str | None]]:
    rows = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    return {(kind, name): (table, sql) for kind, name, table, sql in rows}


def may_be_sqlite(path: Path) -> bool:
    """Whether it begins as SQLite's files do, or with the page that a killed process had not come to yet."""
    with path.open("rb") as stream:
        return stream.read(16) in (b"SQLite format 3\0", bytes(16))


def prepared(path: Path, target: Path, kind: Kind, cure: str, first: str = "") -> Database:
    """A file of ours that is no save, open for writing; where it is empty its tables are made.

    Args:
        path: as the user named it.
        target: the file itself, which is there.
        kind: of the file.
        cure: what to do where it is none.
        first: a statement for a new file.

    Raises:
        BadInputError: it is something else, damaged, or newer; or its tables are not ours.
        OSError, sqlite3.Error: the disk refuses.
    """
    db = connect(target, "mode=rw")
    try:
        new = _is_empty(db)
        if not new:
            checked(db, path, kind)
            _check_tables(db, path, kind, cure)
        make_durable(db)
        if new and first:
            db.execute(first)
        with transaction(db):
            kind.migrations.apply(db)
        writing.flush(target.parent)
    except BaseException:
        db.close()
        raise
    return db


def _is_empty(db: Database) -> bool:
    """Whether nothing has been written yet, or nothing that was finished: a process killed while it made the
    tables leaves pages behind, which SQLite takes back when it first looks.
    """
    try:
        return bool(db.execute("PRAGMA page_count").fetchone()[0] == 0)
    except UNREADABLE:
        return False


def _check_tables(db: Database, path: Path, kind: Kind, cure: str) -> None:
    """Refuse a file without our tables, or with triggers; views and indices of somebody's own do no harm."""
    for odd in oddities(db, path, kind):
        if not odd.added or odd.kind == "trigger":
            raise damaged(path, f"this {kind.noun} cannot be written to: {odd.words}", cure)
