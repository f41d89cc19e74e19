"""The candidates as rows of a table: found, filtered, sorted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import number_of
from outreach_sim.market.state.approaches import State
from outreach_sim.tui.people_columns import Column
from outreach_sim.tui.play import Play

MOST_ROWS = 500
"""Rows shown at once; whoever looks for somebody further down finds them by name, lab or id."""
_BEYOND = 1e9


class Who(StrEnum):
    """Which people are shown; the value is how a filter is called."""

    RIVALS = "at rivals"
    FREE = "free to write to"
    PURSUED = "under way"
    STAFF = "your staff"
    THERE = "at the conference"
    NOTED = "with a note"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Sight:
    """What the table shows.

    Attributes:
        who: which people.
        lab: index of the employer, or ``None`` for all.
        find: words that must all occur in the name, the lab's name, the id or the note.
        by: the column they are sorted by. rising: smallest first.
    """

    who: Who = Who.RIVALS
    lab: int | None = None
    find: str = ""
    by: Column = Column.EXPECTED
    rising: bool = False

    def sorted_by(self, column: Column) -> Sight:
        """The same by this column; by the same column again, the other way round."""
        if column is self.by:
            return replace(self, rising=not self.rising)
        return replace(self, by=column, rising=column.value.rising)


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
    key = _with_blanks(play, chosen, sight.by.value.key(play, chosen), sight.rising)
    first = _first_by(key, sight.rising, MOST_ROWS)
    return People(tuple(chosen[first].tolist()), len(chosen))


def _with_blanks(
    play: Play, chosen: NDArray[np.intp], key: NDArray[np.generic], rising: bool
) -> NDArray[np.generic]:
    """A key in which people of whom nothing is known come last either way, the best of them first."""
    if not np.issubdtype(key.dtype, np.floating):
        return key
    blank, impact = np.isnan(key), play.scenario.setup.people.impact[chosen].astype(np.float64)
    return np.where(blank, _BEYOND - impact if rising else impact - _BEYOND, key)


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
    live = [own.candidate for own in play.view.approaches if own.state != State.MISFIT]
    pursued = _those(live, len(employer))
    which = {
        Who.RIVALS: here & (employer != play.lab),
        Who.FREE: play.view.free & here,
        Who.PURSUED: pursued,
        Who.STAFF: employer == play.lab,
        Who.THERE: np.zeros(len(employer), dtype=np.bool_) if attending is None else attending & here,
        Who.NOTED: _those(play.notes.candidates, len(employer)),
        Who.EVERYONE: np.ones(len(employer), dtype=np.bool_),
    }[sight.who]
    return which if sight.lab is None else which & (employer == sight.lab)


def _those(candidates: list[int], people: int) -> NDArray[np.bool_]:
    chosen = np.zeros(people, dtype=np.bool_)
    chosen[candidates] = True
    return chosen


def _matching(play: Play, words: str, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
    wanted = words.casefold().split()
    labs = [play.lab_called(lab) for lab in range(len(play.scenario.setup.labs))]
    employer = play.view.employer

    def matches(candidate: int) -> bool:
        lab = labs[employer[candidate]] if employer[candidate] >= 0 else ""
        note = play.notes.about(candidate)
        text = f"{play.names[candidate]} {lab} {number_of(candidate)} {note}".casefold()
        return all(word in text for word in wanted)

    return np.array([c for c in chosen.tolist() if matches(c)], dtype=np.intp)
