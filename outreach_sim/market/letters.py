"""What the market knows of letters: integer feature tables, one row per template. No text.

``mail`` compiles templates into these tables; the market turns features into log-odds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.model.parameters import Parameters

KNOWN_MASKS = 16
"""Every combination of the four contact facts that may be known of a person."""
MOST_MAILS = 4
"""Mails of one sequence: a letter and those that follow it up."""


@dataclass(frozen=True, slots=True)
class LetterTables:
    """Features of each template for each combination of known facts.

    Attributes:
        ids: template names, in index order.
        facts_used: bit mask of the facts the letter uses, uint8, shape (templates, 16).
        length: characters, inserted values counted at fixed nominal widths, int32, (templates, 16).
        mistakes: slips a reader notices, int16, (templates, 16).
        names_offer: whether the letter states the terms, bool, (templates,).
        sequence: template of mail 1 to 4 when this template opens, uint8, (templates, 4).
        pitches: whether it speaks of the lab's mission (1) and products (2), uint8 bits, (templates,);
            ``None`` says nothing of any.
    """

    ids: tuple[str, ...]
    facts_used: NDArray[np.uint8]
    length: NDArray[np.int32]
    mistakes: NDArray[np.int16]
    names_offer: NDArray[np.bool_]
    sequence: NDArray[np.uint8]
    pitches: NDArray[np.uint8] | None = None


def words_table(p: Parameters, letters: LetterTables) -> NDArray[np.float64]:
    """Log-odds of each letter's words, shape (templates, 16): personal facts, length, mistakes."""
    words = np.where(letters.facts_used > 0, p.words_personal, 0.0)
    by_length = np.select(
        [letters.length <= 400, letters.length <= 800, letters.length <= 1200],
        [p.words_up_to_400, p.words_up_to_800, p.words_up_to_1200],
        p.words_over_1200,
    )
    words += by_length
    words += p.words_mistake * letters.mistakes
    return words
