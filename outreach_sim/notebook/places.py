"""Where saves lie: one folder of the user's own, one file a save, named by slugs."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from outreach_sim.errors import RunError, UsageError
from outreach_sim.intake.paths import is_slug

HOME_VARIABLE = "OUTREACH_SIM_HOME"
"""Environment variable that moves all data of this program elsewhere."""
ENDING = ".db"
_MAX_NAME = 64


def saves_folder() -> Path:
    """The folder of all saves; it need not be there yet."""
    home = os.environ.get(HOME_VARIABLE)
    if home:
        return Path(home).expanduser() / "saves"
    from platformdirs import user_data_path

    return user_data_path("outreach-sim", appauthor=False) / "saves"


def make_saves_folder() -> Path:
    """The same, made where it is missing; nobody but the user may look inside.

    Raises:
        RunError: it cannot be made.
    """
    folder = saves_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "the name cannot be a path").lower()
        raise RunError(
            f"the folder for saves {folder} cannot be made ({reason}); set {HOME_VARIABLE} to another"
        ) from None
    return folder


def save_path(name: str) -> Path:
    """The file of a save, which need not be there.

    Raises:
        UsageError: the name is no slug, so it could lead out of the folder.
    """
    if not is_slug(name):
        raise UsageError(
            f"{name[:_MAX_NAME]!r} cannot name a save: 1 to 64 lower-case letters, digits and inner hyphens"
        )
    return saves_folder() / f"{name}{ENDING}"


def backup_path(path: Path) -> Path:
    """Where the copy of a save lies that was taken when it was last opened sound."""
    return path.with_suffix(".backup")


def existing_save(name: str) -> Path:
    """The file of a save that is there.

    Raises:
        UsageError: there is none, with the nearest name.
    """
    path = save_path(name)
    if not path.is_file():
        names = list_names()
        close = get_close_matches(name, names, 1, 0.4)
        hint = f"did you mean {close[0]!r}?" if close else f"saves lie in {path.parent}"
        raise UsageError(f"there is no save {name!r}, {hint}")
    return path


def list_names() -> list[str]:
    """Names of all saves, sorted."""
    return sorted(path.stem for path in saves_folder().glob(f"*{ENDING}") if is_slug(path.stem))


def free_name(wish: str) -> str:
    """The wish itself or, where a save has that name, the wish with the next free number."""
    number, name = 1, wish
    while save_path(name).exists():
        number += 1
        ending = f"-{number}"
        name = wish[: _MAX_NAME - len(ending)].rstrip("-") + ending
    return name
