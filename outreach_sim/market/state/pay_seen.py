"""What a lab believes everybody to earn, as it stood when the lab looked."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.bands import most_in_a_band_usd
from outreach_sim.market.state.payroll import is_pay_guessed
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

AT_ONCE = 1 << 15
"""People who are looked at together: what is in between stays in the processor's cache."""


class PaySeen:
    """``payroll.believed_pay_usd`` of one world, to be asked whatever becomes of the world.

    Where people work and what the lab knows of their pay is noted at once. What public bands promise the
    others never changes, and is looked up when somebody asks: with a million people that is half of a look.

    Attributes:
        home: index of everyone's lab, of people who left the market the last one, shape (candidates,).
        most_usd: the largest of these amounts is within them, both included.
    """

    def __init__(self, world: World, row: int) -> None:
        number, count = row // world.labs, world.candidates
        self._bands = world.band_usd.reshape(world.labs, count)
        self._guessed = np.empty(count, dtype=np.bool_)
        self._told_usd = np.empty(count, dtype=np.int64)
        self.home = np.empty(count, dtype=np.intp)
        for start in range(0, count, AT_ONCE):
            here = slice(start, min(start + AT_ONCE, count))
            person = slice(here.start + number * count, here.stop + number * count)
            self._guessed[here] = guessed = is_pay_guessed(world, row, person)
            np.multiply(world.pay_usd[person], ~guessed, out=self._told_usd[here])
            np.subtract(world.home[person], number * world.labs, out=self.home[here])
        self.home.flags.writeable = False
        told_usd = int(self._told_usd.max())
        self.most_usd = max(told_usd, int(self.of(0))), max(told_usd, most_in_a_band_usd(world.setup))

    def __eq__(self, other: object) -> bool:
        """Whether everybody works at the same lab, and is believed to earn the same."""
        if not isinstance(other, PaySeen):
            return NotImplemented
        return np.array_equal(self.home, other.home) and np.array_equal(self.of_all, other.of_all)

    __hash__ = None  # type: ignore[assignment]  # as of all that can be compared and is no constant

    def of(self, candidates: Index | int) -> NDArray[np.int64]:
        """Yearly pay of these people, told by array position, whole USD."""
        band = self._bands[self.home[candidates], candidates]
        return np.where(self._guessed[candidates], band, self._told_usd[candidates])

    @cached_property
    def of_all(self) -> NDArray[np.int64]:
        """That of everybody, shape (candidates,); it can be read, not written."""
        count, found = len(self.home), np.empty(len(self.home), dtype=np.int64)
        for start in range(0, count, AT_ONCE):
            stop = min(start + AT_ONCE, count)
            found[start:stop] = self.of(np.arange(start, stop))
        found.flags.writeable = False
        return found
