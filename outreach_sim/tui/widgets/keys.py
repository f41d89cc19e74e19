"""One declaration for a command: its key, its word in the footer, its line in help and palette."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from textual.binding import Binding
from textual.widget import Widget

T = TypeVar("T")


def next_of(values: Sequence[T], now: T) -> T:
    """What a key that goes round comes to next."""
    return values[(values.index(now) + 1) % len(values)]


def key(
    identity: str, keys: str, action: str, word: str, says: str, *, footer: bool = True, first: bool = False
) -> Binding:
    """A command's key.

    Args:
        identity: unlike any other; keys of one command have the same.
        keys: one or several, apart by commas.
        action: what it calls.
        word: for the footer.
        says: for help and palette.
        footer: whether the footer shows it.
        first: whether it works before what the widget with the cursor does with the key.
    """
    return Binding(keys, action, word, show=footer, priority=first, tooltip=says, id=identity)


HELP_KEY = Binding("f1", "app.help", "Help")
"""For a window before a screen, which hears no keys of the program's own."""


def commands_of(screen: Widget) -> Iterator[tuple[str, str, str, str]]:
    """The commands of a screen in the order of their declaration: keys as shown, word, line, action."""
    told: dict[str, list[str]] = {}
    by_id: dict[str, Binding] = {}
    for binding in screen.BINDINGS:
        if isinstance(binding, Binding) and binding.id:
            shown = [_as_shown(name) for name in binding.key.split(",")]
            told.setdefault(binding.id, []).extend(shown)
            by_id[binding.id] = binding
    for identity, binding in by_id.items():
        yield " ".join(told[identity]), binding.description, binding.tooltip, binding.action


def _as_shown(name: str) -> str:
    names = {"slash": "/", "escape": "Esc", "enter": "Enter", "space": "Space", "f1": "F1"}
    if name.startswith("ctrl+"):
        return f"Ctrl+{name[5:].upper()}"
    return names.get(name, name)
