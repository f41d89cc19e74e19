"""The game that somebody wants to play: a new one, or one that was kept."""

from __future__ import annotations

from pathlib import Path
from secrets import randbelow

from outreach_sim.errors import UsageError
from outreach_sim.scenario.difficulty import Difficulty, load_at
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import free_name, renamed

SEEDS = 1_000_000
"""A game without a given seed takes one below this, short enough to be told to others."""


def find_game(
    scenario: str | None,
    seed: int | None,
    resume: str | None,
    letters: Path | None = None,
    difficulty: str = Difficulty.NORMAL,
) -> Game | None:
    """The game asked for, begun or opened; ``None`` where the screen shall ask.

    Raises:
        OutreachError: there is no such scenario or save, or it cannot be read or written.
    """
    if resume is not None:
        if scenario is not None or seed is not None:
            raise UsageError("a saved game has its scenario and seed already; leave out SCENARIO and --seed")
        if letters is not None:
            raise UsageError("a saved game has its letters already; leave out --letters")
        if difficulty != Difficulty.NORMAL:
            raise UsageError("a saved game has its difficulty already; leave out --difficulty")
        return Game.open(resume)
    if scenario is None:
        if letters is not None:
            raise UsageError("--letters go with a SCENARIO; name one")
        return None
    return new_game(load_at(scenario, Difficulty(difficulty), letters), seed)


def how_called(game: Game | None, scenario: str | None) -> str:
    """What to say where a new game could not be called as its scenario is."""
    return "" if game is None or scenario is None else renamed(game.scenario.name, game.name)


def new_game(loaded: Scenario, seed: int | None) -> Game:
    """Begin a game under a free name."""
    seeds = (each for each in (seed, loaded.seed) if each is not None)
    return Game.new(free_name(loaded.name), loaded, next(seeds, randbelow(SEEDS)))
