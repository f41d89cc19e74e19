"""One declaration for a command: its key, its word in the footer, its line in help and palette."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import TypeVar

from textual.binding import Binding
from textual.dom import DOMNode

T = TypeVar("T")
_USUAL: dict[str, str] = {}
"""Keys of every command that was declared, by its identity, apart by commas."""
_CHANGED: dict[str, str] = {}
"""Keys that the user has given to commands instead."""
_NAMED = re.compile(r"<([a-z]+\.[a-z]+)>")
_SHOWN = {
    "slash": "/", "question_mark": "?", "asterisk": "*", "plus": "+", "minus": "-", "full_stop": ".",
    "comma": ",", "number_sign": "#",
    "escape": "Esc", "pageup": "PageUp", "pagedown": "PageDown",
}  # fmt: skip


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
    _USUAL[identity] = keys
    return Binding(keys, action, word, show=footer, priority=first, tooltip=says, id=identity)


HELP_KEY = Binding("f1,question_mark", "app.help", "Help")
"""For a window before a screen, which hears no keys of the program's own."""


def rebind(changed: Mapping[str, str]) -> None:
    """Tell keys of commands from now on as a user has them: by identity, apart by commas."""
    _CHANGED.clear()
    _CHANGED.update(changed)


def with_keys(text: str) -> str:
    """A text with ``<desk.week>`` and its like replaced by the first key of the command, as it is shown."""
    return _NAMED.sub(lambda found: pressed(found[1]), text)


def pressed(identity: str) -> str:
    """The first key of a command, as it is shown."""
    return as_shown(keys_of(identity)[0])


def keys_of(identity: str) -> list[str]:
    """All keys of a command, as Textual calls them."""
    if identity not in _USUAL:  # its screen has not been shown yet
        list(import_module("outreach_sim.tui.catalogue").commands())
    return _CHANGED.get(identity, _USUAL[identity]).split(",")


def commands_of(screen: DOMNode | type) -> Iterator[tuple[str, str, str, str]]:
    """The commands of a screen in the order of their declaration: keys as shown, word, line, action."""
    for binding in bindings_of(screen):
        shown = " ".join(as_shown(name) for name in keys_of(binding.id or ""))
        yield shown, binding.description, binding.tooltip, binding.action


def bindings_of(screen: DOMNode | type) -> Iterator[Binding]:
    """The declarations of a screen's commands."""
    for binding in screen.BINDINGS:  # type: ignore[union-attr]  # a class of Textual's
        if isinstance(binding, Binding) and binding.id:
            yield binding


def as_shown(name: str) -> str:
    """A key as people call it."""
    *held, last = name.split("+")
    word = _SHOWN.get(last) or (last.upper() if held or (len(last) > 1 and last[1:].isdigit()) else last)
    word = word.capitalize() if len(word) > 1 and word.islower() else word
    return "+".join([*(each.capitalize() for each in held), word])
