"""Finds the files that come with the program: templates and fixtures."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

from outreach_sim.errors import RunError


@cache
def shipped_folder(name: str) -> Path:
    """The folder ``templates`` or ``fixtures``: inside an installed wheel, or beside an editable checkout.

    Raises:
        RunError: the installation is incomplete.
    """
    package = Path(str(files("outreach_sim")))
    for root in (package / "_data", package.parent):
        folder = root / name
        if folder.is_dir():
            return folder
    raise RunError(f"this installation of outreach-sim has no {name!r} folder; install it again")
