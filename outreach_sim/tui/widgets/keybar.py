"""The line of keys at the bottom of a screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.events import Resize
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from outreach_sim.formatting import cells

_BLANKS = 3
"""Before a key, after it and after its word."""
_KEPT = 2
"""The way back and help stand last, and are always shown."""


class KeyBar(Footer):
    """Textual's footer, made anew only where the keys have changed; at narrow screens with those that fit.

    As it is, it is made anew each time the cursor goes to another field: a third of all that the desk did.
    """

    def __init__(self, *, show_command_palette: bool = False) -> None:
        super().__init__(show_command_palette=show_command_palette)
        self._made_of: set[tuple[object, ...]] = set()
        self._made_for = 0

    def compose(self) -> ComposeResult:
        """Keys in their order; where there is no room for all, help tells those before the last too."""
        made, room = list(super().compose()), self.app.size.width
        places = _declared(self.screen)  # a key that was set by a file stands further back than its command
        while sum(map(_width, made)) > room and len(made) > _KEPT:
            made.remove(max(made[:-_KEPT], key=lambda key: places.get(getattr(key, "action", ""), -1)))
        if made:
            self.styles.grid_size_columns = len(made)
        self._made_for = room
        yield from made

    def on_resize(self, _: Resize) -> None:
        """Another width has room for other keys."""
        if self._made_for not in (0, self.app.size.width):
            self.call_after_refresh(self.recompose)

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


def _width(key: Widget) -> int:
    """Columns of a key with its word."""
    return cells(f"{key.key_display}{key.description}") + _BLANKS if isinstance(key, FooterKey) else 0


def _declared(screen: Screen[object]) -> dict[str, int]:
    """Places of the commands of a screen, by what they do, before any key was set by a file."""
    merged = type(screen)._merged_bindings
    return {} if merged is None else {binding.action: place for place, (_, binding) in enumerate(merged)}
