"""Which files a page may be written over: pages, and nothing that somebody else made."""

from __future__ import annotations

from pathlib import Path

from outreach_sim.inputs.paths import problem
from outreach_sim.inputs.writing import reason

MARK = b'<meta name="generator" content="outreach-sim">'
"""Stands near the beginning of every page."""
_LOOK_AT_BYTES = 1_000


def may_write_page(path: Path) -> None:
    """Object to a file that is there and is no page of a study.

    Raises:
        BadInputError: it is something else, or cannot be read.
    """
    if not path.exists():
        return
    try:
        with path.open("rb") as stream:
            beginning = stream.read(_LOOK_AT_BYTES)
    except OSError as error:
        raise problem(path, f"the file cannot be read ({reason(error)})") from None
    if MARK not in beginning:
        raise problem(path, "the file is there already and is no page of outreach-sim", "name another one")
