"""Cleans every string that comes from outside before anything else sees it."""

from __future__ import annotations

import re
import unicodedata

_STRIPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, format characters (bidi, zero width), surrogates, private use, unassigned, line separators."""
_ESCAPE = re.compile(
    r"\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # operating system commands: titles, clipboard, links
    r"|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # device control and other strings
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # control sequences: colours, cursor
    r"|\x1b."  # two-character escapes
)
MAX_LENGTH = 2_000


def clean(text: str, max_length: int = MAX_LENGTH) -> str:
    """``text`` on one line, without anything that could drive a terminal or hide what it says.

    Escape sequences go as a whole; controls, bidi and zero-width characters, lone surrogates and private
    characters are dropped; white space is folded; the rest is NFC. Cleaning twice changes nothing.
    """
    if not text.isprintable():  # what is printable holds nothing of the following, and is told at once
        text = _ESCAPE.sub("", text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
        text = "".join(c for c in text if unicodedata.category(c) not in _STRIPPED_CATEGORIES)
    # Composing after stripping: what was dropped may have kept two characters apart.
    text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())[:max_length].rstrip()


def is_clean(text: str) -> bool:
    """Whether cleaning would leave ``text`` as it is."""
    return clean(text, len(text) + 1) == text
