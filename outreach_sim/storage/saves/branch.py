"""Copies the way through a save, or the sound beginning of one, into a new save."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from outreach_sim.storage.saves.hash_chain import Entry
from outreach_sim.storage.saves.history import (
    LETTER,
    head_of,
    letters_in,
    path_to,
    turns_in,
    undone_in,
    up_to_turn,
)
from outreach_sim.storage.saves.migrations import GAME
from outreach_sim.storage.saves.notes import keep_notes, read_notes
from outreach_sim.storage.saves.rows import Content, Written, first_entry
from outreach_sim.storage.saves.store import Store


def branch(
    source: Store, name: str, turn: int | None = None, last: Entry | None = None, where: str = ""
) -> None:
    """Make a new save of an open one.

    Args:
        source: may be damaged; then its sound entries count.
        name: of the new save.
        turn: the last one to copy, 0 for none; everything, orders of today included, for ``None``.
        last: the last entry to copy; where the source stands for ``None``.
        where: of the source it branches off, in words; the turn where nothing is said.

    Raises:
        UsageError: there is no such turn, or the name is taken.
        RunError: the new save cannot be written.
    """
    path = up_to_turn(path_to(source.entries, last or head_of(source.entries)), turn)
    origin = f"{source.name}, {where or f'turn {len(turns_in(path))}'}"
    content = _inherited(source, origin)
    letters = [e for e in letters_in(source.entries) if (turn is None and last is None) or e.id < path[-1].id]
    Store.create(name, content, _renumbered(source, content, path, letters), source.format).close()
    notes = read_notes(source.name)
    if notes:
        keep_notes(name, notes)


def _inherited(source: Store, origin: str) -> Content:
    row = dict(source.game())
    row |= {"origin": origin, "undone_before": row["undone_before"] + undone_in(source.entries)}
    return {**source.content, "game": [tuple(row[column] for column in GAME)]}


def _renumbered(
    source: Store, content: Content, path: Sequence[Entry], letters: Sequence[Entry]
) -> list[Written]:
    """The entries of a way with the letters that were written meanwhile, wherever the game stood then."""
    first = source.written(path[0])
    copies = [first_entry(content, first.entry.digest, first.snapshot)]
    head = copies[0].entry
    for number, entry in enumerate(sorted([*path[1:], *letters], key=attrgetter("id")), start=1):
        written, here = source.written(entry), replace(entry, id=number, parent=head.id)
        if entry.kind == LETTER:
            here = replace(here, day=head.day, digest=head.digest)
        else:
            head = here
        copies.append(replace(written, entry=here))
    return copies
