"""Notes what one lab has asked of people and what they have said: what a forecast may go by, and no more.

Whatever a reader saw that the lab cannot know (their pay, tastes, inbox, what they heard) is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.pitch import Pitch
from outreach_sim.market.mechanisms.purchases import days_late
from outreach_sim.market.phases.features import letters_of, subject_levels
from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.features import F64, Features, some_of

UNSEEN = (
    "present_usd", "money", "taste", "fit", "mission", "product", "heard_usd", "stake_usd", "load_campaigns",
)  # fmt: skip
"""Features of a reader that the lab that writes does not know."""
SILENT = 0
NO_ANSWER = 2**31
"""Stands for the day up to which nothing was heard of those who never answer."""
_NOTED = (Event.REPLIED, Event.INTERESTED, Event.NOT_INTERESTED, Event.CLOSED, Event.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Mails:
    """Mails of the lab, one element each, by candidate, number of the approach and place in its sequence.

    Attributes:
        candidate, number, mail, day: which mail, and when.
        next_on: the day on which the next one goes out, or, after the last, the sequence ends.
        home: index of the lab where its reader worked.
        chance: that the sequence is opened at all.
        features: what its reader saw, as far as the lab knows it; what it does not is 0.
        mission_gap, product_gap: what it spoke of that the lab has over the employer.
    """

    candidate: Index
    number: NDArray[np.int64]
    mail: NDArray[np.int64]
    day: NDArray[np.int64]
    next_on: NDArray[np.int64]
    home: Index
    chance: F64
    features: Features
    mission_gap: F64
    product_gap: F64


@dataclass(frozen=True, slots=True)
class Approached:
    """What came of the lab's approaches by letter, one element each, by candidate and number.

    Attributes:
        candidate, number: which approach.
        first: place of its first mail in ``Mails``; count: how many mails it has had.
        answered: the mail that was answered, ``SILENT`` for none so far.
        interested: whether the answer was yes.
        named_h100e: the fleet that a no asked for, else 0.
        have_h100e, leader_h100e: what there was on the day of the answer, pledge included; largest fleet.
        live: whether it is under way, in silence.
        until: the day up to which nothing was heard: today, which may bring an answer, while it is under way;
            that on which the lab ended it; 0 where the reader has left; ``NO_ANSWER`` after the last mail.
    """

    candidate: Index
    number: NDArray[np.int64]
    first: Index
    count: NDArray[np.int64]
    answered: NDArray[np.int64]
    interested: NDArray[np.bool_]
    named_h100e: NDArray[np.int64]
    have_h100e: NDArray[np.int64]
    leader_h100e: NDArray[np.int64]
    live: NDArray[np.bool_]
    until: NDArray[np.int64]


class Ordered(NamedTuple):
    """Machines that a lab has ordered, which is news: who, when, how many, and its number among its orders.

    ``there_on`` says on which day they come, which is news on that day and not before.
    """

    lab: int
    day: int
    h100e: int
    number: int
    there_on: int


class Said(Observer):
    """An ``Observer`` of one lab in one world, to be there from the first day.

    Attributes:
        lab: its index.
        ordered: machines that any lab has ordered.
    """

    def __init__(self, world: World, lab: int) -> None:
        assert world.worlds == 1, "a lab has seen one world"
        self.lab = lab
        self.ordered: list[Ordered] = []
        self._facts: list[NDArray[np.int64]] = []
        self._seen: list[tuple[F64, F64, F64, Features]] = []
        self._answers: dict[tuple[int, int], tuple[int, int, int]] = {}
        self._verdicts: dict[tuple[int, int], tuple[bool, int]] = {}
        self._ended: dict[tuple[int, int], int] = {}

    def letters(self, world: World, rows: Rows, features: Features) -> None:
        """Note the lab's mails of today."""
        own = np.flatnonzero(world.approaches.row[rows] == self.lab)
        if not own.size:
            return
        table, mine = world.approaches, rows[own]
        home = world.home[table.person[mine]]
        today, mails = np.full(own.size, world.day), table.mails[mine]
        next_on = today + world.follow_ups.days_after(table.template[mine], mails)
        facts = (table.person[mine], table.number[mine], mails, today, next_on, home)
        self._facts.append(np.column_stack([np.asarray(fact, dtype=np.int64) for fact in facts]))
        known, gaps = as_known(world, some_of(features, own), own.size), gaps_of(world, mine, home)
        self._seen.append((open_chance(world, mine), *gaps, known))

    def event(self, world: World, batch: EventBatch) -> None:
        """Note answers to the lab's letters, and the ends of its approaches."""
        if batch.event is Event.ORDERED:
            self._order(world, batch)
        if batch.rows is None:
            return
        if batch.event not in _NOTED:
            return
        table = world.approaches
        value = np.broadcast_to(batch.value, batch.row.shape)
        mail = np.broadcast_to(batch.mail, batch.row.shape)
        for place in np.flatnonzero(batch.row == self.lab).tolist():
            row = int(batch.rows[place])
            key = int(table.person[row]), int(table.number[row])
            if batch.event is Event.REPLIED:
                have = max(int(world.fleet_today[self.lab]), int(table.pledge_h100e[row]))
                self._answers[key] = int(mail[place]), have, int(world.leader_today[0])
            elif batch.event in (Event.CLOSED, Event.WITHDRAWN):
                self._ended[key] = world.day if batch.event is Event.WITHDRAWN else NO_ANSWER
            else:
                yes = batch.event is Event.INTERESTED
                self._verdicts[key] = yes, 0 if yes else int(value[place])

    def _order(self, world: World, batch: EventBatch) -> None:
        fleet, rules = world.stores.fleet, world.setup.rules
        assert fleet is not None
        there_on = world.day + rules.delivery_days + days_late(world, batch.row)
        many = np.broadcast_to(batch.value, batch.row.shape)
        for row, h100e, on in zip(batch.row.tolist(), many.tolist(), there_on.tolist(), strict=True):
            self.ordered.append(Ordered(row, world.day, h100e, int(fleet.orders[row]), on))

    def mails(self) -> Mails:
        """All mails so far."""
        facts = np.concatenate(self._facts)
        order = np.lexsort(facts[:, [2, 1, 0]].T)
        candidate, number, mail, day, next_on, home = facts[order].T
        chance, mission, product = (
            np.concatenate([seen[which] for seen in self._seen])[order] for which in range(3)
        )
        features = joined([seen[3] for seen in self._seen], order)
        return Mails(candidate, number, mail, day, next_on, home, chance, features, mission, product)

    def approached(self, world: World) -> Approached:
        """What came of each approach by the morning of today; nobody has been approached without a mail."""
        mails = self.mails()
        first = np.flatnonzero(mails.mail == 1)
        keys = list(zip(mails.candidate[first].tolist(), mails.number[first].tolist(), strict=True))
        answers = np.array([self._answers.get(key, (SILENT, 0, 0)) for key in keys], dtype=np.int64)
        verdicts = np.array([self._verdicts.get(key, (False, 0)) for key in keys], dtype=np.int64)
        table = world.approaches
        silent = (table.state == State.WAITING) | (table.state == State.REPLYING)
        silent &= table.row == self.lab
        live = set(zip(table.person[silent].tolist(), table.number[silent].tolist(), strict=True))
        return Approached(
            candidate=mails.candidate[first],
            number=mails.number[first],
            first=first,
            count=np.diff(np.append(first, mails.mail.size)),
            answered=answers[:, 0],
            interested=verdicts[:, 0] > 0,
            named_h100e=verdicts[:, 1],
            have_h100e=answers[:, 1],
            leader_h100e=answers[:, 2],
            live=np.array([key in live for key in keys]),
            until=np.array([world.day if key in live else self._ended.get(key, 0) for key in keys]),
        )

    @property
    def days(self) -> set[int]:
        """Days on which the lab has written."""
        return {int(facts[0, 3]) for facts in self._facts}

    @property
    def anything(self) -> bool:
        """Whether the lab has written to anybody."""
        return bool(self._facts)


