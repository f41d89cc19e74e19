"""A game that is broken off within a day stands at its start, and goes on as if nothing had been."""

import pytest

import outreach_sim as osim
from tests.api.interrupts import begun, break_off, history


def test_a_game_broken_off_anywhere_takes_the_history_that_it_would_have_taken() -> None:
    """The short version of ``python -m tests.api.interrupts``."""
    broken, wrong = break_off(25)
    assert broken >= 20 and wrong == []


def test_an_error_in_ones_own_code_leaves_the_days_before_it() -> None:
    game = begun()

    def fail(now: osim.Game) -> None:
        if now.day == 6:
            raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        game.advance(12, stop=False, on_day=fail)
    assert game.day == 6
    assert history(game, 14) == history(begun(), 14)


def test_ctrl_c_in_a_policy_of_a_run_is_ctrl_c() -> None:
    class Slow:
        def act(self, view: osim.LabView) -> list[osim.Ask]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        osim.run("first-letter", policies={"north": Slow})
