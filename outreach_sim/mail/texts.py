"""What readers have before them, in canonical text, and what they notice; each text is measured once.

What measures texts is imported with the first of them: the patterns of five languages take as long to make
ready as a fifth of the desk's first frame, in which nothing is measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from outreach_sim.mail.fields import FIELDS
from outreach_sim.mail.letter import render, sample_values
from outreach_sim.mail.template import Template
from outreach_sim.market.letters import KNOWN_MASKS
from outreach_sim.model.wording import Claims, Wording

if TYPE_CHECKING:
    from outreach_sim.words.measure import Canonical

_MOST_TEXTS = 1 << 16
Values = tuple[tuple[str, str], ...]
"""Text by field, in order."""


def values_for(known: int) -> dict[str, str]:
    """Sample values of a person of whom only the facts in this mask are known."""
    hidden = {
        name for name, field in FIELDS.items() if field.fact is not None and not known >> field.fact & 1
    }
    return {name: "" if name in hidden else value for name, value in sample_values().items()}


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


@lru_cache(maxsize=1024)
def canonical_texts(template: Template) -> tuple[Canonical, ...]:
    """What readers of whom these facts are known have before them, whoever they are."""
    return tuple(
        text_with(template, tuple(unlike_any(values_for(known)).items())) for known in range(KNOWN_MASKS)
    )


@lru_cache(maxsize=_MOST_TEXTS)
def text_with(template: Template, values: Values) -> Canonical:
    """What a reader of these values has before them."""
    from outreach_sim.words.measure import canonical

    given = dict(values)
    letter = render(template, given)
    return canonical(letter.subject, letter.body, given)


def noticed(text: Canonical, labs: tuple[str, ...] = ()) -> tuple[Wording, Claims]:
    """What a reader notices; ``labs`` are those of which the letter says something."""
    from outreach_sim.words.canonical import CAN_BE_FALSE

    return _noticed(text.subject, text.body, text.known & CAN_BE_FALSE, labs)


@lru_cache(maxsize=_MOST_TEXTS)
def _noticed(subject: str, body: str, known: int, labs: tuple[str, ...]) -> tuple[Wording, Claims]:
    from outreach_sim.words.measure import Canonical, notice

    return notice(Canonical(subject, body, known), labs)


def says_again(text: Canonical, before: Canonical) -> bool:
    """Whether somebody who had ``before`` from the same lab finds nothing new in ``text``."""
    return _says_again(text.body, before.body)


@lru_cache(maxsize=_MOST_TEXTS)
def _says_again(body: str, before: str) -> bool:
    from outreach_sim.words.measure import Canonical, repeats

    return repeats(Canonical("", body, 0), Canonical("", before, 0))
