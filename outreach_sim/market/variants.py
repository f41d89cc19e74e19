"""Rows of letters for some readers only: whose own values, or whose labs, stand in a letter's words.

A letter has a row for each combination of known facts, of values that stand in no text. Somebody whose topic,
city or name a letter names in its own words reads another letter than they, and so does whoever works at a
lab that it names. These are told apart here by number; what is a value of whom is ``mail``'s to find.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.model.wording import Claims, Wording

Counts = TypeVar("Counts", Wording, Claims)
Number = TypeVar("Number", np.int32, np.uint32)
NO_KIND = -1
"""Stands for a template whose sequence reads alike for everybody of whom the same facts are known."""


def at(counts: Counts, index: Any) -> Counts:
    """The rows of these templates, or whatever else an index picks of every column."""
    return type(counts)(**{f.name: getattr(counts, f.name)[index] for f in fields(counts)})


@dataclass(frozen=True, slots=True)
class Variants:
    """Rows of sequences for some readers, shape (variants, mails), and who they are.

    Readers of one class share their rows but for their labs: row ``first[c] + writers[c, lab that writes] +
    employers[c, lab of the reader]``.

    Attributes:
        wording, claims: counts of the mails, arrays of int64.
        repeats: whether a mail says again what one before it has said, bool.
        kinds: the row of ``classes`` for a sequence that begins with this template, or ``NO_KIND``, int32,
            (templates,).
        classes: of each candidate, uint32, (kinds, candidates); 0 for those who read what others do.
        first: the first row of each class, int64, (classes,); that of class 0 is of no meaning.
        writers, employers: what a lab adds to it, int64, (classes, labs).
    """

    wording: Wording
    claims: Claims
    repeats: NDArray[np.bool_]
    kinds: NDArray[np.int32]
    classes: NDArray[np.uint32]
    first: NDArray[np.int64]
    writers: NDArray[np.int64]
    employers: NDArray[np.int64]

    def are_for(self, candidates: int, labs: int) -> bool:
        """Whether there is something for each of so many candidates and labs."""
        return self.classes.shape[1] >= candidates and self.writers.shape[1] >= labs

    def rows_for(
        self,
        template: NDArray[np.integer],
        candidate: NDArray[np.intp],
        writer: NDArray[np.intp],
        employer: NDArray[np.intp],
    ) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Who of these readers have rows of their own, as places, and the rows.

        Args:
            template: which opens the sequence, one element a reader; all of some kind.
            candidate: who reads.
            writer: index of the lab that writes.
            employer: of that at which the reader works today.
        """
        of = self.classes[self.kinds[template], candidate]
        some = of.nonzero()[0]
        of = of[some]
        return some, self.first[of] + self.writers[of, writer[some]] + self.employers[of, employer[some]]


def with_more(first: Variants, second: Variants) -> Variants:
    """Variants of letters, and of those that come after them; candidates and labs are the same."""
    kinds, classes = len(first.classes), len(first.first) - 1
    return Variants(
        wording=stacked(first.wording, second.wording),
        claims=stacked(first.claims, second.claims),
        repeats=np.concatenate([first.repeats, second.repeats]),
        kinds=np.concatenate([first.kinds, moved(second.kinds, kinds, NO_KIND)]),
        classes=np.concatenate([first.classes, moved(second.classes, classes, 0)]),
        first=np.concatenate([first.first, second.first[1:] + len(first.repeats)]),
        writers=np.concatenate([first.writers, second.writers[1:]]),
        employers=np.concatenate([first.employers, second.employers[1:]]),
    )


def moved(numbers: NDArray[Number], by: int, but: int) -> NDArray[Number]:
    """Numbers that count from elsewhere, but for the one that stands for none."""
    return np.where(numbers == but, numbers, numbers + numbers.dtype.type(by))


def stacked(first: Counts, second: Counts) -> Counts:
    """Counts of some letters, and of others after them."""
    names = [f.name for f in fields(first)]
    return type(first)(
        **{name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in names}
    )


def nobodys(like: Variants, templates: int) -> Variants:
    """No variants of so many letters, for the candidates and labs of others."""
    return replace(
        like,
        wording=at(like.wording, slice(0)),
        claims=at(like.claims, slice(0)),
        repeats=like.repeats[:0],
        kinds=np.full(templates, NO_KIND, dtype=np.int32),
        classes=like.classes[:0],
        first=like.first[:1],
        writers=like.writers[:1],
        employers=like.employers[:1],
    )
