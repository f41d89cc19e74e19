"""What can be played: games that were kept, and new ones of every scenario."""

from __future__ import annotations

from dataclasses import dataclass

from outreach_sim.errors import OutreachError
from outreach_sim.scenario.difficulty import Difficulty, load_at
from outreach_sim.scenario.load import list_scenarios
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.shelf import latest_first
from outreach_sim.tui.games import new_game

SAVES, NEW = "Go on with", "New game"
HELP_OF = {SAVES: "A game that was kept", NEW: "Begun anew; the game that is played is kept"}
"""What the palette says of either."""
_NOT_TO_PLAY = frozenset({"benchmark"})
"""Scenarios that are there to be measured."""
_FIRST = ("first-game", "first-letter", "personal-email")
"""Where to begin; the others follow by name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list: a scenario, or a save."""

    kind: str
    name: str

    @property
    def identity(self) -> str:
        """Unlike that of any other."""
        return f"{self.kind}/{self.name}"

    def opened(self, difficulty: Difficulty = Difficulty.NORMAL, seed: int | None = None) -> Game:
        """The game, gone on with or begun.

        Raises:
            OutreachError: it cannot be read or written.
        """
        return Game.open(self.name) if self.kind == SAVES else new_game(load_at(self.name, difficulty), seed)


def choices(saves: list[str]) -> list[Choice]:
    """All there is: games that were kept, then scenarios."""
    names = [name for name in list_scenarios() if name not in _NOT_TO_PLAY]
    ordered = [n for n in _FIRST if n in names] + [n for n in names if n not in _FIRST]
    return [Choice(SAVES, n) for n in saves] + [Choice(NEW, name) for name in ordered]


def saved() -> list[str]:
    """Names of the saves, the latest first; none where nobody may look for them."""
    try:
        return latest_first()
    except OutreachError:
        return []
