"""The file of the hall of fame: its table, and how it is opened. It lies beside the folder of the saves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

from outreach_sim.errors import BadInputError, RunError
from outreach_sim.inputs.paths import printable, problem
from outreach_sim.inputs.writing import kind_of
from outreach_sim.storage.saves.database import (
    UNREADABLE,
    Kind,
    checked,
    connect,
    damaged,
    may_be_sqlite,
    prepared,
    why,
)
from outreach_sim.storage.saves.places import OPEN_FILES, data_folder
from outreach_sim.study.open_files import check_open_files

_APPLICATION = 0x4F534846
"""Stands in the header, "OSHF"."""
ENTRY = {
    "id": int, "entered": str, "save": str, "scenario": str, "title": str, "difficulty": str, "seed": int,
    "days": int, "engine": str, "points": int, "goal": float, "medal": str, "luck_place": int,
    "luck_worlds": int, "undone": int, "origin": str, "log_hash": str, "script_hash": str, "script": bytes,
    "seal": str,
}  # fmt: skip

migrations = Migrations("outreach-sim-fame")


@migrations()
def first_tables(db: Database) -> None:
    """Games that were finished."""
    db.table("entry").create(ENTRY, pk="id", strict=True)
    db.execute(f"PRAGMA application_id = {_APPLICATION}")
    db.execute("PRAGMA user_version = 1")


KIND = Kind("hall of fame", _APPLICATION, 1, migrations)
_CURE = "move it elsewhere: games that are over can be entered anew, 'outreach-sim save fame --add NAME'"


def fame_path() -> Path:
    """The file; it need not be there yet.

    Raises:
        RunError: nobody knows where it would be.
    """
    return data_folder() / "fame.db"


@contextmanager
def to_write() -> Iterator[Database]:
    """The hall of fame, made where there is none.

    Raises:
        BadInputError: what is there is none, is damaged, or a newer program made it.
        RunError: the disk refuses.
    """
    path = fame_path()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _check_kind(path)
        check_open_files(OPEN_FILES)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        db = prepared(path, path, KIND, _CURE)
    except (OSError, ValueError, *UNREADABLE) as error:
        raise _refused(path, error) from None
    try:
        yield db
    except (OSError, *UNREADABLE) as error:
        raise _refused(path, error) from None
    finally:
        db.close()


@contextmanager
def to_read() -> Iterator[Database | None]:
    """The hall of fame as it is, nothing written; ``None`` where there is none.

    Raises:
        BadInputError: what is there is none, is damaged, or a newer program made it.
    """
    path = fame_path()
    if not os.path.lexists(path):
        yield None
        return
    try:
        _check_kind(path)
        db = checked(connect(path, "mode=ro"), path, KIND)
        try:
            yield db
        finally:
            db.close()
    except (OSError, *UNREADABLE) as error:
        raise damaged(path, f"the {KIND.noun} cannot be read ({why(error)})", _CURE) from None


def _check_kind(path: Path) -> None:
    """Object to what is no file, or no database."""
    if kind := kind_of(path):
        raise problem(path, f"this is {kind}, no {KIND.noun}", _CURE)
    if path.exists() and path.stat().st_size and not may_be_sqlite(path):
        raise damaged(path, f"this is no {KIND.noun} of outreach-sim", _CURE)


def _refused(path: Path, error: Exception) -> RunError | BadInputError:
    return RunError(f"the {KIND.noun} {printable(path)} cannot be written to ({why(error)})")
