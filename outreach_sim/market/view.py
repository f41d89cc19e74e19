"""What a lab can know: its own books and approaches, and what is public. Feeds desk, agents, policies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.conference import attending_today, met_lately
from outreach_sim.market.mechanisms.demand import market_today
from outreach_sim.market.mechanisms.gate import asked_h100e
from outreach_sim.market.mechanisms.purchases import coming_h100e, rentable_h100e
from outreach_sim.market.mechanisms.raises import on_staff
from outreach_sim.market.setup import DAYS_PER_WEEK, NO_LIMIT, PPM, Sender
from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.attention import hours_kept, hours_left, letters_left
from outreach_sim.market.state.payroll import believed_pay_of_all
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World

LOOKED_DAYS = 60
"""So long it counts that somebody was seen."""


@dataclass(frozen=True, slots=True)
class OwnApproach:
    """One of the lab's live approaches, as the lab knows it.

    ``waiting`` covers silence and answers that are still on their way: the lab cannot tell them apart.

    Attributes:
        read_usd: yearly pay that the person has in mind: what the letter named, or the public band.
        named: whether the letter named it.
        short: whether interviews are held in their short form.
        came_back: whether the person took it up again once the lab had the machines they asked for.
        before: what the lab's approach before it had sent the person, as ``ApproachTable.before`` has it.
        answer, answer_false, answer_usd: the lab's own words since the person answered, as in
            ``ApproachTable``.
    """

    candidate: int
    state: int
    mails: int
    number: int
    template: int
    sender: Sender
    direct: bool
    by_hand: bool
    pay_usd: int
    sign_on_usd: int
    pledge_h100e: int
    deadline_days: int
    due: int | None
    read_usd: int = 0
    named: bool = False
    came_back: bool = False
    answer: int = 0
    answer_false: int = 0
    answer_usd: int = 0
    before: int = 0
    short: bool = False

    @property
    def named_usd(self) -> int:
        """The largest yearly pay that the lab has named to the person; 0 for none."""
        return max(self.read_usd if self.named else 0, self.answer_usd)


@dataclass(frozen=True, slots=True)
class StaffOffer:
    """An offer on the table of one of the lab's own people, who has told.

    Attributes:
        candidate: whose.
        lab: index of the lab that made it.
        since, until: the day it was made, and that on which she decides.
        countered: whether the lab has answered with an offer of its own.
    """

    candidate: int
    lab: int
    since: int
    until: int
    countered: bool


@dataclass(frozen=True, slots=True)
class LabView:
    """What one lab can know at the start of a day; its arrays can be read, not written.

    Attributes:
        day, lab: when and who.
        cash_usd, reserved_usd: ``None`` where the lab has no budget.
        pledgeable_h100e: research compute not pledged to anybody yet.
        letters_left: by sender, this week; ``None`` without a quota.
        interviews_left: slots this week; ``None`` without a limit.
        hours_left: of the CEO, this week, with those kept for the standing rule; ``None`` without a limit.
        hours_kept: hours of this week that are kept for the standing rule.
        counter_from: least impact of whom that rule answers for; ``None`` while it is off.
        offered: offers to its own people, by day of decision, then candidate and lab.
        fresh: whom the lab can write to since less than a week, and could not before; ``None`` where nobody
            comes onto the market later.
        first: what the first candidate is called here: 0 of positions, 1 of numbers.
        heads, fleet_h100e, h100e_per_researcher: of every lab, public.
        employer: index of everyone's present employer, -1 for people who left the market.
        pay_guess_usd: everyone's yearly pay as far as the lab knows it (``payroll.believed_pay_usd``): what a
            ratio of pay is a ratio of.
        free: whether the lab may open an approach to each candidate now.
        approaches: its own live ones, by candidate.
        level: everyone's, 1 to 5.
        judged: candidates, best first, as this lab judges them; like ``OwnApproach.candidate`` their array
            positions, or their numbers from 1 where a policy of the user's own looks (``policies.numbers``).
        templates: names of the letters; an order carries the position.
        attending: who is at a conference today; ``None`` where there is none.
        met: whom its people met at one lately; ``None`` where the scenario has no conferences.
        asked_h100e: the fleet each person asked this lab for, 0 where nobody did; ``None`` where nobody
            comes back.
        looking: own staff seen talking to rivals in the last 60 days; ``None`` where nobody is seen.
        coming_h100e, rented_h100e: machines ordered that have not come, and rented ones that are there.
        rentable_h100e: how many more it can rent today.
        machines_for_sale: whether machines can be ordered at all.
        market_pay: what the market pays over what it paid on day 0.
        team: number of everyone's first team; ``None`` where colleagues do not count.
    """

    day: int
    lab: int
    cash_usd: int | None
    reserved_usd: int
    pledgeable_h100e: int
    letters_left: Mapping[Sender, int | None]
    interviews_left: int | None
    heads: NDArray[np.int64]
    fleet_h100e: NDArray[np.int64]
    h100e_per_researcher: NDArray[np.float64]
    employer: NDArray[np.intp]
    pay_guess_usd: NDArray[np.int64]
    free: NDArray[np.bool_]
    approaches: tuple[OwnApproach, ...]
    level: NDArray[np.int8]
    judged: NDArray[np.int32]
    templates: tuple[str, ...]
    attending: NDArray[np.bool_] | None = None
    met: NDArray[np.bool_] | None = None
    asked_h100e: NDArray[np.int64] | None = None
    team: NDArray[np.intp] | None = None
    looking: NDArray[np.bool_] | None = None
    coming_h100e: int = 0
    rented_h100e: int = 0
    rentable_h100e: int = 0
    machines_for_sale: bool = False
    market_pay: float = 1.0
    hours_left: int | None = None
    hours_kept: int = 0
    counter_from: float | None = None
    offered: tuple[StaffOffer, ...] = ()
    fresh: NDArray[np.bool_] | None = None
    first: int = 0

    @property
    def best_free(self) -> NDArray[np.int32]:
        """Who may be written to now, best first as this lab judges them, called as in ``judged``."""
        return self.judged[self.free[self.judged - self.first]]

    def __post_init__(self) -> None:
        """Some arrays are the world's own; nobody changes it by writing into what they see."""
        for field in fields(self):
            array = getattr(self, field.name)
            if isinstance(array, np.ndarray):
                seen = array.view()
                seen.flags.writeable = False
                object.__setattr__(self, field.name, seen)


