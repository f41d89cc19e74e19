"""Something better never turns a yes into a no: in reply, interest and decision, whatever money is worth."""

from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.setup import Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state import tastes
from tests.market.better_offers import OF_LETTERS, OF_OFFERS, Trial, pay_more, play
from tests.market.worlds import LETTERS, opened, richest_setup

KINDS = {*OF_OFFERS, *OF_LETTERS}


def eager() -> Setup:
    """Everything on, a lab for all others, and many who are interested and get an offer."""
    base = opened(richest_setup(count=300, days=60))
    # A letter that sets a week is false where the offer stands longer: none here says how long it does.
    base = replace(base, letters=replace(LETTERS, pitches=base.letters.pitches))
    often = {"interest_cut": -0.1, "offer_chance_direct": 0.9, "offer_chance_interviewed": 0.9}
    return replace(base, parameters=replace(base.parameters, **often))


def tried(trial: Trial) -> Trial:
    play(eager(), 5, 1, trial)
    return trial


def test_a_better_letter_or_offer_never_turns_a_yes_into_a_no() -> None:
    trial = tried(Trial(every=2))
    assert trial.cases.keys() == KINDS and min(trial.cases.values()) >= 100, trial.cases
    assert trial.lost.total() == 0, trial.lost


def test_a_worse_one_does_turn_some_yes_into_a_no() -> None:
    trial = tried(Trial({"less pay": pay_more(0.3)}, every=3))
    assert all(trial.lost[kind] > 0 for kind in KINDS), trial.lost


def test_money_that_repels_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tastes, "value_of_money", lambda sd, z: -np.ones_like(z))
    assert all(tried(Trial(every=10)).lost[kind] > 0 for kind in KINDS)


def test_trying_leaves_the_world_as_it_is() -> None:
    setup = eager()
    assert play(setup, 5, 2, Trial(every=3)) == [d.hex() for d in run_worlds(setup, 5, range(2)).digests]
