"""Which values of readers matter to a letter: found in its own words, greeted, or said twice over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.mail.own_words import OwnWords
from outreach_sim.mail.readership import OF_READERS, Readership, tokens

_NAMES = ("name", "first_name")
_LEAST_ALIAS = 4
"""A lab is called for short by no shorter word of its name."""


@dataclass(frozen=True, slots=True)
class Live:
    """What of its readers a letter's own words depend on.

    Attributes:
        values: places in the columns of readers, by field; those that matter.
        labs: indices of the labs that it names.
    """

    values: Mapping[str, frozenset[int]]
    labs: frozenset[int]


def live_in(said: OwnWords, readers: Readership) -> Live:
    """Which values and labs matter to a letter that says this in its own words."""
    # Looking up names costs an import; what comes with the program has none of those of made-up people.
    asked = [name for name in OF_READERS if name not in _NAMES or not (readers.made_up and said.shipped)]
    found = {name: _values_in(said, name, readers) for name in asked}
    return Live({name: codes for name, codes in found.items() if codes}, _labs_in(said, readers))


def _values_in(said: OwnWords, name: str, readers: Readership) -> frozenset[int]:
    codes = set(said.values_in(name, readers.column(name)))
    if name in said.inserts:
        codes |= _called_like_labs(name, readers)
    if name == "paper":
        codes |= _nearly(said.titles, readers)
    if name in _NAMES and said.greets:
        codes |= _greeted(said.greets, name, readers)
    return frozenset(codes)


def _labs_in(said: OwnWords, readers: Readership) -> frozenset[int]:
    """Labs that it names, in full or for short; all, where it writes their names in small letters."""
    if {"lab", "employer"} & set(said.lowered):
        return frozenset(range(len(readers.labs)))
    return frozenset(n for n, lab in enumerate(readers.labs) if _names(said, tokens(lab)))


def _names(said: OwnWords, words: Sequence[str]) -> bool:
    short = (word for word in words if len(words) > 1 and len(word) >= _LEAST_ALIAS)
    return said.has(words) or any(said.has([word]) for word in short)


def _called_like_labs(name: str, readers: Readership) -> set[int]:
    values, labs = readers.column(name).values, {lab.casefold() for lab in readers.labs}
    return {code for code, value in enumerate(values) if value.casefold() in labs}


def _nearly(titles: Sequence[str], readers: Readership) -> set[int]:
    """Papers of which a title in quotes is nearly the name; a word in quotes is no title."""
    longest = max(map(len, titles), default=0)
    papers = readers.column("paper").values if titles else ()
    some = [code for code, paper in enumerate(papers) if 0 < len(paper) <= 2 * longest]
    if not some:
        return set()
    from outreach_sim.words.canonical import is_nearly

    return {code for code in some if any(is_nearly(title, papers[code]) for title in titles)}


def _greeted(greets: Sequence[str], name: str, readers: Readership) -> set[int]:
    """The names, or first names, of those whom a greeting calls by theirs, or nearly."""
    from outreach_sim.words.canonical import whose

    pairs = np.unique(np.stack([readers.codes(field) for field in _NAMES], axis=1), axis=0)
    texts = [readers.column(field).values for field in _NAMES]
    of = _NAMES.index(name)
    return {
        pair[of]
        for pair in pairs.tolist()
        for values in [{field: texts[n][pair[n]] for n, field in enumerate(_NAMES)}]
        if any(whose(greeting, values) is not None for greeting in greets)
    }


@dataclass(frozen=True)
class Twice:
    """Whose values are the same in two fields, so that a text does not tell which is meant.

    Attributes:
        same: which field of a person says what another one says, bool, by field, (candidates,).
        mononym: who is called by their whole name, bool.
    """

    same: Mapping[str, NDArray[np.bool_]]
    mononym: NDArray[np.bool_]

    def concerns(self, inserts: Iterable[str]) -> bool:
        """Whether a letter that inserts these fields reads otherwise to any of them."""
        return any(name in self.same for name in inserts) or ("name" in inserts and bool(self.mononym.any()))

    def fields(self, name: str, inserts: Iterable[str]) -> NDArray[np.bool_] | None:
        """Whose value of this field matters for that."""
        return self.same.get(name) if any(other in self.same for other in inserts) else None


def who_is_twice(readers: Readership) -> Twice:
    """Found once; nobody, where people are made up: their lists have nothing in common."""
    if readers.made_up:
        return Twice({}, np.zeros(len(readers.known), dtype=np.bool_))
    if not readers.twice:
        readers.twice.append(_twice(readers))
    return readers.twice[0]


def _twice(readers: Readership) -> Twice:
    number: dict[str, int] = {}
    keys = {}
    for name in OF_READERS:
        folded = [" ".join(value.split()).casefold() for value in readers.column(name).values]
        place = np.array([number.setdefault(value, len(number)) for value in folded] or [0])
        codes = readers.codes(name)
        keys[name] = np.where(codes >= 0, place[codes], -1)
    same: dict[str, NDArray[np.bool_]] = {}
    mononym = (keys["name"] == keys["first_name"]) & (keys["name"] >= 0)
    for one, other in combinations(OF_READERS, 2):
        equal = (keys[one] == keys[other]) & (keys[one] >= 0)
        if (one, other) != _NAMES and equal.any():
            for name in (one, other):
                same[name] = same.get(name, np.zeros_like(equal)) | equal
    return Twice(same, mononym)
