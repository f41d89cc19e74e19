"""The labs' policies as columns, so that one call serves all labs of all worlds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.approaches import Flag
from outreach_sim.market.setup import PPM, Setup


@dataclass(frozen=True, slots=True)
class BotTable:
    """The labs' policies as columns, one element per lab."""

    letters_per_week: NDArray[np.int64]
    pay_ratio_ppm: NDArray[np.int64]
    template: NDArray[np.uint8]
    sender: NDArray[np.uint8]
    flags: NDArray[np.uint8]


def bot_table(setup: Setup) -> BotTable:
    """Columns for labs whose policy is ``spray``; the others write nothing."""
    bots = [lab.policy for lab in setup.labs]
    return BotTable(
        letters_per_week=np.array([b.letters_per_week if b.kind == "spray" else 0 for b in bots]),
        pay_ratio_ppm=np.array([round(b.pay_ratio * PPM) for b in bots]),
        template=np.array([b.template for b in bots], dtype=np.uint8),
        sender=np.array([int(b.sender) for b in bots], dtype=np.uint8),
        flags=np.array([int(Flag.DIRECT) if b.direct else 0 for b in bots], dtype=np.uint8),
    )
