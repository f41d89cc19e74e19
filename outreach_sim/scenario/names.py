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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.intake.shipped import shipped_folder
from outreach_sim.intake.text import clean
from outreach_sim.model.draws import U64, Purpose, Stream, bits, occasions, pack, uniform, world_keys

LOCALES = (
    "en_US", "en_GB", "en_IN", "zh_CN", "fr_FR", "de_DE", "pl_PL", "es_ES", "it_IT", "ja_JP", "pt_BR",
    "sv_SE", "tr_TR",
)  # fmt: skip
_LATIN = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "đ": "d", "ı": "i", "æ": "ae"})
_LOCALE_WEIGHTS = (24, 10, 14, 16, 6, 6, 4, 4, 4, 4, 3, 2, 3)


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

    def pick(self, u: NDArray[np.float64]) -> list[str]:
        index = np.minimum(np.searchsorted(self.edges, u, side="right"), len(self.values) - 1)
        return [self.values[i] for i in index.tolist()]


def _pool(elements: Any) -> _Pool:
    weights = list(elements.values()) if hasattr(elements, "values") else [1.0] * len(elements)
    edges = np.cumsum(np.array(weights, dtype=np.float64))
    return _Pool(tuple(clean(str(value)) for value in elements), edges / edges[-1])


@cache
def _locale_pools(locale: str) -> tuple[_Pool, _Pool]:
    provider = import_module(f"faker.providers.person.{locale}").Provider
    for first, last in (("first_romanized_names", "last_romanized_names"), ("first_names", "last_names")):
        if hasattr(provider, first) and hasattr(provider, last):
            return _pool(getattr(provider, first)), _pool(getattr(provider, last))
    return _pool((*provider.first_names_female, *provider.first_names_male)), _pool(provider.last_names)


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    text = (shipped_folder("fixtures") / "people.toml").read_text(encoding="utf-8")
    return {key: tuple(values) for key, values in tomllib.loads(text).items()}


def ascii_slug(text: str) -> str:
    """Lower-case ASCII letters, digits and dots, for the local part of an address; never empty."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LATIN))
    slug = re.sub(r"[^a-z0-9]+", ".", plain.encode("ascii", "ignore").decode()).strip(".")
    return slug or "researcher"


def reserved_address(name: str, candidate: int, lab: str) -> str:
    """An address that can reach nobody: on a reserved domain, with the id to make it unique."""
    return f"{ascii_slug(name)}.{candidate + 1}@{lab or 'mail'}.example"


class NameBook:
    """Looks people up by id; nothing is computed before it is asked for."""

    def __init__(self, seed: int, locales: Sequence[str] = LOCALES) -> None:
        self._key = world_keys(seed, np.zeros(1), Stream.PEOPLE)
        self._locales = tuple(locales)
        weights = _LOCALE_WEIGHTS if self._locales == LOCALES else (1,) * len(self._locales)
        edges = np.cumsum(np.array(weights, dtype=np.float64))
        self._edges = edges / edges[-1]

    def _stream(self, ids: NDArray[np.intp]) -> U64:
        return occasions(np.broadcast_to(self._key, ids.shape), pack(ids, 0, 0))

    def names(self, ids: Sequence[int] | NDArray[np.intp]) -> list[str]:
        """Names of many people at once."""
        index = np.asarray(ids, dtype=np.intp)
        stream = self._stream(index)
        locale = np.searchsorted(self._edges, uniform(bits(stream, Purpose.LOCALE)), side="right")
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

    def _choice(self, candidate: int, values: Sequence[str], purpose: Purpose, step: int = 0) -> str:
        u = uniform(bits(self._stream(np.array([candidate])), purpose, step))[0]
        return values[int(u * len(values))]

    def topic(self, candidate: int) -> str:
        """What they work on."""
        return self._choice(candidate, _lists()["topics"], Purpose.TOPIC)

    def paper(self, candidate: int) -> str:
        """The title of a paper of theirs."""
        kinds = ("paper_adjectives", "paper_nouns", "paper_endings")
        words = (self._choice(candidate, _lists()[kind], Purpose.PAPER, i) for i, kind in enumerate(kinds))
        return " ".join(words)

    def former_team(self, candidate: int) -> str:
        """Where they worked before."""
        return self._choice(candidate, _lists()["teams"], Purpose.TEAM)

    def city(self, candidate: int) -> str:
        """Where they live."""
        return self._choice(candidate, _lists()["cities"], Purpose.CITY)

    def profile(self, candidate: int, lab: str = "") -> Profile:
        """Everything at once; ``lab`` names the employer's mail domain."""
        name = self.name(candidate)
        return Profile(
            name=name,
            email=reserved_address(name, candidate, lab),
            topic=self.topic(candidate),
            paper=self.paper(candidate),
            former_team=self.former_team(candidate),
            city=self.city(candidate),
        )
