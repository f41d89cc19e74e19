"""Opens the file of a save: for writing where that may be, else for reading, and says why."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from outreach_sim.errors import BadInputError, Problem, RunError
from outreach_sim.intake.paths import shown
from outreach_sim.intake.text import clean
from outreach_sim.notebook.migrations import APPLICATION, VERSION, migrations


def connect(path: Path, options: str) -> Database:
    """A database, not tied to a thread; whoever uses it sees to it that one thread does at a time."""
    uri = f"{path.absolute().as_uri()}?{options}"
    return Database(sqlite3.connect(uri, uri=True, timeout=10.0, check_same_thread=False))


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands in the header of a file of ours.

    Attributes:
        noun: what messages call it. application, version: of the newest format this program knows.
    """

    noun: str
    application: int
    version: int


SAVE = Kind("save", APPLICATION, VERSION)


def open_to_read(path: Path) -> Database:
    """The save as it is, nothing written, in a folder that cannot be written to as well.

    Raises:
        BadInputError: it is no save, it is damaged, or a newer program made it.
    """
    db = connect(path, "mode=ro")
    try:
        return checked(db, path)
    except sqlite3.OperationalError:
        # In a folder that cannot be written to SQLite cannot keep its own books beside the file.
        db.close()
    db = connect(path, "mode=ro&immutable=1")
    try:
        return checked(db, path)
    except sqlite3.OperationalError as error:
        db.close()
        raise damaged(path, f"it cannot be read ({error})") from None


def open_to_write(path: Path) -> Database:
    """The save, brought up to date; a turn is on the disk when its transaction ends."""
    open_to_read(path).close()
    db = connect(path, "mode=rw")
    try:
        db.enable_wal()
        db.execute("PRAGMA synchronous = FULL")
        # A turn moves into the main file at once: damage to the journal beside it can lose nothing.
        db.execute("PRAGMA wal_autocheckpoint = 1").close()
        migrations.apply(db)
    except sqlite3.Error as error:
        db.close()
        raise damaged(path, f"it cannot be written to ({error})") from None
    return db


def create(path: Path) -> Database:
    """An empty save, tables and all; the file must not be there."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    db = connect(path, "mode=rw")
    db.execute("PRAGMA synchronous = FULL")
    migrations.apply(db)
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
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        os.close(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
        copy = sqlite3.connect(temporary)
        try:
            db.conn.backup(copy)
        finally:
            copy.close()
        put_in_place(temporary, target)
    except (OSError, sqlite3.Error) as error:
        temporary.unlink(missing_ok=True)
        raise RunError(f"the backup {shown(target)} cannot be written ({why(error)})") from None


def put_in_place(temporary: Path, target: Path) -> None:
    """Rename a finished file, flushed to the disk before and its folder after."""
    flush(temporary)
    temporary.replace(target)
    flush(target.parent)


def flush(path: Path) -> None:
    """Have the disk hold what was written to a file, or to a folder's list of names."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_full(error: OSError | sqlite3.Error) -> bool:
    """Whether it was for want of room that something was not written."""
    return getattr(error, "errno", 0) in (errno.ENOSPC, errno.EDQUOT) or "disk is full" in str(error)


def why(error: OSError | sqlite3.Error) -> str:
    """What the disk refused, in words and without its number."""
    reason = getattr(error, "strerror", None) or str(error)
    reason = clean(reason)  # the database quotes what it stumbled over
    return reason[:1].lower() + reason[1:] + (", make room on it" if is_full(error) else "")


def damaged(path: Path, message: str, hint: str = "") -> BadInputError:
    """The error for a save that is not as it was written."""
    return BadInputError(Problem(shown(path), 0, 0, "", clean(message), hint))


def checked(db: Database, path: Path, kind: Kind = SAVE) -> Database:
    """The same database, once its header says that it is ours and not of a newer program; else it is closed.

    Raises:
        BadInputError: it is something else, damaged, or newer.
        sqlite3.OperationalError: it cannot be read for other reasons.
    """
    try:
        application, version = (
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        db.close()
        raise damaged(path, f"the {kind.noun} is damaged ({error})", "open its backup") from None
    if application != kind.application:
        db.close()
        raise damaged(path, f"this is no {kind.noun} of outreach-sim, or its first page is damaged")
    if version > kind.version:
        db.close()
        message = (
            f"a newer outreach-sim made this {kind.noun} (format {version}; this one knows {kind.version})"
        )
        raise damaged(path, message, "install the newer version; nothing was changed")
    return db
