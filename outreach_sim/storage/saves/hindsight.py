"""What may still become of a saved game, how lucky it was, and what else could have been decided in it.

Each plays it again from its first day.
"""

from __future__ import annotations

from collections.abc import Callable

from outreach_sim.errors import UsageError
from outreach_sim.market.setup import Order
from outreach_sim.storage.saves.band import Follower
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.points import points_of
from outreach_sim.storage.saves.script_lines import order_of
from outreach_sim.study import luck as study_luck
from outreach_sim.study.forecast import WORLDS as WORLDS_AHEAD
from outreach_sim.study.forecast import Forecast
from outreach_sim.study.luck import WORLDS, Luck
from outreach_sim.study.regret import Film
from outreach_sim.study.steps import Steps, finish


def forecast_of(game: Game) -> tuple[Forecast, tuple[str, float] | None]:
    """How a game may end, by what its player's lab has seen until now; orders of today are carried out.

    Returns:
        The forecast; and the medal that is as good as decided, with the share of worlds that agree on it.

    Raises:
        OtherRulesError: this version plays the game otherwise than the save says.
        RunError: a number left its bounds.
    """
    follower = Follower(game)
    follower.go_on(game, game.path())
    found = follower.forecast(game.scenario.days, WORLDS_AHEAD)
    return found, follower.settled(found, game.scenario.goal)


def luck_of(game: Game, worlds: int = WORLDS, on_worlds: Callable[[int], None] | None = None) -> Luck:
    """The place of a game among worlds in which its letters were written.

    Raises:
        UsageError: no day has been played.
        OtherRulesError: this version plays the game otherwise than the save says.
        RunError: a number left its bounds.
    """
    day, setup = _days_played(game), game.scenario.setup
    score = int(points_of(game).score[0])
    return study_luck.luck(setup, game.seed, given(game), day, score, worlds, on_worlds)


def luck_in_steps(
    game: Game, score: int, worlds: int, at_once: int, on_worlds: Callable[[int], None] | None = None
) -> Steps[Luck]:
    """The same of a game whose points are known, in millionths, a day of ``at_once`` worlds with each step.

    Raises:
        UsageError, RunError: as above.
    """
    day, setup = _days_played(game), game.scenario.setup
    return study_luck.luck_in_steps(setup, game.seed, given(game), day, score, worlds, at_once, on_worlds)


def film_of(game: Game) -> Film:
    """A game made ready for its decisions to be changed, one at a time.

    Raises:
        UsageError: no day has been played, or a policy acts for the lab.
        RunError: a number left its bounds.
    """
    return finish(film_in_steps(game))


def film_in_steps(game: Game) -> Steps[Film]:
    """The same, a day with each step.

    Raises:
        UsageError, RunError: as above.
    """
    setup, day = game.scenario.setup, _days_played(game)
    if setup.labs[setup.player].policy.acts:
        raise UsageError(
            f"in the game {game.name!r} a policy acts for the lab; what it decides is no decision of yours"
        )
    return Film.in_steps(setup, game.seed, given(game), day)


def given(game: Game) -> list[Order]:
    """Every order that was given and not taken back, dated."""
    return [order_of(game.scenario, line) for line in game.lines()]


def _days_played(game: Game) -> int:
    if not game.session.day:
        raise UsageError(
            f"no day of the game {game.name!r} has been played, so there is nothing to look back on"
        )
    return game.session.day
