"""What every screen of the desk is: it does one thing at a time, and lets others have their turn between."""

from __future__ import annotations

from collections.abc import Callable

from textual import screen
from textual.await_remove import AwaitRemove
from textual.events import Event, Resize, ScreenResume
from textual.screen import ScreenResultType

from outreach_sim.tui import slices


class Screen(screen.Screen[ScreenResultType]):
    """A screen that opens and is drawn in several steps of the event loop in place of one."""

    _drawn_soon = False

    async def on_event(self, event: Event) -> None:
        """Handle an event; between two of them others have their turn."""
        if isinstance(event, ScreenResume | Resize):
            await self._laid_out(event)
        else:
            await super().on_event(event)
        await slices.rest()

    async def _laid_out(self, event: Event) -> None:
        """Styles and places of its widgets, then the lines of each; they are put together after that."""
        with self.app.batch_update():
            await super().on_event(event)
            await slices.rest()
            await slices.in_slices(slices.drawn_ahead(self), rest_seconds=0.0)

    def remove(self) -> AwaitRemove:
        """Go away; what is still being found for this screen is called off before a part of it is gone."""
        for worker in [one for one in self.workers if self in one.node.ancestors_with_self]:
            worker.cancel()
        return super().remove()

    def soon(self, show: Callable[[], object]) -> None:
        """Call this once, after everything that waits to be handled, however often it is asked for."""
        if not self.message_queue_size:
            show()
        elif not self._drawn_soon:
            self._drawn_soon = True
            self.call_later(self._now, show)

    def _now(self, show: Callable[[], object]) -> None:
        self._drawn_soon = False
        show()
