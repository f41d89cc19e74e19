"""The career: twelve boards, money on their days, a fleet that grows, and rivals that differ.

The long version, played by what the screens say, is ``tests.scenario.career``.
"""

from dataclasses import fields

import numpy as np

from outreach_sim.market.rules import Mechanisms
from outreach_sim.scenario.load import load_scenario

CAREER = load_scenario("career")
DAYS, GOALS = (np.array(column) for column in zip(*CAREER.boards, strict=True))


def test_the_board_meets_at_the_end_of_each_of_twelve_quarters_and_asks_for_ever_more() -> None:
    dates = [CAREER.date_of(int(day)) for day in DAYS]
    assert [(date.year, (date.month - 1) // 3) for date in dates] == [
        (y, q) for y in (2023, 2024, 2025) for q in range(4)
    ]
    assert all(date.month % 3 == 0 and date.day >= 28 for date in dates)
    assert (np.diff(GOALS) > 0.0).all() and CAREER.goal == GOALS[-1]


def test_money_comes_when_the_board_meets_but_for_the_last_time() -> None:
    lab = CAREER.setup.labs[CAREER.setup.player]
    assert [day for day, _ in lab.grants] == DAYS[:-1].tolist()
    assert 0 < lab.budget_usd < 10_000_000, "and on the first day"


def test_the_fleet_grows_to_about_350_000() -> None:
    fleet = CAREER.setup.labs[CAREER.setup.player].fleet_h100e
    assert fleet[0] < 20_000 and 340_000 <= fleet[-1] <= 350_000
    assert (np.diff(fleet) >= 0).all()


def test_everything_is_played_and_no_two_rivals_play_alike() -> None:
    on = CAREER.setup.mechanisms
    assert [switch.name for switch in fields(Mechanisms) if not getattr(on, switch.name)] == []
    labs, player = CAREER.setup.labs, CAREER.setup.player
    rivals = [lab.policy.kind for lab in labs[:player] + labs[player + 1 :] if lab.policy.acts]
    assert len(rivals) == len(set(rivals)) >= 5
    assert CAREER.setup.outside is not None
    assert labs[player].counters_by_hand
