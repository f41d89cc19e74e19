"""Cleans every string that comes from outside before anything else sees it, and says what it would take out.

What may stay is text that people read: letters of every script, right-to-left ones too, marks, emoji. What
goes are the characters that steer whoever shows the text, or that nobody sees: controls (C0, C1) and the
escape sequences they begin, bidi controls, zero-width and other invisible characters, line and paragraph
separators, surrogates, private and unassigned code points. Two kinds of invisible character are part of a
spelling and stay where they are that: joiners within Indic, Arabic and Persian words and within emoji, and
one variation selector after the character that it varies.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator

MAX_LENGTH = 2_000

_STRIPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, format characters (bidi, zero width), surrogates, private use, unassigned, line separators."""
_ESCAPE = re.compile(
    r"\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # operating system commands: titles, clipboard, links
    r"|\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)?"  # device control and other strings
    # The same begun by one C1 character, which may also be a wrongly decoded letter: only up to an end.
    r"|[\x90\x98\x9d-\x9f][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # control sequences: colours, cursor
    r"|\x1b."  # two-character escapes
)
_BREAK = re.compile("\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
"""Everything that some program takes for the end of a line."""
_JOINERS = "\u200c\u200d"
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0]")
"""Letters and marks that show nothing; their category does not tell."""
_HIDDEN = re.compile(f"{_SELECTORS.pattern}|{_UNSEEN.pattern}")
_PICTOGRAPHS = re.compile("[\U0001f000-\U0001faff\U0001fc00-\U0001fffd]")
"""Set apart for emoji for good, those included that this Python's tables do not know yet."""
_VARIABLE = frozenset({"So", "Sk", "Sm", "Po", "Pd", "Nd", "Lo"})
"""What a variation selector can follow: signs, digits (as in keycaps), letters without case."""
_VIRAMA = 9
"""Combining class of the signs that join Indic consonants."""


def clean(text: str, max_length: int = MAX_LENGTH) -> str:
    """``text`` on one line, without anything that could drive a terminal or hide what it says.

    Escape sequences go as a whole; what nobody reads is dropped; white space is folded; the rest is NFC.
    Cleaning twice changes nothing.
    """
    if _is_plain(text):
        return _on_a_line(unicodedata.normalize("NFC", text), max_length)
    text = _harmless(_BREAK.sub(" ", text).replace("\t", " "))
    return _harmless(_on_a_line(text, max_length))  # what was cut off may have been what kept a joiner


def clean_lines(text: str) -> str:
    """The same for a text of several lines: line ends become line feeds; tabs and blanks stay."""
    lines = _BREAK.sub("\n", text).split("\n")
    return "\n".join("\t".join(map(_harmless, line.split("\t"))) for line in lines)


def lines_of(text: str) -> list[str]:
    """The lines of a file from any system: they end in a line feed, a carriage return, or both."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def is_clean(text: str) -> bool:
    """Whether cleaning would leave ``text`` as it is."""
    return clean(text, len(text) + 1) == text


def is_unicode(encoding: str) -> bool:
    """Whether an encoding has every character."""
    return codecs.lookup(encoding).name.startswith("utf")


def strangers(line: str) -> Iterator[tuple[int, str]]:
    """Place (from 0) and character of everything in a line that cleaning takes out."""
    for place, (character, stays) in enumerate(_judged(line)):
        if not stays and character != "\t":
            yield place, character


def visible(text: str) -> str:
    """The text with everything that cleaning takes out spelled as an escape, as Python would; not line feeds
    and tabs. For messages, where what somebody named has to be recognised.
    """
    return "\n".join(replaced(line, _spelled) for line in text.split("\n"))


def replaced(line: str, instead: Callable[[str], str]) -> str:
    """The line with something clean in the place of everything that cleaning takes out, but for tabs; the
    very same line where that is nothing.
    """
    if _is_plain(line):
        return line
    # Again until nothing changes: what is replaced no longer gives a joiner something to join.
    while (better := "".join(c if stays or c == "\t" else instead(c) for c, stays in _judged(line))) != line:
        line = better
    return line


def _spelled(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _on_a_line(text: str, max_length: int) -> str:
    return " ".join(text.split())[:max_length].rstrip()


def _harmless(text: str) -> str:
    """A line without sequences and characters that go; NFC."""
    if _is_plain(text):
        return unicodedata.normalize("NFC", text)
    text = _ESCAPE.sub("", text)
    # Composing comes after stripping, for what was dropped may have kept two characters apart; and it can
    # part a joiner from what it joined.
    while (better := unicodedata.normalize("NFC", "".join(c for c, stays in _judged(text) if stays))) != text:
        text = better
    return text


def _is_plain(text: str) -> bool:
    """Whether nothing of a line goes; told quickly for nearly every text."""
    return text.isprintable() and (text.isascii() or not _HIDDEN.search(text))


def _judged(text: str) -> Iterator[tuple[str, bool]]:
    """Each character, and whether it stays."""
    before = ""
    for place, character in enumerate(text):
        stays = _stays(character, before, text[place + 1 : place + 2])
        before = character if stays else before
        yield character, stays


def _stays(character: str, before: str, after: str) -> bool:
    """Whether a character stays, between the last one that did and the next one."""
    if character in _JOINERS:
        return bool(before) and _joins(before, after)
    if _SELECTORS.match(character):
        return bool(before) and _varies(character, before)
    if _UNSEEN.match(character):
        return False
    category = unicodedata.category(character)
    return category not in _STRIPPED_CATEGORIES or (category == "Cn" and bool(_PICTOGRAPHS.match(character)))


def _joins(before: str, after: str) -> bool:
    """Whether a joiner belongs there: within an Indic or Arabic word, or between two emoji."""
    if unicodedata.combining(before) == _VIRAMA or unicodedata.bidirectional(before) == "AL":
        return True
    if not after:
        return False
    if unicodedata.combining(after) == _VIRAMA:
        return unicodedata.category(before) == "Lo"
    return _is_picture(before) and _is_picture(after)


def _is_picture(character: str) -> bool:
    """An emoji, or what can end one: a colour of skin, the selector that asks for a picture."""
    is_symbol = unicodedata.category(character) == "So"
    return is_symbol or character == "\ufe0f" or bool(_PICTOGRAPHS.match(character))


def _varies(selector: str, before: str) -> bool:
    """Whether a selector has something to vary: an ideograph or, unless it is of the supplement, a sign."""
    if selector > "\ufe0f":
        return unicodedata.east_asian_width(before) == "W"
    return unicodedata.category(before) in _VARIABLE or bool(_PICTOGRAPHS.match(before))
