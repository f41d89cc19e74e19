"""The whole way from a mail to a yes, as one probability."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from outreach_sim.model.beliefs import fit_belief
from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import Prospect, Trial, letter_card, offer_card, one
from outreach_sim.model.terms import (
    F64,
    Term,
    accept_terms,
    interest_chance,
    name_term,
    probability,
    reply_terms,
    total,
)

STAGES = ("open", "reply", "interested", "offer", "accept")


def open_terms(p: Parameters, who: Prospect) -> Iterator[Term]:
    """Whether a letter is opened: constant, sender, the wear of the lab's name, and what spam filters and
    doubt take of a CEO's letters; one element each.
    """
    yield "constant", one(p.open_constant)
    yield "sender", one(p.open_ceo if who.sender == "ceo" else 0.0)
    name = name_term(p, one(who.mails_per_person))
    yield "name", name
    if who.spam_chance > 0.0 and who.sender == "ceo":
        read = probability(total(open_terms(p, replace(who, spam_chance=0.0)))) * (1.0 - who.spam_chance)
        seen = p.open_constant + (p.open_ceo if who.sender == "ceo" else 0.0) + name
        yield "spam", np.log(read / (1.0 - read)) - seen


def offer_chance(p: Parameters, who: Prospect) -> float:
    """P(offer | interested)."""
    return p.offer_chance_direct if who.direct else p.offer_chance_interviewed


def stage_chances(p: Parameters, who: Prospect, trial: Trial, gate_closed: bool) -> dict[str, F64]:
    """Chance of each link, conditional on the one before, for each element of the trial.

    The reply is to a full sequence of four mails; yes is averaged over whether the employer counters.
    """
    value = total(reply_terms(p, letter_card(p, who, trial)))
    ones = np.ones_like(value)
    return {
        "open": probability(total(open_terms(p, who))) * ones,
        "reply": probability(p.reply_cut_4 + value),
        "interested": interest_chance(p, value, gate_closed * ones),
        "offer": offer_chance(p, who) * ones,
        "accept": _yes(p, who, trial, gate_closed),
    }


def _yes(p: Parameters, who: Prospect, trial: Trial, gate_closed: bool) -> F64:
    chance = np.zeros_like(trial.fit)
    for countered, share in ((False, 1.0 - who.counter_chance), (True, who.counter_chance)):
        if share > 0.0:
            offer = offer_card(p, who, trial, gate_closed, countered)
            chance += share * probability(total(accept_terms(p, offer)))
    return chance


def chances_at(p: Parameters, who: Prospect, offered_usd: F64, pledge_h100e: F64) -> dict[str, F64]:
    """Chance of each link and of the whole ``chain``, for each of these offers.

    Each link is conditional on the one before, over what is believed of fit and gate: people who reply
    fit better than people at large, and people who are interested are rarely gated.

    Args:
        p: parameters.
        who: the prospect; its own pay and pledge are not used.
        offered_usd: yearly pay, shape (offers,).
        pledge_h100e: compute by name, shape (offers,).
    """
    fit, weight = fit_belief(who)
    closed = who.closed_chance(pledge_h100e)
    offers, points = len(offered_usd), len(fit)
    trial = Trial(offered_usd.repeat(points), pledge_h100e.repeat(points), np.tile(fit, offers))
    paths = [
        (share, np.ones((offers, points)), stage_chances(p, who, trial, shut))
        for shut, share in ((False, 1.0 - closed), (True, closed))
        if share.any()
    ]
    reached, result = np.ones(offers), {}
    for stage in STAGES:
        now = np.zeros(offers)
        for share, product, chance in paths:
            product *= chance[stage].reshape(offers, points)
            now += share * (product * weight).sum(axis=1)
        # Far below market pay the chances vanish; nobody is left to go on.
        result[stage] = np.divide(now, reached, out=np.zeros(offers), where=reached > 0.0)
        reached = now
    result["chain"] = reached
    return result


def chances(p: Parameters, who: Prospect) -> dict[str, float]:
    """The same for the prospect's own offer."""
    at = chances_at(p, who, one(who.offered_usd), one(who.pledge_h100e))
    return {stage: float(chance[0]) for stage, chance in at.items()}
