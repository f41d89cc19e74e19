"""What lies before people who get a letter or weigh an offer: what terms are functions of."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from outreach_sim.model.parameters import Parameters

F64 = NDArray[np.float64]


@dataclass(slots=True)
class Features:
    """What lies before the candidates who read a mail or weigh an offer.

    One element each; where all have the same, a field but ``offered_usd`` and ``fit`` may have shape ().
    Fields that are ``None`` stand for a mechanism that the scenario switches off, or that does not
    apply to this link; their terms are then not yielded.

    Attributes:
        offered_usd: yearly pay offered (base + equity a year + sign-on / 4), or the public band.
        present_usd: yearly pay now.
        money: how much pay counts for this person, times what it counts for people on average; above 0.
        taste: weight of compute for this person, log-odds per unit of pull.
        pull_lab: ``compute_pull`` of the compute per researcher at the lab that writes.
        pull_employer: the same at the present employer.
        appeal: appeal of the lab that writes less that of the employer, log-odds.
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
        answer: what the lab's own words in its answers are worth, log-odds; 0 for the plain ones.
        answer_usd: yearly pay that they named, 0 where they named none.
        countered: 1.0 where the employer made a counter-offer.
        rivals: ln(1 + sum of exp(V_k - V_stay)) over the other live offers.
        met: 1.0 where people of the lab have met this person at a conference lately.
        colleagues: former team mates of this person who work at the lab.
        team_left: share of this person's first team that still works where this person does.
        led: 1.0 where the person's leader has just gone to this lab.
        crowd: share of the staff that has said it would follow the leader of the person's lab to this one; 0
            where that leader has not gone to it.
        mission, product: this person's taste for it times what the lab has over the employer, log-odds;
            in a letter 0 where it does not pitch it.
        wait_years: garden leave and non-compete before the start.
        alike: sum over the tactics of the letter of ln(1 + other labs that use it).
        heard_usd: yearly pay that this person would have if paid like the peers they heard of; 0 where
            they heard of none.
        stake_usd: yearly value of the equity that leaving forfeits.
    """

    offered_usd: F64
    present_usd: F64
    money: F64
    taste: F64
    pull_lab: F64
    pull_employer: F64
    appeal: F64
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
    answer: F64 | None = None
    answer_usd: F64 | None = None
    countered: F64 | None = None
    rivals: F64 | None = None
    met: F64 | None = None
    colleagues: F64 | None = None
    team_left: F64 | None = None
    led: F64 | None = None
    crowd: F64 | None = None
    mission: F64 | None = None
    product: F64 | None = None
    wait_years: F64 | None = None
    heard_usd: F64 | None = None
    alike: F64 | None = None
    stake_usd: F64 | None = None


def held_usd(present_usd: F64, stake_usd: F64 | None) -> F64:
    """What people have a year as long as they do not leave: pay, and the stake that leaving forfeits."""
    return present_usd if stake_usd is None else present_usd + stake_usd


def most_named_usd(named_usd: F64, answer_usd: F64 | None) -> F64:
    """The largest yearly pay that a lab has named, in its first mail or in an answer since; 0 for none."""
    return named_usd if answer_usd is None else np.maximum(named_usd, answer_usd)


def some_of(features: Features, which: NDArray[np.intp]) -> Features:
    """The same for some of the people; what all have the same stays so."""
    given = {field.name: getattr(features, field.name) for field in fields(features)}
    return Features(**{k: v[which] if v is not None and v.ndim else v for k, v in given.items()})


@dataclass(slots=True)
class Envelope:
    """What decides whether a letter is opened at all, before a word of it is read.

    One element each; a field but ``ceo`` may have any shape that goes with it, or be ``None`` as in
    ``Features``.

    Attributes:
        ceo: 1.0 where the CEO signs.
        subject: what the subject is worth, log-odds.
        mails_per_person: as in ``Features``.
        spam_chance: how likely the letter is taken for spam and never seen.
    """

    ceo: F64
    subject: F64 | None = None
    mails_per_person: F64 | None = None
    spam_chance: F64 | None = None


def compute_pull(p: Parameters, h100e_per_researcher: F64) -> F64:
    """g(c) = ln(c / (c + half)): what compute per researcher is worth, before taste."""
    half = p.compute_half_saturation_h100e
    return np.log(h100e_per_researcher / (h100e_per_researcher + half))
