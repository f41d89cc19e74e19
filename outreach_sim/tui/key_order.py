"""Keys that are typed faster than commands are done: each goes where the command before it has led."""

from __future__ import annotations

from asyncio import get_running_loop
from collections import deque
from typing import TYPE_CHECKING

from textual.app import App
from textual.events import Event, Key
from textual.widgets import Input, TextArea

from outreach_sim.tui.slices import handled, turn_of

if TYPE_CHECKING:
    from textual.screen import Screen

_MOVES = "lists."
"""Commands that only move the cursor lead nowhere else."""


class InOrder(App[None]):
    """Holds keys back while a command is under way.

    Textual gives a key to the screen that is there when it comes, not to the one that is about to open.

    Attributes:
        keyed_at: when the last key came, by the clock of the loop.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[Key] = deque()
        self._waits = False
        self.keyed_at = 0.0

    async def on_event(self, event: Event) -> None:
        """Handle an event; a key waits its turn."""
        if not isinstance(event, Key) or event.is_forwarded:
            await super().on_event(event)
            return
        self.keyed_at = get_running_loop().time()
        if self._waits:
            self._held.append(event)
        else:
            await self._pass_on(event)

    async def _pass_on(self, event: Key) -> None:
        screen = self.screen
        self._waits = self._may_lead_away(event)
        await super().on_event(event)
        if self._waits:
            self.run_worker(self._after(screen), group="keys", exit_on_error=False)

    def _may_lead_away(self, event: Key) -> bool:
        """Whether other keys should wait until this one is done."""
        if event.key == "enter":
            return True
        if isinstance(self.focused, Input | TextArea) and event.is_printable:
            return False
        bound = self.screen.active_bindings.get(event.key)
        return bound is not None and bound.node is not self.focused and not _moves(bound.binding.id)

    async def _after(self, screen: Screen[object]) -> None:
        """Let the next keys go once this command is done, and the screen that it opens has its cursor."""
        try:
            await handled(screen)
            await turn_of(self)
            while self.screen is not screen:
                screen = self.screen
                await handled(screen)
        finally:
            self._waits = False
            self.call_later(self._let_go)

    async def _let_go(self) -> None:
        while self._held and not self._waits:
            await self._pass_on(self._held.popleft())


def _moves(command: str | None) -> bool:
    return command is not None and command.startswith(_MOVES)
