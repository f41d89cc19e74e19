"""``copycat``: does what the rival did that hired most in the last four weeks; who moved is public."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.events import FUNNEL, Event
from outreach_sim.market.outreach import Terms
from outreach_sim.market.policies.base import Policy
from outreach_sim.market.setup import PPM, Sender
from outreach_sim.market.world import Index, World

LOOK_DAYS = 28
_ACCEPTED = FUNNEL.index(Event.ACCEPTED)


class Copycat(Policy):
    """Imitation. It learns late, and competes for the same people with the same letters."""

    sender: ClassVar[Sender] = Sender.HIRING_MANAGER
    template: ClassVar[str] = "hiring-manager"
    pay_ratio: ClassVar[float] = 1.2

    def answer(self, world: World, rows: Index) -> None:
        """Every four weeks, look who hired most, and take over sender, pay and interviews from there."""
        styles = world.memories.styles
        assert styles is not None
        if world.day == 0 or world.day % LOOK_DAYS:
            return
        hires = world.recorder.funnel[:, _ACCEPTED]
        lately = (hires - styles.hires_before).reshape(world.worlds, world.labs)[world.world_of[rows]].copy()
        styles.hires_before[:] = hires
        lately[:, ~world.policies.writes] = 0
        lately[np.arange(rows.size), world.lab_of[rows]] = 0
        seen = lately.max(axis=1) > 0
        styles.model[rows[seen]] = lately.argmax(axis=1)[seen]

    def senders(self, world: World, rows: Index) -> NDArray[np.uint8]:
        """Who signs: as in the lab that is copied."""
        styles = world.memories.styles
        assert styles is not None
        return world.policies.sender_seen[styles.model[rows]]

    def terms(self, world: World, row: Index, candidate: Index) -> Terms:
        """The copied lab's pay and interviews under its sender; the words stay one's own."""
        styles = world.memories.styles
        assert styles is not None
        model = styles.model[row]
        pay = world.pay_usd[world.persons(row, candidate)]
        return replace(
            super().terms(world, row, candidate),
            sender=world.policies.sender_seen[model],
            flags=world.policies.flags_seen[model],
            pay_usd=pay * world.policies.ratio_seen_ppm[model] // PPM,
        )
