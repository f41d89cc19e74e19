"""Looks for garbage while nobody presses a key: a screen that is closed leaves twenty thousand objects."""

from __future__ import annotations

from asyncio import get_running_loop
from typing import TYPE_CHECKING

from outreach_sim.tui.forecast import QUIET_SECONDS

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.timer import Timer

    from outreach_sim.tui.app import Desk

    Base = Screen[None]
else:
    Base = object

MOST_UNLOOKED = 2
"""What so many screens have left takes 30 ms to be looked through; of more, a key could wait for too long."""


class Quiet(Base):
    """Has the app look for garbage when nothing is open before the desk."""

    app: Desk
    _quiet: Timer | None = None
    _unlooked = 0

    def on_screen_resume(self) -> None:
        """A screen is closed: what it has left is looked for later, but not with that of many others."""
        self._unlooked += 1
        if self._unlooked < MOST_UNLOOKED:
            self.look_round()
        else:
            self.call_after_refresh(self._look_alone)

    def look_round(self) -> None:
        """Look once no key has been pressed for a while."""
        if self._quiet is not None:
            self._quiet.stop()
        self._quiet = self.set_timer(QUIET_SECONDS, self._if_quiet)

    def _if_quiet(self) -> None:
        if get_running_loop().time() - self.app.keyed_at < QUIET_SECONDS:
            self.look_round()
        else:
            self._look_alone()

    def _look_alone(self) -> None:
        """In a step of its own: not in the one that has just drawn the desk."""
        get_running_loop().call_soon(self._look)

    def _look(self) -> None:
        """What is open has still to be closed; then it is looked for."""
        if self.is_current:
            self._unlooked = 0
            self.app.when_quiet()
