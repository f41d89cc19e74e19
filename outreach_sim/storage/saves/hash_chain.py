"""The chain that shows damage: each entry's link is SHA-256 over the link before and the entry's bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import UsageError

Snapshot = tuple[str, bytes]
"""Header and data of a kept state; see ``arrays``."""
NOT_OURS = (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError)
"""What foreign JSON and numbers can raise where they are taken apart, however well they are sealed."""


class UnfitContentError(ValueError):
    """What a save holds cannot be: it was sealed by somebody else, or damaged before it was."""


@contextmanager
def taken_apart() -> Iterator[None]:
    """Around what takes foreign content apart, and nothing else: a mistake of our own is no damage.

    Raises:
        UnfitContentError: in the block, the content was no such thing.
    """
    try:
        yield
    except (*NOT_OURS, UsageError) as error:
        raise UnfitContentError(str(error)) from error


START = b"\0" * 32
"""What stands before the first link."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing written into a save; nothing is ever changed or deleted.

    Attributes:
        id: 0, 1, 2 …
        parent: the entry this one goes on from; -1 for the first.
        kind: ``new``, ``order``, ``days``, ``undo`` or ``letter``.
        day: the day about to be played afterwards.
        body: JSON; what it holds depends on the kind.
        digest: log hash of the game afterwards.
    """

    id: int
    parent: int
    kind: str
    day: int
    body: str
    digest: str

    def follows(self, entries: Sequence[Entry]) -> bool:
        """Whether it can stand after these: the first is ``new``, all others go on from an earlier one."""
        if not entries:
            return (self.id, self.parent, self.kind) == (0, -1, "new")
        return self.id == len(entries) and 0 <= self.parent < self.id and self.kind != "new"

    def canonical(self) -> bytes:
        """The same bytes on every machine."""
        return canonical([self.id, self.parent, self.kind, self.day, self.body, self.digest])


def canonical(value: Any) -> bytes:
    """JSON without choices: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def link(before: bytes, entry: Entry, events: NDArray[np.int64], snapshot: Snapshot | None) -> bytes:
    """The link of an entry, 32 bytes.

    Args:
        before: the link of the entry before, ``START`` for the first.
        entry: the entry.
        events: what happened in it, shape (events, columns).
        snapshot: header and data of the state kept with it, if any.
    """
    header, data = snapshot or ("", b"")
    rows = np.ascontiguousarray(events, dtype="<i8").tobytes()
    return fold([before, entry.canonical(), rows, header.encode("utf-8"), data])


def fold(parts: Iterable[bytes]) -> bytes:
    """SHA-256 over these parts, each behind its length, so that no byte can change sides."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.digest()


def content_hash(tables: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    """One hash, in hexadecimal, over the rows of what a save embeds; rows hold text and whole numbers."""
    return fold(canonical([name, *map(list, tables[name])]) for name in sorted(tables)).hex()
