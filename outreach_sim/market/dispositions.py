"""What a scenario says of single people's minds, in place of what luck would give them.

Labs that write believe of them what they believe of anybody: nobody reads the scenario file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Disposition:
    """One person's mind, as far as it is said; ``None`` leaves a part to luck.

    Attributes:
        candidate: array position.
        heavy: whether a heavy user of compute.
        money: weight of pay, above 0; the mean of all people is 1.
        gate_ppm: threshold in millionths of the leader's fleet, 0 for none; who has one is a heavy user.
        fit: how the person takes to labs: index and log-odds, of each lab of which it is said.
    """

    candidate: int
    heavy: bool | None = None
    money: float | None = None
    gate_ppm: int | None = None
    fit: tuple[tuple[int, float], ...] = ()


def said_fit(dispositions: Sequence[Disposition], labs: int, candidates: int) -> NDArray[np.float64] | None:
    """Fit that is said, log-odds, at lab x candidates + candidate; NaN where luck decides.

    ``None`` where nothing is said of anybody.
    """
    said = [(lab * candidates + who.candidate, fit) for who in dispositions for lab, fit in who.fit]
    if not said:
        return None
    table = np.full(labs * candidates, np.nan)
    for place, fit in said:
        table[place] = fit
    return table
