"""The hall of fame: games that were finished, each with the script that proves it.

An entry stands by itself: it holds all that it takes to play its game again, so it stays when the save goes.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from outreach_sim.errors import UsageError
from outreach_sim.inputs.text import clean
from outreach_sim.mail.own import FOLDER
from outreach_sim.market.points import POINT
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import IN_A_FOLDER
from outreach_sim.storage.fame_file import ENTRY, to_read, to_write
from outreach_sim.storage.saves.database import transaction
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import NOT_OURS, canonical, fold
from outreach_sim.storage.saves.script import CANDIDATES_FILE, LINES_FILE, script_of
from outreach_sim.study.breakdown import medal
from outreach_sim.study.luck import Luck

MOST_BYTES = 64 * 1024 * 1024
"""A script is no larger when it is unpacked."""
_SAME_GAME = ("save", "engine", "seed", "script_hash")
"""Columns that two entries of one game have in common."""
_KEPT = ("entered", "luck_place", "luck_worlds")
"""What an entry that is told anew keeps; luck where it was not counted again."""
LONGEST = 200
"""Characters of a text that an entry tells."""
_OURS = re.compile(rf"{re.escape(IN_A_FOLDER)}|{LINES_FILE}|{CANDIDATES_FILE}|{FOLDER}/[a-z0-9-]+\.md")
"""What files of a script are called: no other is ever written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A game that was finished.

    Attributes:
        number: in the hall, from 1.
        entered: when, as ISO 8601 has it, to the minute, in the local time.
        save: the name it was kept under. origin: what that was a branch of; empty for none.
        scenario, title, difficulty, seed, days: what was played.
        engine: by which rules.
        points: millionths. medal: empty for none.
        goal: what the board asked for by the end; ``None`` without one.
        luck: the place among so many worlds; ``None`` where nobody has counted it.
        undone: how often something was taken back.
        log_hash: of the game. script_hash: of its script and nothing else.
        is_sealed: whether the entry is as it was written.
    """

    number: int
    entered: str
    save: str
    scenario: str
    title: str
    difficulty: str
    seed: int
    days: int
    engine: str
    points: int
    goal: float | None
    medal: str
    luck: tuple[int, int] | None
    undone: int
    origin: str
    log_hash: str
    script_hash: str
    is_sealed: bool = True

    @property
    def is_of_this_engine(self) -> bool:
        """Whether it was played by the rules of this program."""
        return self.engine == engine()


# -- entering --------------------------------------------------------------------------------------------


def enter(game: Game, points: int, luck: Luck | None = None) -> Entry:
    """Enter a game that is over; one that was entered before is told anew, and keeps its number and date.

    Args:
        game: the game.
        points: what it has come to, in millionths.
        luck: its place among other worlds, where it was counted.

    Raises:
        UsageError: it is not over, nobody played it, or there is no script of it.
        BadInputError, RunError: the hall of fame cannot be written to.
    """
    if not game.session.over:
        raise UsageError(f"the game {game.name!r} is not over; the hall of fame is for games that are")
    if _plays_by_itself(game):
        raise UsageError(f"{game.name!r} was played by its scenario; the hall of fame is for who plays")
    row = _row(game, points, luck)
    with to_write() as db, transaction(db):
        before = _same_game(db, row)
        if before is not None:
            row["id"] = before["id"]
            if seal(before) == before["seal"]:  # else nobody knows what it said
                row |= {name: before[name] for name in _KEPT if row[name] is None or name == "entered"}
        else:
            row["id"] = 1 + (db.execute("SELECT max(id) FROM entry").fetchone()[0] or 0)
        row["seal"] = seal(row)
        db.table("entry").insert({name: row[name] for name in ENTRY}, pk="id", replace=True)
    return _entry(row)


def _plays_by_itself(game: Game) -> bool:
    """Whether a script or a policy acts for the player's lab, as in what ``save record`` keeps."""
    setup = game.scenario.setup
    acts = setup.labs[setup.player].policy.acts
    return acts or any(order.lab == setup.player for order in setup.script)


