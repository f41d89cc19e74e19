"""Tactics: what letters have that others can copy, who uses which by now, and what is left of their charm."""

from __future__ import annotations

from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import PPM, Sender
from outreach_sim.market.state.approaches import ApproachTable, Flag, Rows
from outreach_sim.market.state.loads import LOAD_UNIT
from outreach_sim.market.state.payroll import public_pay_usd
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.features import F64


class Tactic(IntEnum):
    """What a letter can have that others can copy; a column of ``stores.Tactics``.

    Attributes:
        word: in JSON.
        heard: in a headline.
        words: in a table.
    """

    word: str
    heard: str
    words: str

    def __new__(cls, column: int, word: str = "", heard: str = "", words: str = "") -> Self:
        """A tactic is its column; the words are known of it.

        Raises:
            TypeError: it has none.
        """
        if not (word and heard and words):
            raise TypeError(f"tactic {column} says what it is called, in headlines and in tables")
        self = int.__new__(cls, column)
        self._value_, self.word, self.heard, self.words = column, word, heard, words
        return self

    DIRECT = 0, "direct", "offers without interviews", "no interviews"
    CEO = 1, "ceo", "letters by the CEO", "the CEO writes"
    PAY = 2, "pay", "pay half as high again", "pay of 1.5 times and more"
    PLEDGE = 3, "pledge", "machines promised by name", "machines by name"


HIGH_PAY_PPM = 3 * PPM // 2
IN_USE = LOAD_UNIT * 3 // 8
"""A fading count at or above this: at least one letter in the last 64 days."""


def tactics_of(world: World, table: ApproachTable, rows: Rows) -> NDArray[np.bool_]:
    """Which tactics these approaches use, whoever ordered them; shape (approaches, tactics).

    Whether pay is high is judged by what is public of the present one: what others copy, and tire of, is
    what they can see.
    """
    return uses(
        table.has_flag(rows, Flag.DIRECT),
        table.sender[rows],
        table.offered_usd(rows),
        public_pay_usd(world, table.person[rows]),
        table.pledge_h100e[rows],
    )


def uses(
    direct: NDArray[np.bool_],
    sender: NDArray[np.uint8],
    offered_usd: NDArray[np.int64] | F64,
    public_usd: NDArray[np.int64],
    pledge_h100e: NDArray[np.int64] | F64,
) -> NDArray[np.bool_]:
    """Which tactics such offers use, one column for each ``Tactic``; pay is yearly USD."""
    high_pay = offered_usd >= high_pay_usd(public_usd)
    return np.stack((direct, sender == int(Sender.CEO), high_pay, pledge_h100e > 0), axis=1)


def high_pay_usd(public_usd: NDArray[np.int64]) -> NDArray[np.int64]:
    """From which yearly pay on an offer is one of high pay: a ratio of 1.5 is, whatever it rounds to."""
    return public_usd * HIGH_PAY_PPM // PPM


def visible_uses(used: NDArray[np.bool_], named: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of them a reader sees: the signature always, the others where the letter names the offer."""
    seen = used & named[:, None]
    seen[:, Tactic.CEO] = used[:, Tactic.CEO]
    return seen


def count_letters(world: World, rows: Rows, mails: NDArray[np.uint8]) -> None:
    """First mails that go out today: their labs use these tactics."""
    tactics = world.stores.tactics
    if tactics is None:
        return
    first = rows[mails == 1]
    uses = tactics_of(world, world.approaches, first).astype(np.int64)
    np.add.at(tactics.used, world.approaches.row[first], LOAD_UNIT * uses)


def count_wins(world: World, rows: Rows) -> None:
    """People whom letters have won today; who moves is public, and so is what they were offered."""
    tactics = world.stores.tactics
    if tactics is not None:
        rows = rows[~world.approaches.without_letter(rows)]
        wins = tactics_of(world, world.approaches, rows).astype(np.int64)
        np.add.at(tactics.won, world.approaches.row[rows], wins)


def alike(world: World, table: ApproachTable, rows: Rows) -> NDArray[np.float64]:
    """``crowd`` for these approaches, as their readers see them."""
    seen = visible_uses(tactics_of(world, table, rows), table.has_flag(rows, Flag.NAMED))
    return crowd(world, table.row[rows], seen)


def crowd(world: World, row: Index, seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Sum over the tactics seen in letters of these labs of ln(1 + other labs that use it).

    Letters are counted after all of a day have been read, so those of today do not weigh on each other.
    """
    tactics = world.stores.tactics
    assert tactics is not None
    in_use = (tactics.used >= IN_USE).reshape(world.worlds, world.labs, -1)
    others = in_use.sum(axis=1, keepdims=True) - in_use
    by_row = np.log1p(others).reshape(len(world.heads), -1)
    total = np.zeros(row.size)
    for tactic in range(len(Tactic)):
        seen_in = seen[:, tactic].nonzero()[0]
        if seen_in.size:
            total[seen_in] += by_row[row[seen_in], tactic]
    return total
