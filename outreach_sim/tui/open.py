"""The way to the desk: checks the terminal, runs the program."""

from __future__ import annotations

import gc
import os
import sys

from outreach_sim.errors import RunError, UsageError
from outreach_sim.inputs.paths import printable
from outreach_sim.inputs.text import is_unicode
from outreach_sim.storage.saves.wanted import Wanted

OPEN_FILES = 16
"""What the event loop, the save and imports need at once."""
GARBAGE = (5_000, 8, 100)
"""After so many new objects the youngest are looked through, after so many times those of some keys too: of
40,000 that takes 10 ms, and for the 400,000 that a run lets come together a key would wait a tenth of a
second. All of them are looked through when no key is pressed, or at last after so many times."""


def open_desk(wanted: Wanted) -> int:
    """Play at the terminal until the player leaves.

    Args:
        wanted: the game to begin with.

    Returns:
        The exit code.

    Raises:
        OutreachError: there is no terminal, or no such scenario or save.
    """
    if not is_served():
        check_terminal()
    check_room()
    from outreach_sim.tui.app import Desk
    from outreach_sim.tui.games import find_game, how_called
    from outreach_sim.tui.play import Play
    from outreach_sim.tui.settings import read_settings

    settings = read_settings()
    game = find_game(wanted)
    desk = Desk(None if game is None else Play(game), how_called(game, wanted.scenario), settings)
    desk.when_drawn, desk.when_left = look_for_garbage, gc.unfreeze
    desk.when_quiet = look_for_all_garbage
    try:
        desk.run()
    finally:
        desk.close_game()
    if desk.crash is not None:
        raise desk.crash
    return desk.return_code or 0


def look_for_garbage() -> None:
    """From the first frame on, but not in what is there by then: that would take a tenth of a second."""
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    gc.enable()


def look_for_all_garbage() -> None:
    """While no key is pressed: what is left is not looked through again, so the next time is short."""
    gc.collect()
    gc.freeze()


def keys_in_force() -> tuple[str, list[dict[str, str]]]:
    """Where settings are looked for, and every command of the desk: where, its name, its keys, what it does.

    Raises:
        BadInputError: what is wrong with the settings, by line and column.
    """
    from outreach_sim.tui.catalogue import commands
    from outreach_sim.tui.settings import read_settings, settings_path
    from outreach_sim.tui.widgets.keys import as_shown, keys_of, rebind

    rebind(read_settings().keys)
    rows = [
        {
            "where": place.called,
            "command": binding.id or "",
            "keys": " ".join(as_shown(name) for name in keys_of(binding.id or "")),
            "does": binding.tooltip,
        }
        for place, binding in commands()
    ]
    return printable(settings_path()), rows


def is_served() -> bool:
    """Whether a server of ours shows the desk in a browser, so that there is no terminal."""
    return os.environ.get("TEXTUAL_DRIVER", "") == "textual.drivers.web_driver:WebDriver"


def check_terminal() -> None:
    """Refuse to open the desk where nobody could see it or type.

    Raises:
        UsageError: with what to do instead.
    """
    instead = "for scripts there is 'outreach-sim run SCENARIO'"
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError(f"the desk needs a terminal, and here is none; {instead}")
    usual = "windows" if sys.platform == "win32" else "dumb"  # there nothing names the terminal
    if os.environ.get("TERM", usual) in ("dumb", ""):
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
