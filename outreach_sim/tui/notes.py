"""A player's notes about people, and tags, while a game is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from outreach_sim.errors import UsageError
from outreach_sim.inputs.text import clean
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.notes import LONGEST, MOST_TAGS, Note, keep_notes, read_notes


class Notes:
    """What is noted about whom; every change is on the disk before it is seen."""

    def __init__(self, game: Game) -> None:
        self._game = game
        self._kept = read_notes(game.name)

    def of(self, candidate: int) -> Note | None:
        """What is noted about somebody."""
        return self._kept.get(candidate)

    def about(self, candidate: int) -> str:
        """Its text; empty for none."""
        note = self.of(candidate)
        return "" if note is None else note.text

    def tags(self, candidate: int) -> tuple[str, ...]:
        """The tags of somebody."""
        note = self.of(candidate)
        return () if note is None else note.tags

    def said_of(self, candidate: int) -> str:
        """Everything that is noted about somebody, tags with a ``#``; empty for nothing."""
        return " ".join(filter(None, (self.about(candidate), shown_tags(self.tags(candidate)))))

    @property
    def in_use(self) -> Counter[str]:
        """Every tag, and how many people have it."""
        return Counter(tag for note in self._kept.values() for tag in note.tags)

    @property
    def candidates(self) -> list[int]:
        """Of whom anything is noted."""
        return list(self._kept)

    def put(self, candidate: int, text: str, day: int | None) -> None:
        """Note this about somebody; an empty text takes the note away.

        Args:
            candidate: who.
            text: what; it is cleaned, and cut after so many characters.
            day: of the game, on which to be reminded; ``None`` for no day.

        Raises:
            OutreachError: the game is open for reading only, or the disk refuses.
        """
        self._check_writing()
        self._keep({candidate: Note(clean(text, LONGEST).strip(), day, self.tags(candidate))})

    def tag(self, candidates: Collection[int], add: Collection[str], drop: Collection[str] = ()) -> None:
        """Give these people some tags, and take others from them; all of them, or none.

        Raises:
            OutreachError: somebody would have too many, the game is open for reading only, or the disk
                refuses.
        """
        self._check_writing()
        changed = {}
        for candidate in candidates:
            note = self.of(candidate) or Note("")
            tags = tuple(sorted({*note.tags, *add} - set(drop)))
            if len(tags) > MOST_TAGS:
                raise UsageError(f"somebody has {MOST_TAGS} tags at most; here it would be {len(tags)}")
            changed[candidate] = Note(note.text, note.day, tags)
        self._keep(changed)

    def _check_writing(self) -> None:
        if self._game.read_only:
            raise UsageError(f"nothing can be noted: {self._game.why_read_only}")

    def _keep(self, changed: dict[int, Note]) -> None:
        """On the disk first. A note without a text reminds of nothing."""
        kept = {who: note for who, note in (self._kept | changed).items() if note}
        kept = {who: note if note.text else Note("", None, note.tags) for who, note in kept.items()}
        keep_notes(self._game.name, kept)
        self._kept = kept

    def due(self, day: int) -> list[int]:
        """Of whom to be reminded by this day, the earliest first."""
        days = {who: note.day for who, note in self._kept.items() if note.day is not None}
        return sorted((who for who, on in days.items() if on <= day), key=lambda who: (days[who], who))

    def reminds_on(self, day: int) -> list[int]:
        """Of whom to be reminded on this very day."""
        return [who for who in self.due(day) if (note := self.of(who)) is not None and note.day == day]

    def to_come(self) -> list[tuple[int, int]]:
        """Days of all reminders, each with whom it is about."""
        return [(note.day, who) for who, note in self._kept.items() if note.day is not None]


def shown_tags(tags: Collection[str]) -> str:
    """Tags as they are shown and looked for."""
    return " ".join(f"#{tag}" for tag in tags)
