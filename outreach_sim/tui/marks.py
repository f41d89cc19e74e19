"""Which replies the player has looked at; remembered beside the save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.read_marks import keep_marks, read_marks

Threads = Mapping[int, Sequence[Mail]]


class ReadMarks:
    """How far each thread of a game was read.

    Attributes:
        unread: candidates with a reply that nobody has looked at.
    """

    def __init__(self, game: Game) -> None:
        self._game = game
        self._read: dict[int, int] | None = read_marks(game.name)
        self._kept = self._read
        self.unread: set[int] = set()

    def follow(self, threads: Threads) -> None:
        """The threads are these now; where nothing was ever marked, all that is there counts as read."""
        known = {c: len(mails) for c, mails in threads.items()} if self._read is None else self._read
        self._read = {c: min(mails, len(threads[c])) for c, mails in known.items() if c in threads}
        self._keep(threads)

    def mark(self, candidate: int, threads: Threads) -> None:
        """Everything in a thread has been looked at."""
        self._read = {**(self._read or {}), candidate: len(threads[candidate])}
        self._keep(threads)

    def _keep(self, threads: Threads) -> None:
        read = self._read or {}
        self.unread = {
            c for c, mails in threads.items() if any(m.from_candidate for m in mails[read.get(c, 0) :])
        }
        if not self._game.read_only and read != self._kept:
            keep_marks(self._game.name, read)
            self._kept = read
