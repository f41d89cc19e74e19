"""The named terms of the acceptance model, each a function of arrays, in log-odds.

One set of functions serves the engine and the explanation: a link's terms are *yielded* in their fixed
order, the engine adds them left to right, the explanation lists them. There is no matmul and no
reduction over terms, so one row gives the same bits alone as among thousands.

What is yielded has a name that is declared here, beside its function, with the parameters it rests on and the
sentence that explains it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outreach_sim.formatting import counted, percent, usd
from outreach_sim.model import answer_words
from outreach_sim.model.features import F64, Envelope, Features, held_usd, most_named_usd
from outreach_sim.model.logits import Term, probability, spam_term, total
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.sentences import (
    about_broken_word,
    about_compute,
    about_constant,
    about_load,
    about_pay,
    about_taste,
    about_wait,
    constant_source,
    term,
)
from outreach_sim.model.word_terms import OPENING, REPLY, REPLY_JUDGED, sources_of

CONSTANT = term("constant", constant_source, about_constant)
SENDER = term(
    "sender",
    lambda it: "open_ceo" if it.stage == "open" else f"sender_{str(it.who.sender).replace('-', '_')}",
    lambda it: f"The letter is signed by the {it.signed_by}.",
    "0, `sender_hiring_manager` or `sender_ceo`; of opening `open_ceo` where the CEO signs",
)
PAY = term(
    "pay",
    "pay_slope, pay_curvature, money_sd",
    about_pay,
    "m · `pay_slope` · (1 − r^−`pay_curvature`) ÷ `pay_curvature`; m, the value of money, is "
    "lognormal with mean 1 and sd `money_sd`, drawn once a person",
)


def pay_term(p: Parameters, offered_usd: F64, present_usd: F64) -> F64:
    """CRRA utility of pay: slope * (1 - r**-k) / k with r = offered / present; saturates at slope / k."""
    inverse = np.divide(present_usd, offered_usd)
    np.log(inverse, out=inverse)
    inverse *= p.pay_curvature
    np.exp(inverse, out=inverse)
    np.subtract(1.0, inverse, out=inverse)
    inverse *= p.pay_slope / p.pay_curvature
    return inverse


FATIGUE = term(
    "fatigue",
    "fatigue_slope, fatigue_campaigns_per_year",
    about_load,
    "`fatigue_slope` · ln(1 + recruiting campaigns a year ÷ `fatigue_campaigns_per_year`)",
)


def fatigue_term(p: Parameters, load_campaigns: F64) -> F64:
    """Slope per ln of recruiting load relative to the usual number of campaigns a year."""
    return p.fatigue_slope * np.log1p(load_campaigns / p.fatigue_campaigns_per_year)


NAME = term(
    "name",
    "name_slope, name_mails_per_person",
    lambda it: (
        f"{it.who.lab} writes {it.mail.mails_per_person:.1f} mails a head each quarter; its name wears."
    ),
    "`name_slope` · max(ln((1 + m) ÷ (1 + `name_mails_per_person`)), 0), m the lab's mails per person"
    " in 90 days",
)


def reputation_term(p: Parameters, mails_per_person: F64) -> F64:
    """A lab's name wears out under mass mail; a lab that writes little is not thanked for it."""
    usual = 1.0 + p.name_mails_per_person
    return p.name_slope * np.log(np.maximum((1.0 + mails_per_person) / usual, 1.0))


BROKEN_WORD = term(
    "broken word",
    "pay_slope, money_sd",
    about_broken_word,
    "−m · `pay_slope` · max(ln(pay named ÷ pay offered), 0)",
)


def broken_word_term(p: Parameters, named_usd: F64, offered_usd: F64) -> F64:
    """Naming pay that is not later offered costs slope * ln(named / offered)."""
    return -p.pay_slope * np.log(np.maximum(named_usd / offered_usd, 1.0))


PEERS = term(
    "peers",
    "peers_slope",
    lambda it: (
        f"Paid like colleagues who got more, {it.who.candidate} would have {usd(it.features.heard_usd)}."
    ),
    "`peers_slope` · max(ln(pay heard of ÷ present pay), 0)",
)


def peers_term(p: Parameters, heard_usd: F64, present_usd: F64) -> F64:
    """What it does to be paid less than peers: slope * ln(heard / present), 0 for who is not.

    The one-sided form is that of Dube, Giuliano and Leonard (2019).
    """
    return p.peers_slope * np.log(np.maximum(heard_usd / present_usd, 1.0))


SPAM = term(
    "spam",
    "ceo_spam_chance",
    lambda it: f"{percent(it.who.spam_chance, 0)} of a CEO's letters are taken for spam.",
)
PROMISED = 1.0 - 1e-9
"""An offer that stands open to everybody is as good as certain, and keeps a finite logit."""


