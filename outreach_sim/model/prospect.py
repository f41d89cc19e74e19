"""One candidate and one lab, as numbers: what an explanation starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outreach_sim.model.parameters import Parameters
from outreach_sim.model.terms import F64, Card, compute_pull

SENDERS = ("recruiter", "hiring-manager", "ceo")


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is known (or believed) when a letter to this person is weighed.

    Attributes:
        candidate, lab, employer: as sentences call them.
        offered_usd: yearly pay meant; present_usd: yearly pay now.
        taste: weight of compute, log-odds per unit of pull.
        lab_h100e, employer_h100e: compute per researcher at either lab.
        pledge_h100e: compute promised to the person by name.
        brand, stay, fit: log-odds.
        fit_sd: spread of what is believed about fit; 0 where fit is known.
        sender: one of ``SENDERS``.
        words, weekday: log-odds of the letter; campaigns and mails as in ``terms.Card``.
        gate_chance: how likely the lab's compute is under the person's threshold; 0 or 1 where known.
        direct: offer without interviews. deadline_days: days to decide.
        counter_chance: how likely the employer makes a counter-offer.
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
    pledge_h100e: float = 0.0
    fit_sd: float = 0.0
    sender: str = "recruiter"
    words: float = 0.0
    weekday: float = 0.0
    load_campaigns: float = 0.0
    mails_per_person: float = 0.0
    gate_chance: float = 0.0
    direct: bool = False
    deadline_days: int = 7
    counter_chance: float = 0.0


def sender_logit(p: Parameters, sender: str) -> float:
    """What the signature adds to the reply, log-odds."""
    return {"recruiter": 0.0, "hiring-manager": p.sender_hiring_manager, "ceo": p.sender_ceo}[sender]


def one(value: float) -> F64:
    """A number as an array of one element."""
    return np.array([float(value)])


def card(p: Parameters, who: Prospect, fit: F64, gate_closed: F64 | None = None) -> Card:
    """The card of a prospect for each of these values of fit; ready for reply and accept terms."""
    ones = np.ones_like(fit)
    return Card(
        offered_usd=who.offered_usd * ones,
        present_usd=who.present_usd * ones,
        taste=who.taste * ones,
        pull_lab=compute_pull(p, (who.lab_h100e + who.pledge_h100e) * ones),
        pull_employer=compute_pull(p, who.employer_h100e * ones),
        brand=who.brand * ones,
        stay=who.stay * ones,
        fit=fit,
        sender=sender_logit(p, who.sender) * ones,
        words=who.words * ones,
        weekday=who.weekday * ones,
        load_campaigns=who.load_campaigns * ones,
        mails_per_person=who.mails_per_person * ones,
        gate_closed=gate_closed,
        direct=float(who.direct) * ones,
        deadline_days=float(who.deadline_days) * ones,
    )
