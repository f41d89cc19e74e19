"""A player's notes about people, while a game is open."""

from __future__ import annotations

from outreach_sim.errors import UsageError
from outreach_sim.inputs.text import clean
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.notes import LONGEST, Note, keep_notes, read_notes


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

    @property
    def candidates(self) -> list[int]:
        """Who has one."""
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
        if self._game.read_only:
            raise UsageError(f"nothing can be noted: {self._game.why_read_only}")
        text = clean(text, LONGEST).strip()
        kept = {who: note for who, note in self._kept.items() if who != candidate}
        if text:
            kept[candidate] = Note(text, day)
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
