"""Rows of letters for readers whose own values, or whose labs, stand in a letter's own words.

Whose they are is looked up word by word; what they read is measured with these values, all others being what
they are for everybody: readers who share the values that matter share a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain, product
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.mail.live import Live, live_in, who_is_twice
from outreach_sim.mail.own_words import OwnWords, own_words
from outreach_sim.mail.readership import OF_READERS, Readership
from outreach_sim.market.letters import KNOWN_MASKS, MOST_MAILS
from outreach_sim.market.variants import NO_KIND, Counts, Variants
from outreach_sim.model.wording import Claims, Wording

if TYPE_CHECKING:
    from outreach_sim.mail.template import Template

Row = tuple[list[tuple[Wording, Claims]], list[bool]]
"""What some readers notice of each mail of a sequence, and which say again what one before has said."""
Item = TypeVar("Item")
Pairs = tuple[tuple[str, str], ...]
"""Values by field."""
OTHER = -1
"""Stands for any lab that a letter does not name."""


@dataclass(frozen=True, slots=True)
class Class:
    """Readers to whom the mails of a sequence read alike, but for their labs.

    Attributes:
        known: bit mask of the facts that are known of them.
        live: their values that matter, by field.
        mononym: whether they are called by their whole name.
    """

    known: int
    live: Pairs
    mononym: bool


class Library(Protocol):
    """Letters, by id."""

    def template(self, name: str) -> Template:
        """The letter."""

    def own_words(self, name: str) -> OwnWords:
        """What it says to everybody."""

    def row(self, name: str, known: int, live: Pairs) -> Row | None:
        """What is noticed of the sequence that it opens, if it was measured; readers as in ``Class``."""


@dataclass(frozen=True, slots=True)
class Written:
    """Letters that are measured as they are asked for."""

    templates: Mapping[str, Template]

    def template(self, name: str) -> Template:
        """The letter."""
        return self.templates[name]

    def own_words(self, name: str) -> OwnWords:
        """What it says to everybody."""
        return own_words(self.templates[name])

    def row(self, name: str, known: int, live: Pairs) -> Row | None:
        """Nobody has measured any."""
        return None


def variants_of(sequences: Sequence[Sequence[str]], library: Library, readers: Readership) -> Variants | None:
    """Rows for the readers who read something else than others of whom the same facts are known.

    Args:
        sequences: ids of the mails of each sequence, in the order of the indices of those that open them.
        library: the letters.
        readers: everybody who may be written to.
    """
    every = [Told(mails, library, readers) for mails in sequences]
    found = [place for place, one in enumerate(every) if one.classes]
    if not found:
        return None
    kinds = np.full(len(every), NO_KIND, dtype=np.int32)
    kinds[found] = np.arange(len(found))
    return _Made(library, readers).of(kinds, [every[place] for place in found])


class Told:
    """A sequence of mails as its readers are told apart by what it says.

    Attributes:
        mails: ids of the letters.
        live: what each of them depends on, by id.
        classes: the different readers who have rows of their own; nobody where it is empty.
        of: number of each candidate's class, from 1; 0 for all others.
    """

    def __init__(self, mails: Sequence[str], library: Library, readers: Readership) -> None:
        self.mails = mails
        said = {name: library.own_words(name) for name in mails}
        self._inserts = frozenset(chain.from_iterable(one.inserts for one in said.values()))
        self.live = {name: live_in(one, readers) for name, one in said.items()}
        self.classes: list[Class] = []
        self.of = np.zeros(0, dtype=np.uint32)
        self._tell_apart(readers)

    def _tell_apart(self, readers: Readership) -> None:
        alive = [one for one in self.live.values() if one.values or one.labs]
        twice = who_is_twice(readers)
        inserts = self._inserts
        if not alive and not twice.concerns(inserts):
            return
        columns = [self._codes(name, readers, twice.fields(name, inserts)) for name in OF_READERS]
        columns.append(twice.mononym.astype(np.int64) * ("name" in inserts))
        told = np.stack(columns, axis=1)
        by_lab = any(one.labs for one in alive)
        some = np.arange(len(told)) if by_lab else np.flatnonzero(told.any(axis=1))
        keys = np.column_stack([readers.known[some].astype(np.int64) % KNOWN_MASKS, told[some]])
        different, place = np.unique(keys, axis=0, return_inverse=True)
        self.classes = [self._class(key, readers) for key in different.tolist()]
        self.of = np.zeros(len(told), dtype=np.uint32)
        self.of[some] = place.reshape(-1) + 1

    def _codes(self, name: str, readers: Readership, twice: NDArray[np.bool_] | None) -> NDArray[np.int64]:
        """1 + the place of each person's value, where it matters; else 0."""
        matters = {code for one in self.live.values() for code in one.values.get(name, ())}
        if not matters and twice is None:
            return np.zeros(len(readers.known), dtype=np.int64)
        codes, column = readers.codes(name), readers.column(name)
        chosen = np.zeros(len(column.values) + 1, dtype=np.bool_)
        chosen[list(matters)] = True
        here = chosen[codes] & (codes >= 0)
        return np.where(here if twice is None else here | (twice & (codes >= 0)), codes + 1, 0)

    def _class(self, key: Sequence[int], readers: Readership) -> Class:
        live = [
            (name, readers.column(name).values[code - 1])
            for name, code in zip(OF_READERS, key[1:], strict=False)
            if code
        ]
        return Class(key[0], tuple(live), bool(key[-1]))

    def labs_for(self, readers: Readership, one: Class) -> list[int]:
        """The labs on which it depends what these readers read."""
        named = set(chain.from_iterable(live.labs for live in self.live.values()))
        said = {value.casefold() for _, value in one.live}
        return sorted(named | {n for n, lab in enumerate(readers.labs) if lab.casefold() in said})


