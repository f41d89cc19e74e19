"""The acceptance model once more: one person at a time, plain ``math``, written from the design's table.

It shares no code with ``outreach_sim.model``; tests hold the two together.
"""

from __future__ import annotations

import math
from typing import Any

P = dict[str, float]


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def ratio(above: float, below: float) -> float:
    """The chance at one logit over that at another, however small the two are."""
    return sigmoid(above) / sigmoid(below) if below > -700 else math.exp(above - below)


def log_half(p: P, c: float) -> float:
    """g(c) = ln(c / (c + 100))."""
    return math.log(c) - math.log(c + p["compute_half_saturation_h100e"])


def v_terms(
    p: P,
    *,
    offered_usd: float,
    present_usd: float,
    money: float,
    taste: float,
    c_lab: float,
    c_employer: float,
    appeal: float,
    fit: float,
    met: float = 0.0,
    colleagues: float = 0.0,
    team_left: float = 1.0,
    led: float = 0.0,
    crowd: float = 0.0,
    mission: float = 0.0,
    product: float = 0.0,
    heard_usd: float = 0.0,
    stake_usd: float = 0.0,
) -> dict[str, float]:
    """The terms that reply and decision share."""
    r = offered_usd / (present_usd + stake_usd)
    k = p["pay_curvature"]
    return {
        "pay": money * p["pay_slope"] * (1 - r**-k) / k,
        "compute": taste * (log_half(p, c_lab) - log_half(p, c_employer)),
        "appeal": appeal,
        "fit": fit,
        "occasion": p["occasion_met"] if met else 0.0,
        "colleagues": p["colleague_pull"] * math.log(1 + colleagues),
        "team": -p["team_hold"] * math.log(team_left),
        "leader": p["leader_pull"] if led else 0.0,
        "crowd": p["crowd_pull"] * crowd,
        "peers": p["peers_slope"] * math.log(heard_usd / present_usd) if heard_usd > present_usd else 0.0,
        "mission": mission,
        "product": product,
    }


def band_usd(median_usd: int, top_usd: int, standing: int) -> int:
    """What a public band promises somebody of this standing, thousandths of a sd; the top is 2.33 of them."""
    pay = median_usd * math.exp(math.log(top_usd / median_usd) / 2.33 * standing / 1000)
    return int(max(min(pay, top_usd), 1_000))


def words(p: P, facts_used: int, length: int, mistakes: int) -> float:
    value = p["words_personal"] if facts_used else 0.0
    for limit, name in ((400, "words_up_to_400"), (800, "words_up_to_800"), (1200, "words_up_to_1200")):
        if length <= limit:
            value += p[name]
            break
    else:
        value += p["words_over_1200"]
    return value + p["words_mistake"] * mistakes


def reply_logit(
    p: P,
    *,
    mail: int,
    sender: str,
    facts_used: int,
    length: int,
    mistakes: int,
    weekday: int,
    load_campaigns: float,
    mails_per_person: float,
    others_alike: tuple[int, ...] = (),
    **person: float,
) -> float:
    """Log-odds of having answered by this mail, for somebody who opened the first."""
    value: float = sum(v_terms(p, **person).values())
    value += {"recruiter": 0.0, "hiring-manager": p["sender_hiring_manager"], "ceo": p["sender_ceo"]}[sender]
    value += words(p, facts_used, length, mistakes)
    if weekday in (4, 5):
        value += p["weekday_slow"]
    value += p["fatigue_slope"] * math.log(1 + load_campaigns / p["fatigue_campaigns_per_year"])
    value -= p["novelty_loss"] * sum(math.log(1 + others) for others in others_alike)
    worn = (1 + mails_per_person) / (1 + p["name_mails_per_person"])
    value += p["name_slope"] * max(math.log(worn), 0.0)
    return p[f"reply_cut_{mail}"] + value


def interest_logit(p: P, value: float, gate_closed: bool) -> float:
    """Log-odds of interest in a full sequence, V given."""
    return p["reply_cut_4"] + p["interest_cut"] + value + (p["gate_weight"] if gate_closed else 0.0)


def follow_logit(p: P, gate_closed: bool, **person: float) -> float:
    """Log-odds of saying, in a walkout, that one would follow the leader."""
    return interest_logit(p, sum(v_terms(p, **person).values()), gate_closed)


def interest_chance(p: P, value: float, gate_closed: bool) -> float:
    """Share of those who reply that is interested."""
    return ratio(interest_logit(p, value, gate_closed), p["reply_cut_4"] + value)


def offer_value(
    p: P,
    *,
    direct: bool,
    deadline_days: int,
    named_usd: float,
    gate_closed: bool,
    wait_days: float = 0.0,
    **person: float,
) -> float:
    """V of an offer against staying at 0, without counter-offer and rivals."""
    value = p["accept_constant"] + sum(v_terms(p, **person).values())
    value += p["wait_per_year"] * wait_days / 365
    if direct:
        value += p["accept_direct"]
    if deadline_days < p["short_deadline_days"]:
        value += p["short_deadline"]
    if named_usd > person["offered_usd"]:
        value -= person["money"] * p["pay_slope"] * math.log(named_usd / person["offered_usd"])
    if gate_closed:
        value += p["gate_weight"]
    return value


def accept_logits(p: P, offers: list[dict[str, Any]], countered: bool) -> list[float]:
    """Log-odds of taking each of these offers, against staying and the others."""
    stay = p["counter_pull"] if countered else 0.0
    values = [offer_value(p, **offer) - stay for offer in offers]
    logits = []
    for j, own in enumerate(values):
        others = sum(math.exp(v) for k, v in enumerate(values) if k != j)
        logits.append(own - math.log(1 + others))
    return logits
