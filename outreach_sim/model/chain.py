"""The whole way from a mail to a yes, as one probability."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from outreach_sim.model.parameters import Parameters
from outreach_sim.model.prospect import Prospect, card
from outreach_sim.model.terms import F64, accept_terms, name_term, probability, reply_terms, total

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
"""Nine-point Gauss-Hermite rule for what is believed about fit (a standard normal)."""
WEIGHTS = WEIGHTS / WEIGHTS.sum()

STAGES = ("open", "reply", "interested", "offer", "accept")


def open_logit(p: Parameters, who: Prospect) -> float:
    """Constant, sender and the wear of the lab's name."""
    sender = p.open_ceo if who.sender == "ceo" else 0.0
    return p.open_constant + sender + float(name_term(p, np.array([who.mails_per_person]))[0])


def offer_chance(p: Parameters, who: Prospect) -> float:
    """P(offer | interested)."""
    return p.offer_chance_direct if who.direct else p.offer_chance_interviewed


def stage_chances(p: Parameters, who: Prospect, fit: F64, gate_closed: bool) -> dict[str, F64]:
    """Chance of each link, conditional on the one before, for each value of fit.

    The reply is to a full sequence of four mails; yes is averaged over whether the employer counters.
    """
    gate = np.full_like(fit, float(gate_closed))
    both = card(p, who, fit, gate)
    value = total(reply_terms(p, both))
    replied = probability(p.reply_cut_4 + value)
    interested = probability(p.reply_cut_4 + p.interest_cut + value + p.gate_weight * gate)
    yes = total(accept_terms(p, both))
    accepted = (1 - who.counter_chance) * probability(yes)
    accepted += who.counter_chance * probability(yes - p.counter_pull)
    return {
        "open": probability(np.full_like(fit, open_logit(p, who))),
        "reply": replied,
        "interested": interested / replied,
        "offer": np.full_like(fit, offer_chance(p, who)),
        "accept": accepted,
    }


def chances(p: Parameters, who: Prospect) -> dict[str, float]:
    """Chance of each link and of the whole ``chain``, over what is believed of fit and gate.

    Each link is conditional on the one before: people who reply fit better than people at large.
    """
    fit = who.fit + who.fit_sd * NODES if who.fit_sd > 0 else np.array([who.fit])
    weight = WEIGHTS if who.fit_sd > 0 else np.ones(1)
    reached, result = 1.0, {}
    paths = [(1 - who.gate_chance, stage_chances(p, who, fit, False))]
    if who.gate_chance > 0:
        paths.append((who.gate_chance, stage_chances(p, who, fit, True)))
    products = [np.ones_like(fit) for _ in paths]
    for stage in STAGES:
        products = [product * path[stage] for product, (_, path) in zip(products, paths, strict=True)]
        sums = [
            share * float((weight * product).sum())
            for product, (share, _) in zip(products, paths, strict=True)
        ]
        now = sum(sums)
        result[stage] = now / reached
        reached = now
    result["chain"] = reached
    return result


def chance_of(p: Parameters, who: Prospect, link: str, **changes: float | str | bool) -> float:
    """The chance of a link or the chain with some facts of the prospect changed."""
    return chances(p, replace(who, **changes))[link]  # type: ignore[arg-type]
