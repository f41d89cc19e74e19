"""The way to the desk: checks the terminal, finds the game, runs the program."""

from __future__ import annotations

import os
import sys
from secrets import randbelow
from typing import TYPE_CHECKING

from outreach_sim.errors import RunError, UsageError
from outreach_sim.inputs.text import is_unicode

if TYPE_CHECKING:
    from outreach_sim.storage.saves.game import Game

OPEN_FILES = 16
"""What the event loop, the save and imports need at once."""
SEEDS = 1_000_000
"""A game without a given seed takes one below this, short enough to be told to others."""


def open_desk(scenario: str | None = None, seed: int | None = None, resume: str | None = None) -> int:
    """Play at the terminal until the player leaves.

    Args:
        scenario: shipped name or path; ``None`` asks at the screen.
        seed: of the luck; ``None`` takes any.
        resume: a saved game to go on with.

    Returns:
        The exit code.

    Raises:
        OutreachError: there is no terminal, or no such scenario or save.
    """
    check_terminal()
    check_room()
    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.play import Play

    game = find_game(scenario, seed, resume)
    desk = Desk(None if game is None else Play(game), how_called(game, scenario))
    try:
        desk.run()
    finally:
        desk.close_game()
    if desk.crash is not None:
        raise desk.crash
    return desk.return_code or 0


def check_terminal() -> None:
    """Refuse to open the desk where nobody could see it or type.

    Raises:
        UsageError: with what to do instead.
    """
    instead = "for scripts there is 'outreach-sim run SCENARIO'"
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError(f"the desk needs a terminal, and here is none; {instead}")
    if os.environ.get("TERM", "dumb") in ("dumb", ""):
        raise UsageError(f"the desk needs a terminal that can place a cursor, TERM names none; {instead}")
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    if not is_unicode(encoding):
        cure = "set PYTHONIOENCODING=utf-8 if the terminal can show it"
        raise UsageError(f"the desk draws with characters that {encoding} does not have, {cure}; {instead}")


def check_room() -> None:
    """Refuse to open the desk where so few files may be open that it would fail halfway.

    Raises:
        RunError: with what to do.
    """
    from outreach_sim.study.open_files import MORE_FILES, check_open_files

    try:
        check_open_files(OPEN_FILES)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise RunError(f"the desk cannot be opened ({reason}); {MORE_FILES}") from None


def find_game(scenario: str | None, seed: int | None, resume: str | None) -> Game | None:
    """The game asked for, begun or opened; ``None`` where the screen shall ask.

    Raises:
        OutreachError: there is no such scenario or save, or it cannot be read or written.
    """
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.storage.saves.game import Game

    if resume is not None:
        if scenario is not None or seed is not None:
            raise UsageError("a saved game has its scenario and seed already; leave out SCENARIO and --seed")
        return Game.open(resume)
    if scenario is None:
        return None
    return new_game(load_scenario(scenario), seed)


def how_called(game: Game | None, scenario: str | None) -> str:
    """What to say where a new game could not be called as its scenario is."""
    from outreach_sim.storage.saves.places import renamed

    return "" if game is None or scenario is None else renamed(game.scenario.name, game.name)


def new_game(loaded: object, seed: int | None) -> Game:
    """Begin a game under a free name."""
    from outreach_sim.scenario.load import Scenario
    from outreach_sim.storage.saves.game import Game
    from outreach_sim.storage.saves.places import free_name

    assert isinstance(loaded, Scenario)
    return Game.new(free_name(loaded.name), loaded, randbelow(SEEDS) if seed is None else seed)
