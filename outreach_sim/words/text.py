"""Texts taken apart: plain characters, words, sentences, the language. Everything is bounded."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from outreach_sim.words.facts import FIELDS, MARKS, MISSPELT_NAME, MISSPELT_TITLE
from outreach_sim.words.lexicon.languages import COMMON_HAN, FUNCTION_WORDS, GREETING, IMPOSSIBLE

MOST_SENTENCES = 150
_LEAST_SALAD, _WORDS_TO_SALAD = 2, 25
"""A letter of more is none; what follows is not looked at."""

FIELD_OF = {mark: name for name, mark in MARKS.items()}
_SIZES = {mark: FIELDS[name] for mark, name in FIELD_OF.items()} | {
    MISSPELT_NAME: FIELDS["first_name"],
    MISSPELT_TITLE: FIELDS["paper"],
}
ANY_MARK = "[\ue010-\ue031]"
MARK = re.compile(ANY_MARK)
HAN = "\u3040-\u30ff\u3400-\u9fff"
_HAN = re.compile(f"[{HAN}]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DOUBLE_QUOTES = re.compile("[“”„‟«»「」『』《》]")
_SINGLE_QUOTES = re.compile("[‘’‚‛]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)
_HEAPED = re.compile("(?<=[\u0300-\u036f])[\u0300-\u036f]+")
_DRESSED = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff]")
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+){0,4}|\d[\d.,]{0,24}\w{0,8}")
_LETTERS = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+){0,4}")
_END = re.compile(r"(?<=[.!?…])[\"')\]]{0,3}\s+|(?<=[。！？!?])(?=[\u3400-\u9fff])")
_ABBREVIATED = re.compile(
    r"\b(?:dr|prof|mr|mrs|ms|st|no|vs|e\.g|i\.e|z\.b|d\.h|bzw|ca|etc|p\. ej|sr|sra|al)\.$", re.I
)
_ITEM = re.compile(r"(?:[-*•–—·]|\d{1,2}[.)])\s+")
_ENDS = ".!?…。！？:"
_CODE = re.compile(r"\w[\w.]{0,40}\(\)|\b\w{1,30}_\w{1,30}\b|`[^`\n]{0,80}`")


def plain(text: str) -> str:
    """NFC, no private or unseen characters, plain letters, quotes and blanks; what looks alike is alike."""
    text = _PRIVATE.sub("", _UNSEEN.sub("", text))
    text = _DRESSED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = unicodedata.normalize("NFC", _HEAPED.sub("", text))
    text = _SINGLE_QUOTES.sub("'", _DOUBLE_QUOTES.sub('"', _LINE_ENDS.sub("\n", text)))
    lines = _BLANKS.sub(" ", text).split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()


def words_of(text: str) -> list[str]:
    """Words and numbers of a text, marks and Chinese left out."""
    return _WORD.findall(_HAN.sub(" ", text))


def han_in(text: str) -> int:
    """Chinese characters."""
    return 0 if text.isascii() else len(_HAN.findall(text))


def size(text: str) -> tuple[int, int]:
    """(words, characters), values at their nominal size, a Chinese character as .6 words and 2.5 letters."""
    marks = Counter(MARK.findall(text))
    han = han_in(text)
    bare = MARK.sub("", text)
    words = (
        10 * len(words_of(bare))
        + 6 * han
        + sum(10 * _SIZES[m][1] * n for m, n in marks.items() if m in _SIZES)
    )
    characters = (
        10 * len(bare) + 15 * han + sum(10 * _SIZES[m][0] * n for m, n in marks.items() if m in _SIZES)
    )
    return words // 10, characters // 10


@dataclass(frozen=True)
class Text:
    """A canonical body, taken apart once.

    Attributes:
        body: as it stands.
    """

    body: str

    @cached_property
    def low(self) -> str:
        """In small letters."""
        return self.body.lower()

    @cached_property
    def _units(self) -> tuple[list[str], list[str], list[str]]:
        """(sentences, sentences said before, what stands loose) without greeting and signature."""
        said: dict[str, str] = {}
        again: list[str] = []
        loose: list[str] = []
        for paragraph in _without_ends(self.body):
            for line in _lines(paragraph):
                for unit in _split(line):
                    if unit.lower() in said:
                        again.append(unit)
                    elif _is_said(unit):
                        said[unit.lower()] = unit
                    else:
                        loose.append(unit)
        return list(said.values())[:MOST_SENTENCES], again, loose

    @property
    def sentences(self) -> list[str]:
        """What is said: sentences and items of lists, each once, without greeting and signature."""
        return self._units[0]

    @property
    def again(self) -> list[str]:
        """Sentences that were said before. They add nothing but a bad impression."""
        return self._units[1]

    @cached_property
    def length(self) -> int:
        """Characters, values at nominal width, what is said again left out."""
        return max(size(self.body)[1] - sum(size(unit)[1] for unit in self.again), 0)

    @cached_property
    def low_sentences(self) -> list[str]:
        """The same in small letters."""
        return [sentence.lower() for sentence in self.sentences]

    @cached_property
    def loose_words(self) -> int:
        """Words outside of any sentence."""
        return sum(size(unit)[0] for unit in self._units[2])

    @cached_property
    def is_again_and_again(self) -> bool:
        """Whether most of it is the same few words over and over."""
        pieces = [*self.tokens, *_HAN.findall(self.body)]
        threes = {tuple(pieces[place : place + 3]) for place in range(len(pieces) - 2)}
        return len(pieces) >= 24 and 10 * len(threes) < 6 * len(pieces)

    @cached_property
    def is_salad(self) -> bool:
        """Whether its small words follow one another as they do in no sentence, twice and more."""
        impossible = IMPOSSIBLE.get(self.language[0])
        found = len(impossible.findall(self._middle.lower())) if impossible else 0
        return found >= _LEAST_SALAD and found * _WORDS_TO_SALAD > len(self.tokens)

    @cached_property
    def tokens(self) -> list[str]:
        """Words in small letters, without numbers, code, acronyms and values."""
        bare = MARK.sub(" ", _CODE.sub(" ", _HAN.sub(" ", self._middle)))
        return [word.lower() for word in _LETTERS.findall(bare) if len(word) == 1 or not word.isupper()]

    @cached_property
    def _middle(self) -> str:
        """All but greeting and signature."""
        return "\n".join([*self.sentences, *self._units[2]])

    @cached_property
    def language(self) -> tuple[str, float]:
        """(language, share of its function words); ``unknown`` where there are too few words to tell."""
        tokens, han = self.tokens, han_in(self._middle)
        if han >= 6 and 6 * han > 10 * len(tokens):
            return "zh", sum(map(self._middle.count, COMMON_HAN)) / han
        shares = {code: _share(tokens, words) for code, words in FUNCTION_WORDS.items()}
        best = max(shares, key=lambda code: (shares[code], code == "en"))
        return ("unknown" if len(tokens) < 8 or shares[best] < 0.12 else best), shares[best]


def _share(tokens: Iterable[str], words: frozenset[str]) -> float:
    tokens = list(tokens)
    return sum(token in words for token in tokens) / max(len(tokens), 1)


def _without_ends(body: str) -> list[str]:
    """Paragraphs, without a greeting line and without a signature."""
    paragraphs = body.split("\n\n")
    if GREETING.search(paragraphs[0].lower()) and len(paragraphs[0]) < 80 and "\n" not in paragraphs[0]:
        paragraphs = (
            paragraphs[1:] if paragraphs[0][-1:] in ",:!，：！." or len(paragraphs[0]) < 40 else paragraphs
        )
    if len(paragraphs) > 1 and is_signature(paragraphs[-1]):
        paragraphs = paragraphs[:-1]
    return paragraphs


def is_signature(paragraph: str) -> bool:
    """Whether a last paragraph is a name, a role: some short lines that end in no full stop."""
    lines = paragraph.split("\n")
    return len(lines) <= 5 and all(len(line) < 70 and line[-1:] not in ".!?。！？" for line in lines)


def _lines(paragraph: str) -> list[str]:
    """Items of a list each by itself, other lines joined."""
    lines = paragraph.split("\n")
    if sum(bool(_ITEM.match(line)) for line in lines) < 2:
        return [" ".join(lines)]
    return [_ITEM.sub("", line, count=1) for line in lines]


def _split(line: str) -> list[str]:
    parts: list[str] = []
    for part in _END.split(line):
        if parts and _ABBREVIATED.search(parts[-1][-8:]):
            parts[-1] += " " + part
        elif part.strip():
            parts.append(part.strip())
    return parts


def _is_said(unit: str) -> bool:
    """Whether something is a sentence: it ends like one, or is put together like one."""
    end = unit.rstrip("\"')]")[-1:]
    if end and end in _ENDS and (MARK.search(unit) or size(unit)[0]):
        return True
    words = words_of(unit.lower())
    known = max((_share(words, function) for function in FUNCTION_WORDS.values()), default=0.0)
    return (len(words) >= 4 and 0.15 <= known <= 0.75) or han_in(unit) >= 8


def lix(text: Text) -> int:
    """Words a sentence plus per cent of words over six letters, set level between languages; 0 to 99."""
    language, _ = text.language
    if not text.sentences:
        return 0
    said = " ".join(text.sentences)
    words, _ = size(said)
    if language == "zh":
        return min(14 * words // (10 * len(text.sentences)) + 12, 99)
    marked = said.count(MARKS["paper"]) + said.count(MARKS["topic"])
    long = sum(len(word) > 6 for word in words_of(MARK.sub(" ", said))) + marked
    index = words // len(text.sentences) + 100 * long // max(words, 1)
    return min(max(index - {"de": 7, "fr": 2, "es": 2}.get(language, 0), 0), 99)
