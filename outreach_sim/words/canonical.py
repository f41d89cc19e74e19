"""Canonical text: a template filled in and the same letter typed by hand come out alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Canonical:
    """All that the features of a letter are a function of, besides the names of labs. Hashable.

    Each value of the reader, lab and offer is one private character (``MARKS``), a misspelt name or title
    another; equal canonical texts share one row of a table of letters.

    Attributes:
        subject: one line.
        body: blanks and empty lines single.
        known: bit mask of the facts that are known of the reader, for what is not known cannot be false.
    """

    subject: str
    body: str
    known: int


def canonical(subject: str, body: str, values: Mapping[str, str]) -> Canonical:
    """The canonical text of a rendered letter; ``values`` by field name, empty where not known."""
    raise NotImplementedError
