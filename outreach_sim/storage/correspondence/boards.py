"""Days on which a board meets, or pays in: what it asks for, what there was, and what it gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outreach_sim.market.points import POINT
from outreach_sim.market.session import Session
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.replay import day_by_day
from outreach_sim.study.breakdown import medal


@dataclass(frozen=True, slots=True)
class Board:
    """A day of the board.

    Attributes:
        day: of the game.
        goal: points that it asks for by then; ``None`` where it only pays in.
        grant_usd: what it pays in, whatever the points are; 0 for nothing.
        points: what there were; ``None`` before it has met, or while nobody has counted.
        met: whether it has met.
    """

    day: int
    goal: float | None
    grant_usd: int
    points: float | None
    met: bool

    @property
    def medal(self) -> str:
        """What it gave, of ``study.breakdown.MEDALS``; empty for none."""
        return "" if self.points is None or self.goal is None else medal(self.points, self.goal)


def boards(scenario: Scenario, day: int, points: Mapping[int, float]) -> tuple[Board, ...]:
    """All of them, the first first.

    Args:
        scenario: that is played.
        day: on which it stands.
        points: on the days on which a board has met, in points.
    """
    goals = dict(scenario.boards)
    grants = dict(scenario.setup.labs[scenario.setup.player].grants)
    return tuple(
        Board(on, goals.get(on), grants.get(on, 0), points.get(on), on <= day)
        for on in sorted(goals.keys() | grants.keys())
    )


def next_board(every: Sequence[Board]) -> Board | None:
    """The one that the quarter of now runs up to; ``None`` after the last."""
    return next((board for board in every if not board.met and board.goal is not None), None)


def below_nothing(every: Sequence[Board]) -> int:
    """How many boards in a row, up to the last that has met, have found less than nothing."""
    found = [board.points for board in every if board.met and board.goal is not None]
    row = 0
    for points in reversed(found):
        if points is None or points >= 0.0:
            break
        row += 1
    return row


def points_at_boards(game: Game) -> dict[int, float]:
    """Points of a saved game on each day on which a board has met: it is played again beside its twin.

    Raises:
        RunError: a number left its bounds.
    """
    days, twins, found = {day for day, _ in game.scenario.boards}, list[Twin](), dict[int, float]()

    def begin(session: Session) -> None:
        twins.append(Twin(session.world, game.seed, [0]))

    for session, _ in day_by_day(game.scenario, game.seed, game.path(), begin):
        if session.day in days:
            found[session.day] = int(twins[0].points().score[0]) / POINT
    return found
