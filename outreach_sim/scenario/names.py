"""Names, addresses and contact facts of made-up people: views of their ids, made when looked at.

Names come from Faker's own lists and frequencies, drawn with keyed bits instead of Faker's generator, so a
name depends on the people seed and the id alone. Faker's lists change between versions; a population that
must stay is written to a file (``candidates make``).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.inputs.shipped import shipped_folder
from outreach_sim.inputs.text import clean
from outreach_sim.mail.readership import Column, coded
from outreach_sim.market.setup import number_of
from outreach_sim.model.draws import U64, Purpose, Stream, bits, occasions, pack, uniform, world_keys
from outreach_sim.model.wording import reading_mask

LOCALES = (
    "en_US", "en_GB", "en_IN", "zh_CN", "fr_FR", "de_DE", "pl_PL", "es_ES", "it_IT", "ja_JP", "pt_BR",
    "sv_SE", "tr_TR",
)  # fmt: skip
READABLE = ("en", "de", "fr", "es", "zh")
"""Codes of the languages that letters are told apart by; everybody made up reads the first."""
_PAPER = ("paper_adjectives", "paper_nouns", "paper_endings")
"""What a title is put together from."""
_LISTED = {
    "topic": ("topics", Purpose.TOPIC),
    "former_team": ("teams", Purpose.TEAM),
    "city": ("cities", Purpose.CITY),
}
_LATIN = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "ı": "i", "æ": "ae"})
_LOCALE_WEIGHTS = (24, 10, 14, 16, 6, 6, 4, 4, 4, 4, 3, 2, 3)

_NAME_LISTS = (
    ("first_romanized_names", "last_romanized_names"),
    ("first_names", "unisex_last_names"),  # Polish: its plain list holds one placeholder
    ("first_names", "last_names"),
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a letter can know about a person."""

    name: str
    email: str
    topic: str
    paper: str
    former_team: str
    city: str


@dataclass(frozen=True, slots=True)
class _Pool:
    values: tuple[str, ...]
    edges: NDArray[np.float64]

    def places(self, u: NDArray[np.float64]) -> NDArray[np.intp]:
        return np.minimum(np.searchsorted(self.edges, u, side="right"), len(self.values) - 1)

    def pick(self, u: NDArray[np.float64]) -> list[str]:
        return [_cleaned(self.values[i]) for i in self.places(u).tolist()]


def _pool(elements: Any) -> _Pool:
    weights = list(elements.values()) if hasattr(elements, "values") else [1.0] * len(elements)
    edges = np.cumsum(np.array(weights, dtype=np.float64))
    return _Pool(tuple(map(str, elements)), edges / edges[-1])


@cache
def _cleaned(text: str) -> str:
    return clean(text)


@cache
def _locale_pools(locale: str) -> tuple[_Pool, _Pool]:
    provider = import_module(f"faker.providers.person.{locale}").Provider
    for first, last in _NAME_LISTS:
        if hasattr(provider, first) and hasattr(provider, last):
            return _pool(getattr(provider, first)), _pool(getattr(provider, last))
    raise LookupError(f"Faker has no name lists for {locale}")


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    text = (shipped_folder("fixtures") / "people.toml").read_text(encoding="utf-8")
    return {key: tuple(values) for key, values in tomllib.loads(text).items()}


_MAX_LOCAL = 56
"""Characters of a name in an address: with the id, no more than the 64 that RFC 5321 allows."""


