"""Tables of letters as plain numbers, for files and saves; and the tables again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.letters import KNOWN_MASKS, MOST_MAILS, MOST_SPACING_DAYS, LetterTables
from outreach_sim.market.variants import NO_KIND, Counts, Variants
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
_VARIANTS: Mapping[str, Any] = {
    "repeats": np.bool_,
    "kinds": np.int32,
    "classes": np.uint32,
    "first": np.int64,
    "writers": np.int64,
    "employers": np.int64,
}


def plain_tables(letters: LetterTables) -> dict[str, Any]:
    """Tables as lists and dicts of lists."""
    arrays = {name: getattr(letters, name) for name in _TYPES}
    return {
        "ids": list(letters.ids),
        "wording": _plain(letters.wording),
        "claims": _plain(letters.claims),
        **{name: array.tolist() for name, array in arrays.items() if array is not None},
        **({} if letters.again is None else {"again": letters.again.tolist()}),
        **({} if letters.variants is None else {"variants": _plain_variants(letters.variants)}),
    }


def _plain_variants(variants: Variants) -> dict[str, Any]:
    numbers = {name: getattr(variants, name).tolist() for name in _VARIANTS if name != "classes"}
    return {
        "wording": _plain(variants.wording),
        "claims": _plain(variants.claims),
        "candidates": variants.classes.shape[1],
        "classes": [_of_some(row) for row in variants.classes],
        **numbers,
    }


def _of_some(classes: NDArray[np.uint32]) -> list[list[int]]:
    """Who has a class, and which: most have none."""
    some = classes.nonzero()[0]
    return [some.tolist(), classes[some].tolist()]


def _of_all(data: Mapping[str, Any]) -> NDArray[np.uint32]:
    classes = np.zeros((len(data["classes"]), data["candidates"]), dtype=np.uint32)
    for row, (some, of) in zip(classes, data["classes"], strict=True):
        if min(some, default=0) < 0:
            raise ValueError("nobody has a number below 0")
        row[some] = of
    return classes


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
        _counts(Wording, data["wording"], (len(ids), KNOWN_MASKS)),
        _counts(Claims, data["claims"], (len(ids), KNOWN_MASKS)),
        **{
            name: _array(data[name], kind, (len(ids), *shape))
            for name, (kind, shape) in _TYPES.items()
            if name != "pitches" or name in data
        },
        again=_array(data["again"], np.uint16, (len(ids), len(ids))) if "again" in data else None,
        variants=_variants(data["variants"], len(ids)) if "variants" in data else None,
    )
    if letters.sequence.max(initial=0) >= len(ids):
        raise ValueError("a letter is followed up by none")
    if not all(1 <= mails <= MOST_MAILS for mails in letters.mails.tolist()):
        raise ValueError("a letter has no sequence")
    if letters.spacing_days.max(initial=0) > MOST_SPACING_DAYS:
        raise ValueError("a letter waits too long")
    return letters


def _variants(data: Mapping[str, Any], letters: int) -> Variants:
    plain = {name: value for name, value in data.items() if name != "classes"} | {"classes": _of_all(data)}
    arrays = {name: np.array(plain[name], dtype=kind) for name, kind in _VARIANTS.items()}
    shape = arrays["repeats"].shape
    found = Variants(
        _counts(Wording, data["wording"], shape), _counts(Claims, data["claims"], shape), **arrays
    )
    classes, labs = len(found.first), found.writers.shape[-1]
    most = found.first + found.writers.max(axis=1) + found.employers.max(axis=1)
    kinds = len(found.classes)
    sound = (
        shape[1:] == (MOST_MAILS,)
        and found.kinds.shape == (letters,)
        and found.classes.ndim == 2
        and found.writers.shape == found.employers.shape == (classes, labs)
        and NO_KIND <= found.kinds.min(initial=0) <= found.kinds.max(initial=0) < kinds
        and found.classes.max(initial=0) < classes
        and all(getattr(found, name).min(initial=0) >= 0 for name in ("first", "writers", "employers"))
        and most[1:].max(initial=0) < len(found.repeats)
    )
    if not sound:
        raise ValueError("rows of letters for some readers do not belong together")
    return found


def _counts(kind: type[Counts], data: Mapping[str, Any], shape: tuple[int, ...]) -> Counts:
    return kind(**{field.name: _array(data[field.name], np.int64, shape) for field in fields(kind)})


def _array(values: Any, kind: Any, shape: tuple[int, ...]) -> Any:
    array = np.array(values, dtype=kind)
    if array.shape != shape:
        raise ValueError("the tables of the letters are of different lengths")
    return array
