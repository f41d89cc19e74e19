"""Where saves lie: one folder of the user's own, one file a save, named by slugs."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from outreach_sim.errors import RunError, UsageError
from outreach_sim.inputs.paths import is_slug, printable, problem, slug_of
from outreach_sim.inputs.writing import kind_of, reason
from outreach_sim.study.open_files import MORE_FILES, are_too_many, check_open_files

HOME_VARIABLE = "OUTREACH_SIM_HOME"
"""Environment variable that moves all data of this program elsewhere."""
ENDING = ".db"
SIDE_ENDINGS = ("-wal", "-shm", "-journal")
"""What SQLite may leave beside a database when its process is killed."""
OPEN_FILES = 6
"""A save itself, its journals, its lock, its backup: SQLite does not say what it could not open."""
_MAX_NAME = 64
_CURE = f"set {HOME_VARIABLE} to a folder of your own"


def saves_folder() -> Path:
    """The folder of all saves; it need not be there yet.

    Raises:
        RunError: nobody knows where it would be.
    """
    return data_folder() / "saves"


def data_folder() -> Path:
    """The folder of all that this program keeps for its user.

    Raises:
        RunError: nobody knows where it would be.
    """
    home = os.environ.get(HOME_VARIABLE)
    if not home:
        return _usual_folder()
    try:
        folder = Path(home).expanduser()
        if home.startswith("~") and not Path(Path(home).parts[0]).expanduser().is_dir():
            raise RuntimeError
    except RuntimeError:
        missing = f"there is no home folder {printable(Path(home).parts[0])}"
        raise RunError(f"{HOME_VARIABLE} is {printable(home)}, and {missing}; {_CURE}") from None
    return folder


def _usual_folder() -> Path:
    from platformdirs import user_data_path

    try:
        folder = user_data_path("outreach-sim", appauthor=False)
    except RuntimeError:
        folder = Path()
    if not folder.is_absolute():
        raise RunError(f"nobody knows where your home folder is; {_CURE}")
    return folder


def make_saves_folder() -> Path:
    """The same, made where it is missing; nobody but the user may look inside.

    Raises:
        RunError: it cannot be made.
    """
    folder = saves_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise RunError(
            f"the folder for saves {printable(folder)} cannot be made ({reason(error)}); {_CURE}"
        ) from None
    return folder


def save_path(name: str) -> Path:
    """The file of a save, which need not be there.

    Raises:
        UsageError: the name is no slug, so it could lead out of the folder; with one that could be.
    """
    if not is_slug(name):
        message = f"{printable(name)[:_MAX_NAME]!r} cannot name a save"
        raise UsageError(
            f"{message}: 1 to 64 lower-case letters, digits and inner hyphens, such as {slug_of(name)!r}"
        )
    return saves_folder() / f"{name}{ENDING}"


def backup_path(path: Path) -> Path:
    """Where the copy of a save lies that was taken when it was last opened sound."""
    return path.with_suffix(".backup")


def marks_path(path: Path) -> Path:
    """Where it is remembered which mails of a game were read."""
    return path.with_suffix(".read")


def notes_path(path: Path) -> Path:
    """Where a player's notes about people are kept."""
    return path.with_suffix(".notes")


def bookmarks_path(path: Path) -> Path:
    """Where the bookmarks of a game lie."""
    return path.with_suffix(".bookmarks")


def points_path(path: Path) -> Path:
    """Where it is kept what points a game had."""
    return path.with_suffix(".points")


def replies_path(path: Path) -> Path:
    """Where it is remembered how the steps of a game are written about."""
    return path.with_suffix(".replies")


def way_back(path: Path) -> str:
    """How to go on from a damaged file of ours; empty where it is no save, or there is no backup of it."""
    if path.suffix != ENDING or path.parent != saves_folder() or not backup_path(path).is_file():
        return ""
    return f"go on from its backup: outreach-sim save branch {path.stem} NEW-NAME --backup"


def existing_save(name: str) -> Path:
    """The file of a save that is there.

    Raises:
        UsageError: there is none, with the nearest name.
        BadInputError: something else is there in its place, or it cannot be read.
    """
    path = existing_name(name)
    check_readable(path)
    return path


def existing_name(name: str) -> Path:
    """Where something is called like a save; nobody has looked what it is.

    Raises:
        UsageError: nothing is, with the nearest name.
    """
    path = save_path(name)
    if os.path.lexists(path):
        return path
    close = get_close_matches(name, list_names(), 1, 0.4)
    hint = f"did you mean {close[0]!r}?" if close else f"saves lie in {printable(path.parent)}"
    raise UsageError(f"there is no save {name!r}, {hint}")


def check_readable(path: Path) -> None:
    """Object to what is no regular file, or may not be read; nothing is opened that could wait for ever.

    Raises:
        BadInputError: says which.
        RunError: too few files may be open at once.
    """
    try:
        kind = kind_of(path)
        if not kind:
            os.close(os.open(path, os.O_RDONLY))
            check_open_files(OPEN_FILES)
    except (OSError, ValueError) as error:
        if are_too_many(error):
            message = f"the save {printable(path)} cannot be read now ({reason(error)})"
            raise RunError(f"{message}; {MORE_FILES}") from None
        raise problem(path, f"the save cannot be read ({reason(error)})", way_back(path)) from None
    if kind:
        raise problem(path, f"this is {kind}, no save", "move it elsewhere")


def list_names() -> list[str]:
    """Names of all saves, sorted; what else is called like one is among them.

    Raises:
        RunError: the folder cannot be looked into.
    """
    folder = saves_folder()
    try:
        names = [Path(entry).stem for entry in os.listdir(folder) if entry.endswith(ENDING)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RunError(
            f"the folder for saves {printable(folder)} cannot be read ({reason(error)}); {_CURE}"
        ) from None
    return sorted(filter(is_slug, names))


def renamed(wish: str, name: str) -> str:
    """What to say where a game could not be called as its scenario's file is; else nothing."""
    if slug_of(wish) == wish:
        return ""
    return f"{printable(wish)[:_MAX_NAME]!r} cannot name a save: the game is kept as {name!r}"


def free_name(wish: str) -> str:
    """The wish itself or, where a save has that name, the wish with the next free number.

    A wish that cannot name a save, such as a file's name, is turned into one that can.
    """
    wish = slug_of(wish)
    number, name = 1, wish
    while os.path.lexists(save_path(name)):
        number += 1
        ending = f"-{number}"
        name = wish[: _MAX_NAME - len(ending)].rstrip("-") + ending
    return name


def remove_side_files(path: Path) -> None:
    """Remove what may lie beside a save that is not there, or is about to go."""
    journals = (path.with_name(path.name + ending) for ending in SIDE_ENDINGS)
    beside = (backup_path, marks_path, notes_path, bookmarks_path, points_path, replies_path)
    for side in (*journals, *(found(path) for found in beside)):
        side.unlink(missing_ok=True)


def remove_files(path: Path) -> None:
    """Remove a save; what lies beside it goes first, for a save to come must not find it."""
    remove_side_files(path)
    path.unlink(missing_ok=True)


def is_newer(copy: Path, original: Path) -> bool:
    """Whether a copy was written after what it was made of, which may have been changed since."""
    try:
        return copy.stat().st_mtime_ns >= original.stat().st_mtime_ns
    except FileNotFoundError:
        return False
