"""``random``: a quarter of the letters it could write, to anybody, in any words, on any terms."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.policies.base import Policy, pick_in_order
from outreach_sim.market.setup import PPM, Sender
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.offers import OfferTerms
from outreach_sim.market.state.payroll import public_pay_usd, times
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.shortlist import Picked
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, integer

LOWEST_PPM, HIGHEST_PPM = PPM // 2, 2 * PPM


class Random(Policy):
    """No judgement at all: what a policy must beat. Its draws belong to the pair, not to the day."""

    sender: ClassVar[Sender] = Sender.HIRING_MANAGER
    template: ClassVar[str] = "hiring-manager"
    pay_ratio: ClassVar[float] = 1.25
    quota_share: ClassVar[float] = 0.25
    by_judgement: ClassVar[bool] = False
    by_lot: ClassVar[bool] = True

    def pick(self, world: World, rows: Index, wanted: NDArray[np.int64]) -> Picked:
        """People in an order of the lab's own that has nothing to do with them."""
        row, candidate = np.repeat(rows, world.candidates), np.tile(np.arange(world.candidates), rows.size)
        stream = world.occasion(world.persons(row, candidate), row)
        order = np.argsort(bits(stream, Purpose.RANDOM_ORDER).reshape(rows.size, -1), axis=1, kind="stable")
        return pick_in_order(world, rows, wanted, order, np.ones(order.shape, dtype=np.bool_))

    def usual_terms(self, world: World, row: Index, candidate: Index) -> OfferTerms:
        """The middle of what it may say: nobody knows which lot is drawn."""
        return super().terms(world, row, candidate)

    def terms(self, world: World, row: Index, candidate: Index) -> OfferTerms:
        """Any letter, from half to twice what the lab believes they earn, with or without interviews."""
        person = world.persons(row, candidate)
        stream = world.occasion(person, row)
        ratio = integer(bits(stream, Purpose.RANDOM_PAY), LOWEST_PPM, HIGHEST_PPM)
        direct = integer(bits(stream, Purpose.RANDOM_DIRECT), 0, 1) * int(Flag.DIRECT)
        letters = world.setup.common_letters or len(world.setup.letters.ids)
        return replace(
            super().terms(world, row, candidate),
            template=integer(bits(stream, Purpose.RANDOM_LETTER), 0, letters - 1).astype(np.uint16),
            pay_usd=times(world, public_pay_usd(world, person), ratio),
            flags=direct.astype(np.uint8),
        )
