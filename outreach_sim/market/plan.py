"""What somebody thinks of asking for: letters, or terms for approaches under way; and those approaches.

``sketch`` draws them up as rows of a table, so that the engine's own features can be read off it.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.letters import MOST_MAILS, LetterTables, joined
from outreach_sim.market.mechanisms.demand import at_market
from outreach_sim.market.phases.features import named_pay
from outreach_sim.market.setup import SIGN_ON_YEARS, Sender
from outreach_sim.market.state.approaches import ApproachTable, Flag, State
from outreach_sim.market.state.payroll import band_usd
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.market.view import OwnApproach
from outreach_sim.model.features import F64
from outreach_sim.model.interviews import interview_days
from outreach_sim.model.prospect import Number


@dataclass(frozen=True, slots=True)
class Plan:
    """A letter somebody thinks of sending, or the terms of an approach under way.

    Attributes:
        pay_usd: the yearly value, sign-on / 4 included.
        own: the approach under way as the lab knows it; ``None`` for a letter that is not sent yet.
        next_on: the day on which the next mail goes out; ``None`` for today.
        answered: whether the latest mail of the approach is the one that is answered.
        letters: letters that the world does not have yet, their ``sequence`` counted in both;
            ``template`` may be one of them. ``None`` for none.
        short: whether interviews are held in their short form.
    """

    pay_usd: int
    template: int
    sender: Sender = Sender.RECRUITER
    pledge_h100e: int = 0
    direct: bool = False
    deadline_days: int = 7
    own: OwnApproach | None = None
    next_on: int | None = None
    answered: bool = False
    letters: LetterTables | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans for many people, one element each; a single number is the same for all of them.

    Attributes:
        pay_usd: the yearly value, sign-on / 4 included.
        template, sender, pledge_h100e, direct, deadline_days, short: as in ``Plan``.
    """

    pay_usd: NDArray[np.int64] | int
    template: NDArray[np.integer] | int = 0
    sender: NDArray[np.integer] | int = Sender.RECRUITER
    pledge_h100e: NDArray[np.int64] | int = 0
    direct: NDArray[np.bool_] | bool = False
    deadline_days: NDArray[np.integer] | int = 7
    short: NDArray[np.bool_] | bool = False


def with_letters_of(world: World, plan: Plan | Plans) -> World:
    """The world as it would be with the letters of a plan: all the same but what it knows of letters."""
    if isinstance(plan, Plans) or plan.letters is None:
        return world
    other = copy(world)
    other.read_letters(joined(world.setup.letters, plan.letters))
    return other


def letters_had(world: World, row: int, candidate: int) -> list[int]:
    """Indices of the letters that the last approach of a lab row to somebody has sent, where it has ended."""
    person = world.persons(np.array([row]), np.array([candidate]))
    before = int(world.had[person[0] + world.pair_offset[row]])
    opening, mails = divmod(before, MOST_MAILS + 1)
    return world.setup.letters.sequence[opening, :mails].tolist()


def part_of(plan: Plan | Plans, part: slice) -> Plan | Plans:
    """The plan for some of its people."""
    if isinstance(plan, Plan):
        return plan
    each = {field.name: getattr(plan, field.name) for field in fields(plan)}
    return Plans(**{name: value[part] if np.ndim(value) else value for name, value in each.items()})


