"""Why a probability is what it is: each link's terms, which add up to its logit, each in a sentence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

import numpy as np

from outreach_sim.model.chain import chances, offer_chance
from outreach_sim.model.logits import Term, probability, total
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import (
    Mail,
    Prospect,
    as_it_stands,
    envelope,
    letter_features,
    offer_features,
    one,
)
from outreach_sim.model.sentences import TERMS, About, Name
from outreach_sim.model.terms import (
    ANSWER,
    COMPUTE,
    CONSTANT,
    GATE,
    PAY,
    SUBJECT,
    WORDS,
    accept_terms,
    interest_chance,
    open_terms,
    reply_terms,
)

INTERESTED: Final = "interested"
ACCEPT: Final = "accept"
Decided = Literal["interested", "accept"]
"""The links in which people decide: about a letter, and about an offer."""
_ALWAYS_SAID = (CONSTANT, PAY, COMPUTE)
_OF_WORDS = (SUBJECT, WORDS, ANSWER)


@dataclass(frozen=True, slots=True)
class TermCard:
    """One reason: its value in log-odds, a sentence, and the parameters it rests on."""

    name: str
    value: float
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain at the centre of what is believed; values of terms sum to ``logit``.

    For ``interested`` the logit is that of interest in the whole sequence, and ``given_before`` its
    chance once somebody has replied; elsewhere the two are one.
    """

    stage: str
    probability: float
    logit: float
    terms: tuple[TermCard, ...]
    given_before: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """All links, and the whole chain over what is believed.

    Attributes:
        links: open, reply, interested, offer, accept, at the centre and as if not gated; reply and interest
            are those of the mail that is likeliest to be answered.
        mails: the reply to each mail of the sequence that can be answered; the engine logs their logits.
        expected: chance of each link over beliefs, conditional on the one before.
        chain: chance of the whole way.
        gate_chance: how likely the gate is closed.
        counter_chance: how likely the employer makes a counter-offer; 0 or 1 where that is known.
        accept_if_countered: the last link if it does.
    """

    links: tuple[Link, ...]
    mails: tuple[Link, ...]
    expected: dict[str, float]
    chain: float
    gate_chance: float
    counter_chance: float
    accept_if_countered: float

    def as_dict(self) -> dict[str, Any]:
        """As ``explain --json`` prints it."""
        return {
            "links": [asdict(link) | {"expected": self.expected[link.stage]} for link in self.links],
            "mails": self.mails,
            "chain": self.chain,
            "gate": {"chance": self.gate_chance, "closed": self.gate_chance == 1.0},
            "counter_chance": self.counter_chance,
            "accept_if_countered": self.accept_if_countered,
        }


def explain(p: Parameters, who: Prospect) -> Explanation:
    """Explain a prospect.

    A gate or a counter-offer that is certain enters the links; one that is feared, only the chain.
    """
    expected, gate = chances(p, who), who.gate_now
    closed = gate == 1.0
    mails = tuple(_reply(p, who, mail) for mail in who.mails)
    best = _likeliest(mails)
    links = (
        _link("open", who, open_terms(p, envelope(who)), who.mails[0]),
        mails[best],
        _interested(p, who, who.mails[best], closed),
        _offer(p, who),
        _accept(p, who, closed, who.counter_chance == 1.0),
    )
    countered = _accept(p, who, closed, True).probability
    return Explanation(links, mails, expected, expected["chain"], gate, who.counter_chance, countered)


def deciding_link(p: Parameters, who: Prospect, stage: Decided) -> Link:
    """This link as ``explain`` has it, and nothing besides."""
    closed = who.gate_now == 1.0
    if stage == ACCEPT:
        return _accept(p, who, closed, who.counter_chance == 1.0)
    best = _likeliest([_reply(p, who, mail) for mail in who.mails]) if len(who.mails) > 1 else 0
    return _interested(p, who, who.mails[best], closed)


def _likeliest(replies: Sequence[Link]) -> int:
    """Place of the mail that is likeliest to be answered."""
    return max(range(len(replies)), key=lambda index: replies[index].logit)


def _link(
    stage: str, who: Prospect, terms: Iterable[Term], mail: Mail | None = None, given: float | None = None
) -> Link:
    """A link of these terms; ``mail`` is the one they are about, ``given`` its chance once answered."""
    values = [(name, float(np.ravel(value)[0])) for name, value in terms]
    logit = 0.0
    for _, value in values:
        logit += value
    chance = float(probability(one(logit))[0])
    cards = [
        card
        for name, value in values
        if value != 0.0 or name in _ALWAYS_SAID or name in _OF_WORDS
        for card in _cards(name, About(value, stage, who, mail or who.mails[-1]))
    ]
    return Link(stage, chance, logit, tuple(cards), chance if given is None else given)


def _cards(name: Name, it: About) -> list[TermCard]:
    """The card of a term; of words, one for each thing that is noticed of them."""
    noticed = {SUBJECT: it.who.noticed, WORDS: it.mail.noticed, ANSWER: it.who.answered}.get(name, ())
    if noticed:
        return [TermCard(f"{name}: {n.name}", n.value, n.sentence, ", ".join(n.sources)) for n in noticed]
    return [_card(name, it)] if it.value or name not in _OF_WORDS else []


def _card(name: Name, it: About) -> TermCard:
    return TermCard(name, it.value, TERMS[name].sentence(it), TERMS[name].source(it))


def _letter_terms(p: Parameters, who: Prospect, mail: Mail) -> list[Term]:
    return list(reply_terms(p, letter_features(p, who, as_it_stands(who), mail)))


def _reply(p: Parameters, who: Prospect, mail: Mail) -> Link:
    constant = (CONSTANT, one(p.reply_cuts[mail.number - 1]))
    return _link("reply", who, [constant, *_letter_terms(p, who, mail)], mail)


def _interested(p: Parameters, who: Prospect, mail: Mail, closed: bool) -> Link:
    terms, constant = _letter_terms(p, who, mail), (CONSTANT, one(p.reply_cut_4 + p.interest_cut))
    given = float(interest_chance(p, total(terms), one(float(closed)))[0])
    return _link(INTERESTED, who, [constant, *terms, (GATE, one(p.gate_weight * closed))], mail, given)


def _offer(p: Parameters, who: Prospect) -> Link:
    chance = float(offer_chance(p, who))
    return _link("offer", who, [(CONSTANT, one(math.log(chance / (1.0 - chance))))])


def _accept(p: Parameters, who: Prospect, closed: bool, countered: bool) -> Link:
    offer = offer_features(p, who, as_it_stands(who), closed, countered)
    return _link(ACCEPT, who, accept_terms(p, offer))


def rounded(values: Sequence[float], digits: int = 2, to: float | None = None) -> list[float]:
    """Values rounded so that they add up to their rounded sum, or to what is shown of it.

    By largest remainders.

    Args:
        values: to be shown together.
        digits: after the point.
        to: their sum as it is shown elsewhere, off by less than one last digit for each value.
    """
    scale = 10**digits
    target = round((math.fsum(values) if to is None else to) * scale)
    floors = [math.floor(v * scale) for v in values]
    missing = target - sum(floors)
    order = sorted(range(len(values)), key=lambda i: (floors[i] - values[i] * scale, i))
    for i in order[:missing]:
        floors[i] += 1
    return [f / scale for f in floors]


def rounded_terms(terms: Sequence[TermCard], digits: int = 2) -> list[float]:
    """Values of a link's terms as shown: they add up to its rounded logit."""
    return rounded([term.value for term in terms], digits)
