"""What is true of a reader, a lab and an offer: what a letter is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

VERSION = 2
"""Raised whenever the same text may be measured differently; kept tables are measured again."""
FIELDS: Mapping[str, tuple[int, int]] = {
    "name": (16, 2), "first_name": (7, 1), "employer": (12, 2), "topic": (20, 2), "paper": (36, 5),
    "former_team": (18, 3), "city": (9, 1), "lab": (10, 2), "sender": (18, 3), "pay": (10, 1),
    "terms": (60, 8), "fleet": (7, 1), "deadline_days": (2, 1), "compute_per_researcher": (3, 1),
}  # fmt: skip
"""What is replaced in a text, by the name of a field of letters: (characters, words) that it counts as."""
MARKS = {name: chr(0xE010 + place) for place, name in enumerate(FIELDS)}
"""One private character for each value that a letter and its reader have in common."""
MISSPELT_NAME, MISSPELT_TITLE = "\ue030", "\ue031"
FACTS = ("topic", "paper", "former_team", "city")
"""The contact facts, in the order of ``market.setup.Fact``: bit n of a mask of facts."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter is held against.

    What is in no file is neither true nor false: an empty value is not known, and claims about it are let be.

    Attributes:
        values: text by field of letters, as for rendering; what is not known is empty or left out.
        labs: names of all labs there are, the writer's and the reader's among them.
        met: whether people of the lab have met the reader.
        earlier: mails the reader had from this lab in this approach, (subject, body) as they were read.
        approach_before: those of the lab's approach before it, months ago.
        deadline_days: days the reader has to decide; 0 where there is no offer yet, so that any is invented.
        fleet_h100e: machines of the lab on the day, for claims; 0 for not known.
        reads: languages the reader reads (``model.wording.LANGUAGES``); empty for not known.
        answered: whether the reader has answered the lab in this approach.
    """

    values: Mapping[str, str]
    labs: tuple[str, ...] = ()
    met: bool = False
    earlier: tuple[tuple[str, str], ...] = ()
    approach_before: tuple[tuple[str, str], ...] = ()
    deadline_days: int = 0
    fleet_h100e: float = 0.0
    reads: frozenset[str] = field(default_factory=frozenset)
    answered: bool = False
