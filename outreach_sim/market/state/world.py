"""The state of one or many stacked worlds, and the few questions every phase asks of it.

Person arrays are flat over (world, candidate), lab arrays over (world, lab), pair arrays over (world,
lab, candidate); ``person``, ``row`` and ``pair`` are indices into them. State at the start of a phase is
current; what is called *today's* here is frozen when the day before ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.letters import words_table
from outreach_sim.market.setup import NO_LIMIT, PPM, Order, Sender, Setup
from outreach_sim.market.state.approaches import MOST_ATTEMPTS, NEVER, ApproachTable, Rows
from outreach_sim.market.state.arithmetic import OnlyNumbers
from outreach_sim.market.state.bands import bands_of
from outreach_sim.market.state.events import Query
from outreach_sim.market.state.persons import Status, reader_columns
from outreach_sim.market.state.policy_table import policy_table
from outreach_sim.market.state.recorder import Recorder
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.shortlist import Shortlist, rankings
from outreach_sim.market.state.stores import Stores, make_stores
from outreach_sim.market.state.tastes import Tastes, counter_chances, draw_tastes, reply_delay_table
from outreach_sim.market.state.teams import NOWHERE
from outreach_sim.model.draws import U64, Purpose, Stream, bits, normal, occasions, pack, world_keys
from outreach_sim.model.features import compute_pull
from outreach_sim.model.terms import LEAST_SEEN

if TYPE_CHECKING:
    from outreach_sim.market.state.observer import Observer

NOBODY: Index = np.empty(0, dtype=np.intp)


class World:
    """Stacked worlds between two days.

    Args:
        setup: the scenario.
        seed: luck seed.
        replications: which worlds; world w of the stack is replication ``replications[w]``.
        queries: what to count besides the funnel.
        keep_log: whether event rows are kept (a session) or only counted (a study).

    Attributes:
        day: the day about to be played, from 0.
        readers: what mails ask of people, see ``reader_columns``; ``home`` and ``pay_usd`` are parts of it.
        home: row of the present employer, per person.
        pay_usd, pledge_h100e, status: per person.
        pay_ceiling_usd: shape (), as NumPy likes it best.
        any_budget, any_pledge: whether any lab's money is limited, any approach so far came with a pledge.
        any_sender: whether any approach so far was signed by somebody above a recruiter.
        freeing: by day, the rows and pairs whose rest ends then.
        first_person: person = candidate + first_person[row].
        pair_offset: pair = person + pair_offset[row].
        open_chance_today: P(open) by lab row and sender; empty before the first day is played.
        seen_share: part of the letters that is not taken for spam, by sender.
        mission, product: per lab row. pitches: what each template speaks of.
        reply_cuts: cut-points by number of the mail, from 1; log-odds.
        orders: what the player asks for today, carried out after the script.
        observers: who looks on; nobody, unless a study asks.
        load: recruiting campaigns received, fading, fixed point, per person.
        opener: 0, or 256 x (lab + 1) + number of the approach that opened the person's decision.
        countered: whether the employer has answered the open decision.
        marked: scratch space per person, all false between uses.
        fleet_today, owned_today: machines, with and without those that are rented, h100e, per lab row.
        leader_today: the largest fleet, h100e, per world.
        opened_today: people whose decision opened today.
        interested_today: approaches whose people said today that they are interested.
        told_today: people whose pay is talked about today.
        heads, cash_usd, reserved_usd, committed_usd, pledged_h100e: per lab row.
        raises_usd: first year of raises given so far, per lab row.
        letters_used: per lab row and sender, this week.
        interviews_used: per lab row, this week.
        mailed: mails sent by the lab, fading, fixed point, per lab row.
        free_on: per pair, the day from which a new approach is allowed; ``NEVER`` while one is live.
        attempts: per pair, approaches so far.
        stores: what mechanisms that are switched on remember from day to day.
        attending: who is at a conference on day ``attending_on``, per person; ``None`` where there is none.
        met_today: meetings of today, per lab row.
        any_non_compete: whether any lab holds people who have signed elsewhere.
    """

    @OnlyNumbers("these worlds cannot be made")
    def __init__(
        self,
        setup: Setup,
        seed: int,
        replications: Sequence[int],
        queries: Sequence[Query] = (),
        keep_log: bool = False,
    ) -> None:
        self.setup = setup
        self.day = 0
        self.worlds, self.labs, self.candidates = len(replications), len(setup.labs), len(setup.people)
        self.keys = world_keys(seed, np.asarray(replications, dtype=np.int64))
        self.tastes: Tastes = draw_tastes(setup, self.keys)
        self.recorder = Recorder(self.worlds, self.labs, self.candidates, queries, keep_log)
        self.approaches = ApproachTable()
        self._fleet_before = b""
        self.opened_today = self.interested_today = NOBODY
        self.told_today: list[Index] = []
        self.orders: list[Order] = []
        self.observers: list[Observer] = []
        self.freeing: dict[int, list[tuple[Index, Index]]] = {}
        self.delays = reply_delay_table(setup.parameters)
        self.counter_chance = counter_chances(setup)
        self.policies = policy_table(setup, self.worlds)
        self.any_pledge = self.any_sender = False
        self.stores: Stores = make_stores(setup, self.worlds)
        self.attending: NDArray[np.bool_] | None = None
        self.attending_on = -1
        self.met_today = np.zeros(self.worlds * self.labs, dtype=np.int64)
        bound = any(lab.non_compete_share > 0.0 for lab in setup.labs)
        self.any_non_compete = setup.mechanisms.non_competes and bound
        self._index_labs()
        self._place_people()
        self.shortlist = Shortlist(rankings(setup), self.worlds)
        for lab in range(self.labs):
            self.shortlist.fill(lab, setup.people.employer != lab)
        self.shortlist.repeat_world()
        self.start_day()

    # -- building ----------------------------------------------------------------------------------

    def _index_labs(self) -> None:
        setup, rows = self.setup, self.worlds * self.labs
        self.lab_of = np.tile(np.arange(self.labs), self.worlds)
        self.world_of = np.repeat(np.arange(self.worlds), self.labs)
        self.first_person = self.world_of * self.candidates
        self.pair_offset = (np.arange(rows) - self.world_of) * self.candidates
        labs = setup.labs
        self.heads = np.tile(np.array([lab.researchers for lab in labs], dtype=np.int64), self.worlds)
        self.research_share = np.tile(np.array([lab.research_share for lab in labs]), self.worlds)
        self.cash_usd = np.tile(np.array([lab.budget_usd for lab in labs], dtype=np.int64), self.worlds)
        self.has_budget = self.cash_usd < NO_LIMIT if setup.mechanisms.budgets else np.zeros(rows, dtype=bool)
        self.any_budget = bool(self.has_budget.any())
        self.reserved_usd = np.zeros(rows, dtype=np.int64)
        self.committed_usd = np.zeros(rows, dtype=np.int64)
        self.raises_usd = np.zeros(rows, dtype=np.int64)
        self.pledged_h100e = np.zeros(rows, dtype=np.int64)
        quota = [[lab.letters_per_week.get(s, NO_LIMIT) for s in Sender] for lab in labs]
        self.letter_quota = np.tile(np.array(quota, dtype=np.int64), (self.worlds, 1))
        self.letters_used = np.zeros((rows, len(Sender)), dtype=np.int64)
        self.interview_quota = np.tile(
            np.array([lab.interviews_per_week for lab in labs], dtype=np.int64), self.worlds
        )
        self.interviews_used = np.zeros(rows, dtype=np.int64)
        self.mailed = np.zeros(rows, dtype=np.int64)
        self.fleets = np.stack([lab.fleet_h100e for lab in labs])
        self.brand = np.tile(np.array([lab.brand for lab in labs]), self.worlds)
        self.stay = np.tile(np.array([lab.stay for lab in labs]), self.worlds)
        self.any_brand = bool(self.brand.any() or self.stay.any())
        self.words = words_table(setup.parameters, setup.letters)[setup.letters.sequence].ravel()
        self.bands = bands_of(setup)
        self.pay_ceiling_usd = np.array(setup.rules.pay_ceiling_usd, dtype=np.int64)
        p = setup.parameters
        self.reply_cuts = np.array((0.0, *p.reply_cuts))
        self.sender_logit = np.array([0.0, p.sender_hiring_manager, p.sender_ceo])
        self.seen_share = np.ones(len(Sender))
        if setup.mechanisms.ceo_spam:
            self.seen_share[Sender.CEO] = max(1.0 - p.ceo_spam_chance, LEAST_SEEN)
        self.open_chance_today = np.zeros((0, len(Sender)))
        self.mission = np.tile(np.array([lab.mission for lab in labs]), self.worlds)
        self.product = np.tile(np.array([lab.product for lab in labs]), self.worlds)
        spoken = setup.letters.pitches
        self.pitches = np.zeros(len(setup.letters.ids), dtype=np.uint8) if spoken is None else spoken

    def _place_people(self) -> None:
        people, worlds, count = self.setup.people, self.worlds, self.candidates
        total = worlds * count
        self.key_of = np.repeat(self.keys, self.labs)
        self.fit_key_of = self.key_of
        if self.setup.freeze_luck:
            frozen = world_keys(self.setup.people_seed, np.zeros(worlds), Stream.PEOPLE)
            self.fit_key_of = np.repeat(frozen, self.labs)
        self.readers = np.empty((total, 4), dtype=np.int64)
        self.home, self.pay_usd, known, taste = reader_columns(self.readers)
        self.home[:] = np.tile(people.employer, worlds)
        self.home += np.repeat(np.arange(worlds) * self.labs, count)
        self.pay_usd[:] = np.tile(people.pay_usd, worlds)
        known[:] = np.tile(people.known, worlds)
        taste[:] = self.tastes.compute
        self.tastes = replace(self.tastes, compute=taste)
        self.pledge_h100e = np.zeros(total, dtype=np.int64)
        self.status = np.zeros(total, dtype=np.uint8)
        self.load = np.zeros(total, dtype=np.int64)
        self.opener = np.zeros(total, dtype=np.int32)
        self.countered = np.zeros(total, dtype=np.bool_)
        self.marked = np.zeros(total, dtype=np.bool_)
        self.free_on = np.zeros(worlds * self.labs * count, dtype=np.int16)
        self.attempts = np.zeros(worlds * self.labs * count, dtype=np.uint8)

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
        self.leader_today = self.fleet_today.reshape(self.worlds, self.labs).max(axis=1)

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
        return occasions(self.key_of[row], pack(person - self.first_person[row], self.lab_of[row], number))

    def fit(self, person: Index, row: Index) -> NDArray[np.float64]:
        """How each person takes to the lab: drawn once per pair, frozen, log-odds."""
        stream = occasions(self.fit_key_of[row], pack(person - self.first_person[row], self.lab_of[row], 0))
        return self.setup.parameters.fit_sd * normal(bits(stream, Purpose.FIT))

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
        until = min(self.day + self.setup.rules.rest_days, NEVER - 1)
        self.free_on[pair] = until
        self.freeing.setdefault(until, []).append((row, pair))
        table.release(rows)

    def research_left(self) -> NDArray[np.int64]:
        """Research compute not pledged yet, h100e, per lab row."""
        return (self.fleet_today * self.research_share).astype(np.int64) - self.pledged_h100e

    def remove(self, person: Index) -> None:
        """These people leave the market: heads, pledge and every lab's shortlist follow."""
        if not person.size:
            return
        row = self.home[person]
        np.subtract.at(self.heads, row, 1)
        np.subtract.at(self.pledged_h100e, row, self.pledge_h100e[person])
        self.pledge_h100e[person] = 0
        self.status[person] = Status.GONE
        self.take_off_lists(person)
        if self.stores.teams is not None:
            self.stores.teams.move(person, np.full(person.size, NOWHERE))
        if self.stores.stays is not None:
            self.stores.stays.leave(person, row, self.day)
