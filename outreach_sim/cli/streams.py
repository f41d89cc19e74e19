"""The last guard before a terminal: what is written to stdout and stderr steers nothing, in any encoding.

Text from outside is cleaned where it comes in. Whatever gets here all the same (a path, a word of the command
line, what a database or the operating system quotes) is spelled out; of what steers a terminal only our own
styles pass, and what is written by ``control``.
"""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO, cast

from outreach_sim.formatting import cells
from outreach_sim.inputs.text import is_unicode, visible

_STYLE = re.compile(r"(\x1b\[(?:[012]|3[123])m)")
"""Bold, dim, red, green, yellow, and the end of them: all that this program styles text with."""
_NEAREST = "outreach-sim-nearest"
_ALIKE = {
    "…": "...", "–": "-", "—": "-", "−": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"', "·": "-",
    "•": "*", "×": "x", "≥": ">=", "≤": "<=", "→": "->", "€": "EUR", "│": "|", "█": "#", "ß": "ss",
}  # fmt: skip
"""What stands for a sign where an encoding has none; letters lose their accents."""


class Guarded:
    """A text stream for writing.

    Attributes:
        encoding, errors: of the stream behind.
    """

    def __init__(self, stream: TextIO, *, heard: bool = True) -> None:
        """Guard a stream.

        Args:
            stream: what is written to.
            heard: whether a refusal to take what is written matters.
        """
        self._stream, self._heard = stream, heard
        self.encoding = getattr(stream, "encoding", None) or "utf-8"
        self.errors = getattr(stream, "errors", None) or "strict"
        self._fits_all = is_unicode(self.encoding)

    def write(self, text: str) -> int:
        """Write text; what could steer the terminal is spelled out."""
        parts = _STYLE.split(text)
        parts[::2] = map(visible, parts[::2])
        return self.control("".join(parts))

    def writelines(self, texts: Iterable[str]) -> None:
        """Write several texts."""
        self.write("".join(texts))

    def control(self, text: str) -> int:
        """Write text of our own that may steer the terminal."""
        if not self._fits_all:
            text = text.encode(self.encoding, _NEAREST).decode(self.encoding)
        if self._heard:
            return self._stream.write(text)
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Write what is held back."""
        if self._heard:
            self._stream.flush()
            return
        with suppress(OSError):
            self._stream.flush()

    def isatty(self) -> bool:
        """Whether somebody may be watching."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The number of the file behind."""
        return self._stream.fileno()

    def writable(self) -> bool:
        """It is."""
        return True


@contextmanager
def guarded(*, stdout: bool = True) -> Iterator[None]:
    """Guard stderr and, unless it is left out, stdout; nobody need be listening to stderr."""
    before = sys.stdout, sys.stderr
    # A program that is started without streams has none.
    if stdout and sys.stdout is not None:
        sys.stdout = cast(TextIO, Guarded(sys.stdout))
    if sys.stderr is not None:
        sys.stderr = cast(TextIO, Guarded(sys.stderr, heard=False))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def control(stream: TextIO, text: str) -> None:
    """Write text of our own that may steer the terminal, past the guard if there is one."""
    (stream.control if isinstance(stream, Guarded) else stream.write)(text)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What is written for characters that an encoding does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_like, error.object[error.start : error.end])), error.end


def _like(character: str) -> str:
    """ASCII that can be read for a character; nothing for a mark or a joiner, else question marks as wide."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return ""
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode("ascii")
    return _ALIKE.get(character) or plain or "?" * cells(character)


codecs.register_error(_NEAREST, _nearest)
