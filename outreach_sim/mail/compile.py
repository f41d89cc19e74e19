"""Compiles templates into the integer tables that the market reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.mail.features import Features, measure
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.template import Template, letters, shipped_templates
from outreach_sim.market.letters import KNOWN_MASKS, MOST_MAILS, Counts, LetterTables, joined
from outreach_sim.model.wording import Claims, Wording
from outreach_sim.words.measure import Canonical, canonical, notice, repeats


def values_for(known: int) -> dict[str, str]:
    """Sample values of a person of whom only the facts in this mask are known."""
    hidden = {
        name for name, field in FIELDS.items() if field.fact is not None and not known >> field.fact & 1
    }
    return {name: "" if name in hidden else value for name, value in sample_values().items()}


def features_of(template: Template) -> list[Features]:
    """Features for each combination of known facts. It is measured with every term stated, and with facts
    that are equal to nothing a letter may compare them with.
    """
    return [measure(template, unlike_any(values_for(known))) for known in range(KNOWN_MASKS)]


def unlike_any(values: Mapping[str, str]) -> dict[str, str]:
    """The same with values that stand in no letter: its own words are nobody's."""
    return {name: _UNLIKE.get(name, text) if text else "" for name, text in values.items()}


_UNLIKE = {
    "name": "Qorvin Zephlar",
    "first_name": "Qorvin",
    "employer": "Vexqor",
    "topic": "zwyxian quorbles",
    "paper": "On Zwyxian Quorbles and Vlimps",
    "former_team": "the Wixnorf bench",
    "city": "Qyzzburg",
    "lab": "Xovrel",
    "sender": "The Wuxelian",
    "pay": "$7,310,973",
    "terms": "$7,310,973 a year, without interviews",
    "fleet": "791,337",
    "deadline_days": "43",
    "compute_per_researcher": "1,973",
}


def canonical_texts(template: Template) -> list[Canonical]:
    """What readers of whom these facts are known have before them, whoever they are."""
    return [canonical_text(template, known) for known in range(KNOWN_MASKS)]


def canonical_text(template: Template, known: int) -> Canonical:
    """What a reader has before them of whom these facts are known, whoever it is."""
    values = unlike_any(values_for(known))
    letter = render(template, values)
    return canonical(letter.subject, letter.body, values)


def compile_letters(templates: Mapping[str, Template]) -> LetterTables:
    """Tables of all letters that labs write, in index order."""
    chosen = letters(templates)
    return rows_of(chosen, (), templates)


def with_letters(tables: LetterTables, templates: Mapping[str, Template]) -> LetterTables:
    """Tables that letters are added to, after those that are there; indices of the latter stay.

    The shipped letters may follow these up.
    """
    return joined(tables, rows_of(letters(templates), tables.ids, {**shipped_templates(), **templates}))


def rows_of(chosen: Sequence[Template], before: Sequence[str], known: Mapping[str, Template]) -> LetterTables:
    """Rows of these letters alone, to be ``joined`` to others.

    Args:
        chosen: letters.
        before: ids of the letters whose rows come before theirs; their follow-ups are counted in both.
        known: letters by id, those that follow up among them.
    """
    ids = tuple(template.id for template in chosen)
    features = [features_of(template) for template in chosen]
    chains = [_chain(template) for template in chosen]
    texts = {name: canonical_texts(known[name]) for name in dict.fromkeys(chain.from_iterable(chains))}
    noticed = [[notice(text) for text in texts[template.id]] for template in chosen]
    wording = _stacked(Wording, [[counts for counts, _ in row] for row in noticed])
    return LetterTables(
        ids=ids,
        wording=wording,
        claims=_stacked(Claims, [[claims for _, claims in row] for row in noticed]),
        repeats=np.array([_repeats([texts[name] for name in one]) for one in chains], dtype=np.bool_),
        mistakes=np.array([[f.mistakes for f in row] for row in features], dtype=np.int16),
        names_offer=np.array([all(f.names_offer for f in row) for row in features], dtype=np.bool_),
        **sequences(chosen, (*before, *ids)),
        pitches=np.bitwise_and.reduce(wording.pitches, axis=1).astype(np.uint8),
    )


def sequences(chosen: Sequence[Template], ids: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The columns of these letters that say how they are followed up, counted in letters of these names.

    Raises:
        KeyError: one is followed up by none of them.
    """
    places = {name: place for place, name in enumerate(ids)}
    chains = [[places[name] for name in _chain(one)] for one in chosen]
    spaced = [(0, *one.spacing_days) for one in chosen]
    return {
        "sequence": np.array([c + c[-1:] * (MOST_MAILS - len(c)) for c in chains], dtype=np.uint16),
        "mails": np.array([len(c) for c in chains], dtype=np.uint8),
        "spacing_days": np.array([s + (0,) * (MOST_MAILS - len(s)) for s in spaced], dtype=np.uint8),
    }


def _chain(template: Template) -> list[str]:
    return [template.id, *template.follow_ups]


def _stacked(kind: type[Counts], rows: Sequence[Sequence[Counts]]) -> Counts:
    """Counts of letters, one array for each: (letters, 16)."""
    return kind(
        **{
            field.name: np.array([[getattr(one, field.name) for one in row] for row in rows], dtype=np.int64)
            for field in fields(kind)
        }
    )


def _repeats(mails: Sequence[Sequence[Canonical]]) -> list[list[bool]]:
    """Whether each mail of a sequence repeats one before it, (6, 16); behind its last none is."""
    said = [
        [any(repeats(mail[known], before[known]) for before in mails[:place]) for known in range(KNOWN_MASKS)]
        for place, mail in enumerate(mails)
    ]
    return said + [[False] * KNOWN_MASKS] * (MOST_MAILS - len(mails))
