"""Candidates and a lab as numbers: what an explanation starts from.

A prospect is one person, and its fields are numbers; or it is many, and its fields are numbers that are the
same for all of them or columns, shape (people, 1). The functions here take both.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.model.features import F64, Envelope, Features, compute_pull
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.word_terms import Noticed

SENDERS = ("recruiter", "hiring-manager", "ceo")
Number = Any
"""A ``float`` for one person, a column for many; NumPy's operators do not mind which."""
YesOrNo = Any
"""The same of ``bool``."""
Signature = Any
"""The same of ``str``: of ``SENDERS``."""


class Answer(StrEnum):
    """What somebody has answered to letters of the lab, as far as it tells of a gate."""

    NOTHING = "nothing"
    YES = "yes"
    NO = "no"  # whatever the lab had: whom the gate alone keeps asks for machines
    MACHINES = "machines"


@dataclass(frozen=True, slots=True)
class Gate:
    """A person's compute threshold, known or believed.

    Attributes:
        fleet_h100e: the whole fleet of the lab that writes.
        threshold_h100e: the threshold, or the median of what is believed of it.
        spread: sd of the ln threshold; 0 where it is known.
        share: how likely a heavy user of compute has a threshold at all; nobody else has one.
    """

    fleet_h100e: Number
    threshold_h100e: Number
    spread: Number = 0.0
    share: Number = 1.0

    def chance(self, pledge_h100e: F64) -> F64:
        """How likely the larger of fleet and pledge stays under a heavy user's threshold, for each pledge."""
        have = np.maximum(self.fleet_h100e, pledge_h100e)
        known = np.asarray(have < self.threshold_h100e, dtype=np.float64)
        if not np.any(self.spread):
            return self.share * known
        spread = np.where(np.equal(self.spread, 0.0), 1.0, self.spread)
        threshold = np.where(np.equal(self.spread, 0.0), 1.0, self.threshold_h100e)
        z = np.log(np.maximum(have, 1e-9) / threshold) / spread
        tail = np.array([math.erfc(x / math.sqrt(2.0)) / 2.0 for x in z.ravel().tolist()])
        return self.share * np.where(np.equal(self.spread, 0.0), known, tail.reshape(z.shape))


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a sequence: what its reader sees otherwise than in the others.

    Attributes:
        number: its place in the sequence, from 1.
        words, weekday: log-odds.
        load_campaigns, mails_per_person: as in ``terms.Features``.
        mission, product: 1 where it speaks of them, else 0.
        answerable: whether it is one that can be answered.
        noticed: the sub-terms that ``words`` is the sum of, of one person; empty where nobody asked.
    """

    number: int = 4
    words: Number = 0.0
    weekday: Number = 0.0
    load_campaigns: Number = 0.0
    mails_per_person: Number = 0.0
    mission: Number = 0.0
    product: Number = 0.0
    answerable: YesOrNo = True
    noticed: tuple[Noticed, ...] = ()


Crowding = Callable[[F64, F64, Signature], F64]
"""``Features.alike`` of letters with this pay, this pledge (of one shape) and this signature."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What other labs do alike.

    Attributes:
        alike: see ``Crowding``.
        high_pay_usd: from this yearly pay on a letter counts as one of high pay.
    """

    alike: Crowding
    high_pay_usd: Number


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is known (or believed) when a letter to this person is weighed, or an offer.

    Attributes:
        candidate, lab, employer: as sentences call them.
        features: what lies before somebody who has the offer, numbers or columns; pay offered, pulls, gate,
            counter-offer and rivals are put in when it is weighed.
        offered_usd: yearly pay meant.
        lab_h100e, employer_h100e: compute per researcher at either lab.
        researchers: heads among whom a pledge is missing while the offer stands. reserved_h100e: what is
            missing already, for the offer as it stands.
        pledge_h100e: compute promised to the person by name.
        expected_usd: yearly pay the reader has in mind where that is not the offer: the public band, or what
            an earlier letter named; 0 where it is the offer.
        read_h100e: compute promised by a letter that is out: terms and signature are settled, whatever
            is offered now. Not a number for a letter that is still to be written.
        fit_sd, money_sd: spread of what is believed of fit and of the value of money; 0 where they are known.
        heavy_share: how likely this is a heavy user of compute, to whom the whole taste belongs; 1 where the
            taste is known.
        sender: one of ``SENDERS``.
        mails: the sequence, in its order; of one person only those that can be answered.
        subject: what the subject of the first mail is worth, log-odds. noticed: its sub-terms.
        answered: the sub-terms that ``features.answer`` is the sum of, of one person.
        gate: the person's compute threshold as far as it is known; ``None`` where there is none.
        counter_chance: how likely the employer makes a counter-offer; 0 or 1 where known.
        other_offers: each other live offer against staying, log-odds; ``-inf`` in a column for people with
            fewer.
        copied: what other labs do alike; ``None`` where that does not count.
        spam_chance: how likely a CEO's letter is taken for spam and never seen.
        short: whether interviews are held in their short form.
        promised: whether the offer stands open to everybody who follows a leader, so that it will come.
        pay_guessed: whether the present pay is a guess by the employer's public band.
        heard: what the person has answered so far.
        pay_shift, pay_spread: mean and sd of ln(pay now / ``features.present_usd``) as far as pay is guessed;
            0 where it is known.
    """

    candidate: str
    lab: str
    employer: str
    features: Features
    offered_usd: Number
    lab_h100e: Number
    employer_h100e: Number
    researchers: Number = math.inf
    reserved_h100e: Number = 0.0
    pledge_h100e: Number = 0.0
    expected_usd: Number = 0.0
    read_h100e: Number = math.nan
    fit_sd: Number = 0.0
    money_sd: Number = 0.0
    heavy_share: Number = 1.0
    sender: Signature = "recruiter"
    mails: tuple[Mail, ...] = (Mail(),)
    subject: Number = 0.0
    noticed: tuple[Noticed, ...] = ()
    answered: tuple[Noticed, ...] = ()
    gate: Gate | None = None
    counter_chance: Number = 0.0
    other_offers: tuple[Number, ...] = ()
    spam_chance: Number = 0.0
    copied: Crowd | None = None
    promised: YesOrNo = False
    short: YesOrNo = False
    pay_guessed: YesOrNo = False
    pay_shift: Number = 0.0
    pay_spread: Number = 0.0
    heard: Answer = Answer.NOTHING

    def closed_chance(self, pledge_h100e: F64) -> F64:
        """How likely the gate is closed for a heavy user of compute, for each pledge."""
        if self.gate is None:
            return np.zeros_like(pledge_h100e)
        return self.gate.chance(pledge_h100e)

    @property
    def gate_now(self) -> float:
        """How likely the gate is closed with the pledge as it stands, for one person who has said nothing."""
        return float(self.heavy_share * self.closed_chance(one(self.pledge_h100e))[0])

    @property
    def is_out(self) -> NDArray[np.bool_]:
        """Whether the letter is out, so that its terms and its signature are settled."""
        return ~np.isnan(self.read_h100e)

    def person(self, index: int) -> Prospect:
        """One of many."""
        who = _at(self, index)
        gate = self.gate and _at(self.gate, index)
        mails = [_at(mail, index) for mail in self.mails]
        offers = (float(value[index, 0]) for value in self.other_offers)
        return replace(
            who,
            features=_at(self.features, index),
            mails=tuple(mail for mail in mails if mail.answerable),
            gate=gate if gate is not None and gate.share > 0.0 else None,
            copied=self.copied and _at(self.copied, index),
            other_offers=tuple(value for value in offers if value > -math.inf),
        )


