"""The candidates as rows of a table: found, filtered, sorted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import number_of
from outreach_sim.tui.fuzzy import Sought, folded
from outreach_sim.tui.people_columns import Column
from outreach_sim.tui.play import Play

MOST_ROWS = 500
"""Rows shown at once; whoever looks for somebody further down finds them by name, lab or id."""


class Who(StrEnum):
    """Which people are shown; the value is how a filter is called."""

    RIVALS = "at rivals"
    FREE = "free to write to"
    PURSUED = "under way"
    STAFF = "your staff"
    THERE = "at the conference"
    NOTED = "with a note or a tag"
    EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Sight:
    """What the table shows.

    Attributes:
        who: which people.
        lab: index of the employer, or ``None`` for all.
        find: words that must all occur in the name, the lab's name, the id, the note or a ``#tag``; where
            nobody has them, their letters in order.
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
    """The people found: the first of them in order, and how many there are in all.

    Attributes:
        near: whether nobody holds the words looked for, and these are near to them, the nearest first.
    """

    candidates: tuple[int, ...]
    found: int
    near: bool = False


def find_people(play: Play, sight: Sight) -> People:
    """Whom the table shows; ties by id."""
    chosen, near = np.flatnonzero(_chosen(play, sight)), False
    if sight.find.strip():
        chosen, near = _matching(play, Sought(sight.find), chosen)
    first = _first_of(play, chosen, sight)
    if near:
        first = first[np.argsort(-_nearness(play, Sought(sight.find), first), kind="stable")]
    return People(tuple(first.tolist()), len(chosen), near)


def _first_of(play: Play, chosen: NDArray[np.intp], sight: Sight) -> NDArray[np.intp]:
    """The first ``MOST_ROWS`` of these; of whom nothing is known comes last either way, the best first."""
    key = sight.by.value.key(play, chosen)
    if not np.issubdtype(key.dtype, np.floating):
        return chosen[_first_by(key, sight.rising, MOST_ROWS)]
    known = np.flatnonzero(~np.isnan(key))
    first = chosen[known[_first_by(key[known], sight.rising, MOST_ROWS)]]
    if first.size == MOST_ROWS:
        return first
    unknown = np.delete(chosen, known) if known.size else chosen
    best = _first_by(play.scenario.setup.people.impact[unknown], False, MOST_ROWS - first.size)
    return np.concatenate([first, unknown[best]])


def _first_by(key: NDArray[np.generic], rising: bool, most: int) -> NDArray[np.intp]:
    """Places of the first ``most`` by this key, equal ones by place; the rest is never sorted."""
    rank = key if np.issubdtype(key.dtype, np.number) else np.unique(key, return_inverse=True)[1]
    if not rising:
        real = np.issubdtype(rank.dtype, np.floating)
        rank = np.negative(rank) if real else np.invert(rank)  # also where there is no sign
    place = np.arange(rank.size)
    if rank.size > most:
        place = np.flatnonzero(rank <= np.partition(rank, most - 1)[most - 1])
    return place[np.argsort(rank[place], kind="stable")][:most]


def _chosen(play: Play, sight: Sight) -> NDArray[np.bool_]:
    employer = play.view.employer
    which = _WHICH[sight.who](play)
    return which if sight.lab is None else which & (employer == sight.lab)


def _here(play: Play) -> NDArray[np.bool_]:
    return play.view.employer >= 0


def _pursued(play: Play) -> NDArray[np.bool_]:
    return _those([own.candidate for own in play.view.approaches], len(play.view.employer))


def _there(play: Play) -> NDArray[np.bool_]:
    attending = play.view.attending
    return _those([], len(play.view.employer)) if attending is None else attending & _here(play)


def _those(candidates: list[int], people: int) -> NDArray[np.bool_]:
    chosen = np.zeros(people, dtype=np.bool_)
    chosen[candidates] = True
    return chosen


_WHICH: dict[Who, Callable[[Play], NDArray[np.bool_]]] = {
    Who.RIVALS: lambda play: _here(play) & (play.view.employer != play.lab),
    Who.FREE: lambda play: play.view.free & _here(play),
    Who.PURSUED: _pursued,
    Who.STAFF: lambda play: play.view.employer == play.lab,
    Who.THERE: _there,
    Who.NOTED: lambda play: _those(play.notes.candidates, len(play.view.employer)),
    Who.EVERYONE: lambda play: np.ones(len(play.view.employer), dtype=np.bool_),
}
"""Of everybody, who is shown."""


def _matching(play: Play, sought: Sought, chosen: NDArray[np.intp]) -> tuple[NDArray[np.intp], bool]:
    """Who is meant, and whether their letters only are near to what was typed: nobody holds the words."""
    texts = _texts(play, chosen)
    held = [c for c, text in texts if sought.holds(text)]
    if held:
        return np.array(held, dtype=np.intp), False
    near = [c for c, text in texts if sought.near(text)]
    return np.array(near, dtype=np.intp), True


def _texts(play: Play, chosen: NDArray[np.intp]) -> list[tuple[int, str]]:
    """What people are found by, a line for each: name, lab, id, note, tags."""
    labs = [folded(play.lab_called(lab)) for lab in range(len(play.scenario.setup.labs))]
    names, notes = play.facts.folded_names, {c: folded(play.notes.said_of(c)) for c in play.notes.candidates}
    employers = play.view.employer[chosen].tolist()
    return [
        (c, f"{names[c]}\n{labs[at] if at >= 0 else ''}\n{number_of(c)}\n{notes.get(c, '')}")
        for c, at in zip(chosen.tolist(), employers, strict=True)
    ]


def _nearness(play: Play, sought: Sought, people: NDArray[np.intp]) -> NDArray[np.float64]:
    """How near each of them is to what was typed."""
    texts = (f"{play.name(c)}\n{play.lab_called(int(play.view.employer[c]))}" for c in people.tolist())
    matches = map(sought.match, texts)
    return np.array([0.0 if match is None else match.score for match in matches])
