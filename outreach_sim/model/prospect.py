"""One candidate and one lab, as numbers: what an explanation starts from."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from outreach_sim.model.parameters import Parameters
from outreach_sim.model.terms import F64, Envelope, Features, compute_pull

SENDERS = ("recruiter", "hiring-manager", "ceo")


@dataclass(frozen=True, slots=True)
class Gate:
    """A person's compute threshold, known or believed.

    Attributes:
        fleet_h100e: the whole fleet of the lab that writes.
        threshold_h100e: the threshold, or the median of what is believed of it.
        spread: sd of the ln threshold; 0 where it is known.
        share: how likely there is a threshold at all.
    """

    fleet_h100e: float
    threshold_h100e: float
    spread: float = 0.0
    share: float = 1.0

    def chance(self, pledge_h100e: F64) -> F64:
        """How likely the larger of fleet and pledge stays under the threshold, for each pledge."""
        have = np.maximum(self.fleet_h100e, pledge_h100e)
        if self.spread == 0.0:
            return np.where(have < self.threshold_h100e, self.share, 0.0)
        z = np.log(np.maximum(have, 1e-9) / self.threshold_h100e) / self.spread
        tail = np.array([math.erfc(x / math.sqrt(2.0)) / 2.0 for x in z.tolist()])
        return self.share * tail


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of a sequence: what its reader sees otherwise than in the others.

    Attributes:
        number: its place in the sequence, from 1.
        words, weekday: log-odds.
        load_campaigns, mails_per_person: as in ``terms.Features``.
        pitches: which of mission and product it speaks of.
    """

    number: int = 4
    words: float = 0.0
    weekday: float = 0.0
    load_campaigns: float = 0.0
    mails_per_person: float = 0.0
    pitches: tuple[str, ...] = ()


Crowding = Callable[[F64, F64, str], F64]
"""``Features.alike`` of a letter with this pay, this pledge (one element each) and this signature."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What other labs do alike.

    Attributes:
        alike: see ``Crowding``.
        high_pay_usd: from this yearly pay on a letter counts as one of high pay.
    """

    alike: Crowding
    high_pay_usd: float


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
        expected_usd: yearly pay the reader has in mind where that is not the offer: the public band, or what
            an earlier letter named; 0 where it is the offer.
        named_usd: yearly pay that an earlier letter named; 0 where none did.
        read_h100e: compute promised by a letter that is out: terms and signature are settled, whatever
            is offered now. ``None`` for a letter that is still to be written.
        fit_sd: spread of what is believed about fit; 0 where fit is known.
        sender: one of ``SENDERS``.
        mails: those of the sequence that can be answered, in their order.
        gate: the person's compute threshold as far as it is known; ``None`` where there is none.
        direct: offer without interviews. deadline_days: days to decide.
        counter_chance: how likely the employer makes a counter-offer; 0 or 1 where known.
        other_offers: each other live offer against staying, log-odds.
        met, colleagues, team_left, led, wait_years: as in ``terms.Features``.
        mission, product: this person's taste times what the lab has over the employer, log-odds.
        heard_usd: as in ``terms.Features``.
        crowd: what other labs do alike; ``None`` where that does not count.
        spam_chance: how likely a CEO's letter is taken for spam and never seen.
    """

    candidate: str
    lab: str
    employer: str
    offered_usd: float
    present_usd: float
    taste: float
    lab_h100e: float
    employer_h100e: float
    brand: float
    stay: float
    fit: float
    researchers: float = math.inf
    reserved_h100e: float = 0.0
    pledge_h100e: float = 0.0
    expected_usd: float = 0.0
    named_usd: float = 0.0
    read_h100e: float | None = None
    fit_sd: float = 0.0
    sender: str = "recruiter"
    mails: tuple[Mail, ...] = (Mail(),)
    gate: Gate | None = None
    direct: bool = False
    deadline_days: int = 7
    counter_chance: float = 0.0
    other_offers: tuple[float, ...] = ()
    met: bool = False
    colleagues: float = 0.0
    team_left: float = 1.0
    led: bool = False
    mission: float = 0.0
    product: float = 0.0
    wait_years: float = 0.0
    spam_chance: float = 0.0
    heard_usd: float = 0.0
    crowd: Crowd | None = None

    def closed_chance(self, pledge_h100e: F64) -> F64:
        """How likely the gate is closed, for each pledge."""
        if self.gate is None:
            return np.zeros_like(pledge_h100e)
        return self.gate.chance(pledge_h100e)

    @property
    def gate_now(self) -> float:
        """How likely the gate is closed with the pledge as it stands."""
        return float(self.closed_chance(one(self.pledge_h100e))[0])


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
    """The prospect's own offer at the centre of what is believed of fit; one element."""
    return Trial(one(who.offered_usd), one(who.pledge_h100e), one(who.fit))


def one(value: float) -> F64:
    """A number as an array of one element."""
    return np.array([float(value)])


def sender_logit(p: Parameters, sender: str) -> float:
    """What the signature adds to the reply, log-odds."""
    return {"recruiter": 0.0, "hiring-manager": p.sender_hiring_manager, "ceo": p.sender_ceo}[sender]


def envelope(who: Prospect) -> Envelope:
    """What is seen of the first mail before it is opened; ready for ``terms.open_terms``."""
    ceo = float(who.sender == "ceo")
    return Envelope(one(ceo), one(who.mails[0].mails_per_person), one(who.spam_chance * ceo))


def letter_features(p: Parameters, who: Prospect, trial: Trial, mail: Mail) -> Features:
    """What the reader of this mail sees; ready for ``terms.reply_terms``."""
    features = _shared_features(p, who, trial)
    ones = np.ones_like(trial.fit)
    pledge_h100e = trial.pledge_h100e if who.read_h100e is None else who.read_h100e * ones
    features.pull_lab = compute_pull(p, who.lab_h100e + pledge_h100e)
    if who.expected_usd:
        features.offered_usd = who.expected_usd * ones
    features.sender = sender_logit(p, who.sender) * ones
    features.words = mail.words * ones
    features.weekday = mail.weekday * ones
    features.load_campaigns = mail.load_campaigns * ones
    features.mails_per_person = mail.mails_per_person * ones
    if who.crowd is not None:
        features.alike = who.crowd.alike(
            trial.offered_usd if who.read_h100e is None else features.offered_usd, pledge_h100e, who.sender
        )
    features.mission = who.mission * ("mission" in mail.pitches) * ones
    features.product = who.product * ("product" in mail.pitches) * ones
    return features


def offer_features(
    p: Parameters, who: Prospect, trial: Trial, gate_closed: bool, countered: bool
) -> Features:
    """What somebody weighs who has the offer in hand; ready for ``terms.accept_terms``."""
    features = _shared_features(p, who, trial)
    ones = np.ones_like(trial.fit)
    features.pull_lab = compute_pull(p, with_pledge(who, trial.pledge_h100e))
    features.direct = float(who.direct) * ones
    features.deadline_days = float(who.deadline_days) * ones
    features.named_usd = who.named_usd * ones
    features.gate_closed = float(gate_closed) * ones
    features.countered = float(countered) * ones
    features.mission = who.mission * ones
    features.product = who.product * ones
    features.wait_years = who.wait_years * ones
    if who.other_offers:
        stay = p.counter_pull * countered
        features.rivals = math.log1p(math.fsum(math.exp(v - stay) for v in who.other_offers)) * ones
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
        met=float(who.met) * ones,
        colleagues=who.colleagues * ones,
        team_left=who.team_left * ones,
        led=float(who.led) * ones,
        heard_usd=who.heard_usd * ones,
    )
