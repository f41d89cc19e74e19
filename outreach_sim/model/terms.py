"""The named terms of the acceptance model, each a function of arrays, in log-odds.

One set of functions serves the engine and the explanation: a link's terms are *yielded* in their fixed
order, the engine adds them left to right, the explanation lists them. There is no matmul and no
reduction over terms, so one row gives the same bits alone as among thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.model.parameters import Parameters

F64 = NDArray[np.float64]
Term = tuple[str, F64]


@dataclass(slots=True)
class Features:
    """What lies before the candidates who read a mail or weigh an offer.

    One element each; where all have the same, a field but ``offered_usd`` and ``fit`` may have shape ().
    Fields that are ``None`` stand for a mechanism that the scenario switches off, or that does not
    apply to this link; their terms are then not yielded.

    Attributes:
        offered_usd: yearly pay offered (base + equity a year + sign-on / 4), or the public band.
        present_usd: yearly pay now, unvested retention included.
        taste: weight of compute for this person, log-odds per unit of pull.
        pull_lab: ``compute_pull`` of the compute per researcher at the lab that writes.
        pull_employer: the same at the present employer.
        brand: appeal of the lab over that of the employer, log-odds.
        stay: what holds people at their employer, log-odds (subtracted).
        fit: how this person takes to this lab, log-odds.
        sender: who signs the mail, log-odds.
        words: how the mail is written, log-odds.
        weekday: log-odds lost on a slow day.
        load_campaigns: recruiting campaigns a year beyond the usual number.
        mails_per_person: the lab's mails per person in the last 90 days.
        gate_closed: 1.0 where the lab's fleet is under this person's threshold, else 0.0.
        direct: 1.0 where the offer came without interviews.
        deadline_days: days the person has to decide.
        named_usd: yearly pay named in the first mail, 0 where none was.
        countered: 1.0 where the employer made a counter-offer.
        rivals: ln(1 + sum of exp(V_k - V_stay)) over the other live offers.
        met: 1.0 where people of the lab have met this person at a conference lately.
        colleagues: former team mates of this person who work at the lab.
        team_left: share of this person's first team that still works where this person does.
        led: 1.0 where the person's leader has just gone to this lab.
        mission, product: this person's taste for it times what the lab has over the employer, log-odds;
            in a letter 0 where it does not pitch it.
        wait_years: garden leave and non-compete before the start.
        alike: sum over the tactics of the letter of ln(1 + other labs that use it).
        heard_usd: yearly pay that this person would have if paid like the peers they heard of; 0 where
            they heard of none.
    """

    offered_usd: F64
    present_usd: F64
    taste: F64
    pull_lab: F64
    pull_employer: F64
    brand: F64
    stay: F64
    fit: F64
    sender: F64 | None = None
    words: F64 | None = None
    weekday: F64 | None = None
    load_campaigns: F64 | None = None
    mails_per_person: F64 | None = None
    gate_closed: F64 | None = None
    direct: F64 | None = None
    deadline_days: F64 | None = None
    named_usd: F64 | None = None
    countered: F64 | None = None
    rivals: F64 | None = None
    met: F64 | None = None
    colleagues: F64 | None = None
    team_left: F64 | None = None
    led: F64 | None = None
    mission: F64 | None = None
    product: F64 | None = None
    wait_years: F64 | None = None
    heard_usd: F64 | None = None
    alike: F64 | None = None


@dataclass(slots=True)
class Envelope:
    """What decides whether a letter is opened at all, before a word of it is read.

    One element each; a field but ``ceo`` may have any shape that goes with it, or be ``None`` as in
    ``Features``.

    Attributes:
        ceo: 1.0 where the CEO signs.
        mails_per_person: as in ``Features``.
        spam_chance: how likely the letter is taken for spam and never seen.
    """

    ceo: F64
    mails_per_person: F64 | None = None
    spam_chance: F64 | None = None


def pay_term(p: Parameters, offered_usd: F64, present_usd: F64) -> F64:
    """CRRA utility of pay: slope * (1 - r**-k) / k with r = offered / present; saturates at slope / k."""
    inverse = np.divide(present_usd, offered_usd)
    np.log(inverse, out=inverse)
    inverse *= p.pay_curvature
    np.exp(inverse, out=inverse)
    np.subtract(1.0, inverse, out=inverse)
    inverse *= p.pay_slope / p.pay_curvature
    return inverse


def compute_pull(p: Parameters, h100e_per_researcher: F64) -> F64:
    """g(c) = ln(c / (c + half)): what compute per researcher is worth, before taste."""
    half = p.compute_half_saturation_h100e
    return np.log(h100e_per_researcher / (h100e_per_researcher + half))


def fatigue_term(p: Parameters, load_campaigns: F64) -> F64:
    """Slope per ln of recruiting load relative to the usual number of campaigns a year."""
    return p.fatigue_slope * np.log1p(load_campaigns / p.fatigue_campaigns_per_year)


def reputation_term(p: Parameters, mails_per_person: F64) -> F64:
    """A lab's name wears out under mass mail; a lab that writes little is not thanked for it."""
    usual = 1.0 + p.name_mails_per_person
    return p.name_slope * np.log(np.maximum((1.0 + mails_per_person) / usual, 1.0))


