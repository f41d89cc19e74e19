"""What is to be known of a game and its save, without playing on."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from functools import cached_property

from outreach_sim.mail.template import Template
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.schema import ScriptLine
from outreach_sim.storage.saves import embed
from outreach_sim.storage.saves.hash_chain import Entry
from outreach_sim.storage.saves.history import head_of, line_in, path_to, turns_in, undone_in
from outreach_sim.storage.saves.replay import log_of
from outreach_sim.storage.saves.store import Store
from outreach_sim.study.statistics import log_hash


class Facts:
    """A game as it stands; ``Game`` says what the attributes are."""

    session: Session
    scenario: Scenario
    seed: int
    _store: Store
    _written: dict[str, Template]
    _undone_before: int

    @property
    def name(self) -> str:
        """Name of the save."""
        return self._store.name

    @property
    def read_only(self) -> bool:
        """Whether this process may only look."""
        return bool(self._store.why_read_only)

    @property
    def why_read_only(self) -> str:
        """The reason, a part of a sentence; empty when the game can be played."""
        return self._store.why_read_only

    @cached_property
    def templates(self) -> Mapping[str, Template]:
        """Every letter by id: those that the save embeds, and those that were written since."""
        return ChainMap(self._written, embed.restore_templates(self._store.content, self._store.path))

    @property
    def written(self) -> tuple[str, ...]:
        """Ids of the letters that were written while it was played, in that order."""
        return tuple(self._written)

    @property
    def undone(self) -> int:
        """How often something was taken back, here or in what this is a branch of; marks the game."""
        return undone_in(self._store.entries) + self._undone_before

    @property
    def turn(self) -> int:
        """Turns played so far: how often ``advance`` was called and not taken back."""
        return len(turns_in(self.path()))

    @property
    def log(self) -> Log:
        """Everything that happened, in canonical order."""
        return log_of([self._store.events_of(entry.id) for entry in self.path()])

    @property
    def log_hash(self) -> str:
        """What ``run`` prints for one world with the same events."""
        return log_hash([bytes.fromhex(self.session.digest())])

    @property
    def pending(self) -> tuple[Order, ...]:
        """Orders given since the last turn."""
        return tuple(self.session.world.orders)

    def lines(self) -> list[ScriptLine]:
        """Every order that was given and not taken back, as a line of a script, in the order given."""
        return [line_in(entry) for entry in self.path() if entry.kind == "order"]

    def path(self) -> list[Entry]:
        """The entries from the first to where the game stands, without those that were taken back."""
        return path_to(self._store.entries, self._head())

    @property
    def entries(self) -> Sequence[Entry]:
        """All that was ever done, what was taken back among it."""
        return self._store.entries

    def _head(self) -> Entry:
        return head_of(self._store.entries)
