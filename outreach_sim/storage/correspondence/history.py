"""What the two sides of a thread have behind them, and the slots of replies that say so."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from outreach_sim.mail.decks import PLAIN
from outreach_sim.mail.keys import keyed
from outreach_sim.market.session import Session
from outreach_sim.market.state.approaches import State
from outreach_sim.market.view import OwnApproach
from outreach_sim.scenario.load import Scenario

_SAME_WEEK = 6
"""A letter so many days old is still called by its day."""
_WEEKEND = 5


@dataclass(slots=True)
class _Past:
    """A lab and a person, by the number of the round: the day of its last letter, and of a no to it."""

    count: int = 0
    letters: dict[int, int] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    refused: dict[int, int] = field(default_factory=dict)

    def copied(self) -> _Past:
        """The same, to be gone on with."""
        letters, answered, refused = dict(self.letters), set(self.answered), dict(self.refused)
        return replace(self, letters=letters, answered=answered, refused=refused)

    def refused_before(self, number: int) -> int | None:
        """The day of the last no in an earlier round."""
        return max((day for of, day in self.refused.items() if of != number), default=None)

    def silent_before(self, number: int) -> int | None:
        """The day of the last letter of an earlier round that had no answer."""
        silent = (day for of, day in self.letters.items() if of != number and of not in self.answered)
        return max(silent, default=None)


class History:
    """Follows the log: letters, answers, and who went where. Days count from the scenario's first."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._pasts: dict[tuple[int, int], _Past] = {}
        self._own: set[tuple[int, int]] = set()
        self._gone: dict[tuple[int, int], int] = {}

    def copied(self) -> History:
        """One that knows the same, and from now on goes its own way."""
        other = copy(self)
        other._pasts, other._own = dict(self._pasts), set()
        self._own = set()  # from now on both have them
        other._gone = dict(self._gone)
        return other

    def wrote(self, lab: int, candidate: int, number: int, day: int) -> None:
        """A letter went out."""
        past = self._to_change(lab, candidate)
        past.count += 1
        past.letters[number] = day

    def answered(self, lab: int, candidate: int, number: int, day: int, *, refused: bool) -> None:
        """Its reader has answered."""
        past = self._to_change(lab, candidate)
        past.answered.add(number)
        if refused:
            past.refused[number] = day

    def went(self, lab: int, candidate: int) -> None:
        """Somebody has started at the lab."""
        employer = int(self._scenario.setup.people.employer[candidate])
        self._gone[lab, employer] = candidate

    def slots(self, session: Session, lab: int, own: OwnApproach, words: Mapping[str, Any]) -> dict[str, str]:
        """Text by slot, empty where there is nothing to say.

        Args:
            session: just after the day.
            lab: that wrote.
            own: the approach.
            words: of the reply's language.
        """
        day, past = session.day - 1, self._pasts.get((lab, own.candidate), _Past())
        today, last = self._scenario.date_of(day), past.letters.get(own.number, day)
        return {
            "named_pay": f"${own.named_usd:,}" if own.named_usd else "",
            "who": words["roles"][own.sender],
            "today": words["weekdays"][today.weekday()],
            "day_proposed": words["weekdays"][_working_day(today, own.candidate, own.number)],
            "their_day": self._weekday(last, words) if 0 < day - last <= _SAME_WEEK else "",
            "nth": dict(enumerate(words["ordinals"], start=2)).get(past.count, ""),
            "said_in": self._month(past.refused_before(own.number), today, words),
            "wrote_in": self._month(past.silent_before(own.number), today, words),
            "colleague": self._colleague(session, lab, own.candidate),
            "rival": self._rival(session, lab, own.candidate),
            "deadline": _days(own.deadline_days, words),
        }

    def cell(self, own: OwnApproach, slots: Mapping[str, str]) -> str:
        """The cell of openings that suits what lies behind the two."""
        reminded = own.mails > 1
        cells = {"again": slots["said_in"], "unanswered": slots["wrote_in"], "reminded": reminded,
                 "left": slots["colleague"]}  # fmt: skip
        return next((cell for cell, there in cells.items() if there), PLAIN)

    def _to_change(self, lab: int, candidate: int) -> _Past:
        """Theirs, which nobody else has."""
        pair = (lab, candidate)
        if pair not in self._own:
            self._own.add(pair)
            self._pasts[pair] = self._pasts[pair].copied() if pair in self._pasts else _Past()
        return self._pasts[pair]

    def _month(self, day: int | None, today: date, words: Mapping[str, Any]) -> str:
        """The month of a day in an earlier one."""
        then = today if day is None else self._scenario.date_of(day)
        return "" if (then.year, then.month) == (today.year, today.month) else words["months"][then.month - 1]

    def _weekday(self, day: int, words: Mapping[str, Any]) -> str:
        return str(words["weekdays"][self._scenario.date_of(day).weekday()])

    def _colleague(self, session: Session, lab: int, candidate: int) -> str:
        home = int(session.world.home[candidate])
        if home == session.world.outside:
            return ""  # they have no colleagues in common
        gone = self._gone.get((lab, home))
        return "" if gone is None or gone == candidate else self._scenario.population.book.name(gone)

    def _rival(self, session: Session, lab: int, candidate: int) -> str:
        """With whom somebody has signed who says no."""
        table = session.world.approaches
        signed = np.flatnonzero((table.person == candidate) & (table.state == State.SIGNED))
        rows = [int(table.row[row]) for row in signed if int(table.row[row]) != lab]
        return self._scenario.setup.labs[rows[0]].name if rows else ""


def _working_day(today: date, *of: int) -> int:
    """A day of the week, two to four days on, that is not on a weekend; 0 is Monday."""
    day = today + timedelta(days=2 + keyed("day", *of) % 3)
    return day.weekday() if day.weekday() < _WEEKEND else keyed("monday", *of) % 2


def _days(count: int, words: Mapping[str, Any]) -> str:
    one, many = words["days"]
    return str(one if count == 1 else many.format(count))
