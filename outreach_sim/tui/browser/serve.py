"""The way to the desk in a browser: which game, and until when."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from outreach_sim.errors import RunError, UsageError
from outreach_sim.inputs.writing import reason
from outreach_sim.storage.saves.wanted import Wanted

INSTALL = "pip install textual-serve"


def serve_desk(wanted: Wanted, port: int) -> int:
    """Serve the desk to a browser of this machine until Ctrl+C.

    Args:
        wanted: the game to begin with.
        port: on the loopback address.

    Returns:
        The exit code.

    Raises:
        OutreachError: a library is missing, the port is taken, or there is no such scenario or save.
    """
    if find_spec("textual_serve") is None:
        raise UsageError(
            f"the desk in a browser needs a library that is not installed, install it with: {INSTALL}"
        )
    from outreach_sim.tui.browser.server import DeskServer
    from outreach_sim.tui.games import find_game
    from outreach_sim.tui.settings import read_settings

    read_settings()
    game = find_game(wanted)
    if game is not None:
        game.close()
    words = [sys.executable, "-m", "outreach_sim", "play"]
    try:
        DeskServer(words if game is None else [*words, "--resume", game.name], port).run()
    except OSError as error:
        raise RunError(
            f"port {port} cannot be served ({reason(error)}), ask for another with --port"
        ) from None
    finally:
        if game is not None and wanted.resume is None:
            remove_if_untouched(game.name)
    return 0


def remove_if_untouched(name: str) -> None:
    """Keep no game in which nothing was done."""
    from outreach_sim.storage.saves.shelf import look, remove

    _, _, untouched = look(name, lambda game: not game.turn and not game.lines() and not game.undone)
    if untouched:
        remove(name)
