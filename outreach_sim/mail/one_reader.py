"""Letters that somebody is still writing, for one reader: text to change, and rows of what is noticed.

A row here is measured for the reader alone, with their own values, and stands in every mask of known facts:
what ``mail.compile`` measures for everybody takes too long for every key that is typed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import numpy as np

from outreach_sim.inputs.text import clean, clean_lines
from outreach_sim.mail.compile import features_of, sequences
from outreach_sim.mail.features import measure
from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import MAX_SUBJECT, filled
from outreach_sim.mail.template import Template
from outreach_sim.mail.texts import canonical_texts, noticed, says_again, text_with
from outreach_sim.market.letters import KNOWN_MASKS, MOST_MAILS, LetterTables
from outreach_sim.market.variants import Counts
from outreach_sim.model.wording import Claims, Wording
from outreach_sim.words.facts import Facts

OF_THE_READER = ("name", "first_name", "employer", "topic", "paper", "former_team", "city", "lab")
"""Fields that say the same however the form beside the letter is filled in; the other ones change with it."""
_EVERY_MASK = (1 << KNOWN_MASKS) - 1
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BEGINS_TAG = re.compile(r"\{[{%#]")
_KEPT = {name: chr(0xE0A0 + place) for place, name in enumerate(FIELDS)}
"""Stand for fields that stay fields: no filter changes them."""


def text_for(template: Template, values: Mapping[str, str]) -> tuple[str, str]:
    """Subject and body of a template as this reader's letter, to be changed.

    What is the reader's is filled in; what the terms, the signature and the day decide stays a field.
    """
    shown = {name: _shown(name, values.get(name, "")) for name in FIELDS}
    head, body = (_fields_back(filled(text, shown)) for text in (template.subject, template.body))
    return clean(head, MAX_SUBJECT), clean_lines(body).strip()


def _shown(name: str, value: str) -> str:
    if not value or (name in OF_THE_READER and not _BEGINS_TAG.search(value)):
        return value
    return _KEPT[name]


def _fields_back(text: str) -> str:
    for name, mark in _KEPT.items():
        text = text.replace(mark, f"{{{{ {name} }}}}")
    return text


def with_fields(text: str, values: Mapping[str, str]) -> str:
    """The text with fields in the place of what is this reader's own, so that it can be sent to others."""
    names = _by_value(values)
    return _own_words(names).sub(lambda m: f"{{{{ {names[m['own']]} }}}}" if m["own"] else m[0], text)


def own_in(text: str, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is this reader's own in a text, outside its tags: words and name of the field, each once."""
    names = _by_value({name: value for name, value in values.items() if name != "lab"})
    found = [match["own"] for match in _own_words(names).finditer(text) if match["own"]]
    return [(words, names[words]) for words in dict.fromkeys(found)]


def _by_value(values: Mapping[str, str]) -> dict[str, str]:
    return {values[name]: name for name in OF_THE_READER if len(values.get(name, "")) > 1}


def _own_words(names: Mapping[str, str]) -> re.Pattern[str]:
    """Tags, and outside of them these words, the longest first."""
    words = "|".join(re.escape(value) for value in sorted(names, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"{_TAG.pattern}|(?<!\w)(?P<own>{words})(?!\w)", re.DOTALL)


def rows_for(
    mails: Sequence[Template], about: Facts, place: int, had: Mapping[int, Template]
) -> LetterTables:
    """One sequence as this reader will have it, a row for each of its mails.

    Args:
        mails: the letter, with the days before those that follow it up, and these; ids do not matter.
        about: the reader, who has had nothing of it.
        place: index of the first row among all letters.
        had: what the lab's last approach to the reader has sent, by index among all letters.
    """
    values = tuple(about.values.items())
    texts = [text_with(mail, values) for mail in mails]
    counts = [noticed(text, tuple(about.labs)) for text in texts]
    ids = tuple(f"mail-{number}" for number in range(1, len(mails) + 1))
    first, *later = (replace(mail, id=name, follow_ups=()) for mail, name in zip(mails, ids, strict=True))
    again = np.zeros((len(mails), MOST_MAILS, KNOWN_MASKS), dtype=np.bool_)
    for at, text in enumerate(texts):
        again[0, at] = any(says_again(text, before) for before in texts[:at])
    said = np.zeros((place + len(mails), place + len(mails)), dtype=np.uint16)
    for index, letter in had.items():
        before = text_with(letter, values)
        said[index, place:] = [says_again(text, before) * _EVERY_MASK for text in texts]
    return LetterTables(
        ids=ids,
        wording=_in_every_mask(Wording, [wording for wording, _ in counts]),
        claims=_in_every_mask(Claims, [claims for _, claims in counts]),
        repeats=again,
        mistakes=_spread([measure(mail, about.values).mistakes for mail in mails]).astype(np.int16),
        names_offer=np.array([_names_offer(mail) for mail in mails], dtype=np.bool_),
        **sequences([replace(first, follow_ups=ids[1:]), *later], ("",) * place + ids),
        pitches=np.array([_pitches(mail) for mail in mails], dtype=np.uint8),
        again=said,
        variants=None,
    )


def _in_every_mask(kind: type[Counts], rows: Sequence[Counts]) -> Counts:
    return kind(**{f.name: _spread([getattr(row, f.name) for row in rows]) for f in fields(kind)})


def _spread(values: Sequence[int]) -> Any:
    return np.repeat(np.array(values, dtype=np.int64)[:, None], KNOWN_MASKS, axis=1)


@lru_cache(maxsize=64)
def _names_offer(mail: Template) -> bool:
    """Whether it does, whatever is known of a reader, as for everybody's letters."""
    return all(features.names_offer for features in features_of(mail))


@lru_cache(maxsize=64)
def _pitches(mail: Template) -> int:
    """What it speaks of, whatever is known of a reader, as for everybody's letters."""
    texts = {replace(text, known=0) for text in canonical_texts(mail)}
    return int(np.bitwise_and.reduce([noticed(text)[0].pitches for text in texts]))