@dataclass(frozen=True, slots=True)
class Approaches:
    """One lab's approaches as somebody thinks of them, one element each; of one world, or of a stack.

    Nobody is written to twice at a time, so a plan for somebody with a live approach is about that one: its
    letter and its signature have been read, and bettering a live offer leaves its day as it is.

    Attributes:
        row: of the lab; of people of several worlds one for each. person: of the people.
        own: the approaches under way as the lab knows them, one row each; empty where there is none.
        pay_usd, pledge_h100e, direct, short, deadline_days: what is to be offered, and how.
        template, sender: of the letter.
        next_on: the day on which the next mail goes out. answered: as in ``Plan``.
        knower: row of the lab that thinks of them: that which writes, or the employer that fears it.
        present_usd: what the employer would pay a year; ``None`` for what it pays.
    """

    row: int | Index
    person: Index
    own: ApproachTable
    pay_usd: NDArray[np.int64]
    pledge_h100e: NDArray[np.int64]
    direct: NDArray[np.bool_]
    short: NDArray[np.bool_]
    deadline_days: NDArray[np.int64]
    template: NDArray[np.int64]
    sender: NDArray[np.int64]
    next_on: int
    answered: bool
    knower: int | Index
    present_usd: NDArray[np.int64] | None = None

    @property
    def begun(self) -> NDArray[np.bool_]:
        """Whether there is an approach under way."""
        return self.own.state != State.EMPTY

    @property
    def live(self) -> NDArray[np.bool_]:
        """Whether the offer is on the table."""
        return self.own.state == State.OFFERED

    @property
    def without_letter(self) -> NDArray[np.bool_]:
        """Whether the person came without a letter, in a walkout."""
        return self.begun & (self.own.mails == 0)

    @property
    def rows(self) -> Index:
        """The row of the lab, for each person."""
        return np.full(self.person.shape, self.row)

    @property
    def by_another(self) -> bool:
        """Whether it is not the lab that writes that thinks of them."""
        return bool(np.not_equal(self.knower, self.row).any())

    def lab(self, world: World) -> int:
        """Index of the lab, which is the same in all worlds."""
        return int(world.lab_of[np.ravel(self.row)[0]]) if np.size(self.row) else 0

    def of_lab(self, by_row: NDArray[np.generic]) -> Number:
        """What the lab has of what every lab row has: a number, or of several worlds a column."""
        return column(by_row[self.row]) if np.ndim(self.row) else float(by_row[self.row])

    def own_flag(self, flag: int) -> NDArray[np.bool_]:
        """Whether the approach under way has this flag; false where there is none."""
        return (self.own.flags & flag) > 0

    def named(self, world: World) -> NDArray[np.bool_]:
        """Whether the letter names its pay."""
        by_letter = world.setup.letters.names_offer[self.template] | (self.in_words_usd(world) > 0)
        return np.where(self.begun, self.own_flag(Flag.NAMED), by_letter)

    def in_words_usd(self, world: World) -> NDArray[np.int64]:
        """Yearly pay that the words of a letter still to be written name, USD, whatever is meant; or 0."""
        return named_pay(world, self.template, self.person, self.rows) * ~self.begun

    def settled(self, world: World) -> NDArray[np.bool_]:
        """Whether the reader has another pay in mind than that which is weighed."""
        return self.begun | (self.in_words_usd(world) > 0)


def standing(own: OwnApproach, answered: bool = False) -> Plan:
    """The terms of an approach as they stand."""
    yearly = own.pay_usd + own.sign_on_usd // SIGN_ON_YEARS
    return Plan(
        yearly,
        own.template,
        own.sender,
        own.pledge_h100e,
        own.direct,
        own.deadline_days,
        own,
        None,
        answered,
        short=own.short,
    )


def having_named(plan: Plan, candidate: int, named_usd: int) -> Plan:
    """The same as the offer to somebody who is interested, and whose letter has named another pay."""
    return replace(
        plan,
        own=OwnApproach(
            candidate, State.INTERESTED, 1, 1, plan.template, plan.sender, plan.direct, by_hand=True,
            pay_usd=named_usd, sign_on_usd=0, pledge_h100e=plan.pledge_h100e,
            deadline_days=plan.deadline_days, due=None, read_usd=named_usd, named=True,
        ),
    )  # fmt: skip


