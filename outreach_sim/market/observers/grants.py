"""Notes what one lab grants people above the pay they had, and in which form it hired them.

The books of a lab say what hires and raises cost; points ask what they cost more than before, by person.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.phases.arrivals import QUIT_DAYS, misfit_chances
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.saved import Arrays, fill
from outreach_sim.market.state.world import World

NOT_STARTED = -1
_RAISES = (Event.RAISED, Event.PAY_RAISED)
_NEVER_STARTS = (Event.HIRE_LOST, Event.TURNED_BACK)


class Grants(Observer):
    """An ``Observer`` of one lab, to be there from the first day. Arrays are flat over (world, candidate).

    Attributes:
        lab: its index.
        over_usd: yearly pay granted above what the person had, whole USD: by offers that were taken (the
            sign-on added whole), raises, and counter-offers that were taken. It stays when they leave.
        signing_usd: the part of it that comes back if they never start where they have signed.
        misfit_chance: how likely the hire does not fit, as the form of its interviews says; else 0.
        started_on: the day on which the hire started; ``NOT_STARTED`` before that, and for all others.
    """

    def __init__(self, world: World, lab: int) -> None:
        self.lab, people = lab, world.home.size
        self.over_usd = np.zeros(people, dtype=np.int64)
        self.signing_usd = np.zeros(people, dtype=np.int64)
        self.misfit_chance = np.zeros(people)
        self.started_on = np.full(people, NOT_STARTED, dtype=np.int16)

    def event(self, world: World, batch: EventBatch) -> None:
        """Note a yes, a first day, a raise, and a yes that comes to nothing."""
        kind = batch.event
        if kind not in (Event.ACCEPTED, Event.STARTED, *_RAISES, *_NEVER_STARTS):
            return
        own = np.flatnonzero(world.lab_of[batch.row] == self.lab)
        person = batch.person[own]
        if kind is Event.ACCEPTED:
            assert batch.rows is not None
            self._signed(world, person, batch.rows[own])
        elif kind is Event.STARTED:
            self.started_on[person] = world.day
        elif kind in _RAISES:
            pay_usd = np.broadcast_to(batch.value, batch.row.shape)[own]
            self.over_usd[person] += pay_usd - world.pay_usd[person]
        else:
            self.over_usd[person] -= self.signing_usd[person]
            self.signing_usd[person] = 0

    def _signed(self, world: World, person: Index, rows: Index) -> None:
        more = world.approaches.first_year_usd(rows) - world.pay_usd[person]
        self.signing_usd[person] = np.maximum(more, 0)
        self.over_usd[person] += self.signing_usd[person]
        self.misfit_chance[person] = misfit_chances(world, rows) if world.setup.mechanisms.misfit else 0.0
        self.started_on[person] = NOT_STARTED

    def stay_chance(self, day: int) -> NDArray[np.float64]:
        """How likely each person fits, given that they are still there on the morning of this day.

        The part of the misfits that has quit by now grows evenly over ``QUIT_DAYS``; who has outlasted them
        fits. So the mean over hires, the lost ones counted as 0, is 1 - ``misfit_chance`` on every day.
        """
        (first, last), fits = QUIT_DAYS, np.ones(self.misfit_chance.size)
        hires = self.misfit_chance.nonzero()[0]
        started_on, misfit_chance = self.started_on[hires].astype(np.int64), self.misfit_chance[hires]
        there = np.where(started_on == NOT_STARTED, 0, day - started_on)
        have_quit = np.clip((there - first) / (last - first + 1), 0.0, 1.0)
        fits[hires] = (1.0 - misfit_chance) / (1.0 - misfit_chance * have_quit)
        return fits

    def arrays(self) -> Arrays:
        """State to be kept: the arrays themselves, to be written or filled."""
        names = ("over_usd", "signing_usd", "misfit_chance", "started_on")
        return {f"grants.{name}": getattr(self, name) for name in names}

    def load(self, arrays: Arrays) -> None:
        """Take over what ``arrays`` gave.

        Raises:
            RunError: one is missing or of another shape.
        """
        for name, array in self.arrays().items():
            fill(array, arrays, name)
