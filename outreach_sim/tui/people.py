"""The candidates as rows of a table: found, filtered, sorted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from outreach_sim.formatting import usd
from outreach_sim.market.setup import Fact, number_of
from outreach_sim.market.state.approaches import State
from outreach_sim.tui.play import Play

MOST_ROWS = 1_000
"""Rows shown at once; whoever looks for somebody further down finds them by name, lab or id."""
_FACT_LETTERS = {Fact.TOPIC: "t", Fact.PAPER: "p", Fact.TEAM: "f", Fact.CITY: "c"}


class Column(StrEnum):
    """What a row shows, in this order; the value is the heading."""

    NAME = "Name"
    LAB = "Lab"
    LEVEL = "L"
    IMPACT = "Impact"
    PAY = "Pay"
    KNOWN = "Know"
    STATUS = "Status"


class Who(StrEnum):
    """Which people are shown; the value is how a filter is called."""

    RIVALS = "at rivals"
    FREE = "free to write to"
    PURSUED = "under way"
    STAFF = "your staff"
    THERE = "at the conference"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Sight:
    """What the table shows.

    Attributes:
        who: which people.
        lab: index of the employer, or ``None`` for all.
        find: words that must all occur in the name, the lab's name or the id.
        by: the column they are sorted by. rising: smallest first.
    """

    who: Who = Who.RIVALS
    lab: int | None = None
    find: str = ""
    by: Column = Column.IMPACT
    rising: bool = False

    def sorted_by(self, column: Column) -> Sight:
        """The same by this column; by the same column again, the other way round."""
        if column is self.by:
            return replace(self, rising=not self.rising)
        return replace(self, by=column, rising=column in (Column.NAME, Column.LAB, Column.STATUS))


@dataclass(frozen=True, slots=True)
class People:
    """The people found: the first of them in order, and how many there are in all."""

    candidates: tuple[int, ...]
    found: int


def find_people(play: Play, sight: Sight) -> People:
    """Whom the table shows; ties by id."""
    chosen = np.flatnonzero(_chosen(play, sight))
    if sight.find.strip():
        chosen = _matching(play, sight.find, chosen)
    first = _first_by(_sort_key(play, sight.by, chosen), sight.rising, MOST_ROWS)
    return People(tuple(chosen[first].tolist()), len(chosen))


def _first_by(key: NDArray[np.generic], rising: bool, most: int) -> NDArray[np.intp]:
    """Places of the first ``most`` by this key, equal ones by place; the rest is never sorted."""
    rank = key if np.issubdtype(key.dtype, np.number) else np.unique(key, return_inverse=True)[1]
    if not rising:
        rank = -rank.astype(np.float64)
    place = np.arange(rank.size)
    if rank.size > most:
        place = np.flatnonzero(rank <= np.partition(rank, most - 1)[most - 1])
    return place[np.argsort(rank[place], kind="stable")][:most]


def _chosen(play: Play, sight: Sight) -> NDArray[np.bool_]:
    employer = play.view.employer
    here = employer >= 0
    attending = play.view.attending
    pursued = np.zeros(len(employer), dtype=np.bool_)
    pursued[[own.candidate for own in play.view.approaches if own.state != State.MISFIT]] = True
    which = {
        Who.RIVALS: here & (employer != play.lab),
        Who.FREE: play.view.free & here,
        Who.PURSUED: pursued,
        Who.STAFF: employer == play.lab,
        Who.THERE: np.zeros(len(employer), dtype=np.bool_) if attending is None else attending & here,
        Who.EVERYONE: np.ones(len(employer), dtype=np.bool_),
    }[sight.who]
    return which if sight.lab is None else which & (employer == sight.lab)


def _matching(play: Play, words: str, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    wanted = words.casefold().split()
    labs = [play.lab_called(lab) for lab in range(len(play.scenario.setup.labs))]
    employer = play.view.employer

    def matches(candidate: int) -> bool:
        lab = labs[employer[candidate]] if employer[candidate] >= 0 else ""
        text = f"{play.names[candidate]} {lab} {number_of(candidate)}".casefold()
        return all(word in text for word in wanted)

    return np.array([c for c in chosen.tolist() if matches(c)], dtype=np.intp)


def _sort_key(play: Play, by: Column, chosen: NDArray[np.intp]) -> NDArray[np.generic]:
    people = play.scenario.setup.people
    keys: dict[Column, Callable[[], NDArray[np.generic]]] = {
        Column.NAME: lambda: np.array([play.names[c].casefold() for c in chosen.tolist()], dtype=np.str_),
        Column.LAB: lambda: play.view.employer[chosen],
        Column.LEVEL: lambda: people.level[chosen],
        Column.IMPACT: lambda: people.impact[chosen],
        Column.PAY: lambda: play.view.pay_guess_usd[chosen],
        Column.KNOWN: lambda: np.bitwise_count(people.known[chosen]),
        Column.STATUS: lambda: np.array([play.status(c) for c in chosen.tolist()], dtype=np.str_),
    }
    return keys[by]()


def cells(play: Play, candidate: int) -> tuple[str, ...]:
    """One row, a text for each column."""
    people = play.scenario.setup.people
    return (
        play.name(candidate),
        play.lab_called(int(play.view.employer[candidate])),
        str(int(people.level[candidate])),
        f"{people.impact[candidate] / 100:.1f}",
        usd(int(play.view.pay_guess_usd[candidate])),
        known(int(people.known[candidate])),
        play.status(candidate),
    )


def known(mask: int) -> str:
    """Which facts a letter can use: topic, paper, former team, city."""
    return "".join(letter if mask >> fact & 1 else "·" for fact, letter in _FACT_LETTERS.items())
