"""The desk as one program: screens, palette, colours, and a clean way out."""

from __future__ import annotations

import signal
from asyncio import get_running_loop
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.events import Resize
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen

from outreach_sim.errors import OutreachError
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui import moves
from outreach_sim.tui.forecast import Forecasts
from outreach_sim.tui.guard import Guard
from outreach_sim.tui.palette import FindPeople
from outreach_sim.tui.picture import keep_picture
from outreach_sim.tui.play import Play
from outreach_sim.tui.settings import Settings
from outreach_sim.tui.themes import DARK, PLAIN, THEMES, Tints
from outreach_sim.tui.widgets.keys import commands_of, key, rebind

LEAST_SIZE = (80, 24)
"""Columns and lines that every screen fits in."""
_OFFERED_ANYWAY = frozenset({"app.quit"})
"""What the palette offers on every screen."""
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""What asks the program to leave; Windows has only the first two."""


class Desk(App[None]):
    """The whole program on the screen. What is played is kept by ``Game`` at once, so leaving loses nothing.

    Attributes:
        crash: the error that ended the program, if one did.
    """

    TITLE = "Outreach Sim"
    CSS_PATH = "desk.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = App.COMMANDS | {FindPeople}
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  # as Textual declares it
    BINDINGS: ClassVar = [
        key("app.help", "f1", "help", "Help", "what the keys and the numbers mean"),
        key("app.what", "question_mark", "help", "Help", "the same, where no text is typed", footer=False),
        key("app.quit", "ctrl+q", "quit", "Quit", "leave; the game is kept", footer=False),
        key("app.jump", "ctrl+g", "jump", "Go to", "a letter on everything that can be gone to",
            footer=False, first=True),
        *moves.KEYS,
    ]  # fmt: skip

    def __init__(self, play: Play | None = None, notice: str = "", settings: Settings | None = None) -> None:
        super().__init__()
        self.play = play
        self._notice = notice
        self._settings = settings or Settings()
        self.crash: Exception | None = None
        self._too_small = False
        self._guard, self._tints = Guard(), Tints()
        rebind(self._settings.keys)
        self.set_keymap(dict(self._settings.keys))

    def on_mount(self) -> None:
        """Show a game, or the choice of one."""
        for look in THEMES.values():
            self.register_theme(look.theme)
        self.theme = PLAIN.theme.name if self.no_color else self._settings.theme or DARK.theme.name
        self._listen()
        self.push_screen(self._choice() if self.play is None else self._desk(self.play))
        if self._notice:
            self.tell(self._notice, seconds=8.0)

    def on_resize(self, event: Resize) -> None:
        """Say once that something is cut off, where the terminal is smaller than the screens are made for."""
        width, height = event.size
        before, self._too_small = self._too_small, width < LEAST_SIZE[0] or height < LEAST_SIZE[1]
        if self._too_small and not before:
            least = f"{LEAST_SIZE[0]} x {LEAST_SIZE[1]}"
            said = f"The desk wants {least}; here it has {width} x {height}, and some of it is cut off."
            self.tell(said, severity="warning", seconds=8.0)

    def begin(self, game: Game) -> None:
        """Show a game that was just begun or opened."""
        self.play = Play(game)
        self.switch_screen(self._desk(self.play))

    def leave_game(self) -> None:
        """Close the game, which is kept if anything was done in it, and show the choice of games."""
        self.close_game()
        self.switch_screen(self._choice())

    def close_game(self) -> None:
        """Let go of the save."""
        if self.play is not None:
            self.play.game.leave()
            self.play = None

    def _choice(self) -> Screen[None]:
        from outreach_sim.tui.screens.start import StartScreen

        return StartScreen()

    def _desk(self, play: Play) -> Screen[None]:
        from outreach_sim.tui.screens.desk import DeskScreen

        play.forecasts = Forecasts(play.game, self._settings.forecast)
        return DeskScreen(play)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every drawn line goes through: the guard, and what Textual has besides."""
        return [self._guard, self._tints, *super().get_line_filters()]

    def watch_theme(self, theme: str) -> None:
        """Texts follow the colours of widgets."""
        self._tints.look = THEMES.get(theme, DARK)

    def tell(
        self, message: str, *, title: str = "", severity: SeverityLevel = "information", seconds: float = 4.0
    ) -> None:
        """Show a passing notice, plain text, in place of the one before."""
        self.clear_notifications()
        message, title = (message, title) if message else (title, "")
        self.notify(message, title=title, severity=severity, timeout=seconds, markup=False)

    def say(self, error: OutreachError) -> None:
        """Show why something cannot be done."""
        self.tell(str(error)[:600], title="Not possible", severity="error", seconds=8.0)

    def action_help(self) -> None:
        """Explain the screen."""
        from outreach_sim.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers: help, the other colours, the way out, and what the screen can do."""
        yield SystemCommand("Help", "What the keys and the numbers mean", self.action_help)
        for name in THEMES:
            yield SystemCommand(f"Colours: {name}", "Other colours", partial(setattr, self, "theme", name))
        yield SystemCommand("Picture", "Save the screen as an SVG file", self.action_picture)
        yield SystemCommand("Go to", "A letter on everything that can be gone to", self.action_jump)
        yield SystemCommand("Quit", "Leave; the game is kept", self.action_quit)
        for _, word, says, action in commands_of(screen):
            if action not in _OFFERED_ANYWAY:
                yield SystemCommand(word, says, partial(self._run, screen, action))

    def _run(self, screen: Screen[object], action: str) -> None:
        self.run_worker(screen.run_action(action))

    def action_picture(self) -> None:
        """Save the screen as it is, or say why that cannot be."""
        if self.is_web:
            self.deliver_screenshot()
            return
        try:
            self.tell(keep_picture(self.export_screenshot(), Path(), datetime.now()), seconds=8.0)
        except OutreachError as error:
            self.say(error)

    def action_jump(self) -> None:
        """Put a letter on everything that can be gone to, and go where one is typed."""
        from outreach_sim.tui.screens.jump import JumpScreen, go_to, places_of

        if places := places_of(self.screen):
            self.push_screen(JumpScreen(places), go_to)

    def action_move(self, where: str) -> None:
        """Go through what has the cursor."""
        moves.move(self.focused, where)

    # -- the way out -------------------------------------------------------------------------------

    def _listen(self) -> None:
        """A signal ends the program in order, so that the terminal is given back as it was."""
        loop = get_running_loop()
        for number in (getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)):
            with suppress(NotImplementedError, RuntimeError, ValueError):  # not the main thread, or Windows
                loop.add_signal_handler(number, self._leave, 128 + number)

    def _leave(self, code: int) -> None:
        self.exit(return_code=code)

    def _handle_exception(self, error: Exception) -> None:
        """Keep the error for whoever started the desk: there it becomes a sentence and an exit code."""
        self.crash = self.crash or error
        if self.is_headless:  # a test wants to see it
            super()._handle_exception(error)
        else:
            self._return_code = 1
            self._close_messages_no_wait()
