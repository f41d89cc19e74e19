"""``copycat``: has no tactic of its own, and takes up each one that has won people for rivals."""

from __future__ import annotations

from typing import ClassVar

from outreach_sim.market.policies.base import Policy
from outreach_sim.market.setup import Sender

LAG_DAYS = 28


class Copycat(Policy):
    """Imitation. It learns late, and competes for the same people with the same letters."""

    sender: ClassVar[Sender] = Sender.HIRING_MANAGER
    template: ClassVar[str] = "hiring-manager"
    pay_ratio: ClassVar[float] = 1.2
    copy_lag_days: ClassVar[int] = LAG_DAYS
