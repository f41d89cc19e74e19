"""Canonical text: a template filled in and the same letter typed by hand come out alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from outreach_sim.words.facts import FACTS, FIELDS, MARKS, MISSPELT_NAME, MISSPELT_TITLE
from outreach_sim.words.lexicon import shapes
from outreach_sim.words.lexicon.languages import NAME_AFTER_GREETING, NAME_BEFORE_GREETING, NO_NAME, NOBODY
from outreach_sim.words.text import HAN, plain

MAX_CHARACTERS = 8_000
"""What lies beyond is not read."""
MAX_SUBJECT = 400
EMPLOYER_KNOWN, NAME_KNOWN = 1 << len(FACTS), 2 << len(FACTS)
CAN_BE_FALSE = 1 << FACTS.index("paper") | EMPLOYER_KNOWN | NAME_KNOWN
"""What a letter can be wrong in only where it is known; the rest of ``Canonical.known`` changes nothing."""
_EDGE_BEFORE, _EDGE_AFTER = rf"(?<![^\W{HAN}])", rf"(?![^\W{HAN}])"
_BEFORE_DIGIT, _AFTER_DIGIT = rf"(?<![$€£.,'])(?<![^\W{HAN}])", rf"(?![.,']\d)(?![^\W{HAN}])"
_ANY_CASE = frozenset({"topic", "paper", "former_team", "terms", "pay", "fleet"})
"""Names of people, places and firms count in capitals only: nobody in Nice gains from "nice"."""
_JOINED = frozenset({"topic", "paper", "former_team"})
"""Of these a hyphen is as good as a blank: "long context training" is long-context training."""
_UNITS = {
    "deadline_days": r"\s?(?:days?\b|tagen?\b|jours?\b|días?\b|天)",
    "compute_per_researcher": r"\s?(?:张|块)?(?:h100|gpu|显卡|卡)",
}
"""Small numbers are the offer's only before what they count."""
_LABS = ("lab", "employer")
_NEAR_NAME, _NEAR_TITLE = 0.75, 0.8
_MOST_QUOTED = 12
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Canonical:
    """All that the features of a letter are a function of, besides the names of labs. Hashable.

    Each value of the reader, lab and offer is one private character (``facts.MARKS``), a misspelt name or
    title another; equal canonical texts share one row of a table of letters.

    Attributes:
        subject: one line.
        body: blanks and empty lines single.
        known: bit mask of the facts that are known of the reader, for what is not known cannot be false;
            above them ``EMPLOYER_KNOWN`` and ``NAME_KNOWN``.
    """

    subject: str
    body: str
    known: int


def canonical(subject: str, body: str, values: Mapping[str, str]) -> Canonical:
    """The canonical text of a rendered letter.

    Args:
        subject: any text.
        body: any text.
        values: text by field of letters; empty or left out where not known.
    """
    given = tuple((name, plain(values.get(name, ""))) for name in FIELDS)
    finder = _finder(given)
    known = dict(given)
    head = finder.marked(plain(subject[:MAX_SUBJECT]).replace("\n", " "))
    text = finder.marked(plain(body[: 2 * MAX_CHARACTERS]))[:MAX_CHARACTERS].rstrip()
    text = _misspelt_title(_greeted(text, known), known["paper"])
    return Canonical(_misspelt_title(head, known["paper"]), text, _known(known))


def _known(values: Mapping[str, str]) -> int:
    facts = sum(1 << bit for bit, name in enumerate(FACTS) if values[name])
    return facts | EMPLOYER_KNOWN * bool(values["employer"]) | NAME_KNOWN * bool(values["name"])


class _Finder:
    """Finds values in a text, longest first."""

    def __init__(self, given: tuple[tuple[str, str], ...]) -> None:
        values = sorted(
            ((name, value) for name, value in given if len(value) > (name not in _UNITS)), key=_longest_first
        )
        self._patterns = [(_pattern(name, value), MARKS[name]) for name, value in values]
        self._patterns += [(_alias(word), MARKS[name]) for name, word in _aliases(dict(given))]

    def marked(self, text: str) -> str:
        for pattern, mark in self._patterns:
            text = pattern.sub(mark, text)
        return text


_finder = lru_cache(maxsize=1024)(_Finder)


def _longest_first(pair: tuple[str, str]) -> tuple[int, bool, str]:
    """Of equal values a lab's counts: where somebody came from is nothing that the lab's own name tells."""
    return -len(pair[1]), pair[0] not in _LABS, pair[0]


