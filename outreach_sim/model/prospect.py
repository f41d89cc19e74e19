"""Candidates and a lab as numbers: what an explanation starts from.

A prospect is one person, and its fields are numbers; or it is many, and its fields are numbers that are the
same for all of them or columns, shape (people, 1). The functions here take both.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.model.features import F64, Envelope, Features, compute_pull
from outreach_sim.model.parameters import Parameters

SENDERS = ("recruiter", "hiring-manager", "ceo")
Number = Any
"""A ``float`` for one person, a column for many; NumPy's operators do not mind which."""
YesOrNo = Any
"""The same of ``bool``."""
Signature = Any
"""The same of ``str``: of ``SENDERS``."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A person's compute threshold, known or believed.

    Attributes:
        fleet_h100e: the whole fleet of the lab that writes.
        threshold_h100e: the threshold, or the median of what is believed of it.
        spread: sd of the ln threshold; 0 where it is known.
        share: how likely there is a threshold at all.
    """

    fleet_h100e: Number
    threshold_h100e: Number
    spread: Number = 0.0
    share: Number = 1.0

    def chance(self, pledge_h100e: F64) -> F64:
        """How likely the larger of fleet and pledge stays under the threshold, for each pledge."""
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
    """

    number: int = 4
    words: Number = 0.0
    weekday: Number = 0.0
    load_campaigns: Number = 0.0
    mails_per_person: Number = 0.0
    mission: Number = 0.0
    product: Number = 0.0
    answerable: YesOrNo = True


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
        offered_usd: yearly pay meant; present_usd: yearly pay now.
        taste: weight of compute, log-odds per unit of pull.
        lab_h100e, employer_h100e: compute per researcher at either lab.
        brand, stay, fit: log-odds.
        researchers: heads among whom a pledge is missing while the offer stands. reserved_h100e: what is
            missing already, for the offer as it stands.
        pledge_h100e: compute promised to the person by name.
        shown_usd: yearly pay the reader has in mind where that is not the offer: the public band, or what
            an earlier letter named; 0 where it is the offer.
        named_usd: yearly pay that an earlier letter named; 0 where none did.
        read_h100e: compute promised by a letter that is out: terms and signature are settled, whatever
            is offered now. Not a number for a letter that is still to be written.
        fit_sd: spread of what is believed about fit; 0 where fit is known.
        sender: one of ``SENDERS``.
        mails: the sequence, in its order; of one person only those that can be answered.
        gate: the person's compute threshold as far as it is known; ``None`` where there is none.
        direct: offer without interviews. deadline_days: days to decide.
        counter_chance: how likely the employer makes a counter-offer; 0 or 1 where known.
        other_offers: each other live offer against staying, log-odds; ``-inf`` in a column for people with
            fewer.
        met, colleagues, team_left, led, wait_years: as in ``terms.Features``.
        mission, product: this person's taste times what the lab has over the employer, log-odds.
        heard_usd: as in ``terms.Features``.
        crowd: what other labs do alike; ``None`` where that does not count.
        spam_chance: how likely a CEO's letter is taken for spam and never seen.
    """

    candidate: str
    lab: str
    employer: str
    offered_usd: Number
    present_usd: Number
    taste: Number
    lab_h100e: Number
    employer_h100e: Number
    brand: Number
    stay: Number
    fit: Number
    researchers: Number = math.inf
    reserved_h100e: Number = 0.0
    pledge_h100e: Number = 0.0
    shown_usd: Number = 0.0
    named_usd: Number = 0.0
    read_h100e: Number = math.nan
    fit_sd: Number = 0.0
    sender: Signature = "recruiter"
    mails: tuple[Mail, ...] = (Mail(),)
    gate: Gate | None = None
    direct: YesOrNo = False
    deadline_days: Number = 7
    counter_chance: Number = 0.0
    other_offers: tuple[Number, ...] = ()
    met: YesOrNo = False
    colleagues: Number = 0.0
    team_left: Number = 1.0
    led: YesOrNo = False
    mission: Number = 0.0
    product: Number = 0.0
    wait_years: Number = 0.0
    spam_chance: Number = 0.0
    heard_usd: Number = 0.0
    crowd: Crowd | None = None

    def closed_chance(self, pledge_h100e: F64) -> F64:
        """How likely the gate is closed, for each pledge."""
        if self.gate is None:
            return np.zeros_like(pledge_h100e)
        return self.gate.chance(pledge_h100e)

    @property
    def gate_now(self) -> float:
        """How likely the gate is closed with the pledge as it stands, for one person."""
        return float(self.closed_chance(one(self.pledge_h100e))[0])

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
            mails=tuple(mail for mail in mails if mail.answerable),
            gate=gate if gate is not None and gate.share > 0.0 else None,
            crowd=self.crowd and _at(self.crowd, index),
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
    """Offers tried on one prospect, at several values of fit; arrays of one shape.

    Attributes:
        offered_usd: yearly pay. pledge_h100e: compute by name. fit: log-odds.
    """

    offered_usd: F64
    pledge_h100e: F64
    fit: F64


