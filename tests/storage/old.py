"""A save of engine 0.2.0, put down as that version wrote it."""

import sqlite3
from contextlib import closing
from pathlib import Path

OLD_HASH = "59a2365081ee7f20f85e0e116db068c4860e90abba7698dd476ce9a9a81e0e75"
"""What 0.2.0 says of it."""


def put_old_save(home: Path, name: str = "old") -> Path:
    """The file, in this folder of saves."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / f"{name}.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(Path(__file__).with_name("old_save.sql").read_text(encoding="utf-8"))
    return path
