"""What is kept of each person, and where they stand in the market."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.runs import Index


class Status:
    """Where a person stands in the market; plain integers, as ``State``."""

    HERE: Final = 0
    SIGNED: Final = 1
    GONE: Final = 2


KNOWN = 2
"""Column of ``Readers.known``."""


class Readers(NamedTuple):
    """What every mail and offer asks of its reader; views, one element per person.

    Attributes:
        home: row of the present employer.
        pay_usd: yearly pay now.
        known: bit mask over ``setup.Fact``.
        taste: weight of compute, log-odds per unit of pull.
        money: weight of pay, of mean 1.
    """

    home: Index
    pay_usd: NDArray[np.int64]
    known: NDArray[np.int64]
    taste: NDArray[np.float64]
    money: NDArray[np.float64]


def reader_columns(readers: NDArray[np.int64]) -> Readers:
    """The columns of an array of shape (people, 5), in which what is asked of a person lies side by side.

    A person looked up costs one reach into memory in place of five.
    """
    tastes = readers.view(np.float64)
    return Readers(readers[:, 0], readers[:, 1], readers[:, 2], tastes[:, 3], tastes[:, 4])
