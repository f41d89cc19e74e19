"""``pay-max``: three times the pay, no interviews, and half as much again when an employer answers."""

from __future__ import annotations

from typing import ClassVar

from outreach_sim.market.policies.base import Policy
from outreach_sim.market.setup import PPM, Sender


class PayMax(Policy):
    """Money. Few refuse, but a budget buys a third of the people, and some of them do not fit."""

    sender: ClassVar[Sender] = Sender.HIRING_MANAGER
    template: ClassVar[str] = "hiring-manager"
    pay_ratio: ClassVar[float] = 3.0
    direct: ClassVar[bool] = True
    outbids_ppm: ClassVar[int] = 3 * PPM // 2