SUBJECT = term(
    "subject",
    sources_of(OPENING),
    lambda it: it.sign("The subject invites to open the letter.", "The subject puts people off."),
    "the sum of what is noticed of the subject of the first mail: [what words are worth](words.md#opening)",
)


def open_terms(p: Parameters, envelope: Envelope) -> Iterator[Term]:
    """The logit of opening the first mail: signature, subject, the wear of the name, what filters take."""
    terms: list[Term] = [
        (CONSTANT, np.full_like(envelope.ceo, p.open_constant)),
        (SENDER, p.open_ceo * envelope.ceo),
    ]
    if envelope.subject is not None:
        terms.append((SUBJECT, envelope.subject))
    if envelope.mails_per_person is not None:
        terms.append((NAME, reputation_term(p, envelope.mails_per_person)))
    yield from terms
    if envelope.spam_chance is not None:
        yield SPAM, spam_term(total(terms), envelope.spam_chance)


COMPUTE = term(
    "compute",
    "compute_taste_mean, compute_share, compute_half_saturation_h100e",
    about_compute,
    "taste · (g(c of the lab + pledge) − g(c of the employer)), g(c) = ln(c ÷ (c + "
    "`compute_half_saturation_h100e`)); taste is `compute_taste_mean` ÷ `compute_share` for a share "
    "`compute_share` of people, the heavy users, and 0 for all others",
)
APPEAL = term(
    "appeal",
    "the scenario: appeal",
    lambda it: (
        f"{it.who.lab} attracts and holds people {it.sign('better', 'less well')} than {it.who.employer}."
    ),
    "appeal of the lab − appeal of the employer: it attracts and it holds. A fact of the scenario",
)
FIT = term(
    "fit",
    "fit_sd",
    lambda it: f"{it.who.candidate} takes {it.sign('well', 'less well')} to {it.who.lab}.",
    "normal, sd `fit_sd`, drawn once a person and lab",
)
OCCASION = term(
    "occasion",
    "occasion_met",
    lambda it: f"{it.who.candidate} met people of {it.who.lab} at the conference.",
    "`occasion_met` where the lab has met the person at a conference lately",
)
COLLEAGUES = term(
    "colleagues",
    "colleague_pull",
    lambda it: f"{counted(round(it.features.colleagues), 'former team mate')} at {it.who.lab}.",
    "`colleague_pull` · ln(1 + former team mates at the lab)",
)
TEAM = term(
    "team",
    "team_hold",
    lambda it: f"Only {percent(it.features.team_left, 0)} of the old team is still at {it.who.employer}.",
    "−`team_hold` · ln(share of the team that is still at the employer)",
)
LEADER = term(
    "leader",
    "leader_pull",
    lambda it: f"The leader has just gone to {it.who.lab}.",
    "`leader_pull` while the leader has just gone to the lab",
)
CROWD = term(
    "crowd",
    "crowd_pull",
    lambda it: (
        f"{percent(it.features.crowd, 0)} of the staff of {it.who.employer} would follow to {it.who.lab}."
    ),
    "`crowd_pull` · share of the staff that has said it would follow the lab's leader there (a "
    "[walkout](mechanisms.md#a-walkout-is-a-public-question) with an open offer), 0 for everybody else",
)
MISSION = term(
    "mission",
    "mission_taste_sd; the scenario: mission",
    about_taste("mission"),
    "taste (normal, sd `mission_taste_sd`) · the mission of the lab − that of the employer; in a mail"
    " only where it pitches it",
)
PRODUCT = term(
    "product",
    "product_taste_sd; the scenario: product",
    about_taste("products"),
    "taste (normal, sd `product_taste_sd`) · the products of the lab − those of the employer; in a "
    "mail only where it pitches them",
)


def attraction(p: Parameters, features: Features) -> Iterator[Term]:
    """V: what draws this person to this lab, in every link from the reply on."""
    held = held_usd(features.present_usd, features.stake_usd)
    yield PAY, features.money * pay_term(p, features.offered_usd, held)
    yield COMPUTE, features.taste * (features.pull_lab - features.pull_employer)
    yield APPEAL, features.appeal
    yield FIT, features.fit
    if features.met is not None:
        yield OCCASION, p.occasion_met * features.met
    if features.colleagues is not None:
        yield COLLEAGUES, p.colleague_pull * np.log1p(features.colleagues)
    if features.team_left is not None:
        yield TEAM, -p.team_hold * np.log(features.team_left)
    if features.led is not None:
        yield LEADER, p.leader_pull * features.led
    if features.crowd is not None:
        yield CROWD, p.crowd_pull * features.crowd
    if features.heard_usd is not None:
        yield PEERS, peers_term(p, features.heard_usd, features.present_usd)
    if features.mission is not None:
        yield MISSION, features.mission
    if features.product is not None:
        yield PRODUCT, features.product


