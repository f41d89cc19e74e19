"""Tactics: what letters have that others can copy, who uses which by now, and what is left of their charm."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.approaches import Flag, Rows
from outreach_sim.market.setup import PPM, Sender
from outreach_sim.market.world import LOAD_UNIT, World


class Tactic(IntEnum):
    """What a letter can have that others can copy; a column of ``memories.Tactics``."""

    DIRECT = 0  # an offer without interviews
    CEO = 1  # signed by the CEO
    PAY = 2  # at least half as much again as the person's pay
    PLEDGE = 3  # compute by name


TACTIC_NAMES = {Tactic.DIRECT: "direct", Tactic.CEO: "ceo", Tactic.PAY: "pay", Tactic.PLEDGE: "pledge"}
HIGH_PAY_PPM = 3 * PPM // 2
IN_USE = LOAD_UNIT * 3 // 8
"""A fading count at or above this: at least one letter in the last 64 days."""


def tactics_of(world: World, rows: Rows) -> NDArray[np.bool_]:
    """Which tactics these approaches use, whoever ordered them; shape (approaches, tactics)."""
    table = world.approaches
    present = world.pay_usd[table.person[rows]]
    columns = (
        world.has_flag(rows, Flag.DIRECT),
        table.sender[rows] == int(Sender.CEO),
        world.offered_usd(rows) * PPM >= present * HIGH_PAY_PPM,
        table.pledge_h100e[rows] > 0,
    )
    return np.stack(columns, axis=1)


def count_letters(world: World, rows: Rows, mails: NDArray[np.uint8]) -> None:
    """First mails that go out today: their labs use these tactics."""
    tactics = world.memories.tactics
    if tactics is None:
        return
    first = rows[mails == 1]
    uses = tactics_of(world, first).astype(np.int64)
    np.add.at(tactics.used, world.approaches.row[first], LOAD_UNIT * uses)


def count_wins(world: World, rows: Rows) -> None:
    """People who said yes today; who moves is public, and so is what they were offered."""
    tactics = world.memories.tactics
    if tactics is not None:
        wins = tactics_of(world, rows).astype(np.int64)
        np.add.at(tactics.won, world.approaches.row[rows], wins)


def alike(world: World, rows: Rows) -> NDArray[np.float64]:
    """Sum over the tactics a reader sees of ln(1 + other labs that use it); pay is seen where it is named."""
    tactics = world.memories.tactics
    assert tactics is not None
    row = world.approaches.row[rows]
    shown = tactics_of(world, rows)
    named = world.has_flag(rows, Flag.NAMED)
    shown[:, [Tactic.DIRECT, Tactic.PAY, Tactic.PLEDGE]] &= named[:, None]
    users = tactics.in_use.reshape(world.worlds, world.labs, -1).sum(axis=1)
    return crowd(shown, users[world.world_of[row]] - tactics.in_use[row])


def crowd(shown: NDArray[np.bool_], others: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sum itself, column by column; ``others`` are labs that use each tactic."""
    total = np.zeros(len(shown))
    for tactic in Tactic:
        total += np.where(shown[:, tactic], np.log1p(others[:, tactic]), 0.0)
    return total
