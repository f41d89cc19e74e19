"""The true reason for what somebody writes: the largest term that spoke for it or against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from outreach_sim.mail.steps import Reason, Step
from outreach_sim.market.mails import answered, read
from outreach_sim.market.plan import Approaches, approaches, standing
from outreach_sim.market.prospects import prospects
from outreach_sim.market.session import Session
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.world import World
from outreach_sim.market.view import OwnApproach
from outreach_sim.model.logits import Term
from outreach_sim.model.prospect import as_it_stands, offer_features
from outreach_sim.model.terms import ANSWER, WORDS, accept_terms, reply_terms
from outreach_sim.model.word_terms import Noticed

Weighed = tuple[str, float]
"""A term by its name, log-odds."""
LEAST = 0.05
"""A term smaller than this, in log-odds, is nobody's reason."""
_REASONS = {
    "pay": Reason.PAY,
    "compute": Reason.COMPUTE,
    "appeal": Reason.LAB,
    "fit": Reason.LAB,
    "mission": Reason.MISSION,
    "product": Reason.MISSION,
    "colleagues": Reason.COLLEAGUES,
    "leader": Reason.COLLEAGUES,
    "crowd": Reason.COLLEAGUES,
    "team": Reason.COLLEAGUES,
    "occasion": Reason.CONFERENCE,
    "sender": Reason.SENDER,
    "fatigue": Reason.LETTERS,
    "name": Reason.LETTERS,
    "deadline": Reason.DEADLINE,
    "broken word": Reason.BROKEN_WORD,
    "wait": Reason.WAIT,
}
OF_WORDS: Mapping[str, Reason] = {
    "words: facts": Reason.GOOD_LETTER,
    "words: exactness": Reason.GOOD_LETTER,
    "words: offer": Reason.GOOD_LETTER,
    "words: weakness told": Reason.GOOD_LETTER,
    "words: easy no": Reason.GOOD_LETTER,
    "words: question": Reason.GOOD_LETTER,
    "words: stock": Reason.FORM_LETTER,
    "words: nothing said": Reason.FORM_LETTER,
    "words: nonsense": Reason.FORM_LETTER,
    "words: repeat": Reason.FORM_LETTER,
    "words: slips": Reason.SLIP,
    "words: earlier mail": Reason.SLIP,
    "words: false": Reason.FALSE_CLAIM,
    "words: claims": Reason.FALSE_CLAIM,
    "words: good words lost": Reason.FALSE_CLAIM,
    "words: hostile": Reason.OFFENCE,
    "words: language": Reason.NOT_MY_LANGUAGE,
}
"""The one place for what the words of a letter do: reasons by the name of the sub-term that decided."""
_OF_ANSWERS = {name.replace("words", "answer", 1): reason for name, reason in OF_WORDS.items()}
"""The same of what the lab said since, in its own words."""
OF_FALSEHOODS: Mapping[str, Reason] = {
    "wrong name": Reason.FALSE_NAME,
    "wrong paper": Reason.FALSE_PAPER,
    "wrong lab": Reason.FALSE_LAB,
    "wrong employer": Reason.FALSE_EMPLOYER,
    "never met": Reason.NEVER_MET,
    "false deadline": Reason.FALSE_DEADLINE,
    "false machines": Reason.FALSE_FLEET,
}
"""Which falsehood it was, where one was."""
_AGAINST = _REASONS | {"appeal": Reason.HOME}
"""The same of who says no: what a lab has less of than the employer is what keeps them there."""
_LINKS = {
    Step.INTERESTED: ("interested", 1.0),
    Step.NOT_INTERESTED: ("interested", -1.0),
    Step.ACCEPTED: ("accept", 1.0),
    Step.DECLINED: ("accept", -1.0),
}
"""The link whose terms count for a step, and whether gains or losses do."""


def _of_letter(world: World, about: Approaches, number: int) -> Iterator[Weighed]:
    """What the reader weighs of the mail that is answered, as the engine's own features have it."""
    p, mail = world.setup.parameters, read(world, about, number)
    return _told_apart(reply_terms(p, mail.features), WORDS, mail.noticed(p)["reply"])


def _of_offer(world: World, about: Approaches, number: int) -> Iterator[Weighed]:
    """What is weighed with the offer in hand, all tastes known; nobody reads a mail any more."""
    p, who = world.setup.parameters, prospects(world, about, as_truth=True).person(0)
    offer = offer_features(p, who, as_it_stands(who), gate_closed=False, countered=False)
    return _told_apart(accept_terms(p, offer), ANSWER, answered(world, about))


def _told_apart(terms: Iterable[Term], words: str, noticed: Iterable[Noticed]) -> Iterator[Weighed]:
    """These terms by name; in place of that of words, each thing that is noticed of them."""
    for name, value in terms:
        if name == words:
            yield from ((f"{words}: {one.name}", one.value) for one in noticed)
        else:
            yield name, float(np.ravel(value)[0])


_WEIGHED: Mapping[str, Callable[[World, Approaches, int], Iterator[Weighed]]] = {
    "interested": _of_letter,
    "accept": _of_offer,
}


def reason_for(session: Session, step: Step, lab: int, own: OwnApproach, countered: bool) -> Reason | None:
    """Why, or ``None`` where nothing stands out.

    Args:
        session: just after the day on which it happened.
        step: what happened.
        lab: the lab that writes, or is written to.
        own: the approach as it stood.
        countered: whether the employer has made a counter-offer to this approach's offer.
    """
    if step in (Step.OFFERED, Step.NO_OFFER):
        return Reason.DIRECT if own.direct else None
    if step is Step.IMPROVED:
        return Reason.COUNTER_OFFER if countered else None
    if step is Step.DECLINED:
        if session.world.status[own.candidate] == Status.SIGNED:
            return Reason.OTHER_OFFER
        if countered:
            return Reason.COUNTER_OFFER
    if step in (Step.WITHDRAWN, Step.TURNED_BACK) and _leader_is_back(session, lab, own.candidate):
        return Reason.LEADER_BACK
    return _largest_term(session, step, lab, own) if step in _LINKS else None


def _leader_is_back(session: Session, lab: int, candidate: int) -> bool:
    """Whether it is the day on which the leader of somebody's employer comes back from the lab."""
    path = (int(session.world.home[candidate]), lab, session.day - 1)
    return any((walkout.lab, walkout.to, walkout.back) == path for walkout in session.setup.walkouts)


def _largest_term(session: Session, step: Step, lab: int, own: OwnApproach) -> Reason | None:
    stage, sign = _LINKS[step]
    reasons = reasons_of(sign)
    about = approaches(session.world, lab, np.array([own.candidate]), standing(own, answered=True))
    every = _WEIGHED[stage](session.world, about, own.mails)
    terms = [(sign * value, reasons[name]) for name, value in every if name in reasons]
    value, reason = max(terms, key=lambda pair: pair[0], default=(0.0, None))
    if value <= LEAST:
        return None
    return _falsehood(session, about, own) if reason is Reason.FALSE_CLAIM else reason


def _falsehood(session: Session, about: Approaches, own: OwnApproach) -> Reason:
    """What was not so in the letter that is answered; the first thing where there were several."""
    found = read(session.world, about, own.mails).false
    return OF_FALSEHOODS[found[0]] if found else Reason.FALSE_CLAIM


def reasons_of(sign: float) -> Mapping[str, Reason]:
    """Reasons by term of those who say yes, where the sign is above 0, and of those who say no."""
    return {**(_REASONS if sign > 0.0 else _AGAINST), **OF_WORDS, **_OF_ANSWERS}
