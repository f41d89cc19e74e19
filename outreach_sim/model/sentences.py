"""Terms in plain English, and the parameters each rests on."""

from __future__ import annotations

from outreach_sim.formatting import counted, percent, usd
from outreach_sim.model.prospect import Mail, Prospect, one, with_pledge

_SOURCES = {
    "pay": "pay_slope, pay_curvature",
    "compute": "compute_taste_mean, compute_taste_sd, compute_half_saturation_h100e",
    "brand": "the scenario: brand",
    "stay": "the scenario: stay",
    "fit": "fit_sd",
    "words": "words_personal, words_up_to_400, words_up_to_800, words_up_to_1200, words_over_1200, "
    "words_mistake",
    "weekday": "weekday_slow",
    "fatigue": "fatigue_slope, fatigue_campaigns_per_year",
    "name": "name_slope, name_mails_per_person",
    "direct": "accept_direct",
    "deadline": "short_deadline, short_deadline_days",
    "broken word": "pay_slope",
    "gate": "gate_share, gate_fleet_share, gate_sd, gate_weight",
    "counter-offer": "counter_pull",
    "other offers": "the market: the other live offers",
    "occasion": "occasion_met",
    "colleagues": "colleague_pull",
    "team": "team_hold",
    "leader": "leader_pull",
    "peers": "peers_slope",
    "novelty": "novelty_loss",
    "mission": "mission_taste_sd; the scenario: mission",
    "product": "product_taste_sd; the scenario: product",
    "wait": "wait_per_year; the scenario: non_compete",
    "spam": "ceo_spam_chance",
}
_CONSTANT_SOURCES = {
    "open": "open_constant",
    "reply": "reply_cut_{mail}",
    "interested": "reply_cut_4, interest_cut",
    "accept": "accept_constant",
}
_MAILS = ("the first mail", "even the second mail", "even the third mail", "even the fourth mail")
_CONSTANTS = {
    "open": "Mail from a lab is usually opened.",
    "reply": "At equal pay and compute, few answer {mail}.",
    "interested": "At equal pay and compute, four mails interest fewer still than answer.",
    "offer": "Not everyone who is interested ends up with an offer.",
    "accept": "Most offers are taken.",
}


def source(name: str, stage: str, who: Prospect, mail: Mail) -> str:
    """The parameters a term of this link rests on, or where else its value comes from."""
    if name == "sender":
        return "open_ceo" if stage == "open" else f"sender_{who.sender.replace('-', '_')}"
    if name == "constant" and stage == "offer":
        return "offer_chance_direct" if who.direct else "offer_chance_interviewed"
    return _CONSTANT_SOURCES[stage].format(mail=mail.number) if name == "constant" else _SOURCES[name]


def sentence(name: str, value: float, stage: str, who: Prospect, mail: Mail) -> str:
    """What this term says about this person and this lab; ``mail`` is the one that is read."""
    if name == "constant":
        return _CONSTANTS[stage].format(mail=_MAILS[mail.number - 1])
    if name == "pay":
        return _about_pay(stage, who)
    up = value >= 0
    mine, theirs = _machines(stage, who), who.employer_h100e
    texts = {
        "compute": _about_compute(mine, theirs, who),
        "brand": f"{who.lab} has {'the more' if up else 'the less'} attractive name of the two.",
        "stay": f"People leave {who.employer} {'sooner' if up else 'later'} than other labs.",
        "fit": f"{who.candidate} takes {'well' if up else 'less well'} to {who.lab}.",
        "sender": f"The letter is signed by the {who.sender.replace('-', ' ').replace('ceo', 'CEO')}.",
        "words": "The words of the letter help." if up else "The words of the letter put people off.",
        "weekday": "Fridays and Saturdays are slow days.",
        "fatigue": _about_load(round(mail.load_campaigns)),
        "name": f"{who.lab} writes {mail.mails_per_person:.1f} mails a head each quarter; its name wears.",
        "direct": "Being wanted without interviews flatters.",
        "deadline": f"A deadline of {counted(who.deadline_days, 'day')} feels like pressure.",
        "broken word": f"An earlier letter named {usd(who.named_usd)}, more than is offered.",
        "gate": f"{who.lab} has fewer machines than this person will work with at all.",
        "counter-offer": f"{who.employer} made a counter-offer.",
        "other offers": f"{counted(len(who.other_offers), 'other offer')} on the table.",
        "occasion": f"{who.candidate} met people of {who.lab} at the conference.",
        "colleagues": f"{counted(round(who.colleagues), 'former team mate')} at {who.lab}.",
        "team": f"Only {percent(who.team_left, 0)} of the old team is still at {who.employer}.",
        "leader": f"The leader has just gone to {who.lab}.",
        "novelty": "Other labs write in the same way by now.",
        "peers": f"Paid like colleagues who got more, {who.candidate} would have {usd(who.heard_usd)}.",
        "mission": _about_taste("mission", up, who),
        "product": _about_taste("products", up, who),
        "wait": _about_wait(round(who.wait_years * 12), who),
        "spam": f"{percent(who.spam_chance, 0)} of a CEO's letters are taken for spam.",
    }
    return texts[name]


def _machines(stage: str, who: Prospect) -> float:
    """H100s a researcher that the person would work with, as this link weighs them."""
    if stage == "accept":
        return float(with_pledge(who, one(who.pledge_h100e))[0])
    return who.lab_h100e + (who.read_h100e if who.is_out else who.pledge_h100e)


def _about_pay(stage: str, who: Prospect) -> str:
    banded = who.expected_usd > 0 and stage != "accept"
    amount = who.expected_usd if banded else who.offered_usd
    ratio = f"{amount / who.present_usd:.2f} times the present {usd(who.present_usd)}"
    if banded and who.named_usd > 0:
        return f"The letter named {usd(amount)}, {ratio}."
    if banded:
        return f"The letter names no pay; the public band says {usd(amount)}, {ratio}."
    return f"{usd(amount)} a year is {ratio}."


def _about_load(more: int) -> str:
    return (
        f"{counted(more, 'more campaign')} a year than usual {'fills' if more == 1 else 'fill'} this inbox."
    )


def _about_wait(months: int, who: Prospect) -> str:
    return f"A contract with {who.employer} means {counted(months, 'month')} of waiting."


def _about_compute(mine: float, theirs: float, who: Prospect) -> str:
    ours = counted(round(mine), "H100")
    return f"{ours} a researcher at {who.lab} against {theirs:,.0f} at {who.employer}."


def _about_taste(what: str, up: bool, who: Prospect) -> str:
    return (
        f"{who.candidate} likes the {what} of {who.lab} {'better' if up else 'less'} than {who.employer}'s."
    )
