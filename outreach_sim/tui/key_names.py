"""Keys as people write them, and which of them no command can have."""

from __future__ import annotations

from typing import Any

from textual.keys import Keys, _character_to_key

_OTHERWISE = {
    "esc": "escape", "return": "enter", "del": "delete", "ins": "insert",
    "pgup": "pageup", "pgdn": "pagedown",
    "page up": "pageup", "page down": "pagedown", "control": "ctrl", "option": "alt",
}  # fmt: skip
_HELD = ("ctrl", "alt", "shift")
_NEEDED = {
    "tab": "goes from field to field", "shift+tab": "goes from field to field", "ctrl+p": "opens the palette",
    "ctrl+c": "copies",
    "up": "goes through lists", "down": "goes through lists", "left": "goes through lists",
    "right": "goes through lists", "backspace": "takes back what is typed",
}  # fmt: skip
"""Keys that widgets and the program itself need, and what for."""
_SAME = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+j": "Enter", "ctrl+h": "Backspace", "ctrl+[": "Esc"}
"""What terminals send for some keys."""


class NoKey(ValueError):  # noqa: N818 - named for what the text is
    """A text names no key; its arguments are what is wrong with it, and what would be right."""


def key_name(text: Any) -> str:
    """A key as Textual calls it: of ``N``, ``/``, ``Ctrl+F``, ``F5``, ``PageUp``.

    Raises:
        NoKey: it is none, or none that a terminal tells from another.
    """
    if not isinstance(text, str) or not text.strip():
        raise NoKey("a key is written as a text", 'such as "N", "Ctrl+F" or "F5"')
    before, plus, last = ("", "", text) if len(text) == 1 else text[:-1].rpartition("+")
    last = last + text[-1] if len(text) > 1 else text
    parts = [_plain(each) for each in before.split("+")] if plus else []
    if any(part not in _HELD for part in parts):
        raise NoKey(f"{text[:20]!r} is no key", "before the + stands Ctrl, Alt or Shift")
    if parts == ["shift"] and len(last) == 1:
        parts, last = [], last.upper()
    name = "+".join([*parts, _last(last, bool(parts))])
    if name in _SAME:
        raise NoKey(f"{text[:20]} cannot be told from {_SAME[name]} by terminals", "take another key")
    return name


def _plain(word: str) -> str:
    word = word.strip().lower()
    return _OTHERWISE.get(word, word)


def _last(word: str, held: bool) -> str:
    if len(word) == 1:
        return _character_to_key(word.lower() if held else word)
    name = _plain(word)
    if name not in {key.value for key in Keys} | _CHARACTERS:
        raise NoKey(f"{word[:20]!r} is no key", 'write it such as "N", "Ctrl+F", "F5" or "PageUp"')
    return name


_CHARACTERS = {_character_to_key(chr(code)) for code in range(33, 127)} | {"space"}
"""Names of what a keyboard writes."""


def needed_for(name: str) -> str:
    """What a key is needed for everywhere, a part of a sentence; empty where it is not."""
    return _NEEDED.get(name, "")


def types_text(name: str) -> bool:
    """Whether the key writes a character, so that a field would take it."""
    return "+" not in name and (len(name) == 1 or name in _CHARACTERS)
