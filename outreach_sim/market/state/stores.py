"""What people and labs remember from day to day, one small store for each mechanism that is switched on.

Stores hold state and know how to change it; what happens when stands in the phase of the same mechanism.
A store that is switched off is ``None`` and costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import DAYS_PER_YEAR, MAX_PEOPLE, NEVER_COPIES, PPM, Setup
from outreach_sim.market.state.approaches import NEVER, ApproachTable, Rows
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.teams import Teams, make_teams

Arrays = dict[str, NDArray[Any]]

TACTICS = 4
"""How many ``tactics.Tactic`` there are."""
MONTHS = 24
"""Tenure is kept by months up to this one; the last cell holds everybody who stayed longer."""


class Waiting:
    """People who said "come back when you have N H100s": their approaches as they ended, and the N.

    Attributes:
        columns: the columns of the approach table, one element per person and lab that wait.
        named_h100e: the threshold each of them named.
    """

    def __init__(self) -> None:
        self.columns: Arrays = {name: getattr(ApproachTable(0), name)[:0] for name in ApproachTable.names()}
        self.named_h100e = np.zeros(0, dtype=np.int64)

    def __len__(self) -> int:
        return self.named_h100e.size

    def add(self, table: ApproachTable, rows: Rows, named_h100e: NDArray[np.int64]) -> None:
        """Remember these approaches, which are about to end."""
        for name, column in self.columns.items():
            self.columns[name] = np.concatenate((column, getattr(table, name)[rows]))
        self.named_h100e = np.concatenate((self.named_h100e, named_h100e))

    def take(self, which: NDArray[np.bool_]) -> tuple[Arrays, NDArray[np.int64]]:
        """Remove and return these entries, in the order in which they were added."""
        taken, named = {name: column[which] for name, column in self.columns.items()}, self.named_h100e[which]
        self.columns = {name: column[~which] for name, column in self.columns.items()}
        self.named_h100e = self.named_h100e[~which]
        return taken, named

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {"named_h100e": self.named_h100e} | self.columns

    def load(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Take over what ``arrays`` gave."""
        self.named_h100e = arrays["named_h100e"]
        self.columns = {name: arrays[name] for name in ApproachTable.names()}


@dataclass(slots=True)
class Meetings:
    """Who was met at a conference.

    Attributes:
        met_on: per pair, the day after the latest meeting; 0 for never.
        held: meetings since the latest conference opened, per lab row.
    """

    met_on: NDArray[np.int16]
    held: NDArray[np.int64]

    def lately(self, pair: Index, day: int, lasts_days: int) -> NDArray[np.bool_]:
        """Which pairs met within the last so many days."""
        met_on = self.met_on[pair].astype(np.int64)
        return (met_on > 0) & (day - met_on < lasts_days)

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {"met_on": self.met_on, "held": self.held}


@dataclass(slots=True)
class Stays:
    """How long people stay, and who was kept by a raise.

    Attributes:
        since: first day at the present employer, per person; 0 for those who were there.
        hired: whether the person came during the game.
        left: people who left, by row, cohort (0 there from the first day, 1 hired) and month of tenure.
        kept_on, leaves_on: day of the latest accepted counter-offer, and the day on which the person
            leaves all the same.
    """

    since: NDArray[np.int16]
    hired: NDArray[np.bool_]
    left: NDArray[np.int64]
    kept_on: NDArray[np.int16]
    leaves_on: NDArray[np.int16]

    def leave(self, person: Index, row: Index, day: int) -> None:
        """These people leave their employers."""
        month = tenure_month(day - self.since[person].astype(np.int64))
        np.add.at(self.left, (row, self.hired[person].astype(np.intp), month), 1)
        self.leaves_on[person] = NEVER

    def start(self, person: Index, day: int) -> None:
        """These people start at a new employer."""
        self.since[person] = day
        self.hired[person] = True

    def staying(self, home: Index, there: NDArray[np.bool_], day: int) -> NDArray[np.int64]:
        """People still there by row, cohort and month of tenure, shape as ``left``."""
        result = np.zeros_like(self.left)
        person = np.flatnonzero(there)
        month = tenure_month(day - self.since[person].astype(np.int64))
        np.add.at(result, (home[person], self.hired[person].astype(np.intp), month), 1)
        return result

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {name: getattr(self, name) for name in ("since", "hired", "left", "kept_on", "leaves_on")}


