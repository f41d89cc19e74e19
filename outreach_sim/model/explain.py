"""Why a probability is what it is: each link's terms, which add up to its logit, each in a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outreach_sim.model.chain import chances, offer_chance, open_logit
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import Prospect, card, one
from outreach_sim.model.sentences import SOURCES, sentence
from outreach_sim.model.terms import accept_terms, name_term, probability, reply_terms


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
        links: open, reply, interested, offer, accept, at the centre and as if not gated.
        expected: chance of each link over beliefs, conditional on the one before.
        chain: chance of the whole way.
        gate_chance: how likely the gate is closed.
        accept_if_countered: the last link if the employer makes a counter-offer.
    """

    links: tuple[Link, ...]
    expected: dict[str, float]
    chain: float
    gate_chance: float
    accept_if_countered: float

    def as_dict(self) -> dict[str, Any]:
        """As ``explain --json`` prints it."""
        return {
            "links": [
                {
                    "stage": link.stage,
                    "probability": link.probability,
                    "logit": link.logit,
                    "given_before": link.given_before,
                    "expected": self.expected[link.stage],
                    "terms": [
                        {"name": t.name, "value": t.value, "sentence": t.sentence, "source": t.source}
                        for t in link.terms
                    ],
                }
                for link in self.links
            ],
            "chain": self.chain,
            "gate": {"chance": self.gate_chance, "closed": self.gate_chance == 1.0},
            "accept_if_countered": self.accept_if_countered,
        }


def explain(p: Parameters, who: Prospect) -> Explanation:
    """Explain a prospect; a gate that is known to be closed enters the links, a feared one only the chain."""
    expected = chances(p, who)
    links = (_open(p, who), _reply(p, who), _interested(p, who), _offer(p, who), _accept(p, who))
    countered = float(probability(one(links[4].logit - p.counter_pull))[0])
    return Explanation(links, expected, expected["chain"], who.gate_chance, countered)


def _link(stage: str, who: Prospect, terms: Sequence[tuple[str, float]], given: float | None = None) -> Link:
    logit = 0.0
    for _, value in terms:
        logit += value
    chance = float(probability(one(logit))[0])
    cards = tuple(
        TermCard(n, v, sentence(n, v, stage, who), SOURCES[n]) for n, v in terms if _says_something(n, v)
    )
    return Link(stage, chance, logit, cards, chance if given is None else given)


def _says_something(name: str, value: float) -> bool:
    return value != 0.0 or name in ("constant", "pay", "compute")


def _open(p: Parameters, who: Prospect) -> Link:
    wear = float(name_term(p, one(who.mails_per_person))[0])
    sender = open_logit(p, who) - p.open_constant - wear
    return _link("open", who, [("constant", p.open_constant), ("sender", sender), ("name", wear)])


def _value_terms(p: Parameters, who: Prospect) -> list[tuple[str, float]]:
    return [(name, float(np.ravel(x)[0])) for name, x in reply_terms(p, card(p, who, one(who.fit)))]


def _reply(p: Parameters, who: Prospect) -> Link:
    return _link("reply", who, [("constant", p.reply_cut_4), *_value_terms(p, who)])


def _interested(p: Parameters, who: Prospect) -> Link:
    terms = [("constant", p.reply_cut_4 + p.interest_cut), *_value_terms(p, who)]
    if who.gate_chance == 1.0:
        terms.append(("gate", p.gate_weight))
    link = _link("interested", who, terms)
    return Link(
        link.stage, link.probability, link.logit, link.terms, link.probability / _reply(p, who).probability
    )


def _offer(p: Parameters, who: Prospect) -> Link:
    chance = offer_chance(p, who)
    return _link("offer", who, [("constant", math.log(chance / (1 - chance)))])


def _accept(p: Parameters, who: Prospect) -> Link:
    gate = one(1.0) if who.gate_chance == 1.0 else None
    return _link(
        "accept",
        who,
        [(n, float(np.ravel(x)[0])) for n, x in accept_terms(p, card(p, who, one(who.fit), gate))],
    )


def rounded(values: Sequence[float], digits: int = 2) -> list[float]:
    """Values rounded so that they add up to their rounded sum (largest remainders)."""
    scale = 10**digits
    target = round(math.fsum(values) * scale)
    floors = [math.floor(v * scale) for v in values]
    missing = target - sum(floors)
    order = sorted(range(len(values)), key=lambda i: (floors[i] - values[i] * scale, i))
    for i in order[:missing]:
        floors[i] += 1
    return [f / scale for f in floors]
