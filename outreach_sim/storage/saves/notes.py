"""What a player notes about people, when to be reminded, and tags: in a small file beside the save.

It belongs to the save, which takes it along when it is branched or removed; it is no part of its chain or of
any hash. Who cannot read it has no notes; who cannot write it is told so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.inputs.paths import read_text
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.writing import kind_of, write_text
from outreach_sim.market.limits import MAX_DAYS, MAX_PEOPLE
from outreach_sim.market.setup import index_of, number_of
from outreach_sim.storage.saves.places import notes_path, save_path

MAX_BYTES = 16 * 1024 * 1024
LONGEST = 300
"""Characters of a note."""
LONGEST_TAG = 20
"""Characters of a tag."""
MOST_TAGS = 8
"""Tags of one person."""
_FORMAT = 1
_TAG = re.compile(rf"[\w-]{{1,{LONGEST_TAG}}}")


@dataclass(frozen=True, slots=True)
class Note:
    """What is noted about somebody.

    Attributes:
        text: one line; empty where there are only tags.
        day: of the game, on which to be reminded; ``None`` for no day.
        tags: words that people can be found by, in small letters and in order.
    """

    text: str
    day: int | None = None
    tags: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to it."""
        return bool(self.text or self.tags)


def tags_in(text: str) -> tuple[str, ...]:
    """The tags that somebody has typed, apart by spaces or commas, with or without a ``#``.

    Raises:
        UsageError: a word is none, or there are too many.
    """
    words = {word.removeprefix("#").casefold() for word in clean(text).replace(",", " ").split()} - {""}
    for word in sorted(words):
        if not _TAG.fullmatch(word):
            raise UsageError(
                f"{word!r} is no tag: up to {LONGEST_TAG} letters, digits, hyphens and underscores"
            )
    if len(words) > MOST_TAGS:
        raise UsageError(f"somebody has {MOST_TAGS} tags at most, these are {len(words)}")
    return tuple(sorted(words))


def read_notes(name: str) -> dict[int, Note]:
    """The notes of a save, by candidate; none where there is no file, or none that can be read."""
    path = notes_path(save_path(name))
    with suppress(BadInputError, OSError, ValueError, RecursionError):
        if not kind_of(path):
            return _notes(json.loads(read_text(path, MAX_BYTES)))
    return {}


def keep_notes(name: str, notes: Mapping[int, Note]) -> None:
    """Keep these notes, and no others.

    Raises:
        BadInputError: the disk refuses.
    """
    kept = {
        str(number_of(candidate)): {"text": note.text, "day": note.day, "tags": list(note.tags)}
        for candidate, note in sorted(notes.items())
    }
    write_text(notes_path(save_path(name)), json.dumps({"format": _FORMAT, "notes": kept}) + "\n", force=True)


def _notes(data: object) -> dict[int, Note]:
    """What a file says, as far as it can have been written by ``keep_notes``."""
    kept = data.get("notes") if isinstance(data, dict) and data.get("format") == _FORMAT else None
    if not isinstance(kept, dict):
        return {}
    found = {int(key): _note(value) for key, value in kept.items() if key.isdecimal() and len(key) < 10}
    return {index_of(n): note for n, note in found.items() if note is not None and 1 <= n <= MAX_PEOPLE}


def _note(value: object) -> Note | None:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return None
    day = value.get("day")
    sound = type(day) is int and 0 <= day <= MAX_DAYS
    note = Note(clean(value["text"], LONGEST), day if sound else None, _tags(value.get("tags")))
    return note or None


def _tags(value: object) -> tuple[str, ...]:
    words = [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
    return tuple(sorted(filter(_TAG.fullmatch, set(words))))[:MOST_TAGS]
