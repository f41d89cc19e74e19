"""What a policy that acts in all worlds of a stack at once can know, by columns.

It has a row for each world and, where it is about people, a column for each candidate. People are named by
their numbers from 1, and 0 stands for nobody, so that lists of different lengths fill one array.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.raises import on_staff
from outreach_sim.market.policies.blame import UnfitError
from outreach_sim.market.setup import SENDER_NAMES, Sender, index_of, number_of
from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.attention import hours_left, letters_left
from outreach_sim.market.state.payroll import believed_pay_usd
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index, rank_in_run
from outreach_sim.market.state.world import World
from outreach_sim.market.view import limited

I64 = NDArray[np.int64]
SENDERS = {name: sender for sender, name in SENDER_NAMES.items()}


class Terms(NamedTuple):
    """Of approaches under way, one element each.

    Attributes:
        pay_usd: yearly. pledge_h100e: machines by name.
        direct, short: in which form they are met. days: until it changes by itself.
    """

    pay_usd: I64
    pledge_h100e: I64
    direct: NDArray[np.bool_]
    short: NDArray[np.bool_]
    days: I64


@dataclass(slots=True)
class Seen:
    """What one lab can know in all worlds of a stack, each computed when it is asked for.

    Attributes:
        world: the stack. lab: index of the lab.
    """

    world: World = field(repr=False)
    lab: int

    @property
    def day(self) -> int:
        """The day about to be played, from 0."""
        return self.world.day

    @property
    def days(self) -> int:
        """Length of the game."""
        return self.world.setup.days

    @property
    def shape(self) -> tuple[int, int]:
        """Worlds and candidates."""
        return self.world.worlds, self.world.candidates

    @property
    def rows(self) -> NDArray[np.intp]:
        """The lab's row in each world."""
        return np.arange(self.lab, len(self.world.heads), self.world.labs)

    @property
    def free(self) -> NDArray[np.bool_]:
        """Whom the lab may write to, shape (worlds, candidates)."""
        worlds, people = self.shape
        found = self.world.shortlist.is_free(self.rows.repeat(people), np.tile(np.arange(people), worlds))
        return found.reshape(self.shape)

    @property
    def pay_guess_usd(self) -> I64:
        """Yearly pay as far as the lab knows it, shape (worlds, candidates)."""
        person = np.arange(self.shape[0] * self.shape[1])
        return believed_pay_usd(self.world, self.rows.repeat(self.shape[1]), person).reshape(self.shape)

    @property
    def employer(self) -> NDArray[np.intp]:
        """Index of everybody's employer, -1 for who left the market, shape (worlds, candidates)."""
        gone = self.world.status == Status.GONE
        return np.where(gone, -1, self.world.home % self.world.labs).reshape(self.shape)

    @property
    def level(self) -> NDArray[np.int8]:
        """Everybody's level, 1 to 5, shape (candidates,)."""
        return self.world.setup.people.level.copy()

    @property
    def judged(self) -> NDArray[np.int32]:
        """Numbers of candidates, best first as the lab judges them, shape (candidates,)."""
        return number_of(self.world.shortlist.order.reshape(self.world.labs, -1)[self.lab])

    @property
    def cash_usd(self) -> I64:
        """What is free of the lab's money, shape (worlds,); without a budget more than anything costs."""
        return (self.world.cash_usd - self.world.reserved_usd)[self.rows]

    def letters_left(self, sender: str) -> I64:
        """Letters that a sender may begin this week, shape (worlds,); without a quota as many as people."""
        left = letters_left(self.world, self.rows, np.full(self.shape[0], sender_of(sender)))
        if limited(self.world, 0) is None:
            return np.full(self.shape[0], self.shape[1])
        return np.clip(left, 0, self.shape[1])

    def best_free(self, most: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
        """Numbers of the best whom the lab may write to, shape (worlds, most); 0 where there are fewer.

        Args:
            most: how many.
            allowed: whom to choose from, shape (worlds, candidates).
        """
        if allowed is None and most >= 0:
            return number_of(self.world.shortlist.first_free(self.rows, most).astype(np.int32))
        judged = self.judged
        able = (self.free if allowed is None else self.free & allowed)[:, index_of(judged)]
        return first(np.broadcast_to(judged, able.shape), able, most)

    def waiting(self, most: int) -> NDArray[np.int32]:
        """Numbers of who is interested and waits for the lab's answer, shape (worlds, most), 0 for nobody."""
        table, mine = self.world.approaches, self._under_way()
        mine = mine[table.state[mine] == State.INTERESTED]
        return self._numbers(table.person[mine[table.has_flag(mine, Flag.BY_HAND)]], most)

    # -- approaches under way, and the lab's own people ----------------------------------------------

    @property
    def impact(self) -> NDArray[np.float64]:
        """Everybody's, 1 for an average researcher, as the screens say, shape (candidates,)."""
        return self.world.setup.people.impact / 100.0

    @property
    def letters(self) -> tuple[str, ...]:
        """Ids of the letters that can be sent."""
        return self.world.setup.letters.ids

    @property
    def written(self) -> NDArray[np.bool_]:
        """To whom the lab has written before, shape (worlds, candidates)."""
        return self.world.attempts.reshape(-1, self.shape[1])[self.rows] > 0

    @property
    def hours_left(self) -> I64:
        """Hours the CEO has left this week, shape (worlds,); as many as people where none are counted."""
        if not self.world.any_hours:
            return np.full(self.shape[0], self.shape[1])
        return np.maximum(hours_left(self.world, self.rows), 0)

    @property
    def interviews_left(self) -> I64:
        """Interview slots left this week, shape (worlds,); as many as people where there is no limit."""
        left = (self.world.interview_quota - self.world.interviews_used)[self.rows]
        return np.clip(left, 0, self.shape[1]) if self.world.setup.mechanisms.quotas else np.full(*self.shape)

    def closing(self, most: int) -> NDArray[np.int32]:
        """Numbers of who decides tomorrow on an offer that was not bettered, shape (worlds, most)."""
        table, mine = self.world.approaches, self._under_way()
        mine = mine[(table.state[mine] == State.OFFERED) & (table.due[mine] == self.day + 1)]
        return self._numbers(table.person[mine[~table.has_flag(mine, Flag.BETTERED)]], most)

    def told(self, most: int) -> NDArray[np.int32]:
        """Numbers of own people who have told of an offer and have no counter-offer, shape (worlds, most)."""
        world, here = self.world, np.arange(len(self.world.home))
        row = self.rows[here // self.shape[1]]
        return self._numbers(here[(world.opener > 0) & on_staff(world, row, here) & ~world.countered], most)

    def terms(self, numbers: NDArray[np.int32]) -> Terms:
        """The terms of the approaches to these people, of the shape of ``numbers``; 0 where there is none."""
        table, mine = self.world.approaches, self._under_way()
        place = index_of(numbers) + np.arange(self.shape[0])[:, None] * self.shape[1]
        there = numbers > 0

        def of(values: NDArray[Any]) -> NDArray[Any]:
            each = np.zeros(self.shape[0] * self.shape[1], dtype=values.dtype)
            each[table.person[mine]] = values
            return np.where(there, each[np.where(there, place, 0)], 0)

        direct, short = (of(table.has_flag(mine, flag)) > 0 for flag in (Flag.DIRECT, Flag.SHORT))
        days = of(table.due[mine].astype(np.int64) - self.day)
        return Terms(of(table.pay_usd[mine]), of(table.pledge_h100e[mine]), direct, short, days)

    def _under_way(self) -> Rows:
        """The lab's live approaches."""
        table = self.world.approaches
        return np.flatnonzero(table.under_way & (self.world.lab_of[table.row] == self.lab))

    def _numbers(self, person: Index, most: int) -> NDArray[np.int32]:
        """These people as numbers, those of each world in a row, shape (worlds, most)."""
        found = np.zeros(self.shape, dtype=np.bool_)
        found.reshape(-1)[person] = True
        numbers = number_of(np.arange(self.shape[1], dtype=np.int32))
        return first(np.broadcast_to(numbers, self.shape), found, most)


def sender_of(name: str) -> Sender:
    """Who signs.

    Raises:
        UnfitError: nobody of that name does.
    """
    if name not in SENDERS:
        raise UnfitError(f"{name!r} signs no letter, those who do are {', '.join(SENDERS)}")
    return SENDERS[name]


def first(numbers: NDArray[np.int32], able: NDArray[np.bool_], most: int) -> NDArray[np.int32]:
    """The first ``most`` able numbers of each world, shape (worlds, most); 0 where there are fewer."""
    if most < 0:
        raise UnfitError(f"how many must be at least 0, not {most}")
    world, place = able.nonzero()
    rank = rank_in_run(world) if world.size else world
    kept, found = rank < most, np.zeros((able.shape[0], most), dtype=np.int32)
    found[world[kept], rank[kept]] = numbers[world[kept], place[kept]]
    return found