def ascii_slug(text: str) -> str:
    """Lower-case ASCII letters, digits and dots, for the local part of an address; never empty."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LATIN))
    slug = re.sub(r"[^a-z0-9]+", ".", plain.encode("ascii", "ignore").decode()).strip(".")
    return slug or "researcher"


def reserved_address(name: str, candidate: int, lab: str) -> str:
    """An address that can reach nobody: on a reserved domain, with the id to make it unique."""
    local = ascii_slug(name)[:_MAX_LOCAL].rstrip(".")
    return f"{local}.{number_of(candidate)}@{lab or 'mail'}.example"


MOST_REMEMBERED = 4_096
"""So many profiles take a few megabytes."""


class NameBook:
    """Looks people up by id; nothing is computed before it is asked for."""

    def __init__(self, seed: int, locales: Sequence[str] = LOCALES) -> None:
        self._key = world_keys(seed, np.zeros(1), Stream.PEOPLE)
        self._locales = tuple(locales)
        weights = _LOCALE_WEIGHTS if self._locales == LOCALES else (1,) * len(self._locales)
        edges = np.cumsum(np.array(weights, dtype=np.float64))
        self._edges = edges / edges[-1]
        self._asked: dict[tuple[int, str], Profile] = {}

    def _stream(self, ids: NDArray[np.intp]) -> U64:
        return occasions(np.broadcast_to(self._key, ids.shape), pack(ids, 0, 0))

    def _locale(self, stream: U64) -> NDArray[np.intp]:
        return np.searchsorted(self._edges, uniform(bits(stream, Purpose.LOCALE)), side="right")

    def reads(self, candidate: int) -> tuple[str, ...]:
        """English, and what is spoken where the person's name is from."""
        return _readable(self._locales[int(self._locale(self._stream(np.array([candidate])))[0])])

    def reading_masks(self, size: int) -> NDArray[np.uint8]:
        """The same of the first so many people, as bits (``People.reads``)."""
        of_locale = [reading_mask(_readable(locale)) for locale in self._locales]
        return np.array(of_locale, dtype=np.uint8)[self._locale(self._stream(np.arange(size)))]

    def names(self, ids: Sequence[int] | NDArray[np.intp]) -> list[str]:
        """Names of many people at once."""
        index = np.asarray(ids, dtype=np.intp)
        stream = self._stream(index)
        locale = self._locale(stream)
        first, last = uniform(bits(stream, Purpose.NAME)), uniform(bits(stream, Purpose.NAME, 1))
        result = [""] * len(index)
        for number, code in enumerate(self._locales):
            here = np.flatnonzero(locale == number)
            if here.size:
                firsts, lasts = _locale_pools(code)
                pairs = zip(here.tolist(), firsts.pick(first[here]), lasts.pick(last[here]), strict=True)
                for position, given, family in pairs:
                    result[position] = f"{given} {family}"
        return result

    def name(self, candidate: int) -> str:
        """One person's name."""
        return self.names([candidate])[0]

    def profiles(self, ids: Sequence[int] | NDArray[np.intp], labs: Sequence[str]) -> list[Profile]:
        """Everything a letter can know of many people; ``labs`` names each one's mail domain."""
        stream = self._stream(np.asarray(ids, dtype=np.intp))
        names = self.names(ids)
        emails = map(reserved_address, names, map(int, ids), labs)
        titles = (_choices(stream, kind, Purpose.PAPER, step) for step, kind in enumerate(_PAPER))
        papers = map(" ".join, zip(*titles, strict=True))
        topics = _choices(stream, "topics", Purpose.TOPIC)
        teams = _choices(stream, "teams", Purpose.TEAM)
        cities = _choices(stream, "cities", Purpose.CITY)
        return list(map(Profile, names, emails, topics, papers, teams, cities))

    def profile(self, candidate: int, lab: str = "") -> Profile:
        """Everything a letter can know of one person; ``lab`` names the employer's mail domain.

        It is remembered for a while: whoever is written to is asked about again and again.
        """
        if (candidate, lab) not in self._asked:
            if len(self._asked) >= MOST_REMEMBERED:
                self._asked.clear()
            self._asked[candidate, lab] = self.profiles([candidate], [lab])[0]
        return self._asked[candidate, lab]

    def column(self, name: str, size: int) -> Column:
        """What a field of letters says of the first so many people; who says it is looked up when asked."""
        ids = np.arange(size)
        if name == "name":
            return coded(self.names(ids))
        if name == "first_name":
            return Column(self._first_names(), lambda: self._first_name_codes(ids))
        if name == "paper":
            values = tuple(map(" ".join, product(*(_lists()[kind] for kind in _PAPER))))
            return Column(values, lambda: _paper_codes(self._stream(ids)))
        kind, purpose = _LISTED[name]
        return Column(_lists()[kind], lambda: _places(self._stream(ids), kind, purpose))

    def _first_names(self) -> tuple[str, ...]:
        """What people can be called by, locale by locale; the first word of a given name."""
        pools = (_locale_pools(code)[0] for code in self._locales)
        return tuple(_cleaned(name).split()[0] for pool in pools for name in pool.values)

    def _first_name_codes(self, ids: NDArray[np.intp]) -> NDArray[np.int64]:
        stream, codes, before = self._stream(ids), np.zeros(ids.size, dtype=np.int64), 0
        locale, first = self._locale(stream), uniform(bits(stream, Purpose.NAME))
        for number, code in enumerate(self._locales):
            pool, here = _locale_pools(code)[0], np.flatnonzero(locale == number)
            codes[here] = before + pool.places(first[here])
            before += len(pool.values)
        return codes


def _readable(locale: str) -> tuple[str, ...]:
    return tuple(code for code in READABLE if code in (READABLE[0], locale[:2]))


def _choices(stream: U64, kind: str, purpose: Purpose, step: int = 0) -> list[str]:
    """One entry of a list of ``fixtures/people.toml`` for each person, all equally likely."""
    values = _lists()[kind]
    return [values[i] for i in _places(stream, kind, purpose, step).tolist()]


def _places(stream: U64, kind: str, purpose: Purpose, step: int = 0) -> NDArray[np.int64]:
    return (uniform(bits(stream, purpose, step)) * len(_lists()[kind])).astype(np.int64)


def _paper_codes(stream: U64) -> NDArray[np.int64]:
    """Places of titles among all that can be put together, the last part going round first."""
    codes = np.zeros(stream.shape, dtype=np.int64)
    for step, kind in enumerate(_PAPER):
        codes = codes * len(_lists()[kind]) + _places(stream, kind, Purpose.PAPER, step)
    return codes
