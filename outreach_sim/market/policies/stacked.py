"""A policy of the user's own that acts in all worlds of a stack at once, by columns: as fast as the engine.

What it sees has a row for each world and, where it is about people, a column for each candidate. It names
people by their numbers from 1, and 0 stands for nobody, so that lists of different lengths fill one array.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outreach_sim.market.limits import (
    LEAST_PAY_USD,
    LEAST_RATIO,
    MAX_DEADLINE_DAYS,
    MAX_H100E,
    MAX_PAY_USD,
    MAX_RATIO,
)
from outreach_sim.market.policies.blame import UnfitError, blaming
from outreach_sim.market.setup import PPM, SENDER_NAMES, Do, Sender, index_of, number_of
from outreach_sim.market.state.approaches import Flag, State
from outreach_sim.market.state.asked import Asked, by_columns
from outreach_sim.market.state.attention import letters_left
from outreach_sim.market.state.payroll import believed_pay_usd
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import rank_in_run
from outreach_sim.market.state.world import World
from outreach_sim.market.view import limited

I64 = NDArray[np.int64]
SENDERS = {name: sender for sender, name in SENDER_NAMES.items()}


class ArrayPolicy(Protocol):
    """What a user writes: a class without arguments; one object is made for each stack of worlds."""

    def act_all(self, stack: Stack, lab: int) -> None:
        """Ask for something today in each world, by methods of ``stack``; ``lab`` is the lab's index."""


