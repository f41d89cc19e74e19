"""Tables of letters as plain numbers, for files and saves; and the tables again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from outreach_sim.market.letters import KNOWN_MASKS, MOST_MAILS, MOST_SPACING_DAYS, Counts, LetterTables
from outreach_sim.model.wording import Claims, Wording

_TYPES: Mapping[str, tuple[Any, tuple[int, ...]]] = {
    "repeats": (np.bool_, (MOST_MAILS, KNOWN_MASKS)),
    "mistakes": (np.int16, (KNOWN_MASKS,)),
    "names_offer": (np.bool_, ()),
    "sequence": (np.uint16, (MOST_MAILS,)),
    "mails": (np.uint8, ()),
    "spacing_days": (np.uint8, (MOST_MAILS,)),
    "pitches": (np.uint8, ()),
}
"""Type and shape of a letter's share of each array."""


def plain_tables(letters: LetterTables) -> dict[str, Any]:
    """Tables as lists and dicts of lists."""
    arrays = {name: getattr(letters, name) for name in _TYPES}
    return {
        "ids": list(letters.ids),
        "wording": _plain(letters.wording),
        "claims": _plain(letters.claims),
        **{name: array.tolist() for name, array in arrays.items() if array is not None},
    }


def _plain(counts: Wording | Claims) -> dict[str, Any]:
    return {field.name: getattr(counts, field.name).tolist() for field in fields(counts)}


def tables_from(data: Mapping[str, Any]) -> LetterTables:
    """Tables from lists.

    Raises:
        ValueError, KeyError, TypeError, OverflowError: they are none.
    """
    ids = tuple(str(identity) for identity in data["ids"])
    letters = LetterTables(
        ids,
        _counts(Wording, data["wording"], len(ids)),
        _counts(Claims, data["claims"], len(ids)),
        **{
            name: _array(data[name], kind, (len(ids), *shape))
            for name, (kind, shape) in _TYPES.items()
            if name != "pitches" or name in data
        },
    )
    if letters.sequence.max(initial=0) >= len(ids):
        raise ValueError("a letter is followed up by none")
    if not all(1 <= mails <= MOST_MAILS for mails in letters.mails.tolist()):
        raise ValueError("a letter has no sequence")
    if letters.spacing_days.max(initial=0) > MOST_SPACING_DAYS:
        raise ValueError("a letter waits too long")
    return letters


def _counts(kind: type[Counts], data: Mapping[str, Any], letters: int) -> Counts:
    shape = (letters, KNOWN_MASKS)
    return kind(**{field.name: _array(data[field.name], np.int64, shape) for field in fields(kind)})


def _array(values: Any, kind: Any, shape: tuple[int, ...]) -> Any:
    array = np.array(values, dtype=kind)
    if array.shape != shape:
        raise ValueError("the tables of the letters are of different lengths")
    return array
