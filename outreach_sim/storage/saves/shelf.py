"""All saves at a glance: one that cannot be read is a line like the others, and hides none of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from outreach_sim.errors import (
    NewerFormatError,
    OlderEngineError,
    OtherRulesError,
    OutreachError,
    RunError,
    UsageError,
)
from outreach_sim.inputs.paths import printable, problem
from outreach_sim.inputs.writing import kind_of
from outreach_sim.storage.saves.database import UNREADABLE, open_to_read, why
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.lock import Lock
from outreach_sim.storage.saves.past import Past, read_past
from outreach_sim.storage.saves.places import (
    existing_name,
    existing_save,
    list_names,
    remove_files,
    save_path,
)
from outreach_sim.storage.saves.store import Store

T = TypeVar("T")
QUICK_BYTES = 50_000_000
"""The chain of a larger save is not followed for a list."""


class State(StrEnum):
    """How a save stands."""

    PLAYED = "being played"
    OVER = "over"
    DAMAGED = "damaged"
    NEWER = "made by a newer version"
    OLDER = "played by an older engine"
    OTHERWISE = "goes otherwise in this version"
    UNKNOWN = "cannot be looked at now"


def look(
    name: str, tell: Callable[[Game], T], tell_past: Callable[[Past], T] | None = None
) -> tuple[State, str, T | None]:
    """How a save stands, what is wrong with it in a sentence, and what is to be told of its game.

    Args:
        name: of the save.
        tell: what is told of a game that can be played.
        tell_past: of one that an older engine played.
    """
    try:
        with Game.open(name, write=False) as game:
            return State.OVER if game.session.over else State.PLAYED, "", tell(game)
    except OlderEngineError as error:
        return _look_back(name, str(error), tell_past)
    except Exception as error:  # whatever a file can do: the other saves are to be seen
        return _state_of(error), _sentence(error), None


def _look_back(name: str, sentence: str, tell: Callable[[Past], T] | None) -> tuple[State, str, T | None]:
    """The same of a save of an older engine."""
    try:
        return State.OLDER, sentence, tell and tell(read_past(name))
    except Exception as error:  # as above
        return _state_of(error), _sentence(error), None


def glance(name: str) -> State:
    """The same as far as it can be told in no time: whether a save is sound, not how it is played on."""
    try:
        path = existing_save(name)
        if path.stat().st_size > QUICK_BYTES:
            open_to_read(path).close()
            return State.PLAYED
        with closing(Store.open(name, write=False)) as store:
            fit = State.OLDER if store.is_older else State.PLAYED
            return State.DAMAGED if store.damage else fit
    except Exception as error:  # as above
        return _state_of(error)


def _state_of(error: Exception) -> State:
    if isinstance(error, NewerFormatError):
        return State.NEWER
    if isinstance(error, OtherRulesError):
        return State.OTHERWISE
    return State.UNKNOWN if isinstance(error, RunError) else State.DAMAGED


def _sentence(error: Exception) -> str:
    return str(error) if isinstance(error, OutreachError) else why(error)


def last_played(name: str) -> float:
    """When a save was last written to, seconds since 1970; 0 where it has just gone."""
    try:
        return os.lstat(save_path(name)).st_mtime
    except OSError:
        return 0.0


def latest_first() -> list[str]:
    """Names of all saves, the one played last before the others.

    Raises:
        RunError: the folder cannot be looked into.
    """
    return sorted(list_names(), key=last_played, reverse=True)


def remove(name: str) -> None:
    """Remove a save with its backup and whatever else lies beside it; a damaged one too.

    Raises:
        UsageError: there is none of that name, or somebody plays it.
        BadInputError: a folder is called so.
        RunError: the disk refuses.
    """
    path = existing_name(name)
    if path.is_dir() and not path.is_symlink():
        raise problem(path, f"this is {kind_of(path)}, no save", "move it elsewhere")
    try:
        _remove_unless_played(name, path)
    except (OSError, *UNREADABLE) as error:
        raise RunError(f"the save {printable(path)} cannot be removed ({why(error)})") from None


def _remove_unless_played(name: str, path: Path) -> None:
    lock = Lock(path)
    if not lock.take():
        raise UsageError(f"another process is playing the game {name!r}; leave it there first")
    try:
        remove_files(path)
    finally:
        lock.remove()
