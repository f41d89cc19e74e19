"""One process writes to a save at a time. A lock goes with its process, however that ends."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path


class Lock:
    """Held from ``take`` to ``release``: an exclusive transaction on an empty database beside the save.

    SQLite's own locks work alike on every system, across processes and within one.
    """

    ENDING = ".lock"

    def __init__(self, save: Path) -> None:
        self._path = save.with_suffix(self.ENDING)
        self._held: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Take the lock unless somebody has it.

        Raises:
            OSError, sqlite3.Error: nothing can be written there, so nobody can have it.
        """
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        held = sqlite3.connect(self._path, timeout=0.0, isolation_level=None, check_same_thread=False)
        try:
            held.execute("PRAGMA journal_mode = MEMORY")
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            held.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return False
            raise
        self._held = held
        return True

    def release(self) -> None:
        """Let go; does nothing where the lock is not held."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def remove(self) -> None:
        """Let go, and leave no file behind."""
        self.release()
        self._path.unlink(missing_ok=True)
