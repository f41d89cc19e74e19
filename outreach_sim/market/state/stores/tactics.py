"""What letters have that others copy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import NEVER_COPIES, Setup
from outreach_sim.market.state.stores.base import Store

TACTICS = 4
"""How many ``tactics.Tactic`` there are."""


@dataclass(slots=True)
class Tactics(Store):
    """What letters have that others copy; the last axis is a ``tactics.Tactic``.

    Attributes:
        used: first mails with it, fading, fixed point, per lab row.
        won: people who said yes to it, per lab row.
        seen: whether it has been news, per world.
        adopts_on: the day after the one from which a lab that copies uses it, 0 for not yet, per lab row.
    """

    saved: ClassVar[tuple[str, ...]] = ("used", "won", "seen", "adopts_on")
    used: NDArray[np.int64]
    won: NDArray[np.int64]
    seen: NDArray[np.bool_]
    adopts_on: NDArray[np.int16]


def make_tactics(setup: Setup, worlds: int) -> Tactics | None:
    """Nobody has won anybody yet; ``None`` where nobody copies."""
    if not (setup.mechanisms.copying or any(lab.policy.copy_lag_days != NEVER_COPIES for lab in setup.labs)):
        return None
    rows = worlds * len(setup.labs)
    used, won = np.zeros((2, rows, TACTICS), dtype=np.int64)
    seen = np.zeros((worlds, TACTICS), dtype=np.bool_)
    return Tactics(used, won, seen, np.zeros((rows, TACTICS), dtype=np.int16))
