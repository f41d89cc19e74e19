"""What the market knows of letters: integer tables, one row per template. No text.

``mail`` measures templates into these tables (``words`` counts); the model turns counts into log-odds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import UsageError
from outreach_sim.market.variants import NO_KIND, Counts, Variants, at, nobodys, stacked, with_more
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.word_terms import opening_judged, opening_worth, reply_judged, reply_worth
from outreach_sim.model.wording import JUST_SAID, SAID_BEFORE, Claims, Judged, Wording

KNOWN_MASKS = 16
"""Every combination of the four contact facts that may be known of a person."""
MOST_MAILS = 6
"""Mails of one sequence: a letter and those that follow it up."""
MOST_SPACING_DAYS = 60
"""Days that a letter may let pass before one of its follow-ups."""
MOST_FALSE = 3
"""Claims of a letter that only the day can judge: a meeting, a deadline, machines."""
MOST_LETTERS = 4_096
"""Letters of one game, those that are written while it is played included; an index has 16 bits."""
Columns = TypeVar("Columns", Wording, Claims, Judged)


@dataclass(frozen=True, slots=True)
class LetterTables:
    """What readers notice of each template, for each combination of facts known of them.

    Attributes:
        ids: template names, in index order.
        wording: counts, arrays of int64, shape (templates, 16).
        claims: what is judged on the day of reading, arrays of int64, shape (templates, 16).
        repeats: whether mail 1 to 6 says again what one before it in the sequence of this template has said,
            bool, (templates, 6, 16).
        mistakes: fields that are left empty, int16, (templates, 16).
        names_offer: whether a field states the terms, bool, (templates,).
        sequence: template of mail 1 to 6 when this template opens, uint16, (templates, 6); behind its last
            mail that one again.
        mails: how many mails its sequence has, uint8, (templates,).
        spacing_days: days before mail 1 to 6, uint8, (templates, 6); 0 where the rules say how many.
        pitches: whether it speaks of the lab's mission (1) and products (2), uint8 bits, (templates,);
            ``None`` says nothing of any.
        again: of which facts known, as bits, the letter of the column says again what that of the row has
            said, uint16, (templates, templates); ``None`` where no letter does.
        variants: rows for readers whose own values or labs these letters name; ``None`` where there are none.
    """

    ids: tuple[str, ...]
    wording: Wording
    claims: Claims
    repeats: NDArray[np.bool_]
    mistakes: NDArray[np.int16]
    names_offer: NDArray[np.bool_]
    sequence: NDArray[np.uint16]
    mails: NDArray[np.uint8]
    spacing_days: NDArray[np.uint8]
    pitches: NDArray[np.uint8] | None = None
    again: NDArray[np.uint16] | None = None
    variants: Variants | None = None


def one_of(columns: Columns) -> Columns:
    """The only letter of columns of one, its counts as ints."""
    return type(columns)(**{f.name: int(np.ravel(getattr(columns, f.name))[0]) for f in fields(columns)})


def flat(counts: Counts) -> Counts:
    """The same in one dimension."""
    return type(counts)(**{f.name: getattr(counts, f.name).reshape(-1) for f in fields(counts)})


def check_room(letters: int) -> None:
    """Refuse more letters than a game can have.

    Raises:
        UsageError: says how many that are.
    """
    if letters > MOST_LETTERS:
        raise UsageError(f"a game has room for {MOST_LETTERS:,} letters, and all of them are written")


def joined(letters: LetterTables, more: LetterTables) -> LetterTables:
    """Tables and those of letters that come after them, whose ``sequence`` and ``again`` count in both."""
    apart = ("pitches", "again", "variants")
    columns = {
        f.name: _one_after_the_other(getattr(letters, f.name), getattr(more, f.name))
        for f in fields(letters)
        if f.name not in apart
    }
    return LetterTables(
        **columns,
        pitches=np.concatenate([spoken_in(letters), spoken_in(more)]),
        again=_both(letters.again, more.again),
        variants=_all_variants(letters, more),
    )


def _one_after_the_other(first: Any, second: Any) -> Any:
    """Two columns, or two sets of columns."""
    if is_dataclass(first):
        names = [f.name for f in fields(first)]
        both = {name: _one_after_the_other(getattr(first, name), getattr(second, name)) for name in names}
        return cast(Any, type(first))(**both)
    return first + second if isinstance(first, tuple) else np.concatenate([first, second])


def _both(old: NDArray[np.uint16] | None, whole: NDArray[np.uint16] | None) -> NDArray[np.uint16] | None:
    """Who repeats whom among all letters; the second does not know it of the first ones among themselves."""
    if whole is None or old is None:
        return whole
    whole = whole.copy()
    whole[: len(old), : len(old)] = old
    return whole


def _all_variants(letters: LetterTables, more: LetterTables) -> Variants | None:
    one = letters.variants or more.variants
    if one is None:
        return None
    before, after = (part.variants or nobodys(one, len(part.ids)) for part in (letters, more))
    return with_more(before, after)


def spoken_in(letters: LetterTables) -> NDArray[np.uint8]:
    """What each letter speaks of: ``LetterTables.pitches``, nothing where nobody says."""
    spoken = letters.pitches
    return np.zeros(len(letters.ids), dtype=np.uint8) if spoken is None else spoken


def in_order(letters: LetterTables, order: NDArray[np.intp]) -> LetterTables:
    """The same with letter ``order[n]`` as letter n."""
    columns = {
        f.name: getattr(letters, f.name)[order]
        for f in fields(letters)
        if f.name not in _NOT_BY_ROW and getattr(letters, f.name) is not None
    }
    again, variants = letters.again, letters.variants
    return LetterTables(
        ids=tuple(letters.ids[index] for index in order.tolist()),
        wording=at(letters.wording, order),
        claims=at(letters.claims, order),
        sequence=np.argsort(order)[letters.sequence[order]].astype(np.uint16),
        again=None if again is None else again[np.ix_(order, order)],
        variants=None if variants is None else replace(variants, kinds=variants.kinds[order]),
        **columns,
    )


_NOT_BY_ROW = ("ids", "wording", "claims", "sequence", "again", "variants")


def words_table(p: Parameters, letters: LetterTables) -> NDArray[np.float64]:
    """Log-odds of each letter's words for reply and interest, shape (templates, 16)."""
    return np.asarray(reply_worth(p, letters.wording), dtype=np.float64)


