"""The candidates as rows of a table: found, filtered, sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.formatting import usd
from outreach_sim.market.setup import Fact, number_of
from outreach_sim.market.state.approaches import State
from outreach_sim.tui.notes import shown_tags
from outreach_sim.tui.play import Play
from outreach_sim.tui.score import signed

MOST_ROWS = 500
"""Rows shown at once; whoever looks for somebody further down finds them by name, lab or id."""
GAP = 2
"""Cells between two columns."""
_WIDE_POINTS = 9.995
"""From here on points are told with one digit less, which takes as much room."""
_BEYOND = 1e9
_FACT_LETTERS = {Fact.TOPIC: "t", Fact.PAPER: "p", Fact.TEAM: "f", Fact.CITY: "c"}


_Text = Callable[[Play, int], str]
_Key = Callable[[Play, NDArray[np.intp]], NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Look:
    """How a column looks and sorts.

    Attributes:
        heading: above it.
        width: cells it gets at least.
        text: what it says of a candidate.
        key: what these candidates are sorted by; nan comes last, the best people first.
        rising: whether smallest come first until somebody says otherwise.
        right: whether it is set to the right.
        spare: whether it is left out where there is no room for all.
    """

    heading: str
    width: int
    text: _Text
    key: _Key
    rising: bool = False
    right: bool = False
    spare: bool = False


def _words(each: _Text) -> _Key:
    """The key of a column that is sorted by a text."""
    return lambda play, chosen: np.array([each(play, c) for c in chosen.tolist()], dtype=np.str_)


def _number(of: Callable[[Play], NDArray[Any]], told: Callable[[int], str]) -> tuple[_Text, _Key]:
    """Text and key of a column that is a number, one for each candidate."""
    return lambda play, c: told(int(of(play)[c])), lambda play, chosen: of(play)[chosen]


def _points(of: Callable[[Play], NDArray[np.float64]], decimals: int) -> _Text:
    """The text of a column of points; empty where nothing is to be decided, or not weighed yet."""

    def told(play: Play, candidate: int) -> str:
        points = float(of(play)[candidate])
        return "" if np.isnan(points) else signed(points, decimals - (abs(points) >= _WIDE_POINTS))

    return told


def _named(play: Play, candidate: int) -> str:
    """A name, with a star where something is noted."""
    return f"* {play.name(candidate)}" if play.notes.of(candidate) else play.name(candidate)


def _tags(play: Play, candidate: int) -> str:
    return shown_tags(play.notes.tags(candidate))


def _tags_first(play: Play, candidate: int) -> str:
    """Who has no tag comes after all who have."""
    return _tags(play, candidate) or "~"


class Column(Enum):
    """What a row shows, in this order."""

    NAME = Look("Name", 18, _named, _words(lambda play, c: play.names[c].casefold()), rising=True)
    LAB = Look(
        "Lab",
        9,
        lambda play, c: play.lab_called(int(play.view.employer[c])),
        lambda play, chosen: play.view.employer[chosen],
        rising=True,
    )
    LEVEL = Look("L", 1, *_number(lambda play: play.scenario.setup.people.level, str), spare=True)
    IMPACT = Look(
        "Impact",
        6,
        *_number(lambda play: play.scenario.setup.people.impact, lambda i: f"{i / 100:.1f}"),
        right=True,
    )
    PAY = Look("Pay", 6, *_number(lambda play: play.view.pay_guess_usd, usd), right=True)
    WORTH = Look(
        "Worth",
        5,
        _points(lambda play: play.worths.if_yes, 2),
        lambda play, chosen: play.worths.if_yes[chosen],
        right=True,
    )
    EXPECTED = Look(
        "Expected",
        8,
        _points(lambda play: play.worths.expected, 3),
        lambda play, chosen: play.worths.order[chosen],
        right=True,
    )
    KNOWN = Look(
        "Know",
        4,
        lambda play, c: known(int(play.scenario.setup.people.known[c])),
        lambda play, chosen: np.bitwise_count(play.scenario.setup.people.known[chosen]),
        spare=True,
    )
    STATUS = Look("Status", 13, Play.status, _words(Play.status), rising=True)
    TAGS = Look("Tags", 12, _tags, _words(_tags_first), rising=True, spare=True)


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
        find: words that must all occur in the name, the lab's name, the id, the note or a ``#tag``.
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
        note = play.notes.said_of(candidate)
        text = f"{play.names[candidate]} {lab} {number_of(candidate)} {note}".casefold()
        return all(word in text for word in wanted)

    return np.array([c for c in chosen.tolist() if matches(c)], dtype=np.intp)


def columns_within(cells: int) -> tuple[Column, ...]:
    """All columns; where they take more cells than there are, all but the tags, or those never left out."""
    every = tuple(Column)
    without_tags = tuple(column for column in every if column is not Column.TAGS)
    for columns in (every, without_tags):
        if sum(column.value.width + GAP for column in columns) <= cells:
            return columns
    return tuple(column for column in every if not column.value.spare)


def cells(play: Play, candidate: int, columns: Sequence[Column] = tuple(Column)) -> tuple[str, ...]:
    """One row, a text for each column."""
    return tuple(column.value.text(play, candidate) for column in columns)


def known(mask: int) -> str:
    """Which facts a letter can use: topic, paper, former team, city."""
    return "".join(letter if mask >> fact & 1 else "·" for fact, letter in _FACT_LETTERS.items())
