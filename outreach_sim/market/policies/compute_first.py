"""``compute-first``: machines pledged by name, more than the person has now; fleets and heads are public."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np

from outreach_sim.market.mechanisms.purchases import buy
from outreach_sim.market.policies.base import Policy
from outreach_sim.market.setup import Sender
from outreach_sim.market.state.offers import OfferTerms
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

TIMES_THEIRS = 10
"""A pledge is this many times what a researcher at the present employer has."""
LARGEST_PART = 50
"""And never more than one part in so many of the research compute that is left."""

SPENT_PART = 4
"""One part in so many of its budget goes into machines of its own."""


class ComputeFirst(Policy):
    """Machines. Opens gates that pay cannot, at the expense of everybody else in the lab."""

    sender: ClassVar[Sender] = Sender.HIRING_MANAGER
    template: ClassVar[str] = "compute-pledge"
    pay_ratio: ClassVar[float] = 1.3

    def answer(self, world: World, rows: Index) -> None:
        """On the first day, machines for a part of the money, where they can be bought."""
        fleet = world.stores.fleet
        if world.day or fleet is None:
            return
        rows = rows[world.has_budget[rows]]
        buy(world, rows, world.cash_usd[rows] // SPENT_PART // world.setup.rules.h100e_price_usd)

    def terms(self, world: World, row: Index, candidate: Index) -> OfferTerms:
        """The usual terms, and a pledge."""
        theirs = world.compute_today[world.home[world.persons(row, candidate)]]
        most = np.maximum(world.research_left()[row], 0) // LARGEST_PART
        pledge = np.minimum((TIMES_THEIRS * theirs).astype(np.int64), most)
        return replace(super().terms(world, row, candidate), pledge_h100e=pledge)
