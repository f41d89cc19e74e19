"""What a reader notices of a letter: which facts it uses, how long it is, whether it names terms, slips."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import filled
from outreach_sim.mail.template import Template

_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_INSERTED = re.compile(f"{_OPEN}([a-z_]+){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
_PITCHES = {1: re.compile(r"\bmissions?\b", re.I), 2: re.compile(r"\bproducts?\b", re.I)}
"""A letter pitches what its own words name; what is inserted from a person's file does not count."""


@dataclass(frozen=True, slots=True)
class Features:
    """Measured from one rendered letter.

    Attributes:
        facts_used: bit mask over ``market.setup.Fact``.
        length: characters of the body, each inserted value counted at its field's nominal width.
        names_offer: whether terms are stated.
        mistakes: inserted fields with nothing in them, each a hole in a sentence.
        pitches: whether it speaks of the lab's mission (1) and its products (2), bits.
    """

    facts_used: int
    length: int
    names_offer: bool
    mistakes: int
    pitches: int = 0


class _Noted(str):
    """A value that leaves a trace where it is inserted, yet is empty, true and equal as the value is."""

    __slots__ = ("field",)
    field: str

    def __str__(self) -> str:
        return f"{_OPEN}{self.field}{_MIDDLE}{str.__str__(self)}{_CLOSE}"

    def __html__(self) -> str:
        return str(self)

    def _changed(self, text: str) -> _Noted:
        return noted(self.field, text)

    def upper(self) -> _Noted:
        return self._changed(str.upper(self))

    def lower(self) -> _Noted:
        return self._changed(str.lower(self))

    def capitalize(self) -> _Noted:
        return self._changed(str.capitalize(self))

    def strip(self, chars: str | None = None) -> _Noted:
        return self._changed(str.strip(self, chars))


def noted(field: str, text: str) -> _Noted:
    """``text`` as the value of ``field``."""
    value = _Noted(text)
    value.field = field
    return value


def measure(template: Template, values: Mapping[str, str]) -> Features:
    """The features of the letter that ``render`` would make of these values."""
    return measure_text(template.body, values)


def holes(source: str, values: Mapping[str, str]) -> list[str]:
    """Fields that a text inserts although there is nothing in them."""
    return [name for name, text in _INSERTED.findall(_traced(source, values)) if not text]


def _traced(source: str, values: Mapping[str, str]) -> str:
    return filled(source, {name: noted(name, values.get(name, "")) for name in FIELDS})


def measure_text(source: str, values: Mapping[str, str]) -> Features:
    """The same of any text that a template may have."""
    body = _traced(source, values)
    length, facts, offer, mistakes = len(_INSERTED.sub("", body)), 0, False, 0
    for name, text in _INSERTED.findall(body):
        field = FIELDS[name]
        length += field.width
        offer |= field.offer
        if not text:
            mistakes += 1
        elif field.fact is not None:
            facts |= 1 << field.fact
    own = _INSERTED.sub(" ", body)
    pitches = sum(bit for bit, words in _PITCHES.items() if words.search(own))
    return Features(facts, length, offer, mistakes, pitches)
