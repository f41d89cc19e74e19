"""A made-up prospect, and many."""

import math
from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from outreach_sim.model.features import Features
from outreach_sim.model.prospect import SENDERS, Crowd, Gate, Mail, Prospect

FEATURES = {field.name for field in fields(Features)} - {"offered_usd", "sender"}


def but(who: Prospect, **facts: Any) -> Prospect:
    """The same prospect with other facts, whether they are its own or features of it."""
    features = {name: facts.pop(name) for name in FEATURES & facts.keys()}
    return replace(who, features=replace(who.features, **features), **facts)


def _who() -> Prospect:
    none = ("pull_lab", "pull_employer", "met", "colleagues", "led", "crowd", "mission", "product",
            "wait_years", "heard_usd", "direct", "named_usd", "stake_usd")  # fmt: skip
    given: dict[str, Any] = dict.fromkeys(none, 0.0) | {
        "offered_usd": 900_000, "present_usd": 600_000, "money": 1.3, "taste": 0.3, "appeal": -0.68,
        "fit": 0.1, "team_left": 1.0, "deadline_days": 7,
    }  # fmt: skip
    return Prospect(
        candidate="Robin Sample",
        lab="North Lab",
        employer="South Lab",
        features=Features(**given),
        offered_usd=900_000,
        lab_h100e=40,
        employer_h100e=120,
        mails=(Mail(words=0.22),),
        counter_chance=0.3,
    )


WHO = _who()


def feared_gate(chance: float) -> Gate:
    """A gate that no pledge opens, there with this chance."""
    return Gate(fleet_h100e=500.0, threshold_h100e=1e15, share=chance)


def _prospect(known: bool, **facts: object) -> Prospect:
    belief = {} if known else {"fit": 0.0, "fit_sd": 0.5, "money": 1.0, "money_sd": 0.5, "heavy_share": 0.4}
    return but(WHO, **{**facts, **belief})


def known(who: Prospect) -> Prospect:
    """The same without any doubt about the person: the centre of what is believed is the truth."""
    return replace(who, fit_sd=0.0, money_sd=0.0, heavy_share=1.0)


MAILS = st.builds(
    Mail,
    words=st.sampled_from([0.22, -0.5]),
    weekday=st.sampled_from([0.0, -0.05]),
    load_campaigns=st.sampled_from([0.0, 4.0]),
    mails_per_person=st.sampled_from([0.0, 4.0]),
    mission=st.sampled_from([0.0, 1.0]),
    product=st.sampled_from([0.0, 1.0]),
)
"""The last mail of a sequence."""
SEQUENCES = st.lists(MAILS, min_size=1, max_size=4).map(
    lambda mails: tuple(replace(mail, number=4 - place) for place, mail in enumerate(mails))[::-1]
)
CROWD = Crowd(
    lambda pay, pledge, sender: 0.7 * (pay >= 1.2e6) + 1.1 * (pledge > 0) + (sender == "ceo"), 1.2e6
)
"""Other labs that pay well, pledge machines and let their CEOs sign."""


PROSPECTS = st.builds(
    _prospect,
    known=st.booleans(),
    offered_usd=st.floats(1e5, 1e7),
    present_usd=st.floats(1e5, 1e7),
    money=st.floats(0.2, 5),
    taste=st.floats(0, 1),
    stake_usd=st.sampled_from([0.0, 4e5]),
    lab_h100e=st.floats(1, 1e4),
    employer_h100e=st.floats(1, 1e4),
    pledge_h100e=st.sampled_from([0.0, 250.0]),
    fit=st.floats(-1, 1),
    sender=st.sampled_from(SENDERS),
    expected_usd=st.sampled_from([0.0, 7e5]),
    named_usd=st.sampled_from([0.0, 2e6]),
    mails=SEQUENCES,
    copied=st.sampled_from([None, CROWD]),
    crowd=st.sampled_from([0.0, 0.6]),
    researchers=st.sampled_from([50.0, math.inf]),
    gate=st.sampled_from([None, feared_gate(0.08), feared_gate(1.0), Gate(500, 300), Gate(500, 5_000)]),
    direct=st.booleans(),
    deadline_days=st.integers(1, 9),
    counter_chance=st.sampled_from([0.0, 0.3, 1.0]),
    met=st.booleans(),
    colleagues=st.sampled_from([0.0, 3.0]),
    team_left=st.sampled_from([1.0, 1 / 3]),
    led=st.booleans(),
    mission=st.sampled_from([0.0, -0.4]),
    product=st.sampled_from([0.0, 0.3]),
    wait_years=st.sampled_from([0.0, 0.5]),
    spam_chance=st.sampled_from([0.0, 0.1]),
    other_offers=st.lists(st.floats(-3, 3), max_size=3).map(tuple),
)
