"""Forecasts of a saved game as it goes on, made beside it by a process of its own, which only reads the save.

What it has played of the game, and of the worlds that a forecast begins with, it keeps, to go on from there.
Nothing here touches the game: its luck is a stream of its own, and the save is opened for reading.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from outreach_sim.errors import UsageError
from outreach_sim.market.observers.said import Said
from outreach_sim.market.session import Session
from outreach_sim.market.twin import Twin
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.hash_chain import Entry
from outreach_sim.storage.saves.history import path_to
from outreach_sim.storage.saves.hope import letters_bring
from outreach_sim.storage.saves.replay import replay
from outreach_sim.study.forecast import WORLDS, Forecast, Past, forecast

_PATIENT = 10
"""How far the process stands back for the desk and everything else."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a game stands.

    Attributes:
        name: of the save.
        entry: number of its entry, and its ``digest``: orders that were given since are other entries.
        until: the day that is asked about.
    """

    name: str
    entry: int
    digest: str
    until: int


@dataclass(frozen=True, slots=True)
class Band:
    """Between which points eight worlds in ten stand on a day, of those that fit what was seen.

    Attributes:
        agreed: where the game is as good as decided, the share of the worlds that agree on the medal at its
            end, and no letter can be expected to bring any points; else 0.
        medal: which; empty for none.
    """

    place: Place
    low: float
    high: float
    agreed: float = 0.0
    medal: str = ""


def place_of(game: Game) -> Place:
    """Where a game stands now; asked about the next board, or the end where none is to come."""
    here, day = game.path()[-1], game.session.day
    boards = (board for board, _ in game.scenario.boards if board > day)
    return Place(game.name, here.id, here.digest, next(boards, game.scenario.days))


class Follower:
    """One game, played again as far as was asked, with its twin and what its lab has seen."""

    def __init__(self, game: Game) -> None:
        self._session = Session(game.scenario.setup, game.seed)
        self._twin = Twin(self._session.world, game.seed, [0])
        self._said = Said(self._session.world, self._session.setup.player)
        self._session.world.observers.append(self._said)
        self._past = Past(self._session.setup)
        self._letters = game.written
        self._path: list[Entry] = []

    def fits(self, game: Game, path: Sequence[Entry]) -> bool:
        """Whether this has played the beginning of that way, with the same letters."""
        return game.written == self._letters and list(path[: len(self._path)]) == self._path

    def go_on(self, game: Game, path: Sequence[Entry]) -> None:
        """Play what is new of it."""
        for entry, _ in replay(game.scenario, self._session, path[len(self._path) :]):
            self._path.append(entry)

    def forecast(self, until: int, worlds: int) -> Forecast:
        """How it may stand on a day."""
        return forecast(self._session.world, self._twin, self._said, worlds, until=until, past=self._past)

    def settled(self, found: Forecast, goal: float | None) -> tuple[str, float] | None:
        """The medal that is as good as decided, and the share of worlds that agree; ``None`` for none.

        Args:
            found: how the game may end.
            goal: points that the last board asks for.
        """
        setup = self._session.setup
        if goal is None or found.until != setup.days or found.day == setup.days:
            return None
        agreed = found.agreed(goal)
        return None if agreed is None or letters_bring(self._session, setup.player) else agreed


_followed: dict[str, Follower] = {}
"""The game that this process follows, by the name of its save; one at most."""


def band_of(place: Place, worlds: int = WORLDS) -> Band:
    """Forecast a saved game from a place on its way; in a process of its own, it is asked again and again.

    Raises:
        UsageError: the save has no such entry, or there is no such save.
        OutreachError: the save cannot be read, or not be played by this version.
    """
    with Game.open(place.name, write=False) as game:
        entries = game.entries
        if place.entry >= len(entries) or entries[place.entry].digest != place.digest:
            raise UsageError(f"the game {place.name!r} has another history")
        path = path_to(entries, entries[place.entry])
        follower = _followed.pop(place.name, None)
        _followed.clear()
        if follower is None or not follower.fits(game, path):
            follower = Follower(game)
        follower.go_on(game, path)
        found = follower.forecast(place.until, worlds)
        medal, agreed = follower.settled(found, game.scenario.goal) or ("", 0.0)
    _followed[place.name] = follower
    return Band(place, *found.band(), agreed, medal)


def band_behind(place: Place, worlds: int = WORLDS) -> Band:
    """The same, standing back for everything else that the machine has to do."""
    if hasattr(os, "nice"):  # Windows has not
        with suppress(OSError):
            os.nice(max(_PATIENT - os.nice(0), 0))
    return band_of(place, worlds)