def _pattern(name: str, value: str) -> re.Pattern[str]:
    if name in _UNITS:
        return re.compile(rf"{_BEFORE_DIGIT}{re.escape(value)}(?={_UNITS[name]})", re.IGNORECASE)
    before = _BEFORE_DIGIT if value[0].isdigit() else _EDGE_BEFORE
    after = _AFTER_DIGIT if value[-1].isdigit() else _EDGE_AFTER
    words = r"\s".join(map(re.escape, value.split()))
    if name in _JOINED:
        words = r"[\s-]".join(map(re.escape, re.split(r"[\s-]+", value)))
    if name in _ANY_CASE:
        return re.compile(before + words + after, re.IGNORECASE)
    if value[0].islower():  # as a file has it, or a lab calls itself
        return re.compile(f"{before}(?:{words}|{_capital(words, value)}){after}")
    return re.compile(before + _capital(words, value) + after)


def _capital(words: str, value: str) -> str:
    """The words in any case, but with a capital where the script has any."""
    return (rf"(?=[^\W\d_]){_NOT_SMALL}" if value[0].lower() != value[0].upper() else "") + f"(?i:{words})"


_NOT_SMALL = "(?![a-zà-öø-ÿāăąćčďđēęěğīłńňōőœřśşšţťūůűźżžа-яё])"


def _aliases(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What labs are called for short: words of their names that nothing else is called by."""
    words = {name: set(values[name].split()) for name in ("lab", "employer")}
    for name, own in words.items():
        other = words["employer" if name == "lab" else "lab"]
        for word in sorted(own - other, key=lambda word: (-len(word), word)):
            if len(own) > 1 and len(word) >= 4 and word.lower() not in shapes.PLAIN_WORDS and word.isalpha():
                yield name, word


def _alias(word: str) -> re.Pattern[str]:
    """Not at the beginning of a sentence, where any word has a capital; alone on a line it signs."""
    name = _capital(re.escape(word), word)
    return re.compile(rf"(?<=[\w,|] ){name}(?![\w-])|(?<=\n){name}(?=\n|$)")


def _greeted(text: str, values: Mapping[str, str]) -> str:
    """The text with the name that it greets replaced, where it is the reader's, or nearly."""
    found = NAME_AFTER_GREETING.match(text) or NAME_BEFORE_GREETING.match(text)
    if found is None or not values["name"]:
        return text
    start, end = found.span("name")
    mark = whose(found["name"], values)
    return text if mark is None else text[:start] + mark + text[end:]


def greeted_name(text: str) -> str:
    """The name that a canonical text greets, as it stands there; empty where it greets nobody."""
    found = NAME_AFTER_GREETING.match(text) or NAME_BEFORE_GREETING.match(text)
    return found["name"] if found else ""


def quoted_titles(text: str) -> list[str]:
    """What stands in quotes in a canonical text, as far as it may be a title."""
    return [found[1] for found in list(shapes.QUOTED.finditer(text))[:_MOST_QUOTED]]


def whose(name: str, values: Mapping[str, str]) -> str | None:
    """The mark of a greeted name that is the reader's, or nearly; ``None`` of any other."""
    written = name.replace(MARKS["name"], values["name"]).replace(MARKS["first_name"], values["first_name"])
    words = _LETTERS.findall(written.lower())
    own = values["name"].lower().replace(".", " ").replace("-", " ").split()
    if not words or name in (MARKS["name"], MARKS["first_name"]) or set(words) & (NOBODY | NO_NAME):
        return None
    if all(word in own for word in words):
        return None if written != name else MARKS["first_name"]
    near = max(
        _alike(" ".join(words), other) for other in (*own, " ".join(own), values["first_name"].lower())
    )
    first = values["first_name"].lower()
    nickname = (
        len(words) == 1 and len(words[0]) > 1 and (first.startswith(words[0]) or words[0][:3] == first[:3])
    )
    return MISSPELT_NAME if near >= _NEAR_NAME or nickname else None


def _alike(one: str, other: str) -> float:
    """The ratio, or no more than it where that is less than anybody asks for."""
    one, other = one[:60], other[:60]
    most = 2 * min(len(one), len(other)) / max(len(one) + len(other), 1)
    return most if most < _NEAR_NAME else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _misspelt_title(text: str, paper: str) -> str:
    """The text with what is nearly the reader's title, in quotes, replaced."""
    if not paper:
        return text
    for title in quoted_titles(text):
        if is_nearly(title, paper):
            text = text.replace(f'"{title}"', f'"{MISSPELT_TITLE}"')
    return text


def is_nearly(title: str, paper: str) -> bool:
    """Whether a title is nearly the reader's."""
    near = abs(len(title) - len(paper)) <= len(paper) // 3
    return near and _alike(title.lower(), paper.lower()) >= _NEAR_TITLE


def stands_in(name: str, value: str, text: str) -> bool:
    """Whether a plain value of this field would be found in a plain text."""
    return _pattern(name, value).search(text) is not None
