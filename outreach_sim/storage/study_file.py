"""The file that studies are kept in: its tables, and how it is opened."""

from __future__ import annotations

import os
from pathlib import Path

from sqlite_utils import Database, Migrations

from outreach_sim.errors import BadInputError, RunError
from outreach_sim.inputs.paths import printable, problem
from outreach_sim.inputs.writing import kind_of, may_write
from outreach_sim.storage.saves.database import (
    UNREADABLE,
    Kind,
    checked,
    connect,
    damaged,
    is_full,
    may_be_sqlite,
    prepared,
    why,
)
from outreach_sim.storage.saves.lock import Lock
from outreach_sim.storage.saves.places import OPEN_FILES
from outreach_sim.study.open_files import MORE_FILES, are_too_many, check_open_files

_APPLICATION = 0x4F535354
"""Stands in the header, "OSST"."""
STUDY = {
    "id": int, "identity": str, "scenario": str, "title": str, "spec": str, "parameters": str, "seed": int,
    "days": int, "engine": str,
}  # fmt: skip
CHUNK = {
    "study": int, "first": int, "worlds": int, "hires": int, "header": str, "data": bytes, "seal": bytes,
}  # fmt: skip
STATE = {"study": int, "first": int, "worlds": int, "day": int, "header": str, "data": bytes, "seal": bytes}

migrations = Migrations("outreach-sim-studies")


@migrations()
def first_tables(db: Database) -> None:
    """Studies, their finished chunks, and states of unfinished ones."""
    db.table("study").create(STUDY, pk="id", strict=True)
    db.table("study").create_index(["identity"], unique=True)
    db.table("chunk").create(CHUNK, pk=("study", "first", "worlds"), strict=True)
    db.table("state").create(STATE, pk=("study", "first", "worlds"), strict=True)
    db.execute(f"PRAGMA application_id = {_APPLICATION}")
    db.execute("PRAGMA user_version = 1")


KIND = Kind("file of studies", _APPLICATION, 1, migrations)
OTHER = "name another file"


def file_to_write(path: Path) -> Path:
    """The file itself, where the name is a link to it.

    Raises:
        BadInputError: no file of studies can be there.
    """
    target = may_write(path, force=True)
    if target.suffix == Lock.ENDING:
        raise damaged(path, f"names with {Lock.ENDING} are for the locks of such files", OTHER)
    return target


def open_file(path: Path, target: Path, lock: Lock) -> Database:
    """The file, made where there is none; the lock is taken."""
    try:
        check_open_files(OPEN_FILES)
        if target.exists() and target.stat().st_size and not may_be_sqlite(target):
            raise damaged(path, f"this is no {KIND.noun} of outreach-sim", OTHER)
        # SQLite opens what may only be read without a word, and fails when the first chunk is finished.
        os.close(os.open(target, os.O_RDWR | os.O_CREAT, 0o600))
        if not lock.take():
            raise RunError(
                f"another process is writing to {printable(path)}; wait for it, or name another file"
            )
        # States that are no longer needed give their room back.
        return prepared(path, target, KIND, OTHER, "PRAGMA auto_vacuum = FULL")
    except (OSError, *UNREADABLE) as error:
        lock.release()
        if is_full(error) or are_too_many(error):
            cure = "" if is_full(error) else f"; {MORE_FILES}"
            raise RunError(f"{printable(path)} cannot be written to ({why(error)}){cure}") from None
        hint = "name a file in a folder that is there and yours"
        raise damaged(path, f"the file cannot be written to ({why(error)})", hint) from None
    except (BadInputError, RunError):
        lock.release()
        raise


def read_file(path: Path) -> Database:
    """The file as it is, nothing written.

    Raises:
        BadInputError: it is not there, something else, damaged, or of a newer version.
    """
    try:
        if kind := kind_of(path):
            raise problem(path, f"this is {kind}, no {KIND.noun}", OTHER)
        if not may_be_sqlite(path):
            raise problem(path, f"this is no {KIND.noun} of outreach-sim", OTHER)
        return checked(connect(path, "mode=ro"), path, KIND)
    except (OSError, *UNREADABLE) as error:
        raise damaged(path, f"the file cannot be read ({why(error)})", OTHER) from None
