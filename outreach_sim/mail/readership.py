"""Who may read a letter, column by column: what is looked up in a letter's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Fact

Codes = NDArray[np.int64]
FACT_OF = {"topic": Fact.TOPIC, "paper": Fact.PAPER, "former_team": Fact.TEAM, "city": Fact.CITY}
OF_READERS = (*FACT_OF, "name", "first_name")
"""Fields whose values are a person's own; those of labs, offers and days are known when a letter is sent."""
_HAN = "\u3040-\u30ff\u3400-\u9fff"
_TOKEN = re.compile(rf"[^\W{_HAN}]+|[{_HAN}]")


def tokens(text: str) -> list[str]:
    """Words of a text in one case, signs left out; each Chinese character is one."""
    return _TOKEN.findall(text.casefold().replace("ı", "i").replace("i̇", "i"))


@dataclass(frozen=True)
class Column:
    """What one field says of each of many people.

    Attributes:
        values: the different texts.
        look_up: gives the place in ``values`` of each person's, int64, (candidates,); asked for where one of
            them matters.
    """

    values: Sequence[str]
    look_up: Callable[[], Codes]

    @cached_property
    def codes(self) -> Codes:
        """Place in ``values`` of each person's."""
        return self.look_up()

    @cached_property
    def by_first_word(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        """Places and words of all values that have any, by the first of these."""
        found: dict[str, list[tuple[int, str]]] = {}
        for code, value in enumerate(self.values):
            if words := tokens(value):
                found.setdefault(words[0], []).append((code, f" {' '.join(words)} "))
        return found

    @cached_property
    def unfound(self) -> Sequence[int]:
        """Values that no text is searched for, for they are too short."""
        return [code for code, value in enumerate(self.values) if len(value.strip()) == 1]

    @cached_property
    def wordless(self) -> Sequence[int]:
        """Values of signs alone."""
        return [code for code, value in enumerate(self.values) if value and not tokens(value)]


def coded(texts: Sequence[str]) -> Column:
    """The column of these texts, one for each person."""
    place: dict[str, int] = {}
    codes = np.array([place.setdefault(text, len(place)) for text in texts], dtype=np.int64)
    return Column(tuple(place), lambda: codes)


@dataclass(frozen=True)
class Readership:
    """The people of a scenario, and its labs.

    Attributes:
        labs: names, in index order.
        known: which facts are known of each, bit masks over ``Fact``, uint8, (candidates,).
        column_of: the column of a field of ``OF_READERS``.
        made_up: whether their names come from the lists of made-up people, none of which stands in a letter
            that comes with the program (a test says so).
        twice: kept by ``live.who_is_twice``.
    """

    labs: Sequence[str]
    known: NDArray[np.uint8]
    column_of: Callable[[str], Column]
    made_up: bool = False
    twice: list[Any] = field(default_factory=list)
    _columns: dict[str, Column] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """What a field says of each of them."""
        if name not in self._columns:
            self._columns[name] = self.column_of(name)
        return self._columns[name]

    def codes(self, name: str) -> Codes:
        """Place in the column's values of each person's; -1 where nothing is known, or it is empty."""
        column = self.column(name)
        said = np.array([bool(value) for value in column.values] or [False])
        known = said[column.codes]
        if name in FACT_OF:
            known &= self.known >> FACT_OF[name] & 1 > 0
        return np.where(known, column.codes, -1)
