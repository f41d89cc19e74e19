"""The way through a save's entries: where the game stands, and what led there."""

from __future__ import annotations

import json
from collections.abc import Sequence

from outreach_sim.errors import UsageError
from outreach_sim.scenario.schema import ScriptLine
from outreach_sim.storage.saves.hash_chain import Entry, UnfitContentError, taken_apart
from outreach_sim.storage.saves.script_lines import line_table

MAX_DAYS_A_TURN = 3_650
LETTER = "letter"
"""Kind of the entries that hold a letter: once written it is there, whatever is taken back."""


def head_of(entries: Sequence[Entry]) -> Entry:
    """The entry the game stands at: the last one that moves it, unless that moved it back.

    Raises:
        UnfitContentError: the entries do not go on from one another.
    """
    head = entries[0]
    for entry in entries[1:]:
        if entry.parent != head.id:
            raise UnfitContentError(f"entry {entry.id} does not go on from where the game stood")
        if entry.kind == "undo":
            head = entries[_target(entry, head)]
        elif entry.kind != LETTER:
            head = entry
    return head


def path_to(entries: Sequence[Entry], head: Entry) -> list[Entry]:
    """The entries from the first to ``head``, without those that were taken back."""
    path = [head]
    while path[-1].kind != "new":
        path.append(entries[path[-1].parent])
    return path[::-1]


def turns_in(path: Sequence[Entry]) -> list[Entry]:
    """The turns among these entries."""
    return [entry for entry in path if entry.kind == "days"]


def undone_in(entries: Sequence[Entry]) -> int:
    """How often something was taken back."""
    return sum(entry.kind == "undo" for entry in entries)


def letters_in(entries: Sequence[Entry]) -> list[Entry]:
    """The entries that hold letters, in the order in which these were written."""
    return [entry for entry in entries if entry.kind == LETTER]


def up_to_turn(path: Sequence[Entry], turn: int | None) -> list[Entry]:
    """The beginning of a way, up to the end of a turn (0 for the start); all of it for ``None``.

    Raises:
        UsageError: there is no such turn.
    """
    if turn is None:
        return list(path)
    ends = [path[0], *turns_in(path)]
    if not 0 <= turn < len(ends):
        raise UsageError(f"there is no turn {turn}, turns run from 0 to {len(ends) - 1}")
    return list(path[: path.index(ends[turn]) + 1])


def order_body(line: ScriptLine) -> str:
    """What an ``order`` entry holds."""
    return json.dumps(line_table(line), default=str)


def days_body(days: int) -> str:
    """What a ``days`` entry holds."""
    return json.dumps({"days": days})


def undo_entry(entries: Sequence[Entry]) -> Entry:
    """The entry that takes back what was done last.

    Raises:
        UsageError: there is nothing to take back.
    """
    last = head_of(entries)
    if last.kind == "new":
        raise UsageError("there is nothing to take back")
    target = entries[last.parent]
    body = json.dumps({"to": target.id})
    return Entry(len(entries), last.id, "undo", target.day, body, target.digest)


def line_in(entry: Entry) -> ScriptLine:
    """The order of an ``order`` entry.

    Raises:
        UnfitContentError: it holds none.
    """
    with taken_apart():
        return ScriptLine.model_validate_json(entry.body)


def days_in(entry: Entry) -> int:
    """How many days a ``days`` entry played.

    Raises:
        UnfitContentError: it holds no such number.
    """
    with taken_apart():
        days = json.loads(entry.body)["days"]
    if not isinstance(days, int) or not 1 <= days <= MAX_DAYS_A_TURN:
        raise UnfitContentError(f"entry {entry.id} plays no number of days")
    return days


def _target(undo: Entry, head: Entry) -> int:
    with taken_apart():
        target = json.loads(undo.body)["to"]
    if target != head.parent or head.kind == "new":
        raise UnfitContentError(f"entry {undo.id} takes back what was not done last")
    return int(target)