def look(world: World, lab: int, number: int = 0) -> LabView:
    """The view of one lab.

    Args:
        world: one, or a stack.
        lab: its index.
        number: of the world in the stack.
    """
    row, everyone = number * world.labs + lab, np.arange(world.candidates)
    labs = slice(number * world.labs, (number + 1) * world.labs)
    people_here = slice(number * world.candidates, (number + 1) * world.candidates)
    gone = world.status[people_here] == Status.GONE
    employer = world.home[people_here] - labs.start
    own = np.array([row])
    letters = letters_left(world, own.repeat(len(Sender)), np.array(Sender))
    attending = attending_today(world)
    people, stores = world.setup.people, world.stores
    return LabView(
        day=world.day,
        lab=lab,
        cash_usd=int(world.cash_usd[row]) if world.has_budget[row] else None,
        reserved_usd=int(world.reserved_usd[row]),
        pledgeable_h100e=max(int(world.research_left()[row]), 0),
        letters_left=MappingProxyType({s: limited(world, int(letters[s])) for s in Sender}),
        interviews_left=limited(world, int(world.interview_quota[row] - world.interviews_used[row])),
        heads=world.heads[labs].copy(),
        fleet_h100e=world.fleet_today[labs].copy(),
        h100e_per_researcher=world.compute_per_researcher()[labs],
        employer=np.where(gone, -1, employer),
        pay_guess_usd=believed_pay_of_all(world, row),
        free=world.shortlist.free_of(row),
        approaches=own_approaches(world, lab, number),
        level=people.level.copy(),
        judged=world.shortlist.order.reshape(world.labs, -1)[lab].copy(),
        templates=world.setup.letters.ids,
        attending=None if attending is None else attending[people_here] & ~gone,
        met=None if stores.meetings is None else met_lately(world, everyone + row * world.candidates) > 0,
        asked_h100e=asked_h100e(world, row),
        team=None if stores.teams is None else stores.teams.of,
        looking=seen_looking(world, row),
        coming_h100e=0 if stores.fleet is None else int(coming_h100e(world, own)[0]),
        rented_h100e=0 if stores.fleet is None else int(stores.fleet.rented[row, world.day]),
        rentable_h100e=int(rentable_h100e(world, own)[0]),
        machines_for_sale=stores.fleet is not None,
        hours_left=limited(world, int(hours_left(world, own)[0])),
        hours_kept=int(hours_kept(world, own)[0]),
        counter_from=stores.hours.counter_from[row] / 100.0 if stores.hours.keep[row] else None,
        offered=offers_to_staff(world, row),
        fresh=fresh_people(world, row),
        market_pay=1.0 if stores.demand is None else float(market_today(world, stores.demand)[number]) / PPM,
    )