class _Made:
    """Measures the rows of classes, each text once."""

    def __init__(self, library: Library, readers: Readership) -> None:
        self._library, self._readers = library, readers
        self._rows: list[Row] = []

    def of(self, kinds: NDArray[np.int32], sequences: Sequence[Told]) -> Variants:
        """The variants of these sequences, a kind each."""
        labs, first = len(self._readers.labs), [0]
        writers, employers = [np.zeros(labs, np.int64)], [np.zeros(labs, np.int64)]
        classes = []
        for sequence in sequences:
            classes.append(np.where(sequence.of > 0, sequence.of + np.uint32(len(first) - 1), 0))
            for one in sequence.classes:
                named = [OTHER, *sequence.labs_for(self._readers, one)]
                first.append(len(self._rows))
                place = np.zeros(labs, dtype=np.int64)
                place[named[1:]] = np.arange(1, len(named))
                writers.append(place * len(named))
                employers.append(place)
                for writer, employer in product(named, repeat=2):
                    self._rows.append(self._row(sequence, one, writer, employer))
        counts, again = [padded(row) for row, _ in self._rows], [padded(row) for _, row in self._rows]
        return Variants(
            stacked(Wording, [[one for one, _ in row] for row in counts]),
            stacked(Claims, [[one for _, one in row] for row in counts]),
            np.array(again, dtype=np.bool_), kinds, np.stack(classes).astype(np.uint32), np.array(first),
            np.stack(writers), np.stack(employers),
        )  # fmt: skip

    def _row(self, sequence: Told, one: Class, writer: int, employer: int) -> Row:
        """What these readers notice of each mail."""
        anywhere = not one.mononym and writer == employer == OTHER
        kept = self._library.row(sequence.mails[0], one.known, one.live) if anywhere else None
        return kept or measured(sequence, self._library, self._readers, one, writer, employer)


def measured(
    sequence: Told,
    library: Library,
    readers: Readership,
    one: Class,
    writer: int = OTHER,
    employer: int = OTHER,
) -> Row:
    """What readers of a class notice of each mail from one of these labs, at another."""
    from outreach_sim.mail.texts import noticed, says_again, text_with

    texts, counts = [], []
    for name in sequence.mails:
        live = sequence.live[name]
        texts.append(text_with(library.template(name), _values(readers, live, one, writer, employer)))
        counts.append(noticed(texts[-1], tuple(readers.labs) if live.labs else ()))
    again = [any(says_again(text, had) for had in texts[:place]) for place, text in enumerate(texts)]
    return counts, again


def _values(readers: Readership, live: Live, one: Class, writer: int, employer: int) -> Pairs:
    """The values a mail is measured with: those that matter as they are, others as they are for everybody."""
    from outreach_sim.mail.texts import unlike_any, values_for

    values = unlike_any(values_for(one.known)) | dict(one.live)
    if one.mononym:
        values["name"] = values["first_name"]
    elif "name" not in dict(one.live):
        values["name"] = f"{values['first_name']} {values['name'].split()[-1]}"
    said = {value.casefold() for value in values.values() if value}
    for name, lab in (("lab", writer), ("employer", employer)):
        if lab != OTHER and (lab in live.labs or readers.labs[lab].casefold() in said):
            values[name] = readers.labs[lab]
    return tuple(values.items())


def chain_of(template: Template) -> list[str]:
    """Ids of the mails of the sequence that a template opens."""
    return [template.id, *template.follow_ups]


def padded(mails: Sequence[Item]) -> list[Item]:
    """As many mails as any sequence has: behind the last one that one again, which nobody sends."""
    return [*mails, *(MOST_MAILS - len(mails)) * [mails[-1]]]


def stacked(kind: type[Counts], rows: Sequence[Sequence[Counts]]) -> Counts:
    """Counts of letters, an array each, a row for each of these."""
    return kind(
        **{
            field.name: np.array([[getattr(one, field.name) for one in row] for row in rows], dtype=np.int64)
            for field in fields(kind)
        }
    )
