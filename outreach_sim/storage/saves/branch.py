"""Copies the way through a save, or the sound beginning of one, into a new save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from outreach_sim.storage.saves.hash_chain import Entry
from outreach_sim.storage.saves.history import head_of, path_to, turns_in, undone_in, up_to_turn
from outreach_sim.storage.saves.migrations import GAME
from outreach_sim.storage.saves.rows import Content, Written, first_entry
from outreach_sim.storage.saves.store import Store


def branch(source: Store, name: str, turn: int | None = None) -> None:
    """Make a new save of an open one.

    Args:
        source: may be damaged; then its sound entries count.
        name: of the new save.
        turn: the last one to copy, 0 for none; everything, orders of today included, for ``None``.

    Raises:
        UsageError: there is no such turn, or the name is taken.
        RunError: the new save cannot be written.
    """
    path = up_to_turn(path_to(source.entries, head_of(source.entries)), turn)
    origin = f"{source.name}, turn {len(turns_in(path))}"
    content = _inherited(source, origin)
    Store.create(name, content, _renumbered(source, content, path), source.format).close()


def _inherited(source: Store, origin: str) -> Content:
    row = dict(source.game())
    row |= {"origin": origin, "undone_before": row["undone_before"] + undone_in(source.entries)}
    return {**source.content, "game": [tuple(row[column] for column in GAME)]}


def _renumbered(source: Store, content: Content, path: Sequence[Entry]) -> list[Written]:
    first = source.written(path[0])
    copies = [first_entry(content, first.entry.digest, first.snapshot)]
    for number, entry in enumerate(path[1:], start=1):
        written = source.written(entry)
        copies.append(replace(written, entry=replace(entry, id=number, parent=number - 1)))
    return copies
