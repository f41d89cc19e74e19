"""Counts of the vectorised engine equal the closed-form chances within sampling error."""

import math
from dataclasses import replace

import numpy as np
import pytest

from outreach_sim.market.letters import words_table
from outreach_sim.market.setup import Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.model.draws import normal_quantiles
from tests.market.worlds import plain_setup
from tests.params import PARAMETERS as P

COUNT, WORLDS = 1_000, 24
SEQUENCES = COUNT * WORLDS


def logistic(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def campaign(pay_ratio: float, mails: int = 4) -> Setup:
    """One lab writes once to everybody at equal compute; every sequence runs to its end."""
    setup = plain_setup(COUNT, days=150, letters_per_week=COUNT, pay_ratio=pay_ratio)
    alike = replace(setup.letters, sequence=np.zeros((3, 6), dtype=np.uint8), mails=np.full(3, mails))
    return replace(setup, letters=alike)


def expected(pay_ratio: float, setup: Setup) -> dict[Event, float]:
    """The chain, integrated over fit and the value of money: each link conditional on the one before."""
    words = float(words_table(P, setup.letters)[0, 0])
    pay = P.pay_slope * (1 - pay_ratio**-P.pay_curvature) / P.pay_curvature
    log_variance = math.log(1 + P.money_sd**2)
    money = np.exp(math.sqrt(log_variance) * normal_quantiles()[8::16] - log_variance / 2)
    v = np.add.outer(pay * money, P.fit_sd * normal_quantiles()[8::16])
    opened = float(logistic(np.array(P.open_constant)))
    interested = logistic(P.reply_cut_4 + P.interest_cut + v + words)
    accepts = interested * logistic(P.accept_constant + v)
    return {
        Event.OPENED: opened,
        Event.REPLIED: opened * float(logistic(P.reply_cut_4 + v + words).mean()),
        Event.INTERESTED: opened * float(interested.mean()),
        Event.OFFERED: opened * P.offer_chance_interviewed * float(interested.mean()),
        Event.ACCEPTED: opened * P.offer_chance_interviewed * float(accepts.mean()),
    }


def counted(setup: Setup, seed: int = 1) -> dict[Event, float]:
    funnel = run_worlds(setup, seed, range(WORLDS)).funnel[:, 0, :].sum(axis=0)
    return {event: funnel[index] / SEQUENCES for index, event in enumerate(FUNNEL)}


@pytest.mark.parametrize("pay_ratio", [1.0, 2.0])
def test_the_funnel_is_the_product_of_its_links(pay_ratio: float) -> None:
    setup = campaign(pay_ratio)
    share = counted(setup)
    for event, p in expected(pay_ratio, setup).items():
        error = math.sqrt(p * (1 - p) / SEQUENCES)
        assert abs(share[event] - p) < 4 * error, f"{event.name}: {share[event]:.4f} against {p:.4f}"


def test_each_mail_adds_the_replies_its_cut_point_says() -> None:
    setup = campaign(1.0, 6)
    words = float(words_table(P, setup.letters)[0, 0])
    v = words + P.fit_sd * normal_quantiles()
    for mails, cut in enumerate(P.reply_cuts, start=1):
        short = replace(setup, rules=replace(setup.rules, sequence_mails=mails))
        p = float(logistic(np.array(P.open_constant))) * float(logistic(cut + v).mean())
        error = math.sqrt(p * (1 - p) / SEQUENCES)
        assert abs(counted(short)[Event.REPLIED] - p) < 4 * error


def test_a_sequence_ends_with_its_own_last_mail_or_with_that_of_the_rules() -> None:
    def sent(own: int, allowed: int) -> int:
        setup = campaign(1.0, own)
        short = replace(setup, rules=replace(setup.rules, sequence_mails=allowed))
        return int(run_worlds(short, 2, range(2)).funnel[:, 0, FUNNEL.index(Event.SENT)].sum())

    assert sent(1, 6) == 2 * COUNT
    assert sent(6, 2) == sent(2, 6)
    assert sent(1, 6) < sent(2, 6) < sent(4, 6) < sent(6, 6) == sent(6, 6)


def test_further_mails_add_less_and_less() -> None:
    cuts = np.diff(P.reply_cuts)
    assert len(P.reply_cuts) == 6
    assert (cuts > 0).all() and (np.diff(cuts[2:]) < 0).all(), "before, words of letters count apart"
    every, none = (replace(P, reply_further=share).reply_cuts for share in (1.0, 0.0))
    assert np.allclose(np.diff(every)[2:], cuts[2])
    assert none[3:] == (P.reply_cut_4,) * 3


def test_a_tenth_more_pay_raises_the_whole_funnel_by_the_elasticity_the_model_implies() -> None:
    setup = campaign(1.0)
    low, high = expected(1.0, setup)[Event.ACCEPTED], expected(1.1, setup)[Event.ACCEPTED]
    # The same people, the same luck: the paired difference has far less noise than either count.
    a = run_worlds(setup, 3, range(WORLDS)).funnel[:, 0, 7]
    b = run_worlds(campaign(1.1), 3, range(WORLDS)).funnel[:, 0, 7]
    gain = (b - a) / COUNT
    error = gain.std(ddof=1) / math.sqrt(WORLDS)
    assert abs(gain.mean() - (high - low)) < 4 * error
    assert error < 0.25 * gain.mean()