def approaches(
    world: World, row: int | Index, candidates: Index, plan: Plan | Plans, knower: int | None = None
) -> Approaches:
    """The plan with the approaches it goes on with, where there are any, and with what those have settled.

    Args:
        world: between two days.
        row: of the lab that writes, for all of them, or for each.
        candidates: whom, of the world of that row.
        plan: for all of them, or one for each.
        knower: row of another lab that thinks of it: what is under way is not known to it.
    """
    person = world.persons(np.full(candidates.shape, row), candidates)
    own = plan.own if isinstance(plan, Plan) else None
    known = under_way(world, row, person) if own is None else as_rows(own, row, person)
    if knower is not None and knower != row:
        known = none_under_way(person)
    begun, live = known.state != State.EMPTY, known.state == State.OFFERED
    next_on = plan.next_on if isinstance(plan, Plan) else None
    return Approaches(
        row,
        person,
        known,
        pay_usd=each(plan.pay_usd, person),
        pledge_h100e=each(plan.pledge_h100e, person),
        direct=np.where(live, (known.flags & Flag.DIRECT) > 0, each(plan.direct, person)),
        short=np.where(
            known.state > State.INTERESTED, (known.flags & Flag.SHORT) > 0, each(plan.short, person)
        ),
        deadline_days=np.where(live, known.deadline_days, each(plan.deadline_days, person)),
        template=np.where(begun, known.template, each(plan.template, person)),
        sender=np.where(begun, known.sender, each(plan.sender, person)),
        next_on=world.day if next_on is None else next_on,
        answered=isinstance(plan, Plan) and plan.answered,
        knower=row if knower is None else knower,
    )


def each(value: NDArray[np.generic] | int, person: Index) -> NDArray[Any]:
    """A value for each of these people."""
    return np.broadcast_to(
        np.asarray(value, dtype=None if isinstance(value, bool) else np.int64), person.shape
    )


def none_under_way(person: Index) -> ApproachTable:
    """A table of empty rows, one for each of these people."""
    table = ApproachTable(person.size)
    table.append(person.size)
    return table


def under_way(world: World, row: int | Index, person: Index) -> ApproachTable:
    """A lab's live approaches to these people, one row each, as it knows them; empty where there is none."""
    table, known = world.approaches, none_under_way(person)
    here = np.isin(table.row, row) if np.ndim(row) else table.row == row
    mine = np.flatnonzero(here & (table.state != State.EMPTY))
    mine = mine[np.argsort(table.person[mine], kind="stable")]
    if not mine.size:
        return known
    found = mine.take(np.searchsorted(table.person[mine], person), mode="clip")
    here = np.flatnonzero(table.person[found] == person)
    for name in ApproachTable.names():
        getattr(known, name)[here] = getattr(table, name)[found[here]]
    known.state[known.state == State.REPLYING] = State.WAITING
    return known


def as_rows(own: OwnApproach, row: int | Index, person: Index) -> ApproachTable:
    """An approach as a lab knows it, as a row of a table for each of these people."""
    known = ApproachTable(person.size)
    rows = known.append(person.size)
    known.person[rows], known.row[rows] = person, row
    known.state[rows], known.mails[rows], known.number[rows] = own.state, own.mails, own.number
    known.template[rows], known.sender[rows] = own.template, int(own.sender)
    known.flags[rows] = Flag.DIRECT * own.direct | Flag.NAMED * own.named | Flag.CAME_BACK * own.came_back
    known.flags[rows] |= np.uint8(Flag.SHORT * own.short)
    known.pay_usd[rows], known.sign_on_usd[rows] = own.pay_usd, own.sign_on_usd
    known.pledge_h100e[rows], known.deadline_days[rows] = own.pledge_h100e, own.deadline_days
    known.expected_usd[rows], known.before[rows] = own.read_usd, own.before
    known.answer[rows], known.answer_false[rows] = own.answer, own.answer_false
    known.answer_usd[rows] = own.answer_usd
    if own.due is not None:
        known.due[rows] = own.due
    return known


