"""What one lab can know in all worlds of a stack, as arrays: numbers of the lab, and people in slots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.demand import market_today
from outreach_sim.market.mechanisms.gate import asked_of_lab_h100e
from outreach_sim.market.mechanisms.raises import on_staff
from outreach_sim.market.setup import DAYS_PER_WEEK, PPM, Sender
from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.attention import hours_kept, hours_left, letters_left
from outreach_sim.market.state.payroll import believed_pay_usd
from outreach_sim.market.state.runs import Index, rank_in_run
from outreach_sim.market.state.world import World
from outreach_sim.market.view import is_fresh
from outreach_sim.model.features import F64

I64 = NDArray[np.int64]
FREE_SLOTS, APPROACH_SLOTS, STAFF_SLOTS = 16, 6, 4
"""How many people of each kind are seen at a time."""
NOBODY = -1


class Sight:
    """What a lab can know of itself, in every world at the start of a day; shape (worlds,) unless said.

    Args:
        world: one, or a stack.
        lab: index of the lab.

    Attributes:
        rows: of the lab, one a world.
    """

    def __init__(self, world: World, lab: int) -> None:
        self.world, self.lab = world, lab
        self.rows = np.arange(world.worlds) * world.labs + lab

    def all(self, value: float) -> F64:
        """One number for every world."""
        return np.full(self.rows.size, value)

    @property
    def weekday(self) -> int:
        """Of today, Monday 0."""
        return (self.world.setup.weekday + self.world.day) % DAYS_PER_WEEK

    @property
    def free_usd(self) -> I64:
        """Money that is promised to nobody."""
        return self.world.cash_usd[self.rows] - self.world.reserved_usd[self.rows]

    @property
    def money(self) -> F64:
        """The same over the budget; 1 without one."""
        budget = max(self.world.setup.labs[self.lab].budget_usd, 1)
        return np.where(self.world.has_budget[self.rows], self.free_usd / budget, 1.0)

    def letters_left(self, sender: Sender) -> I64:
        """Letters that a sender can begin this week."""
        return np.maximum(letters_left(self.world, self.rows, np.full(self.rows.size, sender)), 0)

    @property
    def interviews(self) -> tuple[I64, I64]:
        """Slots left this week, and those of a week."""
        quota = self.world.interview_quota[self.rows]
        return quota - self.world.interviews_used[self.rows], quota

    @property
    def hours(self) -> tuple[I64, I64]:
        """Hours of the CEO left this week, and those of a week."""
        return hours_left(self.world, self.rows), self.world.hour_quota[self.rows]

    @property
    def kept(self) -> I64:
        """Hours of them that are kept for the standing rule."""
        return hours_kept(self.world, self.rows)

    @cached_property
    def compute_h100e(self) -> F64:
        """Research machines a head, shape (worlds, labs)."""
        return self.world.compute_today.reshape(self.world.worlds, self.world.labs)

    @property
    def rival_h100e(self) -> F64:
        """Those of the rival that has most."""
        return np.delete(self.compute_h100e, self.lab, axis=1).max(axis=1, initial=1.0)

    @property
    def market(self) -> F64:
        """What the market pays over what it paid on the first day."""
        demand = self.world.stores.demand
        return self.all(1.0) if demand is None else market_today(self.world, demand) / PPM

    # -- approaches --------------------------------------------------------------------------------

    @cached_property
    def own(self) -> Rows:
        """The lab's live approaches, in all worlds."""
        table = self.world.approaches
        live = table.state.nonzero()[0]
        return live[self.world.lab_of[table.row[live]] == self.lab]

    @cached_property
    def _states(self) -> I64:
        """How many approaches stand where, shape (worlds, states)."""
        table, states = self.world.approaches, State.MISFIT + 1
        at = self.world.world_of[table.row[self.own]] * states + table.state[self.own]
        return np.bincount(at, minlength=self.rows.size * states).reshape(-1, states)

    def count(self, state: int) -> I64:
        """How many approaches stand here; an answer on its way is silence to whoever waits for it."""
        found = self._states[:, state]
        return found + self._states[:, State.REPLYING] if state == State.WAITING else found

    @property
    def waiting(self) -> Rows:
        """Approaches whose people are interested and wait for an order."""
        table, rows = self.world.approaches, self.own
        by_hand = (table.flags[rows] & Flag.BY_HAND) > 0
        return rows[(table.state[rows] == State.INTERESTED) & by_hand]

    @property
    def countered(self) -> Rows:
        """Offers that are out, have not been bettered, and were answered by the employer, as people write."""
        table = self.world.approaches
        rows = self.own[table.state[self.own] == State.OFFERED]
        return rows[self.are_countered(rows) & ~table.has_flag(rows, Flag.BETTERED)]

    def are_countered(self, rows: Rows) -> NDArray[np.bool_]:
        """Of which of the lab's offers it has been told that the employer has made one of its own."""
        table = self.world.approaches
        person = table.person[rows]
        told = self.world.opening_row(person) == table.row[rows]
        return told & self.world.countered[person]

    @cached_property
    def offers_to_staff(self) -> Rows:
        """Live offers of others to the lab's people that are not answered, those first that end first."""
        if not self.world.setup.mechanisms.counter_offers:
            return np.zeros(0, dtype=np.intp)
        table = self.world.approaches
        rows = table.in_state(State.OFFERED)
        person = table.person[rows]
        here = self.world.home[person]
        own = (self.world.lab_of[here] == self.lab) & on_staff(self.world, here, person)
        own &= ~self.world.countered[person]
        rows = rows[own]
        by = (self.world.lab_of[table.row[rows]], table.person[rows] % self.world.candidates, table.due[rows])
        rows = rows[np.lexsort(by)]
        _, first = np.unique(table.person[rows], return_index=True)  # one line a person
        return rows[np.sort(first)]

    @property
    def threatened(self) -> I64:
        """Own people who have such an offer."""
        person = self.world.approaches.person[self.offers_to_staff]
        return np.bincount(person // self.world.candidates, minlength=self.rows.size)

    # -- people in slots ---------------------------------------------------------------------------

    @cached_property
    def free(self) -> Slots:
        """The best to whom the lab can write, as it judges them."""
        return Slots(self, self.world.shortlist.first_free(self.rows, FREE_SLOTS))

    @cached_property
    def approaches(self) -> Slots:
        """Who is interested and waits for an answer by hand, and whose offer is out."""
        table = self.world.approaches
        rows = np.concatenate([self.waiting, self.own[table.state[self.own] == State.OFFERED]])
        return self._slots(rows[np.lexsort((table.person[rows], table.due[rows]))], APPROACH_SLOTS)

    @cached_property
    def staff(self) -> Slots:
        """Own people whose offers are not answered."""
        return self._slots(self.offers_to_staff, STAFF_SLOTS)

    def _slots(self, rows: Rows, most: int) -> Slots:
        """The people of the first of these approaches of each world."""
        table = self.world.approaches
        in_world = table.person[rows] // self.world.candidates
        order = in_world.argsort(kind="stable")
        rows, in_world = rows[order], in_world[order]
        rank = rank_in_run(in_world) if rows.size else in_world
        kept = rank < most
        at = np.full((self.rows.size, most), NOBODY, dtype=np.intp)
        at[in_world[kept], rank[kept]] = rows[kept]
        candidate = np.full_like(at, NOBODY)
        candidate[in_world[kept], rank[kept]] = table.person[rows[kept]] % self.world.candidates
        return Slots(self, candidate, at)


@dataclass(frozen=True, slots=True)
class Slots:
    """People in slots, and what the lab can know of them; shape (worlds, slots) each.

    What stands where nobody is means nothing.

    Attributes:
        sight: of the lab.
        candidate: array positions; ``NOBODY`` where the slot is empty.
        at: their approaches, as rows of the table; ``None`` of people without one.
    """

    sight: Sight
    candidate: Index
    at: Rows | None = None

    @property
    def there(self) -> NDArray[np.bool_]:
        """Where somebody is."""
        return self.candidate >= 0

    @property
    def _row(self) -> Index:
        return self.sight.rows[:, None] + np.zeros_like(self.candidate)

    @property
    def _person(self) -> Index:
        return self.sight.world.first_person[self._row] + np.maximum(self.candidate, 0)

    @property
    def _pair(self) -> Index:
        return self.sight.world.pairs(self._row, np.maximum(self.candidate, 0))

    @property
    def place(self) -> F64:
        """In the lab's judgement, from 0, over the number of candidates."""
        shortlist = self.sight.world.shortlist
        start = shortlist.lab_start[self._row]
        return shortlist.rank[start + np.maximum(self.candidate, 0)] / shortlist.count

    @property
    def level(self) -> NDArray[np.int8]:
        """1 to 5."""
        return self.sight.world.setup.people.level[self.candidate]

    @property
    def pay_usd(self) -> I64:
        """Yearly pay as far as the lab knows it."""
        return believed_pay_usd(self.sight.world, self._row, self._person)

    @property
    def employer_h100e(self) -> F64:
        """Research machines a head where they work."""
        return self.sight.world.compute_today[self.sight.world.home[self._person]]

    @property
    def own_h100e(self) -> F64:
        """Those of the lab, shape (worlds, 1)."""
        return self.sight.compute_h100e[:, [self.sight.lab]]

    @property
    def fresh(self) -> NDArray[np.bool_]:
        """Who came onto the market lately."""
        if self.sight.world.setup.rules.fresh_share == 0.0:
            return np.zeros(self.candidate.shape, dtype=np.bool_)
        return is_fresh(self.sight.world, self._pair)

    @property
    def asked_h100e(self) -> I64:
        """The fleet that they asked the lab for; 0 for none."""
        return asked_of_lab_h100e(self.sight.world, self.sight.lab, self._person)

    def of_table(self, name: str) -> NDArray[Any]:
        """A column of their approaches."""
        column: NDArray[Any] = getattr(self.sight.world.approaches, name)
        return column[self.at] if column.size else np.zeros(self.candidate.shape, dtype=column.dtype)

    @property
    def countered(self) -> NDArray[np.bool_]:
        """Whose employer has made an offer of its own, as the lab was told."""
        found = np.zeros(self.candidate.shape, dtype=np.bool_)
        assert self.at is not None
        found[self.there] = self.sight.are_countered(self.at[self.there])
        return found

    @property
    def days_left(self) -> I64:
        """Until their approaches change by themselves."""
        return self.of_table("due").astype(np.int64) - self.sight.world.day

    @property
    def rival_h100e(self) -> F64:
        """Research machines a head of the labs that have written to them."""
        return self.sight.world.compute_today[self.of_table("row")]