def as_known(world: World, features: Features, count: int) -> Features:
    """The features with what the lab does not know taken out: 0, or ``None`` where the engine has none."""
    known: dict[str, Any] = {}
    for field in fields(features):
        given = getattr(features, field.name)
        unseen = field.name in UNSEEN and given is not None
        known[field.name] = None if given is None else np.broadcast_to(0.0 if unseen else given, (count,))
    return Features(**known)


def gaps_of(world: World, rows: Rows, home: Index) -> tuple[F64, F64]:
    """What these mails speak of: mission and products of the lab less those of the employer."""
    row, letter = world.approaches.row[rows], letters_of(world.approaches, rows)
    pitches = world.pitches[world.sequence[letter]]
    mission = (world.mission[row] - world.mission[home]) * ((pitches & Pitch.MISSION) != 0)
    product = (world.product[row] - world.product[home]) * ((pitches & Pitch.PRODUCT) != 0)
    return mission, product


def open_chance(world: World, rows: Rows) -> F64:
    """How likely these sequences are opened, by what is so today."""
    table, chances = world.approaches, world.open_chance_today
    level = subject_levels(world, table.template[rows], table.person[rows], table.row[rows])
    chance: F64 = chances[table.row[rows], table.sender[rows], level]
    return chance


def joined(parts: list[Features], order: Index) -> Features:
    """Features of all parts, one after the other, in another order; what some of them lack is 0 there."""
    found: dict[str, Any] = {}
    for field in fields(Features):
        given = [getattr(part, field.name) for part in parts]
        some = [np.zeros(p.offered_usd.shape) if g is None else g for p, g in zip(parts, given, strict=True)]
        found[field.name] = None if all(g is None for g in given) else np.concatenate(some)[order]
    return Features(**found)
