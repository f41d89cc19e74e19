"""The one door: any text in, what a reader notices out.

``measure`` for one letter to one person; ``notice`` for what compiles tables: it asks for the canonical text
alone, so that readers with equal canonical texts share a row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from outreach_sim.model import word_terms as worth
from outreach_sim.model.answer_words import answer_parts, answer_worth
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.word_terms import Noticed
from outreach_sim.model.wording import (
    ANSWERED,
    FALSE_KINDS,
    JUST_SAID,
    LANGUAGES,
    MET,
    SAID_BEFORE,
    Claims,
    Judged,
    Wording,
    false_claims,
)
from outreach_sim.words import features
from outreach_sim.words.canonical import MAX_CHARACTERS, Canonical, canonical
from outreach_sim.words.clauses import claims_of
from outreach_sim.words.facts import MARKS, VERSION, Facts
from outreach_sim.words.falsehoods import falsehoods
from outreach_sim.words.lexicon.claims import ANY_PREFIX, REPLY_PREFIX
from outreach_sim.words.text import Text, lix, words_of

__all__ = [
    "MAX_CHARACTERS",
    "VERSION",
    "Canonical",
    "Measured",
    "canonical",
    "judge",
    "measure",
    "notice",
    "repeats",
]

_PREFIX, _REPLY = re.compile(ANY_PREFIX, re.IGNORECASE), re.compile(REPLY_PREFIX, re.IGNORECASE)
_ALIKE, _NEWS = 0.6, 15
_SHINGLE = 4


@dataclass(frozen=True, slots=True)
class Measured:
    """A letter as one reader notices it.

    Attributes:
        canonical: what it was measured from; hash and compare this.
        wording: counts.
        claims: what it says of itself, the lab and the offer.
        judged: which of the claims are not so, for this reader on this day.
        false: each claim that is false whenever it is read, as the text has it: ("wrong name", "Deborah").
    """

    canonical: Canonical
    wording: Wording
    claims: Claims
    judged: Judged
    false: tuple[tuple[str, str], ...]

    def opening(self, p: Parameters) -> float:
        """Log-odds for the opening of a first mail."""
        return worth.opening_worth(p, self.wording) + worth.opening_judged(p, self.wording, self.judged)

    def reply(self, p: Parameters) -> float:
        """Log-odds for reply and interest."""
        return worth.reply_worth(p, self.wording) + worth.reply_judged(p, self.wording, self.judged)

    def answer(self, p: Parameters) -> float:
        """Log-odds for the yes, where a lab says so to somebody who has answered."""
        return float(answer_worth(p, self.wording, self.judged))

    def answer_parts(self, p: Parameters) -> list[Noticed]:
        """Its sub-terms that are not nothing."""
        return answer_parts(p, self.wording, self.claims, self.judged)

    def parts(self, p: Parameters) -> dict[str, list[Noticed]]:
        """Sub-terms that are not nothing, by link: ``open``, ``reply``; they add up to the two above."""
        return worth.parts(p, self.wording, self.claims, self.judged)


def measure(subject: str, body: str, about: Facts) -> Measured:
    """Measure a rendered letter. Total: any text of any length has a measure."""
    text = canonical(subject, body, about.values)
    wording, claims, false = _noticed(text, about.labs)
    return Measured(text, wording, claims, judge(text, wording, claims, about), false)


def notice(text: Canonical, labs: Sequence[str] = ()) -> tuple[Wording, Claims]:
    """The counts of a canonical text; nothing about the reader is asked that is not in it."""
    wording, claims, _ = _noticed(text, labs)
    return wording, claims


def _noticed(text: Canonical, labs: Sequence[str]) -> tuple[Wording, Claims, tuple[tuple[str, str], ...]]:
    head = _PREFIX.sub("", text.subject)
    bare = replace(text, subject=head)
    body = Text(text.body)
    claims = claims_of(head, body.sentences, labs)
    if _REPLY.search(text.subject):
        claims = replace(claims, earlier=1)
    false = tuple(falsehoods(bare, body, labs))
    return _wording(bare, body, claims, false), claims, false


def _wording(text: Canonical, body: Text, claims: Claims, false: Sequence[tuple[str, str]]) -> Wording:
    head = text.subject
    asked = features.questions(body)
    whole = f"{head}\n{body.body}"
    return Wording(
        subject_words=features.subject_words(head),
        subject_fact=features.subject_fact(head, body),
        subject_faults=features.subject_faults(head),
        length=body.length,
        lix=lix(body),
        ask=features.ask(body, asked),
        questions=min(len(asked), 9),
        prying=features.prying(body),
        burdens=features.burdens(body),
        links=features.links(body.body),
        facts=features.facts_told(head, body),
        exact=features.exactness(body),
        names_offer=features.names_offer(whole, claims.pay_usd),
        honest=features.tells_weakness(body),
        easy_no=features.makes_no_easy(body),
        slips=features.slips(head, body.body),
        false=sum(1 << FALSE_KINDS.index(kind) for kind, _ in false),
        hostile=features.hostile(head, body),
        marks=features.marks(head, body),
        stock=features.stock(head, body),
        praise=features.praise(body),
        nonsense=int(features.is_nonsense(body, asked)),
        language=LANGUAGES.index(body.language[0]),
        pitches=features.pitches(body.body),
    )


def judge(text: Canonical, wording: Wording, claims: Claims, about: Facts) -> Judged:
    """What only the day of reading can tell; the arithmetic is ``model.wording``'s."""
    fleet = about.fleet_h100e or float("inf")
    language = LANGUAGES[wording.language]
    in_touch = MET if about.met else ANSWERED * about.answered
    return Judged(
        false=false_claims(claims, in_touch, about.deadline_days, fleet),
        no_earlier=int(claims.earlier > 0 and not (about.earlier or about.approach_before)),
        unread=int(bool(about.reads) and language != "unknown" and language not in about.reads),
        repeat=_when_said(text, about),
    )


def _when_said(text: Canonical, about: Facts) -> int:
    """Whether, and when, the same was said."""
    for letters, when in ((about.earlier, JUST_SAID), (about.approach_before, SAID_BEFORE)):
        had = (canonical(subject, body, about.values) for subject, body in letters)
        if any(repeats(text, one) for one in had):
            return when
    return 0


def repeats(text: Canonical, before: Canonical) -> bool:
    """Whether somebody who had ``before`` from the same lab finds nothing new in ``text``."""
    mine, theirs = _shingles(text.body), _shingles(before.body)
    if len(mine & theirs) >= _ALIKE * len(mine | theirs):
        return True
    return len(_vocabulary(text.body) - _vocabulary(before.body)) < _NEWS


_PIECE = re.compile(f"[{''.join(MARKS.values())}\u3040-\u9fff]|[^\\W\\d_\u3040-\u9fff]+|\\d+")


@lru_cache(maxsize=4096)
def _shingles(body: str) -> set[tuple[str, ...]]:
    pieces = _PIECE.findall(body.lower())
    return {tuple(pieces[place : place + _SHINGLE]) for place in range(max(len(pieces) - _SHINGLE + 1, 1))}


@lru_cache(maxsize=4096)
def _vocabulary(body: str) -> set[str]:
    return set(_PIECE.findall(body.lower())) | set(words_of(body.lower()))
