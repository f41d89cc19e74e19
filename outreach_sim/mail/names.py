"""How a person is spoken to: the first name in a name as tables have it, with titles or family name first."""

from __future__ import annotations

import re

_TITLES = {
    "dr", "prof", "professor", "mr", "mrs", "ms", "mx", "miss", "herr", "frau", "mme", "mlle", "sir", "dame",
    "rev", "hon",
}  # fmt: skip
_ABBREVIATED = {
    "ing", "mag", "dipl-ing", "univ-prof", "priv-doz", "pd", "habil", "hc", "em", "med", "nat", "rer", "phil",
}  # fmt: skip
"""Titles only where a full stop follows, for some of them are names as well."""
_DEGREE = re.compile(r"(?:Ph\.?D|D\.?Phil|M\.?D|[MB]\.?Sc|[MB]\.?Eng|[MB]\.A|MBA|Esq|[JS]r|II|III|IV)\.?")
_GLUED = re.compile(r"\b(dr|prof)\.(?=[^\W\d_])", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_INITIAL = re.compile(r"[^\W\d_]\.?(?:-?[^\W\d_]\.)*")


def plain_name(full_name: str) -> str:
    """A name in the order in which it is spoken: of ``Braun, Dr. Ada`` it is ``Dr. Ada Braun``."""
    name = _GLUED.sub(r"\1. ", _ASIDE.sub(" ", full_name))
    parts = [part.split() for part in name.split(",")]
    family, *given = [part for part in parts if part and not _is_suffix(part)] or [full_name.split()]
    words = [word for part in [*given, family] for word in part]
    return " ".join(sorted(words, key=lambda word: not _is_title(word)))


def first_name(full_name: str) -> str:
    """What a letter calls a person by: ``Ada`` of ``Braun, Ada``, ``Dr. Ada Braun`` or ``BRAUN Ada``.

    Where no first name can be told, as in ``Dr. Braun`` or ``A. Braun``, it is the whole name: a stiff
    greeting is better than a wrong one. Where all of a name is in capitals, its first word counts.
    """
    name = plain_name(full_name)
    words = [word for word in name.split(" ") if not _is_title(word)]
    while len(words) > 1 and _DEGREE.fullmatch(words[-1]):
        words.pop()
    for word in _given(words):
        if not _INITIAL.fullmatch(word):
            return word.title() if name.isupper() else word
    return name


def _given(words: list[str]) -> list[str]:
    """All words but the family name: the last one, or those in capitals where others are not."""
    small = [word for word in words if not _in_capitals(word)]
    return words[:-1] if len(small) in (0, len(words)) else small


def _in_capitals(word: str) -> bool:
    return word.isupper() and len(word) > 2 and not _INITIAL.fullmatch(word)


def _is_title(word: str) -> bool:
    bare = word.lower().replace(".", "")
    return bare in _TITLES or (word.endswith(".") and bare in _ABBREVIATED)


def _is_suffix(words: list[str]) -> bool:
    """Whether what stands between commas is no name: a degree, a title, pronouns."""
    return all(_is_title(word) or _DEGREE.fullmatch(word) or "/" in word for word in words)
