"""Compiles templates into the integer tables that the market reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.mail.features import Features, measure
from outreach_sim.mail.readership import Readership
from outreach_sim.mail.template import Template, letters, shipped_templates
from outreach_sim.mail.texts import canonical_texts, noticed, says_again, unlike_any, values_for
from outreach_sim.mail.variants import Written, chain_of, stacked, variants_of
from outreach_sim.market.letters import KNOWN_MASKS, MOST_MAILS, LetterTables, joined
from outreach_sim.model.wording import Claims, Wording

if TYPE_CHECKING:
    from outreach_sim.words.measure import Canonical


def features_of(template: Template) -> list[Features]:
    """Features for each combination of known facts. It is measured with every term stated, and with facts
    that are equal to nothing a letter may compare them with.
    """
    return [measure(template, unlike_any(values_for(known))) for known in range(KNOWN_MASKS)]


def compile_letters(templates: Mapping[str, Template]) -> LetterTables:
    """Tables of all letters that labs write, in index order, for readers whose values stand in none."""
    return rows_of(letters(templates), (), templates)


def with_letters(
    tables: LetterTables, templates: Mapping[str, Template], readers: Readership | None = None
) -> LetterTables:
    """Tables that letters are added to, after those that are there; indices of the latter stay.

    The shipped letters may follow these up. ``readers`` as in ``rows_of``.
    """
    known = {**shipped_templates(), **templates}
    return joined(tables, rows_of(letters(templates), tables.ids, known, readers))


def for_readers(tables: LetterTables, templates: Mapping[str, Template], readers: Readership) -> LetterTables:
    """Tables with rows for those of these readers who read something else than others."""
    sequences = [chain_of(templates[name]) for name in tables.ids]
    return replace(tables, variants=variants_of(sequences, Written(templates), readers))


def rows_of(
    chosen: Sequence[Template],
    before: Sequence[str],
    known: Mapping[str, Template],
    readers: Readership | None = None,
) -> LetterTables:
    """Rows of these letters alone, to be ``joined`` to others.

    Args:
        chosen: letters.
        before: ids of the letters whose rows come before theirs; their follow-ups are counted in both.
        known: letters by id, those that follow up and those before among them.
        readers: everybody who may be written to; nobody's values stand in the letters where it is left out.
    """
    ids = tuple(template.id for template in chosen)
    features = [features_of(template) for template in chosen]
    chains = [chain_of(template) for template in chosen]
    texts = {name: canonical_texts(known[name]) for name in dict.fromkeys(chain.from_iterable(chains))}
    counts = [[noticed(text) for text in texts[template.id]] for template in chosen]
    wording = stacked(Wording, [[one for one, _ in row] for row in counts])
    return LetterTables(
        ids=ids,
        wording=wording,
        claims=stacked(Claims, [[claims for _, claims in row] for row in counts]),
        repeats=np.array([_repeats([texts[name] for name in one]) for one in chains], dtype=np.bool_),
        mistakes=np.array([[f.mistakes for f in row] for row in features], dtype=np.int16),
        names_offer=np.array([all(f.names_offer for f in row) for row in features], dtype=np.bool_),
        **sequences(chosen, (*before, *ids)),
        pitches=np.bitwise_and.reduce(wording.pitches, axis=1).astype(np.uint8),
        again=_again([known.get(name) for name in (*before, *ids)], len(before)),
        variants=None if readers is None else variants_of(chains, Written(known), readers),
    )


def sequences(chosen: Sequence[Template], ids: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The columns of these letters that say how they are followed up, counted in letters of these names.

    Raises:
        KeyError: one is followed up by none of them.
    """
    places = {name: place for place, name in enumerate(ids)}
    chains = [[places[name] for name in chain_of(one)] for one in chosen]
    spaced = [(0, *one.spacing_days) for one in chosen]
    return {
        "sequence": np.array([c + c[-1:] * (MOST_MAILS - len(c)) for c in chains], dtype=np.uint16),
        "mails": np.array([len(c) for c in chains], dtype=np.uint8),
        "spacing_days": np.array([s + (0,) * (MOST_MAILS - len(s)) for s in spaced], dtype=np.uint8),
    }


def _repeats(mails: Sequence[Sequence[Canonical]]) -> list[list[bool]]:
    """Whether each mail of a sequence repeats one before it, (6, 16); behind its last none is."""
    masks = range(KNOWN_MASKS)
    said = [
        [any(says_again(mail[known], before[known]) for before in mails[:place]) for known in masks]
        for place, mail in enumerate(mails)
    ]
    return said + [[False] * KNOWN_MASKS] * (MOST_MAILS - len(mails))


def _again(every: Sequence[Template | None], old: int) -> NDArray[np.uint16]:
    """``LetterTables.again`` of all these letters, but for what the first ones say of each other; a letter
    that nobody has any more is repeated by none.
    """
    texts = [None if one is None else canonical_texts(one) for one in every]
    found = np.zeros((len(texts), len(texts)), dtype=np.uint16)
    for row, had in enumerate(texts):
        for column, now in enumerate(texts):
            if had is not None and now is not None and max(row, column) >= old:
                found[row, column] = sum(
                    says_again(now[known], had[known]) << known for known in range(KNOWN_MASKS)
                )
    return found