WORDS = term(
    "words",
    sources_of(REPLY, REPLY_JUDGED),
    lambda it: it.sign("The words of the letter help.", "The words of the letter put people off."),
    "the sum of what is noticed of the letter: [what words are worth](words.md#reply-and-interest)",
)
WEEKDAY = term(
    "weekday",
    "weekday_slow",
    "Fridays and Saturdays are slow days.",
    "`weekday_slow` on Fridays and Saturdays",
)
NOVELTY = term(
    "novelty",
    "novelty_loss",
    "Other labs write in the same way by now.",
    "−`novelty_loss` · Σ over the tactics of the letter of ln(1 + other labs that use it)",
)


def reply_terms(p: Parameters, features: Features) -> Iterator[Term]:
    """V of a mail: attraction, and what the mail and the inbox add."""
    yield from attraction(p, features)
    if features.sender is not None:
        yield SENDER, features.sender
    if features.words is not None:
        yield WORDS, features.words
    if features.weekday is not None:
        yield WEEKDAY, features.weekday
    if features.load_campaigns is not None:
        yield FATIGUE, fatigue_term(p, features.load_campaigns)
    if features.alike is not None:
        yield NOVELTY, -p.novelty_loss * features.alike
    if features.mails_per_person is not None:
        yield NAME, reputation_term(p, features.mails_per_person)


def follow_terms(p: Parameters, features: Features) -> Iterator[Term]:
    """The logit of saying, when all of a staff is asked in public, that one would follow the leader.

    That of interest in a whole sequence, but nobody writes: no words, no signature, no inbox.
    """
    yield CONSTANT, np.full_like(features.fit, p.reply_cut_4 + p.interest_cut)
    yield from attraction(p, features)
    if features.gate_closed is not None:
        yield GATE, p.gate_weight * features.gate_closed


DIRECT = term(
    "direct",
    "accept_direct",
    "Being wanted without interviews flatters.",
    "`accept_direct` without interviews",
)
DEADLINE = term(
    "deadline",
    "short_deadline, short_deadline_days",
    lambda it: f"A deadline of {counted(int(it.features.deadline_days), 'day')} feels like pressure.",
    "`short_deadline` under `short_deadline_days`",
)
ANSWER = term(
    "answer",
    sources_of(answer_words.ANSWER, answer_words.ANSWER_JUDGED) + ", answer_words_share",
    lambda it: it.sign("The words of the lab's answer help.", "The words of the lab's answer repel."),
    "the sum of what is noticed of a lab's own answers: [what words are worth](words.md#answers)",
)
GATE = term(
    "gate",
    "gate_share, gate_fleet_share, gate_sd, gate_weight",
    lambda it: f"{it.who.lab} has fewer machines than this person will work with at all.",
    "`gate_weight` while the larger of fleet and pledge is under the person's threshold: a share "
    "`gate_share` of people has one, all of them heavy users, `gate_fleet_share` of the leader's "
    "fleet times a lognormal of sd `gate_sd`",
)
WAIT = term(
    "wait",
    "wait_per_year; the scenario: non_compete",
    about_wait,
    "`wait_per_year` · years of garden leave and non-compete",
)
COUNTER_OFFER = term(
    "counter-offer",
    "counter_pull",
    lambda it: f"{it.who.employer} made a counter-offer.",
    "−`counter_pull` where the employer answers, which it does with `counter_chance`, its log-odds "
    "rising by `counter_impact_slope` per ln of impact",
)
OTHER_OFFERS = term(
    "other offers",
    "the market: the other live offers",
    lambda it: f"{counted(len(it.who.other_offers), 'other offer')} on the table.",
    "−ln(1 + Σ exp(V of another live offer − V of staying))",
)


def accept_terms(p: Parameters, features: Features) -> Iterator[Term]:
    """The logit of saying yes to this offer, against staying and all other live offers."""
    yield CONSTANT, np.full_like(features.fit, p.accept_constant)
    yield from attraction(p, features)
    if features.direct is not None:
        yield DIRECT, p.accept_direct * features.direct
    if features.deadline_days is not None:
        hurried = np.less(features.deadline_days, p.short_deadline_days).astype(np.float64)
        yield DEADLINE, p.short_deadline * hurried
    if features.named_usd is not None:
        named = most_named_usd(features.named_usd, features.answer_usd)
        yield BROKEN_WORD, features.money * broken_word_term(p, named, features.offered_usd)
    if features.answer is not None:
        yield ANSWER, features.answer
    if features.gate_closed is not None:
        yield GATE, p.gate_weight * features.gate_closed
    if features.wait_years is not None:
        yield WAIT, p.wait_per_year * features.wait_years
    if features.countered is not None:
        yield COUNTER_OFFER, -p.counter_pull * features.countered
    if features.rivals is not None:
        yield OTHER_OFFERS, -features.rivals


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
