"""The desk as one program: screens, palette, colours, and a clean way out."""

from __future__ import annotations

import signal
from asyncio import get_running_loop
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from textual import work
from textual.app import SystemCommand
from textual.events import Resize
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen

from outreach_sim.errors import OutreachError
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.steps import Steps
from outreach_sim.tui import moves, slices
from outreach_sim.tui.choices import Choice
from outreach_sim.tui.forecast import Forecasts
from outreach_sim.tui.guard import Guard
from outreach_sim.tui.key_order import InOrder
from outreach_sim.tui.palette import FindGames, FindPeople, FindThreads, Palette
from outreach_sim.tui.picture import keep_picture
from outreach_sim.tui.play import Play
from outreach_sim.tui.settings import Settings
from outreach_sim.tui.slices import STAKES, finished, handled, in_slices
from outreach_sim.tui.themes import DARK, PLAIN, THEMES, Tints
from outreach_sim.tui.widgets.keys import commands_of, key, rebind

Result = TypeVar("Result")
RESTYLED = 25
"""So many widgets get other colours with one step."""
LEAST_SIZE = (80, 24)
"""Columns and lines that every screen fits in."""
_OFFERED_ANYWAY = frozenset({"app.quit"})
"""What the palette offers on every screen."""
_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT")
"""What asks the program to leave; Windows has only the first two."""


