"""Which rules these are: the version, and a fingerprint of the code that worlds follow from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from outreach_sim.about import __version__

RULES = ("model", "market")


@cache
def engine() -> str:
    """The version and twelve hexadecimal figures over all source files of the model and the market.

    Nobody has to remember to raise a number: whoever changes a rule changes this. A changed comment does
    too; then worlds are played again that need not have been.
    """
    return f"{__version__}+{fingerprint(RULES)}"


def fingerprint(rooms: Iterable[str]) -> str:
    """Twelve hexadecimal figures over all source files of these rooms, each a path within the package."""
    seal = hashlib.sha256()
    for room in rooms:
        for name, source in sorted(_sources(room)):
            seal.update(f"{name}\0".encode() + source.replace(b"\r\n", b"\n") + b"\0")
    return seal.hexdigest()[:12]


def _sources(room: str) -> Iterator[tuple[str, bytes]]:
    """Every module of a room and of the rooms in it, by its path."""
    for entry in files("outreach_sim").joinpath(*room.split("/")).iterdir():
        if entry.name.endswith(".py"):
            yield f"{room}/{entry.name}", entry.read_bytes()
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _sources(f"{room}/{entry.name}")