def broken_word_term(p: Parameters, named_usd: F64, offered_usd: F64) -> F64:
    """Naming pay that is not later offered costs slope * ln(named / offered)."""
    return -p.pay_slope * np.log(np.maximum(named_usd / offered_usd, 1.0))


def peers_term(p: Parameters, heard_usd: F64, present_usd: F64) -> F64:
    """What it does to be paid less than peers: slope * ln(heard / present), 0 for who is not.

    The one-sided form is that of Dube, Giuliano and Leonard (2019).
    """
    return p.peers_slope * np.log(np.maximum(heard_usd / present_usd, 1.0))


LEAST_SEEN = 1e-300
"""A letter that is surely taken for spam is as good as never seen, and keeps a finite logit."""


def spam_term(logit: F64, spam_chance: F64) -> F64:
    """What the filter takes from the logit of opening, so that the chance is that times (1 - spam chance)."""
    seen = np.maximum(1.0 - spam_chance, LEAST_SEEN)
    opened, closed = probability(logit), probability(-logit)
    return np.where(spam_chance > 0.0, np.log(seen) + np.log(closed / (closed + (1.0 - seen) * opened)), 0.0)


def open_terms(p: Parameters, envelope: Envelope) -> Iterator[Term]:
    """The logit of opening the first mail: who signs, how worn the lab's name is, what filters take."""
    terms: list[Term] = [
        ("constant", np.full_like(envelope.ceo, p.open_constant)),
        ("sender", p.open_ceo * envelope.ceo),
    ]
    if envelope.mails_per_person is not None:
        terms.append(("name", reputation_term(p, envelope.mails_per_person)))
    yield from terms
    if envelope.spam_chance is not None:
        yield "spam", spam_term(total(terms), envelope.spam_chance)


def attraction(p: Parameters, features: Features) -> Iterator[Term]:
    """V: what draws this person to this lab, in every link from the reply on."""
    yield "pay", pay_term(p, features.offered_usd, features.present_usd)
    yield "compute", features.taste * (features.pull_lab - features.pull_employer)
    yield "brand", features.brand
    yield "stay", -features.stay
    yield "fit", features.fit
    if features.met is not None:
        yield "occasion", p.occasion_met * features.met
    if features.colleagues is not None:
        yield "colleagues", p.colleague_pull * np.log1p(features.colleagues)
    if features.team_left is not None:
        yield "team", -p.team_hold * np.log(features.team_left)
    if features.led is not None:
        yield "leader", p.leader_pull * features.led
    if features.heard_usd is not None:
        yield "peers", peers_term(p, features.heard_usd, features.present_usd)
    if features.mission is not None:
        yield "mission", features.mission
    if features.product is not None:
        yield "product", features.product


def reply_terms(p: Parameters, features: Features) -> Iterator[Term]:
    """V of a mail: attraction, and what the mail and the inbox add."""
    yield from attraction(p, features)
    if features.sender is not None:
        yield "sender", features.sender
    if features.words is not None:
        yield "words", features.words
    if features.weekday is not None:
        yield "weekday", features.weekday
    if features.load_campaigns is not None:
        yield "fatigue", fatigue_term(p, features.load_campaigns)
    if features.alike is not None:
        yield "novelty", -p.novelty_loss * features.alike
    if features.mails_per_person is not None:
        yield "name", reputation_term(p, features.mails_per_person)


def accept_terms(p: Parameters, features: Features) -> Iterator[Term]:
    """The logit of saying yes to this offer, against staying and all other live offers."""
    yield "constant", np.full_like(features.fit, p.accept_constant)
    yield from attraction(p, features)
    if features.direct is not None:
        yield "direct", p.accept_direct * features.direct
    if features.deadline_days is not None:
        yield (
            "deadline",
            p.short_deadline * (features.deadline_days < p.short_deadline_days).astype(np.float64),
        )
    if features.named_usd is not None:
        yield "broken word", broken_word_term(p, features.named_usd, features.offered_usd)
    if features.gate_closed is not None:
        yield "gate", p.gate_weight * features.gate_closed
    if features.wait_years is not None:
        yield "wait", p.wait_per_year * features.wait_years
    if features.countered is not None:
        yield "counter-offer", -p.counter_pull * features.countered
    if features.rivals is not None:
        yield "other offers", -features.rivals


def total(terms: Iterable[Term]) -> F64:
    """The sum of the terms, left to right; the order is part of the result."""
    iterator = iter(terms)
    logit = next(iterator)[1].copy()
    for _, value in iterator:
        logit += value
    return logit


def probability(logit: F64) -> F64:
    """1 / (1 + exp(-logit)), without overflow at either end."""
    return 1.0 / (1.0 + np.exp(np.minimum(-logit, 700.0)))


def interest_chance(p: Parameters, value: F64, gate_closed: F64 | None) -> F64:
    """P(interested | replied), the same whichever mail was answered.

    Interest in a whole sequence is the logit ``reply_cut_4 + V + interest_cut + gate``, so among those
    who reply the share is the ratio of the two chances: rising in V, and never above one.
    """
    replied = probability(p.reply_cut_4 + value)
    logit = p.reply_cut_4 + p.interest_cut + value
    if gate_closed is not None:
        logit = logit + p.gate_weight * gate_closed
    return probability(logit) / replied