def as_it_stands(who: Prospect) -> Trial:
    """The prospect's own offer at the centre of what is believed of fit, for one person; one element."""
    return Trial(one(who.offered_usd), one(who.pledge_h100e), one(who.fit))


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
    return Envelope(ceo, one(who.mails[0].mails_per_person), who.spam_chance * ceo)


def letter_features(p: Parameters, who: Prospect, trial: Trial, mail: Mail) -> Features:
    """What the reader of this mail sees; ready for ``terms.reply_terms``."""
    features = _shared_features(p, who, trial)
    ones = np.ones_like(trial.fit)
    pledge_h100e = np.where(who.is_out, who.read_h100e, trial.pledge_h100e)
    features.pull_lab = compute_pull(p, who.lab_h100e + pledge_h100e)
    features.offered_usd = np.where(np.greater(who.shown_usd, 0.0), who.shown_usd, trial.offered_usd)
    features.sender = sender_logit(p, who.sender) * ones
    features.words = mail.words * ones
    features.weekday = mail.weekday * ones
    features.load_campaigns = mail.load_campaigns * ones
    features.mails_per_person = mail.mails_per_person * ones
    if who.crowd is not None:
        offered_usd = np.where(who.is_out, features.offered_usd, trial.offered_usd)
        features.alike = who.crowd.alike(offered_usd, pledge_h100e, who.sender)
    features.mission = who.mission * mail.mission * ones
    features.product = who.product * mail.product * ones
    return features


def offer_features(
    p: Parameters, who: Prospect, trial: Trial, gate_closed: bool, countered: bool
) -> Features:
    """What somebody weighs who has the offer in hand; ready for ``terms.accept_terms``."""
    features = _shared_features(p, who, trial)
    ones = np.ones_like(trial.fit)
    features.pull_lab = compute_pull(p, with_pledge(who, trial.pledge_h100e))
    features.direct = who.direct * ones
    features.deadline_days = who.deadline_days * ones
    features.named_usd = who.named_usd * ones
    features.gate_closed = gate_closed * ones
    features.countered = countered * ones
    features.mission = who.mission * ones
    features.product = who.product * ones
    features.wait_years = who.wait_years * ones
    if who.other_offers:
        stay = p.counter_pull * countered
        features.rivals = np.log1p(sum(np.exp(np.subtract(v, stay)) for v in who.other_offers)) * ones
    return features


def with_pledge(who: Prospect, pledge_h100e: F64) -> F64:
    """Compute that the person would work with: what a live offer pledges is missing in everybody's share."""
    share = np.maximum(who.lab_h100e - (pledge_h100e - who.reserved_h100e) / who.researchers, 1.0)
    return share + pledge_h100e


def _shared_features(p: Parameters, who: Prospect, trial: Trial) -> Features:
    """What letters and offers share; the pull of the lab is left to them."""
    ones = np.ones_like(trial.fit)
    return Features(
        offered_usd=trial.offered_usd,
        present_usd=who.present_usd * ones,
        taste=who.taste * ones,
        pull_lab=ones,
        pull_employer=compute_pull(p, who.employer_h100e * ones),
        brand=who.brand * ones,
        stay=who.stay * ones,
        fit=trial.fit,
        met=who.met * ones,
        colleagues=who.colleagues * ones,
        team_left=who.team_left * ones,
        led=who.led * ones,
        heard_usd=who.heard_usd * ones,
    )
