"""The acceptance model once more: one person at a time, plain ``math``, written from the design's table.

It shares no code with ``outreach_sim.model``; tests hold the two together.
"""

from __future__ import annotations

import math
from typing import Any

P = dict[str, float]
Counts = dict[str, int]
"""What is noticed of a letter, by name."""


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


def kinds(mask: int) -> int:
    return bin(mask).count("1")


def is_spoilt(w: Counts) -> bool:
    formal = w["burdens"] > 1 or w["questions"] > 3 or w["slips"] > 2
    return bool(w["false"] or w["hostile"] or w["nonsense"] or formal)


def of_a_kind(p: P, count: int) -> float:
    """The first in full, each further a part of the one before."""
    return sum(p["words_further_share"] ** place for place in range(count))


def good_words(p: P, w: Counts) -> float:
    """What a letter gains by content; nothing beside what spoils it."""
    if is_spoilt(w):
        return 0.0
    told = kinds(w["facts"])
    value = p["words_two_facts"] if told > 1 else p["words_one_fact"] if told else 0.0
    value += p["words_exact"] * w["exact"]
    value += p["words_offer"] * w["names_offer"]
    if w["facts"] or w["names_offer"] or w["exact"] > 1:
        value += p["words_honest"] * w["honest"] + p["words_easy_no"] * w["easy_no"]
        value += p["words_question"] if w["ask"] == 4 else 0.0
    return value


def words(
    p: P, w: Counts, false_claims: int = 0, no_earlier: int = 0, repeat: int = 0, unread: int = 0
) -> float:
    """What a letter's words are worth for reply and interest."""
    length, senseless = w["length"], w["nonsense"] > 0
    value = 0.0 if false_claims or repeat == 1 else good_words(p, w)
    if not senseless:
        for limit, name in ((400, "words_up_to_400"), (800, "words_up_to_800"), (1200, "words_up_to_1200")):
            if length <= limit:
                value += p[name]
                break
        else:
            value += p["words_over_1200"]
    if length < 80 or senseless:
        value += p["words_under_80"]
    if w["lix"] > 51:
        value += p["words_dense"]
    elif w["lix"] > 41:
        value += p["words_hard"]
    value += p["words_calendar"] if w["ask"] == 3 else 0.0
    value += p["words_no_ask"] if w["ask"] == 0 or senseless else 0.0
    value += p["words_further_question"] * of_a_kind(p, w["questions"] - 3)
    if w["burdens"]:
        value += p["words_burden"] + p["words_further_burden"] * of_a_kind(p, w["burdens"] - 1)
    if w["praise"] > 2:
        value += p["words_gush"] * (w["praise"] - 2)
    elif w["praise"] and not is_spoilt(w):
        value += p["words_warm"]
    said = w["facts"] or w["names_offer"] or w["exact"] or w["honest"]
    value += p["words_nothing"] if not said or senseless else 0.0
    value += p["words_nonsense"] if senseless else 0.0
    value += p["words_false"] * (kinds(w["false"]) + false_claims) + p["words_hostile"] * kinds(w["hostile"])
    value += p["words_stock"] * of_a_kind(p, w["stock"])
    for count, name in (("prying", "prying"), ("links", "link"), ("slips", "slip"), ("marks", "mark")):
        value += p[f"words_{name}"] * w[count]
    value += p["words_slip"] * no_earlier + p["words_repeat"] * (repeat > 0)
    return value + p["words_unread"] * unread


def subject(p: P, w: Counts, unread: int = 0) -> float:
    """What a subject is worth for opening."""
    value = p["words_subject_missing"] if not w["subject_words"] else 0.0
    value += p["words_subject_long"] if w["subject_words"] > 10 else 0.0
    value += p["words_subject_unread"] * unread
    return (
        value + p["words_subject_fact"] * w["subject_fact"] + p["words_subject_fault"] * w["subject_faults"]
    )


