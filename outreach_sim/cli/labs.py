"""Which labs can be asked to do something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from outreach_sim.errors import UsageError

if TYPE_CHECKING:
    from outreach_sim.market.setup import Setup


def one_that_acts(setup: Setup, lab: int) -> int:
    """The index of a lab, where it is one that writes.

    Raises:
        UsageError: it stands for all employers outside.
    """
    if lab == setup.outside:
        outside = setup.labs[lab].id
        raise UsageError(f"{outside} is outside and writes to nobody, name a lab on the board")
    return lab
