"""What a lab's own words are worth for the yes that follows: in an invitation, an offer, a better one.

Counted as those of any letter, and weighed by the same sub-terms, but for those that decide whether a
stranger answers at all: length, something asked, something said, the offer named (that is weighed as pay).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from outreach_sim.model import word_weights as weights
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.word_terms import REPLY, REPLY_JUDGED, Noticed, Part
from outreach_sim.model.wording import Claims, Judged, LogOdds, Wording

_OF_STRANGERS = ("length", "too short", "offer", "question", "calendar", "nothing asked", "nothing said")
_OF_THEIR_MAILS = ("earlier mail", "repeat", "good words lost")
IN_FULL = ("false", "hostile", "claims")
"""Whoever is found out pays as much here as in a first letter; of all else an answer moves a share."""


def _good_words(p: Parameters, w: Wording) -> LogOdds:
    """What a false claim takes away, of that which counts in an answer."""
    return (
        weights.facts_worth(p, w)
        + weights.exactness_worth(p, w)
        + weights.weakness_worth(p, w)
        + weights.easy_no_worth(p, w)
    )


def _lost() -> Part:
    declared = next(part for part in REPLY_JUDGED if part.name == "good words lost")
    return replace(declared, worth=lambda p, w, j: -_good_words(p, w) * (j.false > 0))


ANSWER: tuple[Part, ...] = tuple(part for part in REPLY if part.name not in _OF_STRANGERS)
ANSWER_JUDGED: tuple[Part, ...] = (
    *(part for part in REPLY_JUDGED if part.name not in _OF_THEIR_MAILS),
    _lost(),
)


def answer_worth(p: Parameters, w: Wording, judged: Judged) -> LogOdds:
    """Log-odds that the words of an answer add to the yes, of one answer or one element each."""
    return sum((worth for _, worth in _weighed(p, w, judged)), 0.0)


def answer_parts(p: Parameters, w: Wording, claims: Claims, judged: Judged) -> list[Noticed]:
    """Sub-terms of one answer that are not nothing; they add up to ``answer_worth``."""
    return [
        Noticed(part.name, float(worth), part.sentence(w, claims, judged), _sources(part))
        for part, worth in _weighed(p, w, judged)
        if worth
    ]


def _weighed(p: Parameters, w: Wording, judged: Judged) -> Iterator[tuple[Part, LogOdds]]:
    for part in ANSWER:
        yield part, _share(p, part) * part.worth(p, w)
    for part in ANSWER_JUDGED:
        yield part, _share(p, part) * part.worth(p, w, judged)


def _share(p: Parameters, part: Part) -> float:
    return 1.0 if part.name in IN_FULL else p.answer_words_share


def _sources(part: Part) -> tuple[str, ...]:
    return part.sources if part.name in IN_FULL else ("answer_words_share", *part.sources)
