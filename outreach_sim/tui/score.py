"""Points of the game being played: its twin is played along, a day at a time, so that no key waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from outreach_sim.market.observers.grants import Grants
from outreach_sim.market.points import POINT, Books, Points, books, gained
from outreach_sim.market.session import Session
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import Scenario
from outreach_sim.study.breakdown import medal

SHOWN_DECIMALS = 1
"""Decimals of the score above the screens."""
FINE = 3
"""Decimals of points that can be expected: of one letter they are few."""


class Score:
    """What a game is worth over doing nothing on the same luck.

    Args:
        scenario: what is played.
        seed: of luck.
        read_up: called before grants are needed; ``follow`` has been told of them when it returns.

    Attributes:
        boards: days on which the board meets, and the points it asks for by then.
        grants: noted of the game from its first day on, once it is known where it stands.
        points: on the day on which the game stands; ``None`` until its twin has caught up.
    """

    _session: Session

    def __init__(self, scenario: Scenario, seed: int, read_up: Callable[[], object]) -> None:
        self.boards = scenario.boards
        self.points: Points | None = None
        self.grants: Grants | None = None
        self._seed, self._read_up = seed, read_up
        self._twin: Twin | None = None
        self._days = {day for day, _ in scenario.boards}
        self._ours: Mapping[int, Books] = {}
        self._theirs: dict[int, Books] = {}

    # -- following the game ------------------------------------------------------------------------

    def stand(self, session: Session) -> None:
        """The game stands here, perhaps earlier than it stood."""
        self._session, self.points = session, None

    def let_go(self) -> None:
        """What the game plays from now on is noted already, or will be read: it is not noted twice."""
        world = self._session.world
        world.observers[:] = [one for one in world.observers if one is not self.grants]

    def follow(self, grants: Grants, at_boards: Mapping[int, Books]) -> None:
        """This was noted of the game so far, and goes on being noted, on the days of boards too."""
        self._ours = at_boards
        session = self._session
        self.let_go()
        session.world.observers.append(grants)
        self.grants, self.points = grants, None
        if self._twin is not None and self._twin.world.day <= session.day:
            self._twin.stand_beside(session.world, self.grants)
        else:
            self._twin = None

    # -- the twin ----------------------------------------------------------------------------------

    @property
    def twin(self) -> Twin:
        """The game in which the lab does nothing, on whatever day it stands."""
        self._read_up()
        if self._twin is None:
            self._twin = Twin(self._session.world, self._seed, [0], self.grants)
        return self._twin

    def slices(self) -> Iterator[None]:
        """Bring the twin to the game's day, a day with each step, and count the points."""
        if self.points is None:
            for day in self.twin.catch_up():
                if day in self._days:  # it does nothing, so it stands there whatever the game does
                    self._theirs[day] = books(self.twin.world, self.twin.twin_grants)
                yield
            self.points = self.twin.points()

    # -- as it is shown ----------------------------------------------------------------------------

    @property
    def board(self) -> tuple[int, float] | None:
        """The next board's day and the points it asks for, the last one's after it; ``None`` without one."""
        to_come = (board for board in self.boards if board[0] >= self._session.day)
        return next(to_come, self.boards[-1] if self.boards else None)

    @property
    def at_boards(self) -> dict[int, float]:
        """Points on the days on which a board has met, as far as they are counted."""
        both = sorted(self._ours.keys() & self._theirs.keys())
        setup = self._session.world.setup
        found = {day: gained(setup, setup.player, self._ours[day], self._theirs[day]) for day in both}
        return {day: int(points.score[0]) / POINT for day, points in found.items()}

    @property
    def goal(self) -> float | None:
        """Points that the next board asks for; ``None`` where none does."""
        return None if self.board is None else self.board[1]

    @property
    def total(self) -> float | None:
        """Points so far; ``None`` until they are counted."""
        return None if self.points is None else int(self.points.score[0]) / POINT

    @property
    def medal(self) -> str:
        """What the board gives for the points so far; empty for none, or without a goal."""
        return "" if self.goal is None or self.total is None else medal(self.total, self.goal)
