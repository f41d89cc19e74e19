"""Which rules these are: the version, and a fingerprint of the code that worlds follow from."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from outreach_sim import __version__

RULES = ("model", "market")


@cache
def engine() -> str:
    """The version and twelve hexadecimal figures over all source files of the model and the market.

    Nobody has to remember to raise a number: whoever changes a rule changes this. A changed comment does
    too; then worlds are played again that need not have been.
    """
    seal = hashlib.sha256()
    for room in RULES:
        for name, source in sorted(_sources(room)):
            seal.update(f"{name}\0".encode() + source.replace(b"\r\n", b"\n") + b"\0")
    return f"{__version__}+{seal.hexdigest()[:12]}"


def _sources(room: str, below: str = "") -> list[tuple[str, bytes]]:
    folder = files("outreach_sim") / room / below if below else files("outreach_sim") / room
    found = []
    for entry in folder.iterdir():
        if entry.name.endswith(".py"):
            found.append((f"{room}/{below}/{entry.name}", entry.read_bytes()))
        elif entry.is_dir() and not below and entry.name != "__pycache__":
            found += _sources(room, entry.name)
    return found
