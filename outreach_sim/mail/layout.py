"""Keeps the lines of a letter as its file has them, whatever its tags leave of them.

A line that holds nothing but tags leaves no line; so does one of which an ``if`` leaves nothing. Empty lines
before and after it count once. Every other line stays, empty ones too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

_TAG, _FIELD = "\ue003", "\ue004"
"""Stand where a tag stood; what comes from outside holds no private characters."""
_BEGIN = {"block_begin": _TAG, "comment_begin": _TAG, "raw_begin": _TAG, "variable_begin": _FIELD}
_END = {"block_end": _TAG, "comment_end": _TAG, "raw_end": _TAG}
_SPACE_BEFORE_NOTHING = re.compile(rf"[ \t]+({_TAG}+)(?=[ \t.,;:!?)]|$)", re.MULTILINE)


def marked(source: str, environment: Environment) -> str:
    """A template's text that renders to the same letter, with a mark wherever it had a tag or field."""
    parts = []
    for _, kind, text in environment.lex(source):
        parts += [_BEGIN.get(kind, ""), text, _END.get(kind, "")]
    return "".join(parts)


def laid_out(text: str) -> str:
    """What a marked template rendered to, as a letter: without marks, and without what tags left empty."""
    if _TAG not in text:
        return text.replace(_FIELD, "").strip()
    lines: list[str] = []
    owed = 0
    for line in _SPACE_BEFORE_NOTHING.sub(r"\1", text).split("\n"):
        kept = line.replace(_TAG, "").replace(_FIELD, "")
        if kept.strip() or _FIELD in line:
            lines.append(kept)
            owed = 0
        elif _TAG in line:
            owed = _empty_at_the_end(lines)
        elif owed:
            owed -= 1
        else:
            lines.append("")
    return "\n".join(lines).strip()


def _empty_at_the_end(lines: list[str]) -> int:
    count = 0
    while count < len(lines) and not lines[-1 - count]:
        count += 1
    return count
