"""Who of a staff whose leader has gone has said in public that they would follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.base import Store
from outreach_sim.market.state.stores.teams import NOWHERE


@dataclass(slots=True)
class Crowds(Store):
    """What is public in walkouts with an offer to everybody.

    Attributes:
        staff_of: per person, the row of the lab on whose staff they were when its leader went; else
            ``NOWHERE``.
        said_to: per person, the row of the lab that they have told they would come; else ``NOWHERE``.
        staff, said: per lab row, how many the staff were when the leader went, and how many of them have
            said so and stand by it, as of the latest question.
    """

    saved: ClassVar[tuple[str, ...]] = ("staff_of", "said_to", "staff", "said")
    staff_of: Index
    said_to: Index
    staff: NDArray[np.int64]
    said: NDArray[np.int64]

    def begin(self, rows: Index, person: Index, home: Index) -> None:
        """The leaders of the labs of these rows go; these people work there. Nobody has said anything."""
        self.staff_of[np.isin(self.staff_of, rows)] = NOWHERE
        self.staff_of[person] = home
        self.said_to[person] = NOWHERE
        self.said[rows] = 0
        self.staff[rows] = np.bincount(home, minlength=self.staff.size)[rows]

    def share(self, home: Index) -> NDArray[np.float64]:
        """Share of the staff of these rows that has said so, 0 to 1."""
        return self.said.take(home) / np.maximum(self.staff.take(home), 1)


def make_crowds(setup: Setup, worlds: int) -> Crowds | None:
    """Nobody has been asked yet; ``None`` where nobody ever is."""
    asked = any(walkout.pay_ratio is not None for walkout in setup.walkouts)
    if not (asked and setup.mechanisms.colleagues):
        return None
    persons, rows = worlds * len(setup.people), worlds * len(setup.labs)
    return Crowds(
        staff_of=np.full(persons, NOWHERE, dtype=np.intp),
        said_to=np.full(persons, NOWHERE, dtype=np.intp),
        staff=np.zeros(rows, dtype=np.int64),
        said=np.zeros(rows, dtype=np.int64),
    )
