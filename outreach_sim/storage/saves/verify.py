"""Checks a save from end to end: it is made anew in an empty database, and the two are compared row by row.

So nobody has to think of what could be changed: whatever is in the file and does not come out again is found.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import zip_longest

from sqlite_utils import Database

from outreach_sim.errors import OutreachError
from outreach_sim.formatting import counted
from outreach_sim.inputs.text import clean
from outreach_sim.scenario.engine import engine
from outreach_sim.storage.saves.database import SAVE, UNREADABLE, why
from outreach_sim.storage.saves.hash_chain import Entry, UnfitContentError, taken_apart
from outreach_sim.storage.saves.history import head_of, letters_in, path_to, turns_in
from outreach_sim.storage.saves.letters import words_version
from outreach_sim.storage.saves.migrations import migrations
from outreach_sim.storage.saves.pages import were_rows_deleted
from outreach_sim.storage.saves.past import older_engine
from outreach_sim.storage.saves.rebuild import content_again, entries_again
from outreach_sim.storage.saves.rows import Row, fill_content, fill_entries, rows_of
from outreach_sim.storage.saves.store import Store
from outreach_sim.words.facts import VERSION

_WORDS = {
    "game": "the game",
    "person": "candidate {0}",
    "template": "the letter {0!r}",
    "snapshot": "the state kept with entry {0}",
    "event": "event {0} of entry {1}",
    "entry": "entry {0}",
    "_sqlite_migrations": "migration {0}",
}
"""What a row is called, by its first columns; what an entry's link is made of stands before it."""
_TIME, _IS_TIME = "applied_at", re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.]+(\+00:00)?")
"""When the tables were made stands in the library's own list, and is all that does not come out again."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a save found.

    Attributes:
        entries: how many are sound, those that were taken back included.
        turns: sound turns on the way to where the game stands.
        problem: what is wrong; empty when nothing is.
        sound_before: whether those entries and turns are sound all the same, for it comes after them.
        older: that an older engine played it, so that only its seal could be checked; empty for any other.
        unmeasured: which letters of the player another version has measured, so that what was noticed of them
            could not be compared; empty for none.
    """

    entries: int
    turns: int
    problem: str
    sound_before: bool = False
    older: str = ""
    unmeasured: str = ""


def verify(store: Store) -> Verdict:
    """Check an open save; the chain was followed when it was opened."""
    turns, unmeasured = 0, ""
    try:
        turns = len(turns_in(path_to(store.entries, head_of(store.entries))))
        checks = _CHECKS_OF_SEAL if store.is_older else _CHECKS
        problem = store.damage or next(filter(None, (check(store) for check in checks)), "")
        unmeasured = _measured_otherwise(letters_in(store.entries))
    except (OutreachError, *UNREADABLE, UnfitContentError) as error:
        problem = str(error) if isinstance(error, OutreachError) else why(error)
    older = str(older_engine(store)) if store.is_older else ""
    return Verdict(len(store.entries), turns, problem, bool(turns and store.damage), older, unmeasured)


def _measured_otherwise(letters: Sequence[Entry]) -> str:
    """Which letters were measured by another version of the measure, a sentence without its end."""
    versions = sorted({version for entry in letters if (version := words_version(entry)) != VERSION})
    count = sum(words_version(entry) in versions for entry in letters)
    if not count:
        return ""
    by = " and ".join(f"version {version}" for version in versions)
    return (
        f"{counted(count, 'letter')} of yours {'was' if count == 1 else 'were'} measured by {by} of the "
        f"measure of words; this is version {VERSION}, so it was not measured again"
    )


def _file_problem(store: Store) -> str:
    """What is wrong with the file below its tables."""
    version, pages, size = (store.pragma(name) for name in ("user_version", "page_count", "page_size"))
    if version != SAVE.version and not store.is_older:
        return f"its header names format {version}, its tables are those of format {SAVE.version}"
    if store.path.stat().st_size > pages * size:
        return "something was added behind its last page"
    found = store.pragma("integrity_check(1)")
    return "" if found == "ok" else f"its pages do not belong together ({clean(str(found), 160)})"


def _deleted(store: Store) -> str:
    """What is left where something was deleted, which this program never does; nothing where it was wiped."""
    if not store.pragma("freelist_count") and not were_rows_deleted(*store.pages_of("entry")):
        return ""
    return f"something was deleted from it, perhaps what came after entry {len(store.entries) - 1}"


def _unlike_backup(store: Store) -> str:
    """Where the save differs from its backup, which is an earlier state of it; empty where there is none."""
    try:
        kept = Store.open_backup(store.name)
    except OutreachError:
        return ""
    with closing(kept):
        both = list(zip(store.entries, kept.entries, strict=False))
        same = next((n for n, (one, other) in enumerate(both) if one != other), len(both))
        if same == len(kept.entries):
            return ""
        if same == len(store.entries):
            return f"something after entry {same - 1} is missing: its backup goes on"
        return f"its backup, taken when it was last opened sound, has another entry {same}"


def _not_reproduced(store: Store) -> str:
    """Where the save differs from one made anew; says what, and which version made it if it was another."""
    with closing(Database(sqlite3.connect(""))) as again:  # on the disk: it grows as large as the save
        migrations.apply(again)
        found = next(_differences(again, store), "")
    maker = clean(str(store.game()["engine"]), 60)
    if found and maker != engine():
        found += f" (outreach-sim {maker} made it, this is {engine()})"
    return found


_CHECKS = (_file_problem, _unlike_backup, _not_reproduced, _deleted)
_CHECKS_OF_SEAL = (_file_problem, _unlike_backup, _deleted)
"""What can be checked of a save whose rules are gone: nothing is played."""


def _differences(again: Database, store: Store) -> Iterator[str]:
    with taken_apart():
        content = content_again(store)
    fill_content(again, content)
    yield from _compared(again, store, content)  # before anything is played with it
    fill_entries(again, entries_again(store, content))
    yield from _compared(again, store, _WORDS)


def _compared(again: Database, store: Store, tables: Iterable[str]) -> Iterator[str]:
    for table in tables:
        columns = [column.name for column in again.table(table).columns]
        for ours, theirs in zip_longest(rows_of(again, table, columns), store.rows(table, columns)):
            if found := _difference(columns, ours, theirs):
                row, words = found
                yield _WORDS[table].format(*(clean(str(value), 60) for value in row)) + words


def _difference(columns: Sequence[str], ours: Row | None, theirs: Row | None) -> tuple[Row, str] | None:
    """Which row is to be spoken of, and what is to be said; ``None`` where both are alike."""
    if theirs is None or (ours is not None and ours[0] < theirs[0]):
        return ours or (), " is missing"
    if ours is None or theirs[0] < ours[0]:
        return theirs, " comes of nothing that was played"
    for column, mine, found in zip(columns, ours, theirs, strict=True):
        repeated = column != _TIME or not _IS_TIME.fullmatch(str(found))
        if mine != found and repeated:
            return theirs, f": its {column} is not what scenario, seed and orders lead to"
    return None
