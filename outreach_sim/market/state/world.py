"""The few questions that every phase asks of one or many stacked worlds, and the changes that several make.

How their arrays are laid out stands in ``build``. State at the start of a phase is
current; what is called *today's* here is frozen when the day before ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.letters import MOST_MAILS
from outreach_sim.market.setup import PPM, Setup
from outreach_sim.market.state.approaches import MOST_ATTEMPTS, NEVER, Rows
from outreach_sim.market.state.arithmetic import OnlyNumbers
from outreach_sim.market.state.build import NOBODY, Columns
from outreach_sim.market.state.events import Query
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.teams import NOWHERE
from outreach_sim.market.state.tastes import own_streams, tastes_of
from outreach_sim.model.draws import U64, Purpose, Stream, bits, normal, occasions, pack
from outreach_sim.model.features import compute_pull

_MAILS = np.uint16(MOST_MAILS + 1)
"""What templates are multiplied by where mails are added to them."""


class World(Columns):
    """Stacked worlds between two days: their ``Columns``, and what is asked of them.

    Attributes:
        fleet_today, owned_today: machines, with and without those that are rented, h100e, per lab row.
        leader_today: the largest fleet of a lab on the board, h100e, per world.
        compute_today: what a researcher has, h100e, per lab row; pull_today: what that is worth before taste.
    """

    @OnlyNumbers("these worlds cannot be made")
    def __init__(
        self,
        setup: Setup,
        seed: int,
        replications: Sequence[int],
        queries: Sequence[Query] = (),
        keep_log: bool = False,
        stream: Stream = Stream.LUCK,
    ) -> None:
        super().__init__(setup, seed, replications, queries, keep_log, stream)
        self.start_day()

    def assume(self, keys: U64) -> None:
        """These worlds hold people as they would be under other world keys: their tastes, minds and exits.

        A forecast looks for keys under which people have done what was seen of them.

        Args:
            keys: one for each person.
        """
        self.assumed_keys = keys
        own = self.own_stream(np.arange(keys.size))
        found = tastes_of(self.setup, own, own)
        self.tastes.compute[:], self.tastes.money[:] = found.compute, found.money
        self.tastes = replace(found, compute=self.tastes.compute, money=self.tastes.money)

    # -- the day's frozen values -------------------------------------------------------------------

    def start_day(self) -> None:
        """Freeze fleets, pull and leader for the day; called at the end of the one before."""
        fleet = self.fleets[:, self.day]
        if self.stores.fleet is not None or fleet.tobytes() != self._fleet_before:
            self._freeze_fleets(fleet)
        self.compute_today = self.compute_per_researcher()
        self.pull_today = compute_pull(self.setup.parameters, self.compute_today)
        self.opened_today = self.interested_today = NOBODY
        self.told_today.clear()
        if self.stores.teams is not None:
            self.stores.teams.begin_day(self.day)

    def _freeze_fleets(self, fleet: NDArray[np.int64]) -> None:
        self._fleet_before = fleet.tobytes()
        self.fleet_today = self.owned_today = self.fleets_on(self.day)
        if self.stores.fleet is not None:
            self.owned_today = self.fleet_today - self.stores.fleet.rented[:, self.day]
        by_world = self.fleet_today.reshape(self.worlds, self.labs)
        if self.outside is not None:  # many fleets, none of which leads
            by_world = np.delete(by_world, self.outside, axis=1)
        self.leader_today = by_world.max(axis=1)

    def fleets_on(self, day: int) -> NDArray[np.int64]:
        """Machines on any day up to now, those rented too, h100e per lab row."""
        fleet = np.tile(self.fleets[:, day], self.worlds)
        ordered = self.stores.fleet
        return fleet if ordered is None else fleet + ordered.bought[:, day] + ordered.rented[:, day]

    def compute_per_researcher(self, fleet: NDArray[np.int64] | None = None) -> NDArray[np.float64]:
        """(fleet x research share - pledges) / researchers per lab row, h100e, at least 1; today's fleet
        unless said otherwise.
        """
        research = (self.fleet_today if fleet is None else fleet) * self.research_share - self.pledged_h100e
        return np.maximum(research / np.maximum(self.heads, 1), 1.0)

    # -- questions ---------------------------------------------------------------------------------

    def pairs(self, row: Index, candidate: Index) -> Index:
        """Indices into the pair arrays."""
        return row * self.candidates + candidate

    def persons(self, row: Index, candidate: Index) -> Index:
        """Indices into the person arrays, for candidates of the worlds of these rows."""
        return self.first_person.take(row) + candidate

    def candidate_of(self, rows: Rows) -> Index:
        """Candidates of these approaches."""
        table = self.approaches
        return table.person[rows] - self.first_person[table.row[rows]]

    def occasion(self, person: Index, row: Index, number: NDArray[np.generic] | int = 0) -> U64:
        """Random streams of these (person, lab, approach number), one element each."""
        return occasions(
            self.keys_of(row, person), pack(person - self.first_person[row], self.lab_of[row], number)
        )

    def own_stream(self, person: Index) -> U64:
        """These people's own random streams, which are about no lab."""
        keys = (
            self.keys[person // self.candidates] if self.assumed_keys is None else self.assumed_keys[person]
        )
        return own_streams(keys, person % self.candidates)

    def keys_of(self, row: Index, person: Index) -> U64:
        """World keys of what passes between these lab rows and people, one element each."""
        return self.key_of.take(row) if self.assumed_keys is None else self.assumed_keys.take(person)

    def fit_keys_of(self, row: Index, person: Index) -> U64:
        """The same for how people take to labs, which may be frozen."""
        return self.fit_key_of.take(row) if self.assumed_keys is None else self.assumed_keys.take(person)

    def fit(self, person: Index, row: Index) -> NDArray[np.float64]:
        """How each person takes to the lab: drawn once per pair, frozen, log-odds."""
        stream = occasions(
            self.fit_keys_of(row, person), pack(person - self.first_person[row], self.lab_of[row], 0)
        )
        return self.drawn_fit(person, row, stream)

    def drawn_fit(self, person: Index, row: Index, stream: U64) -> NDArray[np.float64]:
        """The same, of streams that are at hand; what the scenario says takes the place of luck."""
        drawn = self.setup.parameters.fit_sd * normal(bits(stream, Purpose.FIT))
        if self.said_fit is None:
            return drawn
        said = self.said_fit[person + self.band_offset[row]]
        return np.where(np.isnan(said), drawn, said)

    def opening_occasion(self, person: Index) -> U64:
        """The stream of the approach that opened each person's decision; counter and stay hang on it."""
        return self.occasion(person, self.opening_row(person), self.opener[person] & 255)

    def opening_row(self, person: Index) -> Index:
        """The row of the lab whose offer opened each person's decision."""
        return person // self.candidates * self.labs + (self.opener[person] >> 8) - 1

    def gate_closed(self, person: Index, row: Index, pledge_h100e: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether the lab's fleet (or what is pledged) is under the person's threshold, in integers."""
        have = np.maximum(self.fleet_today[row], pledge_h100e)
        return have * PPM < self.tastes.gate_ppm[person] * self.leader_today[self.world_of[row]]

    def _may_approach(self, row: Index, candidate: Index) -> NDArray[np.bool_]:
        person, pair = self.persons(row, candidate), self.pairs(row, candidate)
        allowed = self.free_on[pair] <= self.day
        if self.day >= MOST_ATTEMPTS:  # an attempt takes a day at least
            allowed &= self.attempts[pair] < MOST_ATTEMPTS
        allowed &= self.status[person] == Status.HERE
        allowed &= self.home[person] != row
        return allowed

    def on_the_board(self, person: Index) -> NDArray[np.bool_]:
        """Which of these people work for a lab of the game, not outside, and have not left for good."""
        here = self.status[person] != Status.GONE
        return here if self.outside is None else here & (self.lab_of[self.home[person]] != self.outside)

    # -- changes that several phases make ----------------------------------------------------------

    def refresh(self, row: Index, candidate: Index) -> None:
        """Bring the shortlist bits of these distinct pairs in line with the state."""
        self.shortlist.set(row, candidate, self._may_approach(row, candidate))

    def refresh_people(self, person: Index) -> None:
        """The same for these distinct persons and every lab of their world."""
        self.refresh(*self._with_every_lab(person))

    def take_off_lists(self, person: Index) -> None:
        """Nobody may write to these distinct persons any more."""
        self.shortlist.clear(*self._with_every_lab(person))

    def _with_every_lab(self, person: Index) -> tuple[Index, Index]:
        """Row and candidate of each pair of these persons and a lab of their world."""
        world = person // self.candidates
        row = (world[:, None] * self.labs + np.arange(self.labs)).ravel()
        return row, np.repeat(person - world * self.candidates, self.labs)

    def close(self, rows: Rows) -> None:
        """End these approaches; their pairs rest."""
        if not rows.size:
            return
        table = self.approaches
        row = table.row.take(rows)
        pair = table.person.take(rows) + self.pair_offset.take(row)
        self.had[pair] = table.template[rows] * _MAILS + table.mails[rows]
        for days in self.rests:  # hardly ever more than one
            of_row, of_pair = (row, pair) if self.one_rest else self._resting(row, pair, days)
            until = min(self.day + days, NEVER - 1)
            self.free_on[of_pair] = until
            self.freeing.setdefault(until, []).append((of_row, of_pair))
        table.release(rows)

    def _resting(self, row: Index, pair: Index, days: int) -> tuple[Index, Index]:
        """Those of these pairs whose lab leaves people alone for so long."""
        some = (self.rest_days.take(row) == days).nonzero()[0]
        return row[some], pair[some]

    def research_left(self) -> NDArray[np.int64]:
        """Research compute not pledged yet, h100e, per lab row."""
        return (self.fleet_today * self.research_share).astype(np.int64) - self.pledged_h100e

    def move(self, person: Index, row: Index) -> None:
        """These distinct people work for the labs of these rows from now on, on the pay they have.

        Heads, teams, tenure and who may write to them move along. What their employer promised them by name,
        knows of them or has offered them to stay is left behind; so is what they had heard of pay there.
        """
        if not person.size:
            return
        self.before[person] = self.home[person]
        self._leave(person)
        np.add.at(self.heads, row, 1)
        self.home[person] = row
        self.status[person] = Status.HERE
        self.countered[person] = False
        stores = self.stores
        if stores.teams is not None:
            stores.teams.move(person, row)
        if stores.stays is not None:
            stores.stays.start(person, self.day)
        if stores.staff is not None:
            stores.staff.start(person)
        if stores.peers is not None:
            stores.peers.heard_usd[person] = 0
        self.refresh_people(person)

    def remove(self, person: Index) -> None:
        """These distinct people leave for no lab on the board: for those outside, else for good."""
        if not person.size:
            return
        if self.outside is not None:
            self.move(person, person // self.candidates * self.labs + self.outside)
            return
        self._leave(person)
        self.status[person] = Status.GONE
        self.take_off_lists(person)
        if self.stores.teams is not None:
            self.stores.teams.move(person, np.full(person.size, NOWHERE))

    def _leave(self, person: Index) -> None:
        """Places, pledges, stakes and tenure with the present employers end."""
        home = self.home[person]
        np.subtract.at(self.heads, home, 1)
        if self.any_pledge:
            np.subtract.at(self.pledged_h100e, home, self.pledge_h100e[person])
            self.pledge_h100e[person] = 0
        self.stake_usd[person] = 0
        if self.stores.stays is not None:
            self.stores.stays.leave(person, home, self.day)
