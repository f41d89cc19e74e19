"""What a lab hears besides its mail: people who move, offers to its staff, fleets that grow."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from outreach_sim.formatting import counted, percent, usd
from outreach_sim.market.mechanisms.tactics import Tactic
from outreach_sim.market.session import Session
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.told import Line, Told
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.recruiters import Recruiter, recruiter_of, recruiters


class Kind(StrEnum):
    """Whom a headline is about."""

    YOURS = "yours"
    RIVALS = "rivals"
    WORLD = "world"


@dataclass(frozen=True, slots=True)
class Headline:
    """One line of news.

    Attributes:
        day: of the game.
        kind: whom it is about.
        text: a sentence.
        candidate: whom to look at, or ``None``.
        good: whether the lab gains (``True``), loses (``False``), or neither (``None``).
        lab: index of the lab of the event, or -1. event: which it was, or ``None``.
    """

    day: int
    kind: Kind
    text: str
    candidate: int | None = None
    good: bool | None = None
    lab: int = -1
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """An event, with what was so just before it."""

    day: int
    lab: int
    candidate: int
    value: int
    home: int


_STEPS_H100E = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


def _people(count: int) -> str:
    return counted(count, "person", "people")


def _colleagues(count: int) -> str:
    return counted(count, "colleague")


_NEWS = np.array([event for event in Event if not isinstance(event.told, str)])
"""Events of which somebody hears."""


class _Value:
    """The value of an event, which writes itself as the sentence asks."""

    def __init__(self, value: int) -> None:
        self._value = value

    def __format__(self, form: str) -> str:
        known = _FORMS.get(form)
        return known(self._value) if known is not None else counted(self._value, *form.split("|"))


_FORMS: dict[str, Callable[[int], str]] = {
    "usd": usd,
    "share": lambda value: percent(value / 1000.0),
    "more": lambda value: percent(value / 1000.0 - 1.0),
    "again": lambda value: "again " if value else "",
    "refusal": lambda value: Refusal(value).why,
    "tactic": lambda value: Tactic(value).heard,
    "kept": lambda value: f"; it keeps {_people(value)} who had signed elsewhere" if value else "",
    "following": lambda value: f", which makes {_colleagues(value)} think of following" if value else "",
}


class News:
    """Everything a lab has heard, day by day.

    Attributes:
        headlines: all of it, oldest first.
    """

    def __init__(self, scenario: Scenario, lab: int) -> None:
        self.lab = lab
        self.headlines: list[Headline] = []
        self._scenario = scenario
        self._home = scenario.setup.people.employer.astype(np.int64)
        self._fleets = np.array([x.fleet_h100e[0] for x in scenario.setup.labs])

    def copied(self) -> News:
        """One that has heard the same, and from now on goes its own way."""
        other = copy(self)
        other.headlines = list(self.headlines)
        return other

    def take(self, session: Session, log: Log) -> list[Headline]:
        """Add the news of the day just played; returns it."""
        day, told = session.day - 1, []
        news = np.isin(log.kind, _NEWS)
        columns = (log.kind[news], log.lab[news], log.candidate[news], log.value[news])
        for kind, lab, candidate, value in zip(*(column.tolist() for column in columns), strict=True):
            home = int(self._home[candidate]) if candidate >= 0 else -1
            headline = self._headline(Event(kind), _Row(day, lab, candidate, value, home))
            told.extend([] if headline is None else [headline])
        told += self._grown(session, day)
        self._home = session.world.home.copy()
        self.headlines += told
        return told

    def _headline(self, event: Event, row: _Row) -> Headline | None:
        told = event.told
        if isinstance(told, str) or told.only not in (None, row.value):
            return None  # of some events only one value is news
        kind, line = self._heard(told, row)
        if line is None:
            return None
        candidate = row.candidate if row.candidate >= 0 else None
        said = line.format_map(_Fields(self, row))
        return Headline(row.day, kind, said, candidate, line.good, row.lab, event)

    def _heard(self, told: Told, row: _Row) -> tuple[Kind, Line | None]:
        to_all = told.world if row.candidate >= 0 or told.nobody is None else told.nobody
        if to_all is not None:
            return Kind.WORLD, to_all
        if row.lab == self.lab:
            return Kind.YOURS, told.own
        if row.home == self.lab and told.employer is not None:
            return Kind.YOURS, told.employer
        return Kind.RIVALS, told.rivals

    # -- what stands in the sentences --------------------------------------------------------------

    def _who(self, row: _Row) -> str:
        if row.candidate >= 0:
            return self._scenario.population.book.name(row.candidate)
        left = [w.lab for w in self._scenario.setup.walkouts if (w.to, w.start) == (row.lab, row.day)]
        return f"The leader of {self._lab(left[0])}" if len(left) == 1 else "A leader"

    def _about(self, row: _Row) -> str:
        return Refusal(row.value).about or self._who(row)

    def _whose(self, row: _Row) -> str:
        return "your lab" if row.lab == self.lab else self._lab(row.lab)

    def _conference(self, row: _Row) -> str:
        days = [c for c in self._scenario.setup.conferences if c.start == row.day]
        return days[0].name if days else "A conference"

    def writer(self, lab: int) -> str:
        """Who recruits for a lab, with its name; the lab alone where nobody does."""
        name = self.recruiter(lab)
        return f"{name} of {self._lab(lab)}" if name else self._lab(lab)

    def recruiter(self, lab: int) -> str:
        """The name of who recruits for a lab; empty where nobody does, and for no lab, which is below 0."""
        return recruiter_of(self.recruiters, lab) if lab >= 0 else ""

    @cached_property
    def recruiters(self) -> tuple[Recruiter, ...]:
        """Who recruits for the rivals; looked up when somebody hears of one."""
        return recruiters(self._scenario)

    def _lab(self, lab: int) -> str:
        return self._scenario.setup.labs[lab].name

    def _grown(self, session: Session, day: int) -> list[Headline]:
        """Fleets are public; a headline each time one passes a round figure."""
        now, told = session.world.fleets_on(day), []
        for lab, (before, after) in enumerate(zip(self._fleets.tolist(), now.tolist(), strict=True)):
            passed = _round_figure_between(before, after)
            if passed and lab != session.world.outside:  # those outside have many fleets
                kind = Kind.YOURS if lab == self.lab else Kind.WORLD
                whose = "Your fleet" if lab == self.lab else f"{self._lab(lab)}'s fleet"
                told.append(Headline(day, kind, f"{whose} passes {counted(passed, 'H100')}."))
        self._fleets = now
        return told


class _Fields:
    """The fields of a sentence about one event; only those that stand in it are looked up."""

    def __init__(self, news: News, row: _Row) -> None:
        self._news, self._row = news, row

    def __getitem__(self, name: str) -> object:
        return _FIELDS[name](self._news, self._row)


_FIELDS: dict[str, Callable[[News, _Row], object]] = {
    "who": News._who,
    "lab": lambda news, row: news._lab(row.lab),
    "writer": lambda news, row: news.writer(row.lab),
    "home": lambda news, row: news._lab(row.home),
    "whose": News._whose,
    "about": News._about,
    "conference": News._conference,
    "value": lambda _, row: _Value(row.value),
}


def _round_figure_between(before: int, after: int) -> int:
    """The largest round figure in ``before < figure <= after``; 0 where there is none."""
    step = max((s for s in _STEPS_H100E if s * 10 <= max(after, 10_000)), default=_STEPS_H100E[0])
    figure = after // step * step
    return figure if figure > before else 0