def mails_of(world: World, about: Approaches) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Numbers of mails, and which of them can be answered: all of the sequence, or the one that was.

    The second has shape (people, mails). A mail that nobody can answer is left out.
    """
    done = about.begun & (about.answered | (about.own.state > State.REPLYING))
    latest = np.where(done, np.maximum(about.own.mails, 1), 0)
    last = world.follow_ups.last[about.template]
    most = max(int(last.max(initial=1)), int(latest.max(initial=0)))
    numbers = np.arange(1, most + 1, dtype=np.uint8)
    answerable = np.where(done[:, None], numbers == latest[:, None], numbers <= last[:, None])
    asked = answerable.any(axis=0) if done.size else numbers == 1
    return numbers[asked], answerable[:, asked]


def sketch_letters(world: World, about: Approaches, mails: NDArray[np.uint8]) -> ApproachTable:
    """The approaches as their letters have them, one row for each person and each of these mails."""
    begun, own = about.begun, about.own
    about = replace(about, deadline_days=np.where(begun, own.deadline_days, about.deadline_days))
    standing_usd = own.pay_usd + own.sign_on_usd // 4
    pay_usd = np.where(begun, standing_usd, about.pay_usd)
    pledge_h100e = np.where(begun, own.pledge_h100e, about.pledge_h100e)
    direct = np.where(begun, about.own_flag(Flag.DIRECT), about.direct)
    return _sketch(world, about, mails, pay_usd, pledge_h100e, direct)


def sketch_offers(world: World, about: Approaches) -> ApproachTable:
    """The approaches as they are once this is offered, one row for each person."""
    return _sketch(world, about, np.ones(1, np.uint8), about.pay_usd, about.pledge_h100e, about.direct)


def _sketch(
    world: World,
    about: Approaches,
    mails: NDArray[np.uint8],
    pay_usd: NDArray[np.int64],
    pledge_h100e: NDArray[np.int64],
    direct: NDArray[np.bool_],
) -> ApproachTable:
    """Rows of a table that is not the world's, for each person and mail."""
    people, table = about.person.size, ApproachTable(about.person.size * mails.size)
    rows = table.append(people * mails.size)
    named, band = about.named(world), band_today(world, about.row, about.person)
    in_words = about.in_words_usd(world)
    read_usd = np.where(in_words > 0, in_words, np.where(named, pay_usd, band))
    expected_usd = np.where(about.begun, about.own.expected_usd, read_usd)
    pair = about.rows * world.candidates + about.person % world.candidates
    flags = Flag.DIRECT * direct | Flag.NAMED * named | about.own.flags & Flag.CAME_BACK
    fit = world.fit(about.person, about.rows)
    table.row[rows], table.mails[rows] = about.rows.repeat(mails.size), np.tile(mails, people)
    for column, values in (
        (table.person, about.person), (table.template, about.template), (table.sender, about.sender),
        (table.number, np.where(about.begun, about.own.number, world.attempts[pair] + 1)),
        (table.before, np.where(about.begun, about.own.before, world.had[pair])),
        (table.flags, flags), (table.pay_usd, pay_usd), (table.pledge_h100e, pledge_h100e),
        (table.deadline_days, about.deadline_days), (table.expected_usd, expected_usd), (table.fit, fit),
        (table.answer, about.own.answer), (table.answer_false, about.own.answer_false),
        (table.answer_usd, about.own.answer_usd),
    ):  # fmt: skip
        column[rows] = values.repeat(mails.size)
    return table


def first_day_on_table(world: World, about: Approaches) -> NDArray[np.int64]:
    """The first day on which each offer can be on the table."""
    rules, state = world.setup.rules, about.own.state
    interviews = interview_days(rules.interview_days_low, about.short)
    soonest = np.where(about.direct, rules.direct_days, interviews)
    answer = np.where(state == State.INTERESTED, 0, 1)
    drawn_up = np.where(state == State.PROCESS, about.own.due, world.day + answer + soonest)
    return np.where(about.live, world.day, drawn_up)


def band_today(world: World, row: int | Index, person: Index) -> NDArray[np.int64]:
    """What the public band of a lab promises people of these standings at today's market pay, USD a year."""
    return at_market(world, np.full(person.shape, row), band_usd(world, row, person))


def column(values: NDArray[np.generic]) -> F64:
    """One row for each person."""
    return values.astype(np.float64)[:, None]
