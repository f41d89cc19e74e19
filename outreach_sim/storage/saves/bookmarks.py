"""Bookmarks of a game, in a small file beside its save, on which nothing of the game depends."""

from __future__ import annotations

import json
from collections.abc import Mapping

from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.inputs.paths import read_text
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.writing import kind_of, write_text
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import bookmarks_path, save_path
from outreach_sim.storage.saves.timeline import going_to_entry
from outreach_sim.storage.steps import Steps, outcome_of

MAX_BYTES = 256 * 1024
MOST = 200
LONGEST = 40
_FORMAT = 1


def bookmarks(game: Game) -> dict[str, int]:
    """Numbers of entries by what they were called; those that are no longer what they were are left out."""
    path = bookmarks_path(save_path(game.name))
    try:
        told = None if kind_of(path) else json.loads(read_text(path, MAX_BYTES))
    except (BadInputError, OSError, ValueError, RecursionError):
        return {}
    if not isinstance(told, dict) or told.get("format") != _FORMAT or not isinstance(told.get("at"), dict):
        return {}
    return {clean(name): place[0] for name, place in told["at"].items() if _stands(game, place)}


def _stands(game: Game, place: object) -> bool:
    if not isinstance(place, list) or len(place) != 2 or type(place[0]) is not int:
        return False
    return 0 <= place[0] < len(game.entries) and game.entries[place[0]].digest == place[1]


def set_bookmark(game: Game, name: str) -> str:
    """Call the place where a game stands by a name, which may have been another's; returns it as it is kept.

    Raises:
        UsageError: it is no name, or there are too many.
        BadInputError: the disk refuses.
    """
    called = " ".join(clean(name).split())
    if not 0 < len(called) <= LONGEST:
        raise UsageError(f"a bookmark is called by 1 to {LONGEST} characters")
    known = bookmarks(game)
    if called not in known and len(known) >= MOST:
        raise UsageError(f"a game has {MOST} bookmarks at most; remove one")
    _keep(game, known | {called: game.path()[-1].id})
    return called


def remove_bookmark(game: Game, name: str) -> None:
    """Forget a name.

    Raises:
        UsageError: nothing is called so.
        BadInputError: the disk refuses.
    """
    known = bookmarks(game)
    known.pop(_known(known, name))
    _keep(game, known)


def go_to_bookmark(game: Game, name: str) -> None:
    """Stand where a bookmark was set, at once: what ``going_to_bookmark`` does."""
    outcome_of(going_to_bookmark(game, name))


def going_to_bookmark(game: Game, name: str) -> Steps[None]:
    """Stand where a bookmark was set; a day is played with each step.

    Raises:
        UsageError: nothing is called so, or the game is open for reading only.
        RunError: the disk refuses.
    """
    known = bookmarks(game)
    yield from going_to_entry(game, known[_known(known, name)])


def _known(known: Mapping[str, int], name: str) -> str:
    if name in known:
        return name
    there = f"there are {', '.join(map(repr, known))}" if known else "there is none in this game"
    raise UsageError(f"there is no bookmark {clean(name, LONGEST)!r}, {there}")


def _keep(game: Game, known: Mapping[str, int]) -> None:
    at = {name: [entry, game.entries[entry].digest] for name, entry in known.items()}
    path = bookmarks_path(save_path(game.name))
    write_text(path, json.dumps({"format": _FORMAT, "at": at}) + "\n", force=True)