def tenure_month(days: NDArray[np.int64]) -> Index:
    """Whole months of tenure, at most ``MONTHS``."""
    return np.minimum(days * 12 // 365, MONTHS).astype(np.intp)


@dataclass(slots=True)
class Reputation:
    """How worn a lab's name is: 0 fresh, 1 under three quarters of its weight, 2 under half."""

    worn: NDArray[np.uint8]

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {"worn": self.worn}


@dataclass(slots=True)
class Staff:
    """What employers know of their own: the day after the latest look elsewhere, and after the latest raise.

    Per person; 0 for never. A new employer knows nothing.
    """

    looked_on: NDArray[np.int16]
    raised_on: NDArray[np.int16]

    def start(self, person: Index) -> None:
        """These people start at a new employer."""
        self.looked_on[person] = self.raised_on[person] = 0

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {"looked_on": self.looked_on, "raised_on": self.raised_on}


@dataclass(slots=True)
class Peers:
    """What people have heard of pay, per person.

    Attributes:
        heard_usd: yearly pay they would have if paid like the peer they heard of, 0 for nothing.
        level: of everybody; follows from the scenario.
    """

    heard_usd: NDArray[np.int64]
    level: NDArray[np.int8]

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {"heard_usd": self.heard_usd}


@dataclass(slots=True)
class Fleet:
    """Machines by order; shape (lab rows, days + 2) but for the last two, h100e.

    Attributes:
        bought: machines of one's own that have come, by day.
        rented: machines of others, by day.
        given_back: those whose rent ends, on that day.
        orders, spent_usd: purchases so far, and money spent on machines, per lab row.
    """

    bought: NDArray[np.int64]
    rented: NDArray[np.int64]
    given_back: NDArray[np.int64]
    orders: NDArray[np.int64]
    spent_usd: NDArray[np.int64]

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Demand:
    """How many researchers labs want, and what the market pays.

    Attributes:
        targets: researchers wanted, by lab and day; follows from the scenario.
        market_ppm: market pay over that of day 0 on the latest day played, millionths, per world.
        today_ppm: the same on day ``drifted_on``; follows from it.
    """

    targets: NDArray[np.int64]
    market_ppm: NDArray[np.int64]
    today_ppm: NDArray[np.int64]
    drifted_on: int = -1

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {"market_ppm": self.market_ppm}


@dataclass(slots=True)
class Tactics:
    """What letters have that others copy; the last axis is a ``tactics.Tactic``.

    Attributes:
        used: first mails with it, fading, fixed point, per lab row.
        won: people who said yes to it, per lab row.
        seen: whether it has been news, per world.
        adopts_on: the day after the one from which a lab that copies uses it, 0 for not yet, per lab row.
    """

    used: NDArray[np.int64]
    won: NDArray[np.int64]
    seen: NDArray[np.bool_]
    adopts_on: NDArray[np.int16]

    def arrays(self) -> Arrays:
        """State to be saved."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Stores:
    """All stores of stacked worlds; ``None`` where a mechanism is switched off."""

    waiting: Waiting | None = None
    meetings: Meetings | None = None
    teams: Teams | None = None
    stays: Stays | None = None
    reputation: Reputation | None = None
    tactics: Tactics | None = None
    staff: Staff | None = None
    peers: Peers | None = None
    fleet: Fleet | None = None
    demand: Demand | None = None

    def arrays(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """All state by name."""
        for store in self.__slots__:
            part = getattr(self, store)
            if part is not None:
                for name, array in part.arrays().items():
                    yield f"{store}.{name}", array


def make_stores(setup: Setup, worlds: int) -> Stores:
    """Empty stores for what the scenario switches on."""
    on, people = setup.mechanisms, len(setup.people)
    rows, persons = worlds * len(setup.labs), worlds * people
    stores = Stores()
    if on.come_back and on.gate:
        stores.waiting = Waiting()
    if on.conferences and setup.conferences:
        stores.meetings = Meetings(np.zeros(rows * people, dtype=np.int16), np.zeros(rows, dtype=np.int64))
    if on.colleagues:
        stores.teams = make_teams(setup, worlds)
    if on.aftermath:
        stores.stays = Stays(
            since=np.zeros(persons, dtype=np.int16),
            hired=np.zeros(persons, dtype=np.bool_),
            left=np.zeros((rows, 2, MONTHS + 1), dtype=np.int64),
            kept_on=np.full(persons, NEVER, dtype=np.int16),
            leaves_on=np.full(persons, NEVER, dtype=np.int16),
        )
    if on.name_wear and on.name_news:
        stores.reputation = Reputation(np.zeros(rows, dtype=np.uint8))
    if on.copying or any(lab.policy.copy_lag_days != NEVER_COPIES for lab in setup.labs):
        stores.tactics = make_tactics(rows, worlds)
    if on.raises:
        stores.staff = Staff(np.zeros(persons, dtype=np.int16), np.zeros(persons, dtype=np.int16))
    if on.peers:
        stores.peers = Peers(np.zeros(persons, dtype=np.int64), np.tile(setup.people.level, worlds))
    if on.purchases:
        stores.fleet = make_fleet(rows, setup.days)
    if on.demand:
        stores.demand = Demand(head_targets(setup), *np.full((2, worlds), PPM, dtype=np.int64))
    return stores


def make_tactics(rows: int, worlds: int) -> Tactics:
    """Nobody has won anybody yet."""
    used, won = np.zeros((rows, TACTICS), dtype=np.int64), np.zeros((rows, TACTICS), dtype=np.int64)
    seen = np.zeros((worlds, TACTICS), dtype=np.bool_)
    return Tactics(used, won, seen, np.zeros((rows, TACTICS), dtype=np.int16))


def make_fleet(rows: int, days: int) -> Fleet:
    """No machines ordered yet."""
    bought, rented, given_back = (np.zeros((rows, days + 2), dtype=np.int64) for _ in range(3))
    return Fleet(bought, rented, given_back, np.zeros(rows, dtype=np.int64), np.zeros(rows, dtype=np.int64))


def head_targets(setup: Setup) -> NDArray[np.int64]:
    """Researchers each lab wants on each day, whole, at most ``MAX_PEOPLE``; shape (labs, days + 1)."""
    heads = np.array([[lab.researchers] for lab in setup.labs], dtype=np.float64)
    growth = np.array([[lab.growth_per_year] for lab in setup.labs])
    years = np.arange(setup.days + 1) / DAYS_PER_YEAR
    return np.floor(np.minimum(heads * (1.0 + growth) ** years, MAX_PEOPLE)).astype(np.int64)
