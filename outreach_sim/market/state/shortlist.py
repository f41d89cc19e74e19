"""Who is free for whom: one bit per (world, lab, candidate), in each lab's order of preference.

"The best k who are free" are then the first k set bits of a row. Counting bits a 64-bit word at a time
keeps that cheap for a thousand candidates and for a million.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.runs import Index, rank_in_run
from outreach_sim.model.draws import Purpose, Stream, bits, normal, occasions, pack, world_keys

Bits = NDArray[np.uint64]

JUDGEMENT_SD = 0.5
"""How far labs disagree on who is good: sd of the logarithm of judged over true impact (a guess)."""

_WORD = 64
_BITS = np.uint64(1) << np.arange(_WORD, dtype=np.uint64)
_EACH_BYTE = np.uint64(0x0101010101010101)
"""A word of eight small counts times this: in each byte the sum of the counts up to it."""
_NINE = np.intp(9)
_BLOCK = 1 << 15
"""People who are looked at together, so that what is computed of them stays near the processor."""
_NARROW = 64
"""Rows of so many words are not worth stopping early."""


def rankings(setup: Setup) -> NDArray[np.int32]:
    """Each lab's candidates, best first, shape (labs, candidates).

    A lab judges impact with an error of its own, keyed by the people seed; ties go to the lower id.
    """
    people, count = setup.people, len(setup.people)
    key = world_keys(setup.people_seed, np.zeros(1), Stream.PEOPLE)
    order = np.empty((len(setup.labs), count), dtype=np.int32)
    width = count.bit_length()
    keys = np.empty(count, dtype=np.int64)
    for lab in range(len(setup.labs)):
        for start in range(0, count, _BLOCK):
            some = np.arange(start, min(start + _BLOCK, count))
            error = normal(bits(occasions(key, pack(some, lab, 0)), Purpose.JUDGEMENT))
            judged = np.rint(1000.0 * people.impact[some] * np.exp(JUDGEMENT_SD * error)).astype(np.int64)
            # With the id in the low bits no two keys are equal, and whole numbers sort faster than indices.
            keys[some] = -judged << width | some
        keys.sort()
        order[lab] = keys & (1 << width) - 1
    return order


class Picked(NamedTuple):
    """Who was picked: row (world x labs + lab) and candidate, one element each."""

    row: Index
    candidate: Index


class Shortlist:
    """Free bits of all worlds and labs; a row is one lab of one world."""

    def __init__(self, order: NDArray[np.int32], worlds: int) -> None:
        labs, count = order.shape
        self.worlds = worlds
        self.order = order.ravel()
        self.count = count
        self.words = -(-count // _WORD)
        rank = np.empty_like(order)
        for lab in range(labs):
            rank[lab, order[lab]] = np.arange(count, dtype=np.int32)
        self.rank = rank.ravel()
        self.lab_start = np.tile(np.arange(labs, dtype=np.intp) * count, worlds)
        self.free = np.zeros(worlds * labs * self.words, dtype=np.uint64)
        self._far = self.words

    def _place(self, row: Index, candidate: Index) -> tuple[Index, NDArray[np.uint64]]:
        rank = self.rank.take(self.lab_start.take(row) + candidate)
        return row * self.words + (rank >> 6), _BITS.take(rank & 63)

    def is_free(self, row: Index, candidate: Index) -> NDArray[np.bool_]:
        """Whether each pair's bit is set."""
        word, mask = self._place(row, candidate)
        return (self.free[word] & mask) != 0

    def free_of(self, row: int) -> NDArray[np.bool_]:
        """Whose bit is set in one row, by candidate."""
        start = int(self.lab_start[row])
        packed = self.free[row * self.words : (row + 1) * self.words].view(np.uint8)
        ranked = np.unpackbits(packed, count=self.count, bitorder="little").view(np.bool_)
        rank = self.rank[start : start + self.count]
        parts = [ranked.take(rank[first : first + _BLOCK]) for first in range(0, self.count, _BLOCK)]
        return np.concatenate(parts)

    def set(self, row: Index, candidate: Index, free: NDArray[np.bool_]) -> None:
        """Make the bits of these distinct pairs equal to ``free``."""
        word, mask = self._place(row, candidate)
        differs = (((self.free[word] & mask) != 0) != free).nonzero()[0]
        if not differs.size:
            return
        word, mask, free = word[differs], mask[differs], free[differs]
        # A bit that is known to be clear can be added, one known to be set subtracted.
        np.add.at(self.free, word[free], mask[free])
        np.subtract.at(self.free, word[~free], mask[~free])

    def add(self, row: Index, candidate: Index) -> None:
        """Set the bits of these distinct pairs, all of which are clear."""
        word, mask = self._place(row, candidate)
        np.add.at(self.free, word, mask)

    def clear(self, row: Index, candidate: Index) -> None:
        """Clear the bits of these distinct pairs."""
        word, mask = self._place(row, candidate)
        held = (self.free[word] & mask).nonzero()[0]
        np.subtract.at(self.free, word[held], mask[held])

    def fill(self, row: int, free: NDArray[np.bool_]) -> None:
        """Set all bits of one row; ``free`` is by candidate."""
        start = int(self.lab_start[row])
        ranked = np.zeros(self.words * _WORD, dtype=np.bool_)
        ranked[: self.count] = free[self.order[start : start + self.count]]
        packed = np.packbits(ranked, bitorder="little").view(np.uint64)
        self.free[row * self.words : (row + 1) * self.words] = packed

    def repeat_world(self) -> None:
        """Give every world the bits of the first."""
        by_world = self.free.reshape(self.worlds, -1)
        by_world[1:] = by_world[0]

    def take_first(self, wanted: NDArray[np.int64]) -> Picked:
        """Pick the first ``wanted[row]`` free candidates of every row and clear their bits.

        Returns fewer where fewer are free. Sorted by row, then rank.
        """
        counts, before = self._count_as_far_as(wanted)
        needed = ((before < wanted[:, None]) & (counts > 0)).ravel().nonzero()[0]
        if not needed.size:
            nobody = np.empty(0, dtype=np.intp)
            return Picked(nobody, nobody)
        width = counts.shape[1]
        row_of = needed // width
        place = needed - row_of * width
        word = row_of * self.words + place
        room = wanted[row_of] - before.ravel()[needed]
        chosen = lowest_bits(self.free[word], counts.ravel()[needed], room)
        self.free[word] ^= chosen
        if self.words > _NARROW:
            self._far = min(int(place.max()) * 5 // 4 + 2, self.words)
        return self._people(row_of, place, chosen)

    def _people(self, row_of: Index, place: Index, chosen: Bits) -> Picked:
        """Whose bits these are, in the words at these places of these rows."""
        hit = np.unpackbits(chosen.view(np.uint8), bitorder="little").view(np.bool_).nonzero()[0]
        which = hit >> 6
        start = self.lab_start[row_of] + place * _WORD
        return Picked(row_of[which], self.order[start[which] + (hit & 63)].astype(np.intp))

    def first_free(self, row: Index, most: int) -> Index:
        """The first free candidates of these distinct rows, which stay free; -1 where there are fewer.

        Args:
            row: increasing.
            most: how many.

        Returns:
            Shape (rows, most).
        """
        found = np.full((row.size, most), -1, dtype=np.intp)
        words = self.free.reshape(-1, self.words)[row]
        counts = np.bitwise_count(words)
        before = counts.cumsum(axis=1, dtype=np.int64) - counts
        at, place = ((before < most) & (counts > 0)).nonzero()
        if at.size:
            chosen = lowest_bits(words[at, place], counts[at, place], most - before[at, place])
            picked = self._people(row[at], place, chosen)
            found[row.searchsorted(picked.row), rank_in_run(picked.row)] = picked.candidate
        return found

    def _count_as_far_as(self, wanted: NDArray[np.int64]) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
        """Free bits of each word and of those before it, as far along the rows as ``wanted`` may need.

        Most of a row is never looked at: it was enough, a little while ago, to go so far.
        """
        words = self.free.reshape(-1, self.words)
        while True:
            counts = np.bitwise_count(words[:, : self._far])
            before = counts.cumsum(axis=1, dtype=np.int32)
            if self._far == self.words or (before[:, -1] >= wanted).all():
                before -= counts
                return counts, before
            self._far = min(2 * self._far, self.words)


def lowest_bits(word: NDArray[np.uint64], count: NDArray[np.uint8], wanted: NDArray[np.int64]) -> Bits:
    """The lowest ``wanted`` of the ``count`` set bits of each word; all of them where it has fewer."""
    some = (count > wanted).nonzero()[0]
    if not some.size:
        return word
    by_byte = word[some].view(np.uint8)
    held = np.bitwise_count(by_byte)
    before = (held.view(np.uint64) * _EACH_BYTE).view(np.uint8) - held  # bits in the bytes below
    room = np.repeat(wanted[some].astype(np.int8), 8)
    room -= before.view(np.int8)
    np.minimum(np.maximum(room, 0, out=room), 8, out=room)
    chosen = word.copy()
    chosen[some] = _lowest_of_byte().take(by_byte * _NINE + room).view(np.uint64)
    return chosen


@cache
def _lowest_of_byte() -> NDArray[np.uint8]:
    """The lowest k set bits of each byte, k from 0 to 8, at 9 x byte + k."""
    table = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    nth = table.cumsum(axis=1)[:, None] <= np.arange(9)[:, None]
    return np.packbits(table[:, None] & nth, axis=2, bitorder="little").ravel()


def first_of_each(
    row: Index, candidate: Index, eligible: NDArray[np.bool_], wanted: NDArray[np.int64]
) -> tuple[Index, Index]:
    """The first ``wanted`` eligible people of each row; equally many candidates stand under each row."""
    table = eligible.reshape(wanted.size, -1)
    chosen = (table & (table.cumsum(axis=1) <= wanted[:, None])).ravel()
    return row[chosen], candidate[chosen]
