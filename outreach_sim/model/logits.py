"""Log-odds: terms are added to a logit, and a logit stands for a chance."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from outreach_sim.model.features import F64
from outreach_sim.model.sentences import Name

Term = tuple[Name, F64]
"""A term by its name, and its log-odds, one element each."""


def total(terms: Iterable[Term]) -> F64:
    """The sum of the terms, left to right; the order is part of the result."""
    iterator = iter(terms)
    logit = next(iterator)[1].copy()
    for _, value in iterator:
        logit += value
    return logit


def probability(logit: F64) -> F64:
    """1 / (1 + exp(-logit)), without overflow at either end."""
    return 1.0 / (1.0 + np.exp(np.minimum(-logit, 700.0)))


LEAST_SEEN = 1e-300
"""A letter that is surely taken for spam is as good as never seen, and keeps a finite logit."""


def spam_term(logit: F64, spam_chance: F64) -> F64:
    """What the filter takes from the logit of opening, so that the chance is that times (1 - spam chance)."""
    seen = np.maximum(1.0 - spam_chance, LEAST_SEEN)
    opened, closed = probability(logit), probability(-logit)
    return np.where(spam_chance > 0.0, np.log(seen) + np.log(closed / (closed + (1.0 - seen) * opened)), 0.0)