def _at(columns: Any, index: int) -> Any:
    """The numbers of one person in place of columns."""
    found: dict[str, Any] = {
        field.name: getattr(columns, field.name)[index, 0].item()
        for field in fields(columns)
        if isinstance(getattr(columns, field.name), np.ndarray)
    }
    return replace(columns, **found)


@dataclass(frozen=True, slots=True)
class Trial:
    """Offers tried on one prospect who may be of several minds; arrays of one shape.

    Attributes:
        offered_usd: yearly pay. pledge_h100e: compute by name.
        fit, money, taste: as in ``Features``.
    """

    offered_usd: F64
    pledge_h100e: F64
    fit: F64
    money: F64
    taste: F64


def as_it_stands(who: Prospect) -> Trial:
    """The prospect's own offer at the centre of what is believed, for one person; one element."""
    own = who.features
    return Trial(one(who.offered_usd), one(who.pledge_h100e), one(own.fit), one(own.money), one(own.taste))


def one(value: Number) -> F64:
    """A number as an array of one element; a column as it is."""
    return np.atleast_1d(np.asarray(value, dtype=np.float64))


def sender_logit(p: Parameters, sender: Signature) -> F64:
    """What the signature adds to the reply, log-odds."""
    signed = np.asarray(sender)
    other = np.where(signed == "hiring-manager", p.sender_hiring_manager, 0.0)
    return np.where(signed == "ceo", p.sender_ceo, other)


