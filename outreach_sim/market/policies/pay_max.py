"""``pay-max``: three times the pay, no interviews, and half as much again when an employer answers."""

from __future__ import annotations

from typing import ClassVar

from outreach_sim.market.policies.base import Policy, better_countered
from outreach_sim.market.setup import PPM, Sender
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

RAISE_PPM = 3 * PPM // 2


class PayMax(Policy):
    """Money. Few refuse, but a budget buys a third of the people, and some of them do not fit."""

    style: ClassVar[str] = "writes to the best, offers {pay}, {interviews}, and outbids employers by half"
    sender: ClassVar[Sender] = Sender.HIRING_MANAGER
    template: ClassVar[str] = "hiring-manager"
    pay_ratio: ClassVar[float] = 3.0
    direct: ClassVar[bool] = True

    def answer(self, world: World, rows: Index) -> None:
        """Outbid counter-offers."""
        better_countered(world, rows, RAISE_PPM)
