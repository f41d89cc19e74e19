"""Terms in plain English, and the parameters each rests on."""

from __future__ import annotations

from outreach_sim.model.prospect import Prospect

SOURCES = {
    "constant": "open_constant, reply_cut_4, interest_cut, offer_chance_…, accept_constant",
    "pay": "pay_slope, pay_curvature",
    "compute": "compute_taste_mean, compute_taste_sd, compute_half_saturation_h100e",
    "brand": "the scenario: brand",
    "stay": "the scenario: stay",
    "fit": "fit_sd",
    "sender": "sender_hiring_manager, sender_ceo, open_ceo",
    "words": "words_personal, words_up_to_400 … words_over_1200, words_mistake",
    "weekday": "weekday_slow",
    "fatigue": "fatigue_slope, fatigue_campaigns_per_year",
    "name": "name_slope, name_mails_per_person",
    "direct": "accept_direct",
    "deadline": "short_deadline, short_deadline_days",
    "broken word": "pay_slope",
    "gate": "gate_share, gate_fleet_share, gate_sd, gate_weight",
    "counter-offer": "counter_pull",
    "other offers": "the other live offers",
}
_CONSTANTS = {
    "open": "Mail from a lab is usually opened.",
    "reply": "At equal pay and compute, few answer even the fourth mail.",
    "interested": "Of those who answer, fewer are interested.",
    "offer": "Not everyone who is interested ends up with an offer.",
    "accept": "Most offers are taken.",
}


def usd(amount: float) -> str:
    """An amount as people say it: $1.3M, $650k."""
    if amount >= 999_500:
        return f"${amount / 1e6:.3g}M"
    return f"${amount / 1e3:.0f}k"


def sentence(name: str, value: float, stage: str, who: Prospect) -> str:
    """What this term says about this person and this lab."""
    if name == "constant":
        return _CONSTANTS[stage]
    up = value >= 0
    ratio = who.offered_usd / who.present_usd
    mine, theirs = who.lab_h100e + who.pledge_h100e, who.employer_h100e
    texts = {
        "pay": f"{usd(who.offered_usd)} a year is {ratio:.2f} times the present {usd(who.present_usd)}.",
        "compute": f"{mine:,.0f} H100s a researcher at {who.lab} against {theirs:,.0f} at {who.employer}.",
        "brand": f"{who.lab} has {'the more' if up else 'the less'} attractive name of the two.",
        "stay": f"People leave {who.employer} {'sooner' if up else 'later'} than other labs.",
        "fit": f"{who.candidate} takes {'well' if up else 'less well'} to {who.lab}.",
        "sender": f"The letter is signed by the {who.sender.replace('-', ' ').replace('ceo', 'CEO')}.",
        "words": "The words of the letter help." if up else "The words of the letter put people off.",
        "weekday": "Fridays and Saturdays are slow days.",
        "fatigue": f"{who.load_campaigns:.0f} more campaigns a year than usual fill this inbox.",
        "name": f"{who.lab} writes {who.mails_per_person:.1f} mails a head each quarter; its name wears.",
        "direct": "Being wanted without interviews flatters.",
        "deadline": f"{who.deadline_days} days to decide feel like pressure.",
        "broken word": "The offer is below what the first letter named.",
        "gate": f"{who.lab} has fewer machines than this person will work with at all.",
        "counter-offer": f"{who.employer} made a counter-offer.",
        "other offers": "Other labs have offers on the table.",
    }
    return texts[name]
