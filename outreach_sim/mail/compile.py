"""Compiles templates into the integer tables that the market reads."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from outreach_sim.mail.features import Features, measure
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import sample_values
from outreach_sim.mail.template import Template, letters
from outreach_sim.market.letters import KNOWN_MASKS, LetterTables

SEQUENCE = 4


def values_for(known: int) -> dict[str, str]:
    """Sample values of a person of whom only the facts in this mask are known."""
    hidden = {
        name for name, field in FIELDS.items() if field.fact is not None and not known >> field.fact & 1
    }
    return {name: "" if name in hidden else value for name, value in sample_values().items()}


def features_of(template: Template) -> list[Features]:
    """Features for each combination of known facts. All a letter can branch on besides facts are the
    terms of the offer; it is measured with every term stated.
    """
    return [measure(template, values_for(known)) for known in range(KNOWN_MASKS)]


def compile_letters(templates: Mapping[str, Template]) -> LetterTables:
    """Tables of all letters that labs write, in index order."""
    chosen = letters(templates)
    ids = tuple(template.id for template in chosen)
    table = [features_of(template) for template in chosen]
    sequences = []
    for template in chosen:
        chain = [template.id, *template.follow_ups]
        chain += [chain[-1]] * (SEQUENCE - len(chain))
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