def subject_table(p: Parameters, letters: LetterTables) -> NDArray[np.float64]:
    """Log-odds that each letter's subject adds to opening, shape (templates, 16)."""
    return np.asarray(opening_worth(p, letters.wording), dtype=np.float64)


class Reading:
    """The tables as a day's work looks them up, flattened.

    A mail's place is (opening template x 6 + its number - 1) x 16 + the mask of known facts, or, of readers
    with rows of their own, ``variants_from`` + row x 6 + its number - 1; that of a first mail's subject and
    pay, template x 16 + the mask, or ``subjects`` + row.

    Args:
        p: the model's.
        letters: the tables.
        reads: masks of languages that people read (``People.reads``).

    Attributes:
        reply: log-odds of mails that claim nothing false, float64.
        repeated: of those that say again what the approach before has said.
        places, variants_from: how many places of mails there are, and how many of them are for everybody.
        own_kinds: whether some people read the sequence of a template otherwise, bool, (templates,).
        wording, claims: counts of mails. repeat: 1 where a mail repeats one before it.
        by_day: whether a mail says anything that is judged on the day it is read, or on who reads it.
        any_by_day: whether any does.
        first_wording, first_claims: counts of first mails, at the place of their subjects.
        language, subject_language: bit of the language of each mail, and of each first one by the place of
            its subject; 0 where everybody reads it.
        level: which of ``levels`` a subject has, of those who read its language, then of those who do not.
        levels: the different worths of subjects, log-odds. subjects: how many places are everybody's.
        pay_usd: yearly pay that the text of a first mail names, 0 for none. any_pay: whether any does.
        any_foreign: whether any letter is in a language that somebody does not read.
    """

    def __init__(self, p: Parameters, letters: LetterTables, reads: NDArray[np.uint8]) -> None:
        self.variants, self._again, self._sequence = letters.variants, letters.again, letters.sequence
        self._kept = np.full(len(letters.ids) * (MOST_MAILS + 1), -1), np.zeros(0, dtype=np.uint16)
        self._parameters = p
        self.own_kinds = (
            np.zeros(0, dtype=np.bool_) if self.variants is None else self.variants.kinds != NO_KIND
        )
        self.wording = self._mails(flat(at(letters.wording, letters.sequence)), "wording")
        self.claims = c = self._mails(flat(at(letters.claims, letters.sequence)), "claims")
        repeats = letters.repeats.reshape(-1)
        self.variants_from = repeats.size
        if self.variants is not None:
            repeats = np.concatenate([repeats, self.variants.repeats.reshape(-1)])
        self.repeat, self.places = 1 * repeats, repeats.size
        said_before, when = Judged(0, 0, 0, self.repeat), np.where(self.repeat, JUST_SAID, SAID_BEFORE)
        self.reply = reply_worth(p, self.wording) + reply_judged(p, self.wording, said_before)
        self.repeated = reply_worth(p, self.wording) + reply_judged(p, self.wording, Judged(0, 0, 0, when))
        self.language = _bits(self.wording.language, reads)
        first = self._is_first()
        self.by_day = (c.met > 0) | (c.days > 0) | (c.machines_h100e > 0) | (first & (c.earlier > 0))
        self.by_day |= self.language > 0
        self.any_by_day = bool(self.by_day.any())
        self._read_subjects(letters, reads)

    def _mails(self, everybodys: Counts, which: str) -> Counts:
        """Counts of mails, those of variants after those for everybody."""
        if self.variants is None:
            return everybodys
        return stacked(everybodys, flat(getattr(self.variants, which)))

    def _is_first(self) -> NDArray[np.bool_]:
        place, later = np.arange(self.places), np.arange(self.places - self.variants_from)
        mail = np.concatenate([place[: self.variants_from] // KNOWN_MASKS, later])
        return mail % MOST_MAILS == 0

    def _read_subjects(self, letters: LetterTables, reads: NDArray[np.uint8]) -> None:
        wording, claims = flat(letters.wording), flat(letters.claims)
        self.subjects = letters.mistakes.size
        if self.variants is not None:
            wording = stacked(wording, at(self.variants.wording, (slice(None), 0)))
            claims = stacked(claims, at(self.variants.claims, (slice(None), 0)))
        self.first_wording, self.first_claims = wording, claims
        self.subject_language = _bits(wording.language, reads)
        self.any_foreign = bool(self.subject_language.any())
        worth, p = opening_worth(p=self._parameters, w=wording), self._parameters
        unread = 1 * (self.subject_language > 0)
        worths = np.concatenate([worth, worth + opening_judged(p, wording, Judged(0, 0, unread, 0))])
        self.levels = np.array(sorted(set(worths.tolist())))
        self.level = np.searchsorted(self.levels, worths)
        self.pay_usd = claims.pay_usd
        self.any_pay = bool(self.pay_usd.any())

    def said_again(self, before: NDArray[np.uint16], letter: NDArray[np.integer]) -> NDArray[np.uint16]:
        """Of which facts known, as bits, letters say again what the mails of an approach before have said.

        Args:
            before: these mails, as ``ApproachTable.before`` has them.
            letter: one for each.
        """
        if self._again is None:
            return np.zeros(before.shape, dtype=np.uint16)
        row_of, said = self._kept
        row = row_of.take(before)
        if row.min(initial=0) < 0:
            # Looked up once, and put in place at one go: others may be reading it.
            row_of, said = self._kept = self._looked_up(self._again, before[row < 0])
            row = row_of.take(before)
        return said.take(row * len(self._again) + letter)

    def _looked_up(
        self, again: NDArray[np.uint16], before: NDArray[np.uint16]
    ) -> tuple[NDArray[np.intp], NDArray[np.uint16]]:
        """What is kept, and what is said again after these mails: few of all that there could be come up."""
        codes, (row_of, said) = np.unique(before), self._kept
        row_of = row_of.copy()
        row_of[codes] = said.size // len(again) + np.arange(codes.size)
        opening, mails = np.divmod(codes, MOST_MAILS + 1)
        sent = (again[self._sequence[first, :count]] for first, count in zip(opening, mails, strict=True))
        return row_of, np.concatenate([said, *(np.bitwise_or.reduce(letters, axis=0) for letters in sent)])

    @cached_property
    def as_judged(self) -> NDArray[np.float64]:
        """Log-odds of all mails by ``code``, one after the other; nobody needs it where nothing is judged."""
        worth, shape = reply_worth(self._parameters, self.wording), (3, 2, 2, MOST_FALSE + 1)
        judged = [Judged(int(f), int(n), int(u), int(r)) for r, u, n, f in np.ndindex(shape)]
        return np.concatenate([worth + reply_judged(self._parameters, self.wording, each) for each in judged])

    def judged_at(self, judged: Judged, place: NDArray[np.intp]) -> NDArray[np.float64]:
        """Log-odds of mails at these places as they are judged, one element each."""
        code = judged.false + (MOST_FALSE + 1) * (judged.no_earlier + 2 * (judged.unread + 2 * judged.repeat))
        return self.as_judged.take(code * self.places + place)


def _bits(language: NDArray[np.int64], reads: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The bit of each letter's language; 0 where it has none, or all read it who say what they read."""
    said = reads[reads > 0]
    read_by_all = np.bitwise_and.reduce(said) if said.size else np.uint8(0xFF)
    bit = np.where(language > 0, 1 << language, 0).astype(np.uint8)
    return bit & ~read_by_all
