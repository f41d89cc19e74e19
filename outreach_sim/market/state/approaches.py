"""The approach table: one row per live approach, a structure of arrays.

Rows are appended and, between two days, squeezed together in the order of their creation: approaches that
were opened together fall due together, so a day's work reads memory in sequence. No result depends on it.

Where much is read at once (every mail of a day) it is by ``take``, there a quarter faster than brackets.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import SIGN_ON_YEARS

Rows = NDArray[np.intp]

NEVER = 32_767
"""A due day that no game reaches (games last at most 3,650 days)."""
MOST_ATTEMPTS = 255
"""So often a lab approaches one person at most: attempts are numbered in eight bits, here and in draws."""
_SLACK = 256


class State:
    """Where an approach stands. Plain integers: NumPy compares them five times as fast as enums."""

    EMPTY: Final = 0
    WAITING: Final = 1  # written to, silent so far
    REPLYING: Final = 2  # an answer is on its way
    INTERESTED: Final = 3  # said yes to talking; the lab's turn
    PROCESS: Final = 4  # interviews, or the direct offer being drawn up
    OFFERED: Final = 5  # a live offer
    SIGNED: Final = 6  # accepted, not started
    MISFIT: Final = 7  # started; it will not last


class Flag:
    """Yes-or-no facts of an approach, as bits."""

    DIRECT: Final = 1
    NAMED: Final = 2  # the first letter stated the pay
    BY_HAND: Final = 4  # the lab answers each step by command
    BETTERED: Final = 8  # the lab has raised its offer since it was made
    SHORT: Final = 16  # interviews in their short form
    FORM: Final = DIRECT | SHORT  # how somebody comes to an offer; 0 by interviews in full
    CAME_BACK: Final = 32  # reopened by the person once the lab had the machines
    TURNS_BACK: Final = 64  # signed, and will stay with the old employer after all


class ApproachTable:
    """Columns of all live approaches of all stacked worlds.

    Attributes:
        person: world x candidates + candidate.
        row: world x labs + lab.
        occasion: the approach's own random stream (``model.draws.occasions``).
        mind: the stream of what the person thinks of it: of reply, interest and decision. That of person and
            lab the first time, and later as often as they are of the same mind; else the approach's own.
        state, due: ``State`` and the day it changes by itself.
        mails: mails sent so far, 1 to 6; 0 where the person came without a letter, in a walkout.
        number: how often this lab has approached this person, from 1.
        before: mails of this lab's approach before: opening template x (``MOST_MAILS`` + 1) + how many, or 0.
        template, sender, flags: as sent; ``flags`` is a ``Flag``.
        pay_usd, sign_on_usd, pledge_h100e, deadline_days: the terms meant or offered.
        expected_usd: yearly pay the person has in mind: stated in the letter, or the public band.
        shock: reply shock, +inf where the first mail was never opened.
        fit: how this person takes to this lab, log-odds.
        value: V of the mail that is being answered, log-odds.
        answer: letter of the lab's own words since the person answered, index + 1; 0 for the plain ones.
        answer_false: claims in it that were not so on the day it was read, 0 to 3.
        answer_usd: the largest yearly pay named in such words, 0 for none.
    """

    _state: NDArray[np.uint8]
    _COLUMNS = (
        ("person", np.intp),
        ("row", np.intp),
        ("occasion", np.uint64),
        ("mind", np.uint64),
        ("state", np.uint8),
        ("due", np.int16),
        ("mails", np.uint8),
        ("number", np.uint8),
        ("before", np.uint16),
        ("template", np.uint16),
        ("sender", np.uint8),
        ("flags", np.uint8),
        ("pay_usd", np.int64),
        ("sign_on_usd", np.int64),
        ("pledge_h100e", np.int64),
        ("deadline_days", np.int16),
        ("expected_usd", np.int64),
        ("shock", np.float64),
        ("fit", np.float64),
        ("value", np.float64),
        ("answer", np.uint16),
        ("answer_false", np.uint8),
        ("answer_usd", np.int64),
    )

    person: NDArray[np.intp]
    row: NDArray[np.intp]
    occasion: NDArray[np.uint64]
    mind: NDArray[np.uint64]
    state: NDArray[np.uint8]
    due: NDArray[np.int16]
    mails: NDArray[np.uint8]
    number: NDArray[np.uint8]
    before: NDArray[np.uint16]
    template: NDArray[np.uint16]
    sender: NDArray[np.uint8]
    flags: NDArray[np.uint8]
    pay_usd: NDArray[np.int64]
    sign_on_usd: NDArray[np.int64]
    pledge_h100e: NDArray[np.int64]
    deadline_days: NDArray[np.int16]
    expected_usd: NDArray[np.int64]
    shock: NDArray[np.float64]
    fit: NDArray[np.float64]
    value: NDArray[np.float64]
    answer: NDArray[np.uint16]
    answer_false: NDArray[np.uint8]
    answer_usd: NDArray[np.int64]

    def __init__(self, capacity: int = 256) -> None:
        self._used = 0
        self._live = 0
        for name, dtype in self._COLUMNS:
            setattr(self, f"_{name}", np.zeros(capacity, dtype=dtype))
        self._expose()

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Names of all columns."""
        return tuple(name for name, _ in cls._COLUMNS)

    def __len__(self) -> int:
        return self._live

    def append(self, count: int) -> slice:
        """``count`` new rows at the end, to be filled by the caller; they are empty, never due, and answer
        nothing yet.
        """
        start, stop = self._used, self._used + count
        capacity = len(self._state)
        if stop > capacity:
            self._grow(max(2 * capacity, stop))
        self._used = stop
        self._live += count
        self._expose()
        self.state[start:stop] = State.EMPTY
        self.due[start:stop] = NEVER
        for column in (self.value, self.answer, self.answer_false, self.answer_usd):
            column[start:stop] = 0
        return slice(start, stop)

    def release(self, rows: Rows) -> None:
        """Empty these distinct rows."""
        self.state[rows] = State.EMPTY
        self.due[rows] = NEVER
        self._live -= rows.size

    def squeeze(self) -> None:
        """Drop empty rows once they are the majority; row numbers change, order does not."""
        if self._used > 2 * self._live + _SLACK:
            keep = np.flatnonzero(self.state)
            for name, _ in self._COLUMNS:
                column = getattr(self, f"_{name}")
                column[: keep.size] = column.take(keep)
            self._used = self._live
            self._expose()

    def due_on(self, day: int) -> Rows:
        """Rows that change by themselves on this day."""
        return (self.due == day).nonzero()[0]

    @property
    def under_way(self) -> NDArray[np.bool_]:
        """Which rows are approaches as their labs know them, up to the first day at work.

        Who will not last is one row more from that day on, which nobody may see: all others have none.
        """
        return (self.state != State.EMPTY) & (self.state != State.MISFIT)

    def in_state(self, state: int) -> Rows:
        """Rows in this state."""
        return (self.state == state).nonzero()[0]

    def first_year_usd(self, rows: Rows) -> NDArray[np.int64]:
        """What an offer reserves: a year's pay and the sign-on."""
        return self.pay_usd[rows] + self.sign_on_usd[rows]

    def offered_usd(self, rows: Rows) -> NDArray[np.int64]:
        """Yearly pay of the terms meant or offered, a quarter of the sign-on included."""
        return self.pay_usd[rows] + self.sign_on_usd[rows] // SIGN_ON_YEARS

    def has_flag(self, rows: Rows, flag: int) -> NDArray[np.bool_]:
        """Which of these approaches carry the flag."""
        return (self.flags[rows] & np.uint8(flag)) != 0

    def without_letter(self, rows: Rows) -> NDArray[np.bool_]:
        """To which of these people nobody has written: they follow a leader, on an offer to everybody."""
        return self.mails[rows] == 0

    def _grow(self, capacity: int) -> None:
        for name, dtype in self._COLUMNS:
            column = np.empty(capacity, dtype=dtype)
            column[: self._used] = getattr(self, name)
            setattr(self, f"_{name}", column)

    def _expose(self) -> None:
        """Public columns are views of the rows in use."""
        used, mine = self._used, self.__dict__
        for name, whole in _WHOLE:
            mine[name] = mine[whole][:used]


_WHOLE = [(name, f"_{name}") for name in ApproachTable.names()]
"""Each public column and the array of which it is a part."""