class Desk(InOrder):
    """The whole program on the screen. What is played is kept by ``Game`` at once, so leaving loses nothing.

    Attributes:
        settings: what the user has set.
        crash: the error that ended the program, if one did.
        when_drawn, when_left: called after the first frame, and when a game is left for the choice of games.
        when_quiet: called after a turn or a screen, once no key is pressed and the desk is in front; after
            several screens that are closed at once, with the last of them.
        leaving: whether something from outside has asked it to end, which a turn that is played heeds.
    """

    TITLE = "Outreach Sim"
    CSS_PATH = "desk.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = InOrder.COMMANDS | {FindPeople, FindThreads, FindGames}
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
        self.settings = settings or Settings()
        self.crash: Exception | None = None
        self._too_small = self.leaving = self._drawn = False
        self.when_drawn: Callable[[], object] = lambda: None
        self.when_left: Callable[[], object] = lambda: None
        self.when_quiet: Callable[[], object] = lambda: None
        self._guard, self._tints = Guard(), Tints()
        rebind(self.settings.keys)
        self.set_keymap(dict(self.settings.keys))

    def on_mount(self) -> None:
        """Show a game, or the choice of one."""
        for look in THEMES.values():
            self.register_theme(look.theme)
        self.theme = PLAIN.theme.name if self.no_color else self.settings.theme or DARK.theme.name
        self._listen()
        self.push_screen(self._choice() if self.play is None else self._desk(self.play))
        self.call_after_refresh(self._is_drawn)
        if self._notice:
            self.tell(self._notice, seconds=8.0)

    def _is_drawn(self) -> None:
        self._drawn = True
        self.when_drawn()

    def on_resize(self, event: Resize) -> None:
        """Say once that something is cut off, where the terminal is smaller than the screens are made for."""
        width, height = event.size
        before, self._too_small = self._too_small, width < LEAST_SIZE[0] or height < LEAST_SIZE[1]
        if self._too_small and not before:
            least = f"{LEAST_SIZE[0]} x {LEAST_SIZE[1]}"
            said = f"The desk wants {least}; here it has {width} x {height}, and some of it is cut off."
            self.tell(said, severity="warning", seconds=8.0)

    def action_command_palette(self) -> None:
        """Find commands, people, threads and games by name."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def columns_chosen(self, table: str) -> tuple[str, ...]:
        """The columns that the user has chosen for a table; none where those are shown that fit."""
        return self.settings.columns.get(table, ())

    def choose_columns(self, table: str, chosen: tuple[str, ...]) -> None:
        """Have these from now on."""
        others = {name: kept for name, kept in self.settings.columns.items() if name != table}
        columns = {**others, table: chosen} if chosen else others
        self.settings = replace(self.settings, columns=columns)

    def begin(self, game: Game) -> None:
        """Show a game that was just begun or opened."""
        self.play = Play(game)
        self.switch_screen(self._desk(self.play))

    def open_choice(self, choice: Choice) -> None:
        """Play this game; the one that is played is kept."""
        self.close_game()
        try:
            game = choice.opened()
        except OutreachError as error:
            self.switch_screen(self._choice())
            self.say(error)
            return
        self.begin(game)

    def go_on_with(self, name: str) -> None:
        """Leave the game, which is kept, for another."""
        try:
            game = Game.open(name)
        except OutreachError as error:
            self.say(error)
            return
        self.close_game()
        self.begin(game)
        self.tell(f"{name} is a game of its own, a branch of {game.origin}.", seconds=8.0)

    def leave_game(self) -> None:
        """Close the game, which is kept if anything was done in it, and show the choice of games."""
        self.close_game()
        self.switch_screen(self._choice())
        self.when_left()

    def close_game(self) -> None:
        """Let go of the save."""
        if self.play is not None:
            self.play.leave()
            self.play = None

    def _choice(self) -> Screen[None]:
        from outreach_sim.tui.screens.start import StartScreen

        return StartScreen()

    def _desk(self, play: Play) -> Screen[None]:
        from outreach_sim.tui.screens.desk import DeskScreen

        play.forecasts = Forecasts(play.game, self.settings.forecast)
        return DeskScreen(play)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every drawn line goes through: the guard, and what Textual has besides."""
        return [self._guard, self._tints, *super().get_line_filters()]

    def refresh_css(self, animate: bool = True) -> None:
        """Give everything the colours that are set: in steps, once something is drawn."""
        if self._drawn:
            self._recolour(animate)
        else:
            super().refresh_css(animate)

    @work(exclusive=True, group="colours")
    async def _recolour(self, animate: bool) -> None:
        """What Textual does in one step, of which the half would be more than a key may wait.

        Nothing is drawn meanwhile, so nobody sees half of it.
        """
        with self.batch_update():
            await in_slices(self._restyling(animate))
        self.screen.refresh(layout=True)

    def _restyling(self, animate: bool) -> Iterator[None]:
        self.stylesheet.set_variables(self.get_css_variables())
        self.stylesheet.reparse()
        yield
        for screen in self.screen_stack:
            screen._css_update_count = self._css_update_count  # else it is styled again when it is seen
            nodes = iter((self, *screen.walk_children(with_self=True)))
            while some := [*islice(nodes, RESTYLED)]:
                self.stylesheet.update_nodes(some, animate)
                yield
        yield from slices.drawn_ahead(self.screen)

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

    def clear_notifications(self) -> None:
        """Take notices away with the room that was made for them, which Textual leaves behind."""
        for screen in self.screen_stack:
            screen.query("ToastHolder").remove()
        super().clear_notifications()

    def say(self, error: OutreachError) -> None:
        """Show why something cannot be done."""
        self.tell(str(error)[:600], title="Not possible", severity="error", seconds=8.0)

    async def undisturbed(self, screen: Screen[Any], steps: Steps[Result]) -> Result | None:
        """Do what moves the days of a game, in steps; ``None`` where it cannot be, which is said.

        What was pressed before is done first, and where that has led to another screen nothing else is done.
        What is pressed meanwhile waits, and what weighs the game is called off: nobody sees half a turn.
        """
        await handled(screen)
        if self.screen is not screen:
            return None
        for job in self.workers:
            if job.group == STAKES:
                job.cancel()
        try:
            return await finished(steps)
        except OutreachError as error:
            self.say(error)
            return None

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
        self.call_later(screen.run_action, action)

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
        self.leaving = True
        self.exit(return_code=code)

    def _handle_exception(self, error: Exception) -> None:
        """Keep the error for whoever started the desk: there it becomes a sentence and an exit code."""
        self.crash = self.crash or error
        if self.is_headless:  # a test wants to see it
            super()._handle_exception(error)
        else:
            self._return_code = 1
            self._close_messages_no_wait()