@dataclass(slots=True)
class Stack:
    """What one lab can know in all worlds of a stack, each computed when it is asked for, and what it asks.

    Attributes:
        world: the stack. lab: index of the lab.
        asked: what was asked for so far today.
    """

    world: World = field(repr=False)
    lab: int
    asked: list[Asked] = field(default_factory=list, repr=False)

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
    def _rows(self) -> NDArray[np.intp]:
        """The lab's row in each world."""
        return np.arange(self.lab, len(self.world.heads), self.world.labs)

    @property
    def free(self) -> NDArray[np.bool_]:
        """Whom the lab may write to, shape (worlds, candidates)."""
        worlds, people = self.shape
        found = self.world.shortlist.is_free(self._rows.repeat(people), np.tile(np.arange(people), worlds))
        return found.reshape(self.shape)

    @property
    def pay_guess_usd(self) -> I64:
        """Yearly pay as far as the lab knows it, shape (worlds, candidates)."""
        person = np.arange(self.shape[0] * self.shape[1])
        return believed_pay_usd(self.world, self._rows.repeat(self.shape[1]), person).reshape(self.shape)

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
        return (self.world.cash_usd - self.world.reserved_usd)[self._rows]

    def letters_left(self, sender: str) -> I64:
        """Letters that a sender may begin this week, shape (worlds,); without a quota as many as people."""
        left = letters_left(self.world, self._rows, np.full(self.shape[0], self._sender(sender)))
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
            return number_of(self.world.shortlist.first_free(self._rows, most).astype(np.int32))
        judged = self.judged
        able = (self.free if allowed is None else self.free & allowed)[:, index_of(judged)]
        return _first(np.broadcast_to(judged, able.shape), able, most)

    def waiting(self, most: int) -> NDArray[np.int32]:
        """Numbers of who is interested and waits for the lab's answer, shape (worlds, most), 0 for nobody."""
        table, found = self.world.approaches, np.zeros(self.shape, dtype=np.bool_)
        rows = table.in_state(State.INTERESTED)
        mine = self.world.lab_of[table.row[rows]] == self.lab
        rows = rows[mine & ((table.flags[rows] & Flag.BY_HAND) > 0)]
        found.reshape(-1)[table.person[rows]] = True
        numbers = number_of(np.arange(self.shape[1], dtype=np.int32))
        return _first(np.broadcast_to(numbers, self.shape), found, most)

    # -- what is asked for -------------------------------------------------------------------------

    def send(
        self,
        to: ArrayLike,
        *,
        letter: str,
        sender: str = "recruiter",
        pay_ratio: ArrayLike = 1.0,
        pay_usd: ArrayLike = 0,
        sign_on_usd: ArrayLike = 0,
        pledge_h100e: ArrayLike = 0,
        deadline_days: ArrayLike = 7,
        direct: bool = False,
        short: bool = False,
        by_hand: bool = False,
    ) -> None:
        """Letters to these people, as far as the week's letters last.

        Args:
            to: numbers of candidates, shape (worlds, any), 0 for nobody.
            letter: id of the letter.
            sender: who signs.
            pay_ratio: yearly pay over what the lab believes the present one to be; like all terms one for
                all, or one a world.
            pay_usd: yearly pay in its place, or 0.
            sign_on_usd: once, on top.
            pledge_h100e: machines promised by name.
            deadline_days: days to decide.
            direct: without interviews.
            short: with short ones.
            by_hand: each later step waits for an order of its own.
        """
        ids = self.world.setup.letters.ids
        if letter not in ids:
            raise UnfitError(f"there is no letter {letter!r}, letters are {', '.join(ids)}")
        if direct and short:
            raise UnfitError("direct means no interviews, not short ones")
        flags = Flag.DIRECT * direct | Flag.SHORT * short | Flag.BY_HAND * by_hand
        terms = self._terms(pay_ratio, pay_usd, sign_on_usd, pledge_h100e, deadline_days)
        self._ask(Do.SEND, to, terms | {"template": ids.index(letter), "sender": self._sender(sender)}, flags)

    def offer(
        self,
        to: ArrayLike,
        *,
        pay_ratio: ArrayLike = 1.0,
        pay_usd: ArrayLike = 0,
        sign_on_usd: ArrayLike = 0,
        pledge_h100e: ArrayLike = 0,
        deadline_days: ArrayLike = 7,
    ) -> None:
        """An offer at once to these people, or these terms for an offer that is out; terms as in ``send``."""
        self._ask(Do.OFFER, to, self._terms(pay_ratio, pay_usd, sign_on_usd, pledge_h100e, deadline_days), 0)

    def invite(self, to: ArrayLike, *, short: bool = False) -> None:
        """Interviews for these people, who are interested."""
        self._ask(Do.INVITE, to, {}, Flag.SHORT * short)

    def withdraw(self, to: ArrayLike) -> None:
        """The end of these approaches."""
        self._ask(Do.WITHDRAW, to, {}, 0)

    def _terms(self, *terms: ArrayLike) -> dict[str, I64]:
        """Terms as columns of an order, each within the bounds of a script's line."""
        ratio, pay, sign_on, pledge, days = terms
        pay_usd = self._each("pay_usd", pay, 0, MAX_PAY_USD)
        if ((pay_usd > 0) & (pay_usd < LEAST_PAY_USD)).any():
            raise UnfitError(f"pay_usd must be at least {LEAST_PAY_USD:,}, or 0 to leave it to pay_ratio")
        ppm = np.rint(self._each("pay_ratio", ratio, LEAST_RATIO, MAX_RATIO, np.float64) * PPM)
        return {
            "pay_usd": pay_usd,
            "pay_ppm": ppm.astype(np.int64),
            "sign_on_usd": self._each("sign_on_usd", sign_on, 0, MAX_PAY_USD),
            "pledge_h100e": self._each("pledge_h100e", pledge, 0, MAX_H100E),
            "deadline_days": self._each("deadline_days", days, 1, MAX_DEADLINE_DAYS),
        }

    def _each(
        self, name: str, value: ArrayLike, low: float, high: float, kind: Any = np.int64
    ) -> NDArray[Any]:
        """A value for each world."""
        given = np.asarray(value)
        numbers = "iuf" if kind is np.float64 else "iu"
        if given.dtype.kind not in numbers or given.shape not in ((), (self.shape[0],)):
            what = "numbers" if kind is np.float64 else "whole numbers"
            raise UnfitError(
                f"{name} must be {what}, one for all or one a world, not {given.dtype} {given.shape}"
            )
        if not ((given >= low) & (given <= high)).all():
            raise UnfitError(f"{name} must be from {low:,g} to {high:,g}")
        return np.broadcast_to(given.astype(kind), (self.shape[0],))

    def _sender(self, name: str) -> Sender:
        if name not in SENDERS:
            raise UnfitError(f"{name!r} signs no letter, those who do are {', '.join(SENDERS)}")
        return SENDERS[name]

    def _ask(self, do: Do, to: ArrayLike, columns: Mapping[str, Any], flags: int) -> None:
        """An order for each world in which somebody is named."""
        named = self._named(to)
        counts = np.count_nonzero(named, axis=1)
        worlds = counts.nonzero()[0]
        if not worlds.size:
            return
        candidate = index_of(named[worlds][named[worlds] > 0]).astype(np.intp)
        each = {name: np.broadcast_to(value, self.shape[:1])[worlds] for name, value in columns.items()}
        each["flags"] = np.full(worlds.size, flags)
        self.asked.append(by_columns(do, self._rows[worlds], counts[worlds], candidate, each))

    def _named(self, to: ArrayLike) -> NDArray[np.int64]:
        """Who is named in each world, nobody twice; shape (worlds, any)."""
        given = np.asarray(to)
        worlds, people = self.shape
        if given.dtype.kind not in "iu" or given.ndim != 2 or given.shape[0] != worlds:
            raise UnfitError(
                f"to must be numbers of candidates, shape ({worlds}, any), not {given.dtype} {given.shape}"
            )
        if given.size and not (given.min() >= 0 and given.max() <= people):
            raise UnfitError(f"candidates are numbered from 1 to {people}, and 0 is nobody")
        ordered = np.sort(given, axis=1)
        if ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] > 0)).any():
            raise UnfitError("nobody can be named twice in one world")
        return given.astype(np.int64)


def _first(numbers: NDArray[np.int32], able: NDArray[np.bool_], most: int) -> NDArray[np.int32]:
    """The first ``most`` able numbers of each world, shape (worlds, most); 0 where there are fewer."""
    if most < 0:
        raise UnfitError(f"how many must be at least 0, not {most}")
    world, place = able.nonzero()
    rank = rank_in_run(world) if world.size else world
    kept, found = rank < most, np.zeros((able.shape[0], most), dtype=np.int32)
    found[world[kept], rank[kept]] = numbers[world[kept], place[kept]]
    return found


def ask_all(world: World, policies: Mapping[int, ArrayPolicy]) -> None:
    """Let each policy see its lab in all worlds at the start of the day, and ask.

    Raises:
        BadInputError: a policy failed, or asked for what no order can be.
    """
    for lab, policy in policies.items():
        stack, kind = Stack(world, lab), type(policy)
        where = f"the policy of {world.setup.labs[lab].id} on day {world.day + 1:,}"
        with blaming(where, kind.act_all, kind), np.errstate(all="warn", under="ignore"):
            policy.act_all(stack, lab)
        world.asked += stack.asked
