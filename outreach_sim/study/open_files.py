"""Sees whether so many files can be open at once: where they cannot, some libraries fail without a reason."""

from __future__ import annotations

import errno
import os
import sys

MORE_FILES = "allow more open files" + ("" if sys.platform == "win32" else ": ulimit -n 1024")
"""What to do about it."""


def check_open_files(count: int) -> None:
    """Open so many files for a moment.

    Raises:
        OSError: the system does not allow it.
    """
    opened: list[int] = []
    try:
        while len(opened) < count:
            opened.append(os.open(os.devnull, os.O_RDONLY))
    finally:
        for handle in opened:
            os.close(handle)


def are_too_many(error: Exception) -> bool:
    """Whether too many files were open for something to be done."""
    return getattr(error, "errno", 0) in (errno.EMFILE, errno.ENFILE)