def envelope(who: Prospect) -> Envelope:
    """What is seen of the first mail before it is opened; ready for ``terms.open_terms``."""
    ceo = one(np.asarray(who.sender) == "ceo")
    subject = np.broadcast_to(one(who.subject), ceo.shape)
    return Envelope(ceo, subject, one(who.mails[0].mails_per_person), who.spam_chance * ceo)


def letter_features(p: Parameters, who: Prospect, trial: Trial, mail: Mail) -> Features:
    """What the reader of this mail sees; ready for ``terms.reply_terms``."""
    is_out, features = who.is_out, who.features
    pledge_h100e = np.where(is_out, who.read_h100e, trial.pledge_h100e)
    read_usd = np.where(np.greater(who.expected_usd, 0.0), who.expected_usd, trial.offered_usd)
    alike = None
    if who.copied is not None:
        offered_usd = np.where(is_out, read_usd, trial.offered_usd)
        alike = who.copied.alike(offered_usd, pledge_h100e, who.sender)
    return replace(
        features,
        offered_usd=read_usd,
        pull_lab=compute_pull(p, who.lab_h100e + pledge_h100e),
        pull_employer=compute_pull(p, who.employer_h100e),
        fit=trial.fit,
        money=trial.money,
        taste=trial.taste,
        sender=sender_logit(p, who.sender),
        words=mail.words,
        weekday=mail.weekday,
        load_campaigns=mail.load_campaigns,
        mails_per_person=mail.mails_per_person,
        alike=alike,
        mission=None if features.mission is None else features.mission * mail.mission,
        product=None if features.product is None else features.product * mail.product,
    )


def offer_features(
    p: Parameters, who: Prospect, trial: Trial, gate_closed: YesOrNo, countered: YesOrNo
) -> Features:
    """What somebody weighs who has the offer in hand; ready for ``terms.accept_terms``."""
    rivals, stay = None, p.counter_pull * countered
    if who.other_offers:
        rivals = np.log1p(sum(np.exp(np.subtract(v, stay)) for v in who.other_offers))
    return replace(
        who.features,
        offered_usd=trial.offered_usd,
        pull_lab=compute_pull(p, with_pledge(who, trial.pledge_h100e)),
        pull_employer=compute_pull(p, who.employer_h100e),
        fit=trial.fit,
        money=trial.money,
        taste=trial.taste,
        gate_closed=gate_closed,
        countered=countered,
        rivals=rivals,
    )


def with_pledge(who: Prospect, pledge_h100e: F64) -> F64:
    """Compute that the person would work with: what a live offer pledges is missing in everybody's share."""
    share = np.maximum(who.lab_h100e - (pledge_h100e - who.reserved_h100e) / who.researchers, 1.0)
    return share + pledge_h100e
