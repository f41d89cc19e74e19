"""The arithmetic of the sub-terms of words: log-odds of counts, of one letter or of a table of letters."""

from __future__ import annotations

from outreach_sim.model.parameters import Parameters
from outreach_sim.model.wording import ASKS, JUST_SAID, Judged, LogOdds, Whole, Wording

_QUESTION = ASKS.index("question")
_FEW_QUESTIONS = 3
_KINDS_OF_FACTS = 4
_HARD, _DENSE = 42, 52
_UNFILLED = 3
_MOST_OF_A_KIND = 6


def bits(mask: Whole, width: int = _KINDS_OF_FACTS) -> Whole:
    """How many of the lowest bits are set."""
    return sum((mask >> bit) & 1 for bit in range(width))


def saturated(p: Parameters, count: Whole) -> LogOdds:
    """What a count of the same kind comes to: the first in full, each further a part of the one before."""
    return sum(p.words_further_share**place * (count > place) for place in range(_MOST_OF_A_KIND))


def deserves(w: Wording) -> Whole:
    """1 where what is good in a letter counts at all: nothing false, hostile, senseless, no second burden,
    fourth question or third hole beside it.
    """
    honest = (w.false == 0) & (w.hostile == 0) & (w.nonsense == 0)
    return 1 * (honest & (w.burdens < 2) & (w.questions <= _FEW_QUESTIONS) & (w.slips < _UNFILLED))


def has_content(w: Wording) -> Whole:
    """1 where a letter says anything: a fact, an offer, something exact, a weakness."""
    return 1 * ((w.facts > 0) | (w.names_offer > 0) | (w.exact > 0) | (w.honest > 0))


def has_matter(w: Wording) -> Whole:
    """1 where there is something that a question can be about: a fact, an offer, two exact things."""
    return 1 * ((w.facts > 0) | (w.names_offer > 0) | (w.exact > 1))


def facts_worth(p: Parameters, w: Wording) -> LogOdds:
    """Facts of the reader, told: one, or two and more."""
    n = bits(w.facts)
    return (p.words_one_fact * (n == 1) + p.words_two_facts * (n >= 2)) * deserves(w)


def exactness_worth(p: Parameters, w: Wording) -> LogOdds:
    """Figures, code, terms of method."""
    return p.words_exact * w.exact * deserves(w)


def offer_worth(p: Parameters, w: Wording) -> LogOdds:
    """Pay or terms named."""
    return p.words_offer * w.names_offer * deserves(w)


def weakness_worth(p: Parameters, w: Wording) -> LogOdds:
    """A weakness of the writer's own side, in a letter with something to weigh it against."""
    return p.words_honest * w.honest * has_matter(w) * deserves(w)


def easy_no_worth(p: Parameters, w: Wording) -> LogOdds:
    """A no made easy, by a letter with something to say no to."""
    return p.words_easy_no * w.easy_no * has_matter(w) * deserves(w)


def question_worth(p: Parameters, w: Wording) -> LogOdds:
    """One thing asked that can be answered, by a letter with something to ask about."""
    return p.words_question * (w.ask == _QUESTION) * has_matter(w) * deserves(w)


def length_worth(p: Parameters, w: Wording) -> LogOdds:
    """Four bands of length; a heap of words has none."""
    short, middle, long = w.length <= 400, w.length <= 800, w.length <= 1200
    worth = p.words_up_to_400 * short + p.words_up_to_800 * (middle & (w.length > 400))
    worth = worth + p.words_up_to_1200 * (long & (w.length > 800))
    return (worth + p.words_over_1200 * (w.length > 1200)) * (1 - w.nonsense)


def reading_worth(p: Parameters, w: Wording) -> LogOdds:
    """Hard, or dense."""
    return p.words_hard * ((w.lix >= _HARD) & (w.lix < _DENSE)) + p.words_dense * (w.lix >= _DENSE)


def praise_worth(p: Parameters, w: Wording) -> LogOdds:
    """A kind word or two; what goes beyond."""
    warm = p.words_warm * ((w.praise == 1) | (w.praise == 2)) * deserves(w)
    return warm + p.words_gush * (w.praise - 2) * (w.praise > 2)


def burdens_worth(p: Parameters, w: Wording) -> LogOdds:
    """What is to be done or handed in: the first, and each further one."""
    return p.words_burden * (w.burdens > 0) + p.words_further_burden * saturated(
        p, (w.burdens - 1) * (w.burdens > 1)
    )


def more_questions_worth(p: Parameters, w: Wording) -> LogOdds:
    """Each question beyond three."""
    beyond = (w.questions - _FEW_QUESTIONS) * (w.questions > _FEW_QUESTIONS)
    return p.words_further_question * saturated(p, beyond)


def stock_worth(p: Parameters, w: Wording) -> LogOdds:
    """Stock phrases: the first tells most of what kind of letter it is."""
    return p.words_stock * saturated(p, w.stock)


def good_words(p: Parameters, w: Wording) -> LogOdds:
    """What a false claim or a repeat takes away: facts, exactness, offer, weakness, easy no, question."""
    return (
        facts_worth(p, w)
        + exactness_worth(p, w)
        + offer_worth(p, w)
        + weakness_worth(p, w)
        + easy_no_worth(p, w)
        + question_worth(p, w)
    )


def repeat_worth(p: Parameters, w: Wording, judged: Judged) -> LogOdds:
    """The same again costs; in one approach, what was good in it was said before, too. No more than a false
    claim takes.
    """
    lost = good_words(p, w) * (judged.false == 0) * (judged.repeat == JUST_SAID)
    return p.words_repeat * (judged.repeat > 0) - lost
