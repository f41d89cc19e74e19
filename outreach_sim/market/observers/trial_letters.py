"""Notes what became of each letter of a lab that tries two, so that tests of any size can be made of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.phases.outreach import arms_of
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.world import World

REACHED = (Event.REPLIED, Event.INTERESTED, Event.ACCEPTED)
"""What may come of a letter; the last columns of what is noted."""
COLUMNS = ("world", "day", "candidate", "arm", *(event.name.lower() for event in REACHED))
_UNWRITTEN = -1
"""In place of the day of a letter that was never sent."""


class TrialLetters(Observer):
    """A ``Observer`` that notes the first letter of one lab to each person, and what came of it.

    Later rounds are left out: who is asked again gets the same letter, and is no second case.
    """

    def __init__(self, world: World, lab: int, replications: Sequence[int]) -> None:
        people = world.worlds * world.candidates
        self.lab = lab
        self._replications = np.asarray(replications, dtype=np.int64)
        self._day = np.full(people, _UNWRITTEN, dtype=np.int16)
        self._arm = np.zeros(people, dtype=np.uint8)
        self._reached = np.zeros((len(REACHED), people), dtype=np.bool_)

    def event(self, world: World, batch: EventBatch) -> None:
        """Note a first mail, or what came of the round that it began."""
        event, row, person, rows, mail, _ = batch
        if rows is None or event not in (Event.SENT, *REACHED):
            return
        table = world.approaches
        own = (world.lab_of.take(row) == self.lab) & (table.number.take(rows) == 1)
        if event is Event.SENT:
            first = own & (mail == 1)
            row, person = row[first], person[first]
            self._day[person] = world.day
            self._arm[person] = arms_of(world, row, person - world.world_of.take(row) * world.candidates)
        else:
            self._reached[REACHED.index(event), person[own & ~table.without_letter(rows)]] = True

    def arrays(self) -> dict[str, NDArray[Any]]:
        """State to be saved: the arrays themselves, to be written or filled."""
        return {"trial.day": self._day, "trial.arm": self._arm, "trial.reached": self._reached}

    def letters_sent(self) -> NDArray[np.int64]:
        """A row a letter, by world, day and candidate; the columns are ``COLUMNS``."""
        sent = np.flatnonzero(self._day != _UNWRITTEN)
        world, candidate = np.divmod(sent, len(self._day) // len(self._replications))
        known = (self._replications[world], self._day[sent], candidate, self._arm[sent])
        rows = np.stack([*known, *self._reached[:, sent]], axis=1).astype(np.int64)
        return rows[np.lexsort((candidate, rows[:, 1], world))]
