"""The line of keys at the bottom of a screen."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Footer


class KeyBar(Footer):
    """Textual's footer, made anew only where the keys have changed.

    As it is, it is made anew each time the cursor goes to another field: a third of all that the desk did.
    """

    def __init__(self, *, show_command_palette: bool = False) -> None:
        super().__init__(show_command_palette=show_command_palette)
        self._made_of: set[tuple[object, ...]] = set()

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Look at the keys of the screen, and show them if they are others."""
        keys: set[tuple[object, ...]] = {
            (active.binding, active.enabled, active.tooltip)
            for active in screen.active_bindings.values()
            if active.binding.show
        }
        if keys != self._made_of:
            super().bindings_changed(screen)
            self._made_of = keys if screen.app.app_focus and screen is self.screen else set()
