"""Writes a transcript, line by line: each is on the disk before its reply goes out."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from outreach_sim.inputs.paths import problem
from outreach_sim.inputs.writing import flush, may_write, unwritable


def as_json(line: object) -> str:
    """JSON on one line, in ASCII, with numbers that JSON knows."""
    return json.dumps(line, allow_nan=False)


def seal_of(before: str, line: str) -> str:
    """What binds a line to all before it: the SHA-256 of the seal before and of the line without its own."""
    return hashlib.sha256(f"{before}{line}".encode("ascii")).hexdigest()


class Recorder:
    """A transcript that is being written.

    Args:
        path: of a file that is not there.

    Raises:
        BadInputError: it is there already, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        if path.exists():
            raise problem(path, "the file is there already", "a transcript is never written over")
        self._path, self._seal = may_write(path), ""
        try:
            self._stream = path.open("xb")
        except (OSError, ValueError) as error:
            raise unwritable(path, error) from None

    def __call__(self, line: dict[str, Any]) -> None:
        """Add a line, sealed.

        Raises:
            BadInputError: the disk refuses.
        """
        self._seal = seal_of(self._seal, as_json(line))
        try:
            self._stream.write(f"{as_json(line | {'seal': self._seal})}\n".encode("ascii"))
            self._stream.flush()
            flush(self._path)
        except OSError as error:
            raise unwritable(self._path, error) from None

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()
