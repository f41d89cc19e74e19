"""What readers notice of a letter, as whole numbers: one letter's (ints), or a table's (integer arrays).

``words`` counts them in a text; ``model/word_terms.py`` says what they are worth. What a text claims can only
be judged where the facts are known, on the day it is read, and stands apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

Whole = Any
"""An int, or an integer array with one element a letter."""
LogOdds = Any
"""A float, or a float array with one element a letter."""

ASKS = ("none", "invite", "meeting", "calendar", "question")
LANGUAGES = ("unknown", "en", "de", "fr", "es", "zh")


def reading_mask(codes: Iterable[str]) -> int:
    """Languages by their codes, as bits; 0 for none."""
    return sum(1 << LANGUAGES.index(code) for code in codes)


FALSE_KINDS = ("wrong name", "wrong paper", "wrong lab", "wrong employer")
"""What is false whenever it is read; bits of ``Wording.false``, lowest first."""
ANSWERED, MET = 1, 2
"""How well writer and reader know each other, beyond not at all."""
CLAIM_KINDS = ("never met", "false deadline", "false machines")
"""What only the day can show to be false."""
JUST_SAID, SAID_BEFORE = 1, 2
"""When the same was said to a reader; ``Judged.repeat``."""
HOSTILE_KINDS = ("threat", "insult", "breach of confidence", "private life", "swindle")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a reader notices of a letter; every count has a bound.

    Attributes:
        subject_words: words of the subject without ``Re:``, values at nominal width; at most 30.
        subject_fact: 1 where the subject says something of the reader or of the letter's fact.
        subject_faults: stock phrases, holes, marks of the subject, at most 4.
        length: characters of the body, values at nominal width.
        lix: words a sentence plus per cent of long words, set level between languages; at most 99.
        ask: index into ``ASKS``.
        questions: distinct questions, at most 9.
        prying: distinct prying questions, at most 3.
        burdens: distinct things the reader is asked to do or hand in, at most 5.
        links: addresses, at most 2.
        facts: bit mask over ``market.setup.Fact``, each told in a sentence.
        exact: figures, code names and terms of method in sentences, at most 2.
        names_offer: 1 where pay or terms are named.
        honest: 1 where a weakness of one's own is told.
        easy_no: 1 where a no is made easy.
        slips: holes, misspelt names and titles, at most 4.
        false: bit mask over ``FALSE_KINDS``.
        hostile: bit mask over ``HOSTILE_KINDS``.
        marks: capitals, exclamation, emoji, pressure, stuffing, at most 5.
        stock: distinct stock phrases, at most 6.
        praise: distinct words of praise, at most 8.
        nonsense: 1 where it is no text.
        language: index into ``LANGUAGES``.
        pitches: speaks of mission (1), products (2); bits, a feature of their own term.
    """

    subject_words: Whole
    subject_fact: Whole
    subject_faults: Whole
    length: Whole
    lix: Whole
    ask: Whole
    questions: Whole
    prying: Whole
    burdens: Whole
    links: Whole
    facts: Whole
    exact: Whole
    names_offer: Whole
    honest: Whole
    easy_no: Whole
    slips: Whole
    false: Whole
    hostile: Whole
    marks: Whole
    stock: Whole
    praise: Whole
    nonsense: Whole
    language: Whole
    pitches: Whole


@dataclass(frozen=True, slots=True)
class Claims:
    """What a text says of itself, the lab and the offer, as numbers; judged where it is read.

    Attributes:
        met: ``MET`` where it says that writer and reader have met or spoken, ``ANSWERED`` where it says only
            that something was agreed or promised between them; else 0.
        earlier: 1 where it speaks of an earlier mail, ``Re:`` among them.
        days: the shortest time to decide that it sets, whole days rounded up; 0 for none.
        machines_h100e: the largest fleet it says the lab has, or gives the reader; 0 for none.
        pay_usd: the largest yearly pay it offers; 0 for none. No claim but an offer: what is named is
            weighed, and held against what is offered later.
    """

    met: Whole
    earlier: Whole
    days: Whole
    machines_h100e: Whole
    pay_usd: Whole


@dataclass(frozen=True, slots=True)
class Judged:
    """What only the day of reading can tell.

    Attributes:
        false: claims that are not so: met, days, machines; 0 to 3.
        no_earlier: 1 where it speaks of an earlier mail that was none.
        unread: 1 where the reader does not read its language.
        repeat: ``JUST_SAID`` where a mail of this approach has said the same, ``SAID_BEFORE`` where the lab's
            approach before it did, months ago; else 0.
    """

    false: Whole
    no_earlier: Whole
    unread: Whole
    repeat: Whole


def claims_not_so(
    claims: Claims, in_touch: Whole, deadline_days: Whole, fleet_h100e: LogOdds
) -> tuple[Whole, Whole, Whole]:
    """Which claims are not so, as ``CLAIM_KINDS`` has them, of one letter or one element each.

    Args:
        claims: as counted.
        in_touch: ``MET`` where people of the lab have met the reader, ``ANSWERED`` where the reader has only
            answered them; 0 for a stranger.
        deadline_days: days to decide that the offer has; 0 where there is none, so that any is invented.
        fleet_h100e: machines of the lab that day; a tenth more is rounding.
    """
    not_met = claims.met > in_touch
    hurried = (claims.days > 0) & ((deadline_days == 0) | (claims.days < deadline_days))
    boasted = claims.machines_h100e > 1.1 * fleet_h100e
    return not_met, hurried, boasted


def false_claims(claims: Claims, in_touch: Whole, deadline_days: Whole, fleet_h100e: LogOdds) -> Whole:
    """How many claims are not so, 0 to 3; arguments as of ``claims_not_so``."""
    return sum(1 * wrong for wrong in claims_not_so(claims, in_touch, deadline_days, fleet_h100e))
