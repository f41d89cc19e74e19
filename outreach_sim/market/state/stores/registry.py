"""The stores of a stack of worlds: a new one is its module and a line here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from numpy.typing import NDArray

from outreach_sim.market.setup import Setup
from outreach_sim.market.state.stores.base import Store
from outreach_sim.market.state.stores.crowds import make_crowds
from outreach_sim.market.state.stores.demand import make_demand
from outreach_sim.market.state.stores.fleet import make_fleet
from outreach_sim.market.state.stores.hours import make_hours
from outreach_sim.market.state.stores.meetings import make_meetings
from outreach_sim.market.state.stores.peers import make_peers
from outreach_sim.market.state.stores.reputation import make_reputation
from outreach_sim.market.state.stores.staff import make_staff
from outreach_sim.market.state.stores.stays import make_stays
from outreach_sim.market.state.stores.tactics import make_tactics
from outreach_sim.market.state.stores.teams import make_teams
from outreach_sim.market.state.stores.waiting import make_waiting


class Stores:
    """One for each mechanism that is switched on; ``None``, which costs nothing, where it is off.

    Args:
        setup: the scenario.
        worlds: how many are stacked.
    """

    def __init__(self, setup: Setup, worlds: int) -> None:
        self.waiting = make_waiting(setup, worlds)
        self.meetings = make_meetings(setup, worlds)
        self.teams = make_teams(setup, worlds)
        self.crowds = make_crowds(setup, worlds)
        self.stays = make_stays(setup, worlds)
        self.reputation = make_reputation(setup, worlds)
        self.tactics = make_tactics(setup, worlds)
        self.staff = make_staff(setup, worlds)
        self.peers = make_peers(setup, worlds)
        self.fleet = make_fleet(setup, worlds)
        self.demand = make_demand(setup, worlds)
        self.hours = make_hours(setup, worlds)

    def on(self) -> Iterator[tuple[str, Store]]:
        """Those that are switched on, by the prefix of their arrays' names in a save."""
        for name, store in vars(self).items():
            if store is not None:
                yield f"{name}.", store

    def arrays(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """All state by name."""
        for prefix, store in self.on():
            for name, array in store.arrays().items():
                yield prefix + name, array

    def load(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take over what ``arrays`` gave.

        Raises:
            RunError: an array is missing or does not fit.
        """
        for prefix, store in self.on():
            store.load(arrays, prefix)
