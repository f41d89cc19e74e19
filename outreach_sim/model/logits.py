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
