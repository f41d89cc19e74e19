"""Orders as columns: what labs ask for may differ from world to world, and is carried out at one go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import PLAIN, PPM, Do, Order
from outreach_sim.market.state.approaches import Flag
from outreach_sim.market.state.emit import refuse
from outreach_sim.market.state.events import Refusal
from outreach_sim.market.state.payroll import believed_pay_usd
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

I64 = NDArray[np.int64]
Bools = NDArray[np.bool_]
CHOOSING = (Do.SEND, Do.RAISE, Do.ATTEND)
"""Orders that may be about the first so many people."""


class Asked(NamedTuple):
    """Orders of one kind, one element each, at most one of them for each world.

    Attributes:
        do: their kind.
        rows: lab row of each, increasing.
        place, candidate: the people they are about, order after order, each in the sequence in which they are
            wanted; ``place`` says whose.
        employers: whose staff each may be about, shape (orders, labs); ``None`` where nobody restricts it.
        named: whether they name people, so that each who does not fit is refused; else the first who fit do.
        wanted: how many people at most.
        template, sender, pay_usd, sign_on_usd, pledge_h100e, deadline_days: as in ``Order``.
        h100e, rent_days, keep_hours: the same. counter_from: in hundredths.
        words: letter in which an answer is said, index + 1; 0 for the plain ones.
        flags: ``Flag`` bits of new approaches.
        pay_ppm: yearly pay over what the lab believes the present one to be, millionths, used where
            ``pay_usd`` is 0.
    """

    do: Do
    rows: Index
    place: Index
    candidate: Index
    employers: Bools | None
    named: bool
    wanted: I64
    template: I64
    sender: I64
    flags: I64
    pay_usd: I64
    pay_ppm: I64
    sign_on_usd: I64
    pledge_h100e: I64
    deadline_days: I64
    h100e: I64
    rent_days: I64
    words: I64
    counter_from: I64
    keep_hours: I64

    def place_of(self, row: Index) -> Index:
        """The orders of these lab rows, which all have one."""
        return self.rows.searchsorted(row)

    def first(self, eligible: Bools, wanted: I64) -> Bools:
        """Which people are the first ``wanted`` eligible ones of each order."""
        so_far, counts = eligible.cumsum(), np.bincount(self.place[eligible], minlength=wanted.size)
        before = counts.cumsum() - counts
        return eligible & (so_far <= (before + wanted)[self.place])


_USUAL = {
    "template": 0, "sender": 0, "flags": 0, "pay_usd": 0, "pay_ppm": PPM, "sign_on_usd": 0, "pledge_h100e": 0,
    "deadline_days": 7, "h100e": 0, "rent_days": 365, "words": 0, "counter_from": 0, "keep_hours": 0,
}  # fmt: skip


def by_columns(do: Do, rows: Index, counts: I64, candidate: Index, columns: Mapping[str, I64 | int]) -> Asked:
    """Orders that name people, one for each of these lab rows.

    Args:
        do: their kind.
        rows: increasing.
        counts: how many people each is about.
        candidate: these, order after order.
        columns: whatever of ``Asked`` is not as usual, one for all or one an order.
    """
    each = {
        name: np.broadcast_to(np.asarray(value, dtype=np.int64), rows.shape)
        for name, value in (_USUAL | dict(columns)).items()
    }
    place = np.arange(rows.size).repeat(counts)
    return Asked(do, rows, place, candidate, None, named=True, wanted=counts, **each)


def of_employers_asked(world: World, asked: Asked) -> Bools | np.bool_:
    """Which people work for those whose staff their order may be about."""
    if asked.employers is None:
        return np.True_
    person = world.first_person.take(asked.rows).take(asked.place) + asked.candidate
    employer = world.lab_of.take(world.home[person])
    employer += asked.place * world.labs
    return asked.employers.ravel().take(employer)


def refuse_named(world: World, asked: Asked, unfit: Bools, reason: Refusal) -> None:
    """Record that orders that name people do not apply to those of them who do not fit."""
    if asked.named:
        refuse(world, asked.rows[asked.place[unfit]], asked.candidate[unfit], reason)


def everywhere(world: World, order: Order) -> Asked:
    """One order for its lab in every world."""
    n = world.worlds
    rows = np.arange(order.lab, n * world.labs, world.labs)
    people = list(best_paid(world, rows)) if by_pay(order) else [_sequence(world, order, 0)] * n
    numbers = np.array([_numbers(order)], dtype=np.int64).repeat(n, axis=0)
    employers = _employers(world, [order] * n) if order.employers else None
    return _columns(order, rows, people, people[0].size, employers, numbers)


def in_turn(world: World, orders: Mapping[int, Sequence[Order]]) -> Iterator[Asked]:
    """The orders of each world in their sequence, those of all worlds side by side.

    Args:
        world: where they are carried out.
        orders: by the number of the world in the stack, increasing.
    """
    for turn in zip_longest(*orders.values()):
        kinds: dict[tuple[Do, bool], list[tuple[int, Order]]] = {}
        for number, order in zip(orders, turn, strict=True):
            if order is not None:
                kind = order.do, order.candidates != ()
                kinds.setdefault(kind, []).append((number * world.labs + order.lab, order))
        for alike in kinds.values():
            yield _side_by_side(world, *zip(*alike, strict=True))


def _side_by_side(world: World, rows: Sequence[int], orders: Sequence[Order]) -> Asked:
    """Orders of one kind, each for the lab row in its place."""
    people = [_sequence(world, order, row) for row, order in zip(rows, orders, strict=True)]
    numbers = np.array([_numbers(order) for order in orders], dtype=np.int64)
    employers = _employers(world, orders) if any(order.employers for order in orders) else None
    counts = [one.size for one in people]
    return _columns(orders[0], np.array(rows, dtype=np.intp), people, counts, employers, numbers)


def _columns(
    first: Order,
    rows: Index,
    people: list[Index],
    counts: int | list[int],
    employers: Bools | None,
    numbers: I64,
) -> Asked:
    """Orders of the kind of the first, from what each is about."""
    place = np.arange(rows.size).repeat(counts)
    return Asked(first.do, rows, place, np.concatenate(people), employers, first.candidates != (), *numbers.T)


def _numbers(order: Order) -> tuple[int, ...]:
    """The columns of an order from ``wanted`` on."""
    return (
        order.top or len(order.candidates),
        order.template,
        order.sender,
        Flag.DIRECT * order.direct | Flag.SHORT * order.short | Flag.BY_HAND * order.by_hand,
        order.pay_usd,
        round(order.pay_ratio * PPM),
        order.sign_on_usd,
        order.pledge_h100e,
        order.deadline_days,
        order.h100e,
        order.rent_days,
        order.words - PLAIN,
        round(order.counter_from * 100) if order.counter_from else 0,
        order.keep_hours,
    )


def _sequence(world: World, order: Order, row: int) -> Index:
    """Candidates in the sequence in which an order of this lab row wants them."""
    if order.candidates or order.do not in CHOOSING or not order.top:
        return np.array(order.candidates, dtype=np.intp)
    if by_pay(order):
        return best_paid(world, np.array([row]))[0]
    return (-world.setup.people.impact.astype(np.int64)).argsort(kind="stable")


def by_pay(order: Order) -> bool:
    """Whether the sequence differs from world to world, as pay does."""
    return order.by == "pay" and not order.candidates and order.do in CHOOSING


def best_paid(world: World, rows: Index) -> Index:
    """Candidates from the highest pay down, as the labs of these rows believe it, shape (rows, people)."""
    everyone = world.first_person[rows][:, None] + np.arange(world.candidates)
    return (-believed_pay_usd(world, rows[:, None], everyone)).argsort(axis=1, kind="stable")


def _employers(world: World, orders: Sequence[Order]) -> Bools:
    """Whose staff each order may be about, all where it names none; shape (orders, labs)."""
    labs = range(world.labs)
    return np.array([[not order.employers or lab in order.employers for lab in labs] for order in orders])
