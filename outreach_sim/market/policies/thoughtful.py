"""``thoughtful``: what the screens say. How it decides stands above, in ``market.thoughtful``."""

from __future__ import annotations

from typing import ClassVar

from outreach_sim.market.policies.base import NOBODY, Policy
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.approaches import Rows
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World


class Thoughtful(Policy):
    """The desk read well. What others know of it are its usual letters; its own are orders of the morning."""

    sender: ClassVar[Sender] = Sender.HIRING_MANAGER
    template: ClassVar[str] = "hiring-manager"
    pay_ratio: ClassVar[float] = 1.25
    weighs: ClassVar[bool] = True

    def letters(self, world: World, rows: Index) -> Rows:
        """None besides those it has ordered."""
        return NOBODY