def reply_logit(
    p: P,
    *,
    mail: int,
    sender: str,
    letter: Counts,
    weekday: int,
    load_campaigns: float,
    mails_per_person: float,
    others_alike: tuple[int, ...] = (),
    judged: dict[str, int] | None = None,
    **person: float,
) -> float:
    """Log-odds of having answered by this mail, for somebody who opened the first."""
    value: float = sum(v_terms(p, **person).values())
    value += {"recruiter": 0.0, "hiring-manager": p["sender_hiring_manager"], "ceo": p["sender_ceo"]}[sender]
    value += words(p, letter, **(judged or {}))
    if weekday in (4, 5):
        value += p["weekday_slow"]
    value += p["fatigue_slope"] * math.log(1 + load_campaigns / p["fatigue_campaigns_per_year"])
    value -= p["novelty_loss"] * sum(math.log(1 + others) for others in others_alike)
    worn = (1 + mails_per_person) / (1 + p["name_mails_per_person"])
    value += p["name_slope"] * max(math.log(worn), 0.0)
    return reply_cut(p, mail) + value


def reply_cut(p: P, mail: int) -> float:
    """Each mail after the fourth adds the same share of what the one before has added."""
    if mail <= 4:
        return p[f"reply_cut_{mail}"]
    before, earlier = reply_cut(p, mail - 1), reply_cut(p, mail - 2)
    return before + p["reply_further"] * (before - earlier)


def interest_logit(p: P, value: float, gate_closed: bool) -> float:
    """Log-odds of interest in a full sequence, V given."""
    return p["reply_cut_4"] + p["interest_cut"] + value + (p["gate_weight"] if gate_closed else 0.0)


def follow_logit(p: P, gate_closed: bool, **person: float) -> float:
    """Log-odds of saying, in a walkout, that one would follow the leader."""
    return interest_logit(p, sum(v_terms(p, **person).values()), gate_closed)


def interest_chance(p: P, value: float, gate_closed: bool) -> float:
    """Share of those who reply that is interested."""
    return ratio(interest_logit(p, value, gate_closed), p["reply_cut_4"] + value)


def answer(p: P, w: Counts, false_claims: int, unread: bool = False) -> float:
    """What the words of a lab's own answer are worth for the yes: a share of what counts, lies in full."""
    stranger = {"names_offer": 0, "ask": 1, "length": 400}
    good = good_words(p, w) - p["words_question"] * (w["ask"] == 4 and good_words(p, w) != 0)
    good -= p["words_offer"] * w["names_offer"] * (good_words(p, w) != 0)
    w = w | stranger
    caught = p["words_false"] * (kinds(w["false"]) + false_claims) + p["words_hostile"] * kinds(w["hostile"])
    rest = words(p, w) - good_words(p, w) - p["words_up_to_400"]
    rest -= p["words_false"] * kinds(w["false"]) + p["words_hostile"] * kinds(w["hostile"])
    if not (w["facts"] or w["exact"] or w["honest"]):
        rest -= p["words_nothing"]
    rest += p["words_unread"] * unread
    return caught + p["answer_words_share"] * (rest + (0.0 if false_claims else good))


def offer_value(
    p: P,
    *,
    direct: bool,
    deadline_days: int,
    named_usd: float,
    gate_closed: bool,
    wait_days: float = 0.0,
    answered: float = 0.0,
    **person: float,
) -> float:
    """V of an offer against staying at 0, without counter-offer and rivals."""
    value = p["accept_constant"] + sum(v_terms(p, **person).values())
    value += p["wait_per_year"] * wait_days / 365 + answered
    if direct:
        value += p["accept_direct"]
    if deadline_days < p["short_deadline_days"]:
        value += p["short_deadline"]
    if named_usd > person["offered_usd"]:
        value -= person["money"] * p["pay_slope"] * math.log(named_usd / person["offered_usd"])
    if gate_closed:
        value += p["gate_weight"]
    return value


def offer_chance(p: P, form: str) -> float:
    """Share of the interested that gets an offer, by the form of the interviews."""
    full, none = p["offer_chance_interviewed"], p["offer_chance_direct"]
    return {"full": full, "short": (full + none) / 2, "none": none}[form]


def misfit_chance(p: P, form: str) -> float:
    """Share of the hires that does not fit."""
    full, none = p["misfit_chance_interviewed"], p["misfit_chance_direct"]
    return {"full": full, "short": (full + none) / 2, "none": none}[form]


def accept_logits(p: P, offers: list[dict[str, Any]], countered: bool) -> list[float]:
    """Log-odds of taking each of these offers, against staying and the others."""
    stay = p["counter_pull"] if countered else 0.0
    values = [offer_value(p, **offer) - stay for offer in offers]
    logits = []
    for j, own in enumerate(values):
        others = sum(math.exp(v) for k, v in enumerate(values) if k != j)
        logits.append(own - math.log(1 + others))
    return logits
