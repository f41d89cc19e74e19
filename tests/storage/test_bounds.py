"""How long a turn may be and how often the state is kept: at the bound itself, and one day beyond it."""

import json

import pytest

from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import Entry
from outreach_sim.storage.saves.history import MAX_DAYS_A_TURN, days_in
from outreach_sim.storage.saves.states import SNAPSHOT_DAYS


@pytest.mark.parametrize("days", [1, MAX_DAYS_A_TURN])
def test_a_turn_of_a_save_plays_a_day_or_as_many_as_a_game_has(days: int) -> None:
    assert days_in(Entry(1, 0, "days", days, json.dumps({"days": days}), "")) == days


@pytest.mark.parametrize("days", [0, -1, MAX_DAYS_A_TURN + 1, 1.5, "1", None])
def test_a_turn_of_no_such_number_of_days_is_none(days: object) -> None:
    with pytest.raises(ValueError, match="plays no number of days"):
        days_in(Entry(1, 0, "days", 1, json.dumps({"days": days}), ""))


def test_the_state_is_kept_again_after_four_weeks_and_not_before(scenario: Scenario) -> None:
    kept = {}
    with Game.new("a", scenario, 5) as game:
        for days in (SNAPSHOT_DAYS - 1, 1, SNAPSHOT_DAYS):
            game.advance(days)
            kept[game.session.day] = game._store.snapshot_of(game.path()[-1].id) is not None
    assert kept == {SNAPSHOT_DAYS - 1: False, SNAPSHOT_DAYS: True, 2 * SNAPSHOT_DAYS: True}
