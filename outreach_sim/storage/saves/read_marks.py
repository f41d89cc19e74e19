"""Which mails of a game were read: in a small file beside its save, on which nothing of the game depends.

It is no part of the save, of its chain or of any hash; where it is missing, damaged or cannot be written,
everything so far counts as read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from outreach_sim.errors import BadInputError
from outreach_sim.inputs.paths import read_text
from outreach_sim.inputs.writing import kind_of, write_text
from outreach_sim.market.limits import MAX_PEOPLE
from outreach_sim.market.setup import index_of, number_of
from outreach_sim.storage.saves.places import marks_path, save_path

MAX_BYTES = 16 * 1024 * 1024
_FORMAT = 1


def read_marks(name: str) -> dict[int, int] | None:
    """So many mails of each candidate's thread were read; ``None`` where nobody knows."""
    path = marks_path(save_path(name))
    try:
        return None if kind_of(path) else _marks(json.loads(read_text(path, MAX_BYTES)))
    except (BadInputError, OSError, ValueError, RecursionError):
        return None


def keep_marks(name: str, marks: Mapping[int, int]) -> None:
    """Remember them; a disk that refuses costs a reader no more than a second look."""
    read = {str(number_of(candidate)): mails for candidate, mails in sorted(marks.items()) if mails}
    path: Path = marks_path(save_path(name))
    with suppress(BadInputError):
        write_text(path, json.dumps({"format": _FORMAT, "read": read}) + "\n", force=True)


def _marks(data: object) -> dict[int, int] | None:
    """What a file says, as far as it can have been written by ``keep_marks``."""
    read = data.get("read") if isinstance(data, dict) and data.get("format") == _FORMAT else None
    if not isinstance(read, dict):
        return None
    numbers = {int(key): mails for key, mails in read.items() if key.isdecimal() and type(mails) is int}
    return {index_of(n): max(mails, 0) for n, mails in numbers.items() if 1 <= n <= MAX_PEOPLE}
