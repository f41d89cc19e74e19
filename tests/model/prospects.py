"""A made-up prospect, and many."""

from dataclasses import replace

from hypothesis import strategies as st

from outreach_sim.model.prospect import SENDERS, Gate, Prospect

WHO = Prospect(
    candidate="Robin Sample",
    lab="North Lab",
    employer="South Lab",
    offered_usd=900_000,
    present_usd=600_000,
    taste=0.3,
    lab_h100e=40,
    employer_h100e=120,
    brand=-0.2,
    stay=0.48,
    fit=0.1,
    words=0.22,
    counter_chance=0.3,
)


def feared_gate(chance: float) -> Gate:
    """A gate that no pledge opens, there with this chance."""
    return Gate(fleet_h100e=500.0, threshold_h100e=1e15, share=chance)


def _prospect(known: bool, **facts: object) -> Prospect:
    belief = {} if known else {"fit": 0.0, "fit_sd": 0.5}
    return replace(WHO, load_campaigns=4.0, **{**facts, **belief})


PROSPECTS = st.builds(
    _prospect,
    known=st.booleans(),
    offered_usd=st.floats(1e5, 1e7),
    present_usd=st.floats(1e5, 1e7),
    taste=st.floats(0, 1),
    lab_h100e=st.floats(1, 1e4),
    employer_h100e=st.floats(1, 1e4),
    pledge_h100e=st.sampled_from([0.0, 250.0]),
    fit=st.floats(-1, 1),
    sender=st.sampled_from(SENDERS),
    shown_usd=st.sampled_from([0.0, 7e5]),
    named_usd=st.sampled_from([0.0, 2e6]),
    mails_per_person=st.sampled_from([0.0, 4.0]),
    weekday=st.sampled_from([0.0, -0.05]),
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
    pitches=st.sampled_from([(), ("mission",), ("mission", "product")]),
    wait_years=st.sampled_from([0.0, 0.5]),
    spam_chance=st.sampled_from([0.0, 0.1]),
    other_offers=st.lists(st.floats(-3, 3), max_size=3).map(tuple),
)