def _row(game: Game, points: int, luck: Luck | None) -> dict[str, Any]:
    """What an entry says of a game, but for its number and its seal."""
    scenario, files = game.scenario, script_of(game, lines_file=LINES_FILE, headed=False).in_a_folder()
    return {
        "entered": datetime.now().isoformat(" ", "minutes"),
        "save": game.name,
        "scenario": scenario.name,
        "title": scenario.title,
        "difficulty": scenario.spec.scenario.difficulty,
        "seed": game.seed,
        "days": scenario.days,
        "engine": engine(),
        "points": points,
        "goal": None if scenario.goal is None else float(scenario.goal),
        "medal": medal_of(points, scenario.goal),
        "luck_place": None if luck is None else luck.place,
        "luck_worlds": None if luck is None else len(luck.points),
        "undone": game.undone,
        "origin": game.origin,
        "log_hash": game.log_hash,
        "script_hash": hash_of(files),
        "script": _packed(game, files),
    }


def _packed(game: Game, files: Mapping[str, str]) -> bytes:
    text = canonical(dict(files))
    if len(text) > MOST_BYTES:
        raise UsageError(f"the script of {game.name!r} is larger than {MOST_BYTES // 1024**2} MB")
    return zlib.compress(text)


def medal_of(points: int, goal: float | None) -> str:
    """The medal for so many millionths of a point; empty for none."""
    return "" if goal is None else medal(points / POINT, goal)


def hash_of(files: Mapping[str, str]) -> str:
    """The hash of a script, hexadecimal: SHA-256 over its files."""
    return fold([canonical(dict(files))]).hex()


def seal(row: Mapping[str, Any]) -> str:
    """A hash over all else in a row: it shows damage and careless change, and is no signature."""
    told = [row[name] for name in ENTRY if name not in ("script", "seal")]
    return fold([canonical(told), bytes(row["script"])]).hex()


def _same_game(db: Database, row: Mapping[str, Any]) -> dict[str, Any] | None:
    wanted = " AND ".join(f"{name} = :{name}" for name in _SAME_GAME)
    named = {name: row[name] for name in _SAME_GAME}
    return next(db.table("entry").rows_where(wanted, named), None)


# -- reading ---------------------------------------------------------------------------------------------


def entries() -> list[Entry]:
    """All of them: scenario by scenario, the most points first; none where there is no hall of fame yet.

    Raises:
        BadInputError: it cannot be read.
    """
    with to_read() as db:
        rows = [] if db is None else list(db.table("entry").rows)
    return sorted(map(_entry, rows), key=lambda entry: (entry.title, -entry.points, entry.number))


def entry_numbered(number: int) -> Entry:
    """One of them.

    Raises:
        UsageError: there is no such entry.
        BadInputError: the hall of fame cannot be read.
    """
    return _entry(_row_numbered(number))


def script_numbered(number: int) -> dict[str, str]:
    """The script of one, as texts by file; empty where it is not as it was written.

    Raises:
        UsageError, BadInputError: as above.
    """
    try:
        unpacked = zlib.decompressobj().decompress(_row_numbered(number)["script"], MOST_BYTES)
        files = json.loads(unpacked)
    except (zlib.error, *NOT_OURS):
        return {}
    named = isinstance(files, dict) and all(map(_OURS.fullmatch, files))
    return files if named and all(isinstance(text, str) for text in files.values()) else {}


def _row_numbered(number: int) -> dict[str, Any]:
    with to_read() as db:
        found = [] if db is None else list(db.table("entry").rows_where("id = ?", [number]))
    if not found:
        raise UsageError(
            f"there is no entry {number} in the hall of fame; 'outreach-sim save fame' lists them"
        )
    row: dict[str, Any] = found[0]
    return row


def _entry(row: Mapping[str, Any]) -> Entry:
    """A row, whatever stands in it; what nobody could read in its texts is left out."""
    told: dict[str, Any] = {
        name: clean(row[name], LONGEST) if kind is str else row[name]
        for name, kind in ENTRY.items()
        if name not in ("id", "script", "seal", "luck_place", "luck_worlds")
    }
    placed = row["luck_place"] is not None and row["luck_worlds"] is not None
    luck = (int(row["luck_place"]), int(row["luck_worlds"])) if placed else None
    return replace(Entry(number=row["id"], luck=luck, **told), is_sealed=seal(row) == row["seal"])


def remove(number: int) -> None:
    """Take an entry away, for good.

    Raises:
        UsageError: there is no such entry.
        BadInputError, RunError: the hall of fame cannot be written to.
    """
    _row_numbered(number)
    with to_write() as db, transaction(db):
        db.table("entry").delete(number)
