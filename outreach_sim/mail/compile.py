"""Compiles templates into the integer tables that the market reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from outreach_sim.mail.features import Features, measure
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import sample_values
from outreach_sim.mail.template import Template, letters
from outreach_sim.market.letters import KNOWN_MASKS, MOST_MAILS, LetterTables


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
    return [measure(template, _unlike_any(values_for(known))) for known in range(KNOWN_MASKS)]


def _unlike_any(values: Mapping[str, str]) -> dict[str, str]:
    facts = {name for name, field in FIELDS.items() if field.fact is not None}
    return {name: f"\ue010{name}" if text and name in facts else text for name, text in values.items()}


def compile_letters(templates: Mapping[str, Template]) -> LetterTables:
    """Tables of all letters that labs write, in index order."""
    chosen = letters(templates)
    return _tables(chosen, tuple(template.id for template in chosen))


def with_letters(tables: LetterTables, templates: Mapping[str, Template]) -> LetterTables:
    """Tables that letters are added to, after those that are there; indices of the latter stay."""
    chosen = letters(templates)
    ids = (*tables.ids, *(template.id for template in chosen))
    fresh = _tables(chosen, ids)
    names = [field.name for field in fields(LetterTables) if field.name != "ids"]
    columns = {name: np.concatenate([getattr(tables, name), getattr(fresh, name)]) for name in names}
    return LetterTables(ids=ids, **columns)


def _tables(chosen: Sequence[Template], ids: tuple[str, ...]) -> LetterTables:
    """Rows of these letters; ``ids`` are those that their follow-ups are counted in."""
    table = [features_of(template) for template in chosen]
    sequences = []
    for template in chosen:
        chain = [template.id, *template.follow_ups]
        chain += [chain[-1]] * (MOST_MAILS - len(chain))
        sequences.append([ids.index(identity) for identity in chain])
    return LetterTables(
        ids=ids,
        facts_used=np.array([[f.facts_used for f in row] for row in table], dtype=np.uint8),
        length=np.array([[f.length for f in row] for row in table], dtype=np.int32),
        mistakes=np.array([[f.mistakes for f in row] for row in table], dtype=np.int16),
        names_offer=np.array([all(f.names_offer for f in row) for row in table], dtype=np.bool_),
        sequence=np.array(sequences, dtype=np.uint8),
        pitches=np.array([np.bitwise_and.reduce([f.pitches for f in row]) for row in table], dtype=np.uint8),
    )
