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
from outreach_sim.market.policies.seen import I64, Seen, sender_of
from outreach_sim.market.setup import PPM, Do, index_of
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.asked import Asked, by_columns
from outreach_sim.market.state.world import World


class ArrayPolicy(Protocol):
    """What a user writes: a class without arguments; one object is made for each stack of worlds."""

    def act_all(self, stack: Stack, lab: int) -> None:
        """Ask for something today in each world, by methods of ``stack``; ``lab`` is the lab's index."""


@dataclass(slots=True)
class Stack(Seen):
    """The same, and what the policy asks for.

    Terms are one for all, one a world, or one for each person who is named.

    Attributes:
        asked: what was asked for so far today.
    """

    asked: list[Asked] = field(default_factory=list, repr=False)

    def send(
        self,
        to: ArrayLike,
        *,
        letter: str | NDArray[np.integer],
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
            letter: id of the letter, or places among ``letters``.
            sender: who signs.
            pay_ratio: yearly pay over what the lab believes the present one to be; like all terms one for
                all, one a world, or one for each person, shape (worlds, any).
            pay_usd: yearly pay in its place, or 0.
            sign_on_usd: once, on top.
            pledge_h100e: machines promised by name.
            deadline_days: days to decide.
            direct: without interviews.
            short: with short ones.
            by_hand: each later step waits for an order of its own.
        """
        if direct and short:
            raise UnfitError("direct means no interviews, not short ones")
        flags = Flag.DIRECT * direct | Flag.SHORT * short | Flag.BY_HAND * by_hand
        terms = self._terms(to, pay_ratio, pay_usd, sign_on_usd, pledge_h100e, deadline_days)
        terms |= {"template": self._places(to, letter), "sender": np.array(sender_of(sender))}
        self._ask(Do.SEND, to, terms, flags)

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
        terms = self._terms(to, pay_ratio, pay_usd, sign_on_usd, pledge_h100e, deadline_days)
        self._ask(Do.OFFER, to, terms, 0)

    def invite(self, to: ArrayLike, *, short: bool = False) -> None:
        """Interviews for these people, who are interested."""
        self._ask(Do.INVITE, to, {}, Flag.SHORT * short)

    def withdraw(self, to: ArrayLike) -> None:
        """The end of these approaches."""
        self._ask(Do.WITHDRAW, to, {}, 0)

    def counter(self, to: ArrayLike) -> None:
        """A counter-offer to each of these own people, the first named first, as far as hours last."""
        self._ask(Do.COUNTER, to, {}, 0)

    def _places(self, to: ArrayLike, letter: str | NDArray[np.integer]) -> NDArray[Any]:
        """Which letter each of these people gets, as places among ``letters``."""
        if isinstance(letter, str):
            if letter not in self.letters:
                raise UnfitError(f"there is no letter {letter!r}, letters are {', '.join(self.letters)}")
            return np.array(self.letters.index(letter))
        return self._each(to, "letter", letter, 0, len(self.letters) - 1)

    def _terms(self, to: ArrayLike, *terms: ArrayLike) -> dict[str, NDArray[Any]]:
        """Terms as columns of an order, each within the bounds of a script's line."""
        ratio, pay, sign_on, pledge, days = terms
        pay_usd = self._each(to, "pay_usd", pay, 0, MAX_PAY_USD)
        if ((pay_usd > 0) & (pay_usd < LEAST_PAY_USD)).any():
            raise UnfitError(f"pay_usd must be at least {LEAST_PAY_USD:,}, or 0 to leave it to pay_ratio")
        ppm = np.rint(self._each(to, "pay_ratio", ratio, LEAST_RATIO, MAX_RATIO, np.float64) * PPM)
        return {
            "pay_usd": pay_usd,
            "pay_ppm": ppm.astype(np.int64),
            "sign_on_usd": self._each(to, "sign_on_usd", sign_on, 0, MAX_PAY_USD),
            "pledge_h100e": self._each(to, "pledge_h100e", pledge, 0, MAX_H100E),
            "deadline_days": self._each(to, "deadline_days", days, 1, MAX_DEADLINE_DAYS),
        }

    def _each(
        self, to: ArrayLike, name: str, value: ArrayLike, low: float, high: float, kind: Any = np.int64
    ) -> NDArray[Any]:
        """A value for all, for each world, or for each person who is named."""
        given, numbers = np.asarray(value), "iuf" if kind is np.float64 else "iu"
        if given.dtype.kind not in numbers or given.shape not in ((), self.shape[:1], np.shape(to)):
            what = "numbers" if kind is np.float64 else "whole numbers"
            each = "one for all, one a world or one a person"
            raise UnfitError(f"{name} must be {what}, {each}, not {given.dtype} {given.shape}")
        if not ((given >= low) & (given <= high)).all():
            raise UnfitError(f"{name} must be from {low:,g} to {high:,g}")
        return given.astype(kind)

    def _ask(self, do: Do, to: ArrayLike, columns: Mapping[str, NDArray[Any]], flags: int) -> None:
        """An order for each world in which somebody is named, or for each person where terms are."""
        named = self._named(to)
        if all(values.ndim < 2 for values in columns.values()):
            self._ask_alike(do, named, columns, flags)
            return
        for place in range(named.shape[1]):
            own = {name: values[:, place] if values.ndim == 2 else values for name, values in columns.items()}
            self._ask_alike(do, named[:, [place]], own, flags)

    def _ask_alike(self, do: Do, named: I64, columns: Mapping[str, NDArray[Any]], flags: int) -> None:
        """An order for each world in which somebody is named, to all of them on the same terms."""
        counts = np.count_nonzero(named, axis=1)
        worlds = counts.nonzero()[0]
        if not worlds.size:
            return
        candidate = index_of(named[worlds][named[worlds] > 0]).astype(np.intp)
        each = {name: np.broadcast_to(value, self.shape[:1])[worlds] for name, value in columns.items()}
        each["flags"] = np.full(worlds.size, flags)
        self.asked.append(by_columns(do, self.rows[worlds], counts[worlds], candidate, each))

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