def offers_to_staff(world: World, row: int) -> tuple[StaffOffer, ...]:
    """Live offers of other labs to the staff of this lab row."""
    table = world.approaches
    rows = table.in_state(State.OFFERED)
    person = table.person[rows]
    rows = rows[on_staff(world, np.full(person.size, row), person)]
    person, until = table.person[rows], table.due[rows].astype(np.int64)
    candidate, lab = person % world.candidates, world.lab_of[table.row[rows]]
    order = np.lexsort((lab, candidate, until))
    since = until - table.deadline_days[rows]
    columns = (candidate, lab, since, until, world.countered[person])
    return tuple(map(StaffOffer, *(column[order].tolist() for column in columns)))


def fresh_people(world: World, row: int) -> NDArray[np.bool_] | None:
    """Who has come onto the market for this lab row in the last seven days; nobody has been written to."""
    if world.setup.rules.fresh_share == 0.0:
        return None
    return is_fresh(world, slice(row * world.candidates, (row + 1) * world.candidates))


def is_fresh(world: World, pair: Index | slice) -> NDArray[np.bool_]:
    """The same of any pairs of a lab row and a candidate, where people come onto the market later."""
    opened_on = world.free_on[pair].astype(np.int64)
    new = (opened_on > max(world.day - DAYS_PER_WEEK, 0)) & (opened_on <= world.day)
    return new & (world.attempts[pair] == 0)


def limited(world: World, count: int) -> int | None:
    """How many of a quota are left; ``None`` where there is none."""
    return count if world.setup.mechanisms.quotas and count < NO_LIMIT // 2 else None


def seen_looking(world: World, row: int) -> NDArray[np.bool_] | None:
    """Which candidates are on the staff of this lab row and were seen looking elsewhere lately."""
    staff = world.stores.staff
    if staff is None:
        return None
    here = slice(world.first_person[row], world.first_person[row] + world.candidates)
    seen_on = staff.looked_on[here].astype(np.int64)
    own = (world.home[here] == row) & (world.status[here] == Status.HERE)
    return own & (seen_on > 0) & (world.day - seen_on < LOOKED_DAYS)


def own_approaches(
    world: World, lab: int, number: int = 0, to: Sequence[int] | None = None
) -> tuple[OwnApproach, ...]:
    """The lab's live approaches, by candidate; how a silent person will answer stays hidden.

    Args:
        world: one, or a stack.
        lab: its index.
        number: of the world in the stack.
        to: candidates whose approaches alone are asked for; ``None`` for all.
    """
    table = world.approaches
    mine = table.under_way & (table.row == number * world.labs + lab)
    if to is not None:
        mine &= np.isin(table.person, np.array(to, dtype=np.intp) + number * world.candidates)
    rows = np.flatnonzero(mine)
    return _as_known(world, rows[np.argsort(table.person[rows])])


def own_approach(world: World, lab: int, candidate: int) -> OwnApproach | None:
    """The lab's live approach to one person, if there is one."""
    return next(iter(own_approaches(world, lab, to=[candidate])), None)


def _as_known(world: World, rows: Rows) -> tuple[OwnApproach, ...]:
    """These approaches; looked up by column, for a policy looks at hundreds a day."""
    table = world.approaches
    columns = [getattr(table, name)[rows].tolist() for name in _KNOWN]
    return tuple(map(_known, (table.person[rows] % world.candidates).tolist(), *columns))


_KNOWN = ("state", "flags", "due", "mails", "number", "template", "sender", "pay_usd", "sign_on_usd",
          "pledge_h100e", "deadline_days", "expected_usd", "answer", "answer_false",
          "answer_usd", "before")  # fmt: skip
_SENDERS = tuple(Sender)


def _known(
    candidate: int, state: int, flags: int, due: int, mails: int, number: int, template: int, sender: int,
    pay_usd: int, sign_on_usd: int, pledge_h100e: int, deadline_days: int, expected_usd: int,
    answer: int, answer_false: int, answer_usd: int,
    before: int,
) -> OwnApproach:  # fmt: skip
    """One of them, from plain numbers."""
    hidden = state in (State.WAITING, State.REPLYING)
    return OwnApproach(
        candidate=candidate,
        state=State.WAITING if state == State.REPLYING else state,
        mails=mails,
        number=number,
        template=template,
        sender=_SENDERS[sender],
        direct=bool(flags & Flag.DIRECT),
        by_hand=bool(flags & Flag.BY_HAND),
        pay_usd=pay_usd,
        sign_on_usd=sign_on_usd,
        pledge_h100e=pledge_h100e,
        deadline_days=deadline_days,
        due=None if hidden else due,
        read_usd=expected_usd,
        named=bool(flags & Flag.NAMED),
        came_back=bool(flags & Flag.CAME_BACK),
        answer=answer,
        answer_false=answer_false,
        answer_usd=answer_usd,
        before=before,
        short=bool(flags & Flag.SHORT),
    )
