"""Mistakes in code of the user's own, told by its own file and line: one sentence, whatever it raises."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb
from typing import Any

from outreach_sim.about import CTRL_C
from outreach_sim.errors import BadInputError, Problem

MOST_SAID = 200
"""Characters of a message that are repeated."""


class UnfitError(Exception):
    """What the user's code gave back is not what was asked for; the message says why."""


@contextmanager
def blaming(where: str, *things: Any) -> Iterator[None]:
    """Whatever is raised in here is a mistake in the user's code, unless somebody pressed Ctrl+C.

    Args:
        where: what is under way, for the sentence.
        things: the function or class that is called, or the name of the file that is run; the first of them
            counts whose place is known.

    Raises:
        BadInputError: the mistake, by file and line.
    """
    try:
        yield
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt) and error.args == (CTRL_C,):
            raise
        file, line = next(filter(None, map(place_of, things)), ("a policy", 0))
        raise BadInputError(Problem(file, line_of(error, file) or line, 0, where, said(error))) from error


def place_of(thing: Any) -> tuple[str, int] | None:
    """File and first line of a function or a class, 0 where no line is known; ``None`` for neither."""
    if isinstance(thing, str):
        return thing, 0
    code = getattr(thing, "__code__", None) or getattr(getattr(thing, "__init__", None), "__code__", None)
    if code is not None:
        return code.co_filename, code.co_firstlineno
    try:
        return inspect.getfile(thing), inspect.getsourcelines(thing)[1]
    except (OSError, TypeError):
        return None


def line_of(error: BaseException, file: str) -> int:
    """The line of this file on which it went wrong, 0 where it did elsewhere."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return error.lineno or 0
    lines = [line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename == file]
    return lines[-1] if lines else 0


def said(error: BaseException) -> str:
    """What went wrong, on one line that can drive no terminal."""
    if isinstance(error, SystemExit):
        return "must not end the program, as sys.exit does"
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:
        text = ""  # even that can be somebody else's code
    if isinstance(error, UnfitError):
        return one_line(text)
    return ": ".join(filter(None, [one_line(type(error).__name__), one_line(text)]))


def one_line(text: str) -> str:
    """As much of a text as a sentence can bear, without anything that is not printed."""
    printed = "".join(c if c.isprintable() else " " for c in text[: 4 * MOST_SAID])
    return " ".join(printed.split())[:MOST_SAID]
