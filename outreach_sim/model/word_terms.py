"""What the words of a letter are worth: named sub-terms in log-odds of what readers notice.

Each sub-term is a function of whole numbers, alike for one letter (ints) and for a table of letters (integer
arrays): one arithmetic for the engine, the editor and the explanation. What is judged on the day of reading
is added to the rest, so that a table holds the rest once and for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from outreach_sim.formatting import counted
from outreach_sim.model import word_weights as weights
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.wording import (
    ASKS,
    FALSE_KINDS,
    HOSTILE_KINDS,
    JUST_SAID,
    LANGUAGES,
    Claims,
    Judged,
    LogOdds,
    Wording,
)

_CALENDAR = ASKS.index("calendar")
_NAMES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "zh": "Chinese"}

Sentence = Callable[[Wording, Claims, Judged], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One named sub-term.

    Attributes:
        name: as it is shown.
        sources: the parameters it rests on.
        worth: log-odds of (parameters, wording); of what is judged late, of (parameters, wording, judged).
        sentence: says of one letter what was noticed.
    """

    name: str
    sources: tuple[str, ...]
    worth: Callable[..., LogOdds]
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sub-term of one letter that is not nothing.

    Attributes:
        name: of the part.
        value: log-odds.
        sentence: what a reader noticed.
        sources: parameters.
    """

    name: str
    value: float
    sentence: str
    sources: tuple[str, ...]


def _kinds(mask: int, kinds: tuple[str, ...]) -> str:
    return ", ".join(kind for bit, kind in enumerate(kinds) if mask >> bit & 1)


def _not_so(c: Claims, j: Judged) -> str:
    claims = (
        ("a meeting", c.met),
        ("a deadline", c.days),
        (f"{c.machines_h100e:,} machines", c.machines_h100e),
    )
    named = ", ".join(name for name, there in claims if there)
    return f"{counted(j.false, 'claim')} that {'is' if j.false == 1 else 'are'} not so, of: {named}."


OPENING: tuple[Part, ...] = (
    Part(
        "no subject",
        ("words_subject_missing",),
        lambda p, w: p.words_subject_missing * (w.subject_words == 0),
        lambda w, c, j: "There is no subject.",
    ),
    Part(
        "long subject",
        ("words_subject_long",),
        lambda p, w: p.words_subject_long * (w.subject_words > 10),
        lambda w, c, j: f"The subject has {counted(w.subject_words, 'word')}.",
    ),
    Part(
        "subject on the reader",
        ("words_subject_fact",),
        lambda p, w: p.words_subject_fact * w.subject_fact,
        lambda w, c, j: "The subject is about the reader.",
    ),
    Part(
        "faults of the subject",
        ("words_subject_fault",),
        lambda p, w: p.words_subject_fault * w.subject_faults,
        lambda w, c, j: f"The subject has {counted(w.subject_faults, 'stock phrase')}, holes or loud marks.",
    ),
)

REPLY: tuple[Part, ...] = (
    Part(
        "length",
        ("words_up_to_400", "words_up_to_800", "words_up_to_1200", "words_over_1200"),
        weights.length_worth,
        lambda w, c, j: f"It has {counted(w.length, 'character')}.",
    ),
    Part(
        "too short",
        ("words_under_80",),
        lambda p, w: p.words_under_80 * ((w.length < 80) | (w.nonsense > 0)),
        lambda w, c, j: "It is hardly a letter.",
    ),
    Part(
        "reading",
        ("words_hard", "words_dense"),
        weights.reading_worth,
        lambda w, c, j: f"It is hard to read: an index of {w.lix}, where newspapers have 40 to 50.",
    ),
    Part(
        "facts",
        ("words_one_fact", "words_two_facts"),
        weights.facts_worth,
        lambda w, c, j: f"It says something with {counted(weights.bits(w.facts), 'fact')} of the reader.",
    ),
    Part(
        "exactness",
        ("words_exact",),
        weights.exactness_worth,
        lambda w, c, j: "It is exact: figures, code, terms of method.",
    ),
    Part("offer", ("words_offer",), weights.offer_worth, lambda w, c, j: "It names the offer."),
    Part(
        "weakness told",
        ("words_honest",),
        weights.weakness_worth,
        lambda w, c, j: "It tells a weakness of its own side.",
    ),
    Part("easy no", ("words_easy_no",), weights.easy_no_worth, lambda w, c, j: "It makes a no easy."),
    Part(
        "question",
        ("words_question",),
        weights.question_worth,
        lambda w, c, j: "It asks one thing that can be answered.",
    ),
    Part(
        "calendar",
        ("words_calendar",),
        lambda p, w: p.words_calendar * (w.ask == _CALENDAR),
        lambda w, c, j: "It sends the reader to a calendar.",
    ),
    Part(
        "nothing asked",
        ("words_no_ask",),
        lambda p, w: p.words_no_ask * ((w.ask == 0) | (w.nonsense > 0)),
        lambda w, c, j: "It asks nothing.",
    ),
    Part(
        "more questions",
        ("words_further_question", "words_further_share"),
        weights.more_questions_worth,
        lambda w, c, j: f"It asks {counted(w.questions, 'question')}; three are enough.",
    ),
    Part(
        "prying",
        ("words_prying",),
        lambda p, w: p.words_prying * w.prying,
        lambda w, c, j: (
            f"{counted(w.prying, 'question')} that {'is' if w.prying == 1 else 'are'} nobody's business."
        ),
    ),
    Part(
        "burdens",
        ("words_burden", "words_further_burden", "words_further_share"),
        weights.burdens_worth,
        lambda w, c, j: f"It wants {counted(w.burdens, 'thing')} done or handed in.",
    ),
    Part(
        "links",
        ("words_link",),
        lambda p, w: p.words_link * w.links,
        lambda w, c, j: f"It has {counted(w.links, 'link')}.",
    ),
    Part(
        "slips",
        ("words_slip",),
        lambda p, w: p.words_slip * w.slips,
        lambda w, c, j: (
            f"{counted(w.slips, 'slip')}: holes, leftovers of programs, misspelt names or titles."
        ),
    ),
    Part(
        "false",
        ("words_false",),
        lambda p, w: p.words_false * weights.bits(w.false, len(FALSE_KINDS)),
        lambda w, c, j: f"Not so: {_kinds(w.false, FALSE_KINDS)}.",
    ),
    Part(
        "hostile",
        ("words_hostile",),
        lambda p, w: p.words_hostile * weights.bits(w.hostile, len(HOSTILE_KINDS)),
        lambda w, c, j: f"It ends the conversation: {_kinds(w.hostile, HOSTILE_KINDS)}.",
    ),
    Part(
        "marks",
        ("words_mark",),
        lambda p, w: p.words_mark * w.marks,
        lambda w, c, j: f"It is loud or presses: {counted(w.marks, 'mark')}.",
    ),
    Part(
        "stock",
        ("words_stock", "words_further_share"),
        weights.stock_worth,
        lambda w, c, j: f"{counted(w.stock, 'phrase')} that everybody has read a hundred times.",
    ),
    Part(
        "praise",
        ("words_warm", "words_gush"),
        weights.praise_worth,
        lambda w, c, j: f"{counted(w.praise, 'word')} of praise; two are kind, more are flattery.",
    ),
    Part(
        "nothing said",
        ("words_nothing",),
        lambda p, w: p.words_nothing * (1 - weights.has_content(w) * (1 - w.nonsense)),
        lambda w, c, j: "It says nothing: no fact, no offer, nothing exact.",
    ),
    Part(
        "nonsense",
        ("words_nonsense",),
        lambda p, w: p.words_nonsense * w.nonsense,
        lambda w, c, j: "It is no text in a language that is known here.",
    ),
)

OPENING_JUDGED: tuple[Part, ...] = (
    Part(
        "language",
        ("words_subject_unread",),
        lambda p, w, j: p.words_subject_unread * j.unread,
        lambda w, c, j: f"The reader does not read {_NAMES[LANGUAGES[w.language]]}.",
    ),
)

REPLY_JUDGED: tuple[Part, ...] = (
    Part(
        "claims",
        ("words_false",),
        lambda p, w, j: p.words_false * j.false,
        lambda w, c, j: _not_so(c, j),
    ),
    Part(
        "good words lost",
        ("words_false",),
        lambda p, w, j: -weights.good_words(p, w) * (j.false > 0),
        lambda w, c, j: "What is true and well said counts for nothing beside it.",
    ),
    Part(
        "earlier mail",
        ("words_slip",),
        lambda p, w, j: p.words_slip * j.no_earlier,
        lambda w, c, j: "It speaks of an earlier mail that there was none of.",
    ),
    Part(
        "language",
        ("words_unread",),
        lambda p, w, j: p.words_unread * j.unread,
        lambda w, c, j: f"The reader does not read {_NAMES[LANGUAGES[w.language]]}.",
    ),
    Part(
        "repeat",
        ("words_repeat",),
        weights.repeat_worth,
        lambda w, c, j: (
            "The reader had the same before, so that what is good in it is no news."
            if j.repeat == JUST_SAID
            else "The lab wrote the same in its approach before."
        ),
    ),
)


def sources_of(*links: tuple[Part, ...]) -> str:
    """The parameters that these sub-terms rest on, each once."""
    return ", ".join(dict.fromkeys(source for link in links for part in link for source in part.sources))


def opening_worth(p: Parameters, w: Wording) -> LogOdds:
    """Log-odds that the subject adds to the opening of a first mail, whatever is judged left out."""
    return _sum(part.worth(p, w) for part in OPENING)


def reply_worth(p: Parameters, w: Wording) -> LogOdds:
    """Log-odds that the words add to V of a mail, reply and interest, whatever is judged left out."""
    return _sum(part.worth(p, w) for part in REPLY)


def opening_judged(p: Parameters, w: Wording, judged: Judged) -> LogOdds:
    """What is added to ``opening_worth`` where the facts are known."""
    return _sum(part.worth(p, w, judged) for part in OPENING_JUDGED)


def reply_judged(p: Parameters, w: Wording, judged: Judged) -> LogOdds:
    """What is added to ``reply_worth`` where the facts are known."""
    return _sum(part.worth(p, w, judged) for part in REPLY_JUDGED)


def parts(p: Parameters, w: Wording, claims: Claims, judged: Judged) -> dict[str, list[Noticed]]:
    """Sub-terms of one letter that are not nothing, by link."""
    return {
        "open": [
            *_noticed(OPENING, [part.worth(p, w) for part in OPENING], w, claims, judged),
            *_noticed(
                OPENING_JUDGED, [part.worth(p, w, judged) for part in OPENING_JUDGED], w, claims, judged
            ),
        ],
        "reply": [
            *_noticed(REPLY, [part.worth(p, w) for part in REPLY], w, claims, judged),
            *_noticed(REPLY_JUDGED, [part.worth(p, w, judged) for part in REPLY_JUDGED], w, claims, judged),
        ],
    }


def _noticed(
    declared: Iterable[Part], values: Iterable[float], w: Wording, c: Claims, j: Judged
) -> Iterator[Noticed]:
    for part, value in zip(declared, values, strict=True):
        if value:
            yield Noticed(part.name, float(value), part.sentence(w, c, j), part.sources)


def _sum(values: Iterable[LogOdds]) -> LogOdds:
    """Added left to right, as terms are."""
    return sum(values, 0.0)
