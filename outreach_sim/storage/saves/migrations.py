"""The tables of a save, and how older saves are brought up to date.

Every migration ends by setting ``user_version`` to its own number, inside the same transaction. A save whose
rules are gone is read as it is, never brought up to date: its seal is over the rows as they were written.
"""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database, Migrations

migrations = Migrations("outreach-sim")

VERSION = 3
"""What this program writes; a save with a higher number is refused."""
APPLICATION = 0x4F53494D
"""Stands in the header of every save, "OSIM"."""
GAME = {
    "id": int, "scenario": str, "title": str, "toml": str, "seed": int, "parameters": str, "letters": str,
    "engine": str, "origin": str, "undone_before": int,
}  # fmt: skip
PERSON = {
    "id": int, "name": str, "employer": str, "level": int, "impact": int, "standing": int, "pay_usd": int,
    "known": int, "topic": str, "paper": str, "former_team": str, "city": str,
    "team": int, "stake_usd": int,
}  # fmt: skip
TEMPLATE = {"id": str, "text": str}
ENTRY = {"id": int, "parent": int, "kind": str, "day": int, "body": str, "digest": str, "link": bytes}
EVENT = {
    "id": int, "entry": int, "day": int, "kind": int, "world": int, "lab": int, "candidate": int,
    "number": int, "mail": int, "value": int,
}  # fmt: skip
OLDER = {1: "stakes", 2: "letters_written"}
"""Formats of engines whose rules are gone, and the migration that each of them had not seen."""
EVENT_COLUMNS = tuple(EVENT)[2:]
"""The columns of an event that the market knows; in the order of ``Log``."""
SNAPSHOT = {"entry": int, "header": str, "data": bytes}


@migrations()
def first_tables(db: Database) -> None:
    """A game, whom and what it is played with, and what was done and happened."""
    tables: dict[str, dict[str, Any]] = {
        "game": GAME,
        "person": {name: kind for name, kind in PERSON.items() if name != "stake_usd"},
        "template": TEMPLATE,
        "entry": ENTRY,
        "event": EVENT,
    }
    for name, columns in tables.items():
        db.table(name).create(columns, pk="id", strict=True)
    db.table("event").create_index(["entry"])
    db.table("snapshot").create(SNAPSHOT, pk="entry", strict=True)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute("PRAGMA user_version = 1")


@migrations()
def stakes(db: Database) -> None:
    """What leaving an employer forfeits; with it came another acceptance model."""
    db.table("person").add_column("stake_usd", int)
    db.execute("PRAGMA user_version = 2")


@migrations()
def letters_written(db: Database) -> None:
    """Entries may hold letters, written while the game was played; with them words came to count."""
    db.execute("PRAGMA user_version = 3")
