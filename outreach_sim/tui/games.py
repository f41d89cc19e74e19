"""The game that somebody wants to play: a new one, or one that was kept."""

from __future__ import annotations

from outreach_sim.errors import UsageError
from outreach_sim.scenario.difficulty import Difficulty, load_at
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.seeds import drawn_seed
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.places import free_name, renamed
from outreach_sim.storage.saves.wanted import Wanted


def find_game(wanted: Wanted) -> Game | None:
    """The game asked for, begun or opened; ``None`` where the screen shall ask.

    Raises:
        OutreachError: there is no such scenario or save, or it cannot be read or written.
    """
    if wanted.resume is not None:
        return _resumed(wanted, wanted.resume)
    if wanted.scenario is None:
        if wanted.letters is not None:
            raise UsageError("--letters go with a SCENARIO; name one")
        return None
    return new_game(load_at(wanted.scenario, Difficulty(wanted.difficulty), wanted.letters), wanted.seed)


def _resumed(wanted: Wanted, name: str) -> Game:
    """A saved game, of which nothing can be chosen any more."""
    if wanted.scenario is not None or wanted.seed is not None:
        raise UsageError("a saved game has its scenario and seed already; leave out SCENARIO and --seed")
    if wanted.letters is not None:
        raise UsageError("a saved game has its letters already; leave out --letters")
    if wanted.difficulty != Difficulty.NORMAL:
        raise UsageError("a saved game has its difficulty already; leave out --difficulty")
    return Game.open(name)


def how_called(game: Game | None, scenario: str | None) -> str:
    """What to say where a new game could not be called as its scenario is."""
    return "" if game is None or scenario is None else renamed(game.scenario.name, game.name)


def new_game(loaded: Scenario, seed: int | None) -> Game:
    """Begin a game under a free name."""
    seeds = (each for each in (seed, loaded.seed) if each is not None)
    return Game.new(free_name(loaded.name), loaded, next(seeds, drawn_seed()))
