"""What the market knows of letters: integer tables, one row per template. No text.

``mail`` measures templates into these tables (``words`` counts); the model turns counts into log-odds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import UsageError
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.word_terms import opening_worth, reply_judged, reply_worth
from outreach_sim.model.wording import Claims, Judged, Wording

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
Counts = TypeVar("Counts", Wording, Claims)
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


def at(counts: Counts, index: NDArray[np.intp] | NDArray[np.uint16]) -> Counts:
    """The rows of these templates, or whatever else an index picks of every column."""
    return type(counts)(**{f.name: getattr(counts, f.name)[index] for f in fields(counts)})


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
    """Tables and those of letters that come after them, whose ``sequence`` counts in both."""
    columns = {
        f.name: _one_after_the_other(getattr(letters, f.name), getattr(more, f.name))
        for f in fields(letters)
        if f.name != "pitches"
    }
    return LetterTables(**columns, pitches=np.concatenate([spoken_in(letters), spoken_in(more)]))


def _one_after_the_other(first: Any, second: Any) -> Any:
    """Two columns, or two sets of columns."""
    if isinstance(first, tuple):
        return first + second
    if isinstance(first, np.ndarray):
        return np.concatenate([first, second])
    names = [f.name for f in fields(first)]
    return type(first)(
        **{name: _one_after_the_other(getattr(first, name), getattr(second, name)) for name in names}
    )


def spoken_in(letters: LetterTables) -> NDArray[np.uint8]:
    """What each letter speaks of: ``LetterTables.pitches``, nothing where nobody says."""
    spoken = letters.pitches
    return np.zeros(len(letters.ids), dtype=np.uint8) if spoken is None else spoken


def in_order(letters: LetterTables, order: NDArray[np.intp]) -> LetterTables:
    """The same with letter ``order[n]`` as letter n."""
    columns = {
        f.name: getattr(letters, f.name)[order]
        for f in fields(letters)
        if f.name not in ("ids", "wording", "claims", "sequence") and getattr(letters, f.name) is not None
    }
    return LetterTables(
        ids=tuple(letters.ids[index] for index in order.tolist()),
        wording=at(letters.wording, order),
        claims=at(letters.claims, order),
        sequence=np.argsort(order)[letters.sequence[order]].astype(np.uint16),
        **columns,
    )


def words_table(p: Parameters, letters: LetterTables) -> NDArray[np.float64]:
    """Log-odds of each letter's words for reply and interest, shape (templates, 16)."""
    return np.asarray(reply_worth(p, letters.wording), dtype=np.float64)


def subject_table(p: Parameters, letters: LetterTables) -> NDArray[np.float64]:
    """Log-odds that each letter's subject adds to opening, shape (templates, 16)."""
    return np.asarray(opening_worth(p, letters.wording), dtype=np.float64)


class Reading:
    """The tables as a day's work looks them up, flattened.

    A mail's place is (opening template x 6 + its number - 1) x 16 + the mask of known facts; that of a first
    mail's subject and pay, template x 16 + the mask.

    Attributes:
        reply: log-odds of mails that claim nothing false, float64.
        as_judged: the same by what the day tells, one after the other: with 0 to 3 claims that are not so;
            then the same for who had no earlier mail.
        places: how many places of mails there are.
        wording, claims: counts of mails. repeat: 1 where a mail repeats one before it.
        by_day: whether a mail says anything that is judged on the day it is read.
        any_by_day: whether any does.
        level: which of ``levels`` a subject has. levels: the different worths of subjects, log-odds.
        first_wording, first_claims: counts of first mails, at the place of their subjects.
        pay_usd: yearly pay that the text of a first mail names, 0 for none. any_pay: whether any does.
    """

    def __init__(self, p: Parameters, letters: LetterTables) -> None:
        self.wording = flat(at(letters.wording, letters.sequence))
        self.claims = c = flat(at(letters.claims, letters.sequence))
        self.repeat = 1 * letters.repeats.reshape(-1)
        self.places = self.repeat.size
        worth = reply_worth(p, self.wording)
        self.as_judged = np.concatenate(
            [
                worth + reply_judged(p, self.wording, Judged(false, no_earlier, 0, self.repeat))
                for no_earlier in (0, 1)
                for false in range(MOST_FALSE + 1)
            ]
        )
        self.reply = self.as_judged[: self.places]
        first = np.arange(self.places) // KNOWN_MASKS % MOST_MAILS == 0
        self.by_day = (c.met > 0) | (c.days > 0) | (c.machines_h100e > 0) | (first & (c.earlier > 0))
        self.any_by_day = bool(self.by_day.any())
        subjects = subject_table(p, letters).ravel()
        self.levels = np.array(sorted(set(subjects.tolist())))
        self.level = np.searchsorted(self.levels, subjects)
        self.first_wording, self.first_claims = flat(letters.wording), flat(letters.claims)
        self.pay_usd = letters.claims.pay_usd.reshape(-1)
        self.any_pay = bool(self.pay_usd.any())
