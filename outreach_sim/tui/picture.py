"""A picture of the screen as a file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

from outreach_sim.inputs.paths import printable
from outreach_sim.inputs.writing import write_text

_WEB_FONT = re.compile(r',\s*url\("https?://[^)]*\) format\("[^"]*"\)')
"""Whoever looks at a picture opens no connection."""


def cleaned(svg: str) -> str:
    """A picture that asks nobody for a font."""
    return _WEB_FONT.sub("", svg)


def _endings() -> Iterator[str]:
    yield ""
    yield from (f"-{number}" for number in count(2))


def keep_picture(svg: str, folder: Path, now: datetime) -> str:
    """Write a picture of the screen into a folder, under a name that is free; says where.

    Raises:
        BadInputError: it cannot be written, with the reason.
    """
    stem = f"outreach-sim-{now:%Y-%m-%d-%H%M%S}"
    names = (folder / f"{stem}{ending}.svg" for ending in _endings())
    path = next(name for name in names if not os.path.lexists(name))
    write_text(path, cleaned(svg))
    return f"A picture of the screen is in {printable(path)}."
