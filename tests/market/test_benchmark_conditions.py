"""At benchmark conditions the funnel reproduces the figures that the design was simulated with.

A recruiter's usual letters, everything known of everybody, equal pay and compute, no gate, an employer that
counters one offer in four. Published targets behind them: .188 reply, .051 interested, .64 accepted.
"""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.mail.shipped import shipped_letters
from outreach_sim.market.rules import Mechanisms
from outreach_sim.market.setup import Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import FUNNEL, Event
from tests.market.worlds import OFF, plain_setup

COUNT, WORLDS = 1_000, 6
DESIGN = {Event.REPLIED: 0.191, Event.INTERESTED: 0.055}
DESIGN_ACCEPTED, DESIGN_FUNNEL, DESIGN_ELASTICITY = 0.64, 0.0104, 2.07


def campaign(pay_ratio: float = 1.0) -> Setup:
    setup = plain_setup(COUNT, 160, COUNT, pay_ratio, counter_impact_slope=0.0)
    letters = shipped_letters()
    writer = replace(setup.labs[0].policy, template=letters.ids.index("recruiter"))
    labs = (replace(setup.labs[0], policy=writer), setup.labs[1])
    people = replace(setup.people, known=np.full(COUNT, 15, dtype=np.uint8))
    mechanisms: Mechanisms = replace(OFF, counter_offers=True)
    return replace(setup, letters=letters, labs=labs, people=people, mechanisms=mechanisms)


def shares(pay_ratio: float, worlds: int, seed: int = 1) -> tuple[dict[Event, float], np.ndarray]:
    """Shares of sequences, and the share accepted in each world."""
    funnel = run_worlds(campaign(pay_ratio), seed, range(worlds)).funnel[:, 0, :]
    of_sequences = dict(zip(FUNNEL, (funnel.sum(axis=0) / (worlds * COUNT)).tolist(), strict=True))
    return of_sequences, funnel[:, FUNNEL.index(Event.ACCEPTED)] / COUNT


@pytest.mark.parametrize("event", list(DESIGN))
def test_replies_and_interest_are_the_design_s(event: Event) -> None:
    p = DESIGN[event]
    error = math.sqrt(p * (1 - p) / (COUNT * WORLDS))
    assert abs(shares(1.0, WORLDS, seed=2)[0][event] - p) < 3 * error


def test_acceptance_and_the_whole_funnel_are_the_design_s() -> None:
    found, _ = shares(1.0, WORLDS)
    offers = found[Event.OFFERED] * COUNT * WORLDS
    accepted = found[Event.ACCEPTED] / found[Event.OFFERED]
    assert abs(accepted - DESIGN_ACCEPTED) < 3 * math.sqrt(DESIGN_ACCEPTED * (1 - DESIGN_ACCEPTED) / offers)
    error = math.sqrt(DESIGN_FUNNEL / (COUNT * WORLDS))
    assert abs(found[Event.ACCEPTED] - DESIGN_FUNNEL) < 3 * error


def test_the_whole_funnel_s_elasticity_to_pay_is_the_design_s() -> None:
    worlds = 60
    _, low = shares(1 / 1.1, worlds)
    _, high = shares(1.1, worlds)
    elasticity = math.log(high.mean() / low.mean()) / (2 * math.log(1.1))
    # Delta method on the paired worlds: both live through the same luck.
    terms = high / high.mean() - low / low.mean()
    error = terms.std(ddof=1) / math.sqrt(worlds) / (2 * math.log(1.1))
    assert error < 0.3
    assert abs(elasticity - DESIGN_ELASTICITY) < 3 * error
