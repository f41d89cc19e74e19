"""What a lab hears besides its mail: people who move, offers to its staff, fleets that grow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from outreach_sim.formatting import counted, percent, usd
from outreach_sim.market.mechanisms.tactics import Tactic
from outreach_sim.market.session import Session
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.load import Scenario


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
    """

    day: int
    kind: Kind
    text: str
    candidate: int | None = None
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """An event, with what was so just before it."""

    day: int
    lab: int
    candidate: int
    value: int
    home: int


_REFUSALS = {
    Refusal.QUOTA: "this sender has no letters left this week",
    Refusal.NOT_FREE: "this person may not be written to now",
    Refusal.CASH: "the money does not suffice",
    Refusal.NO_APPROACH: "nothing is under way with this person",
    Refusal.WRONG_STATE: "it is not the time for that",
    Refusal.COMPUTE: "not so many machines are left to pledge",
    Refusal.SLOTS: "all interview slots of the week are taken",
    Refusal.NO_CONFERENCE: "there is no conference today",
    Refusal.NOT_STAFF: "this person does not work for you",
    Refusal.NO_RAISE: "that would be no raise",
    Refusal.NOT_FOR_SALE: "machines cannot be ordered here",
    Refusal.NO_MACHINES: "so many machines are not to be had",
}
_ABOUT = {
    Refusal.QUOTA: "Letters",
    Refusal.NO_CONFERENCE: "Meetings",
    Refusal.NOT_FOR_SALE: "Machines",
    Refusal.NO_MACHINES: "Machines",
}
"""What a refusal is about that concerns nobody in particular."""
_TACTICS = {
    Tactic.DIRECT: "offers without interviews",
    Tactic.CEO: "letters by the CEO",
    Tactic.PAY: "pay half as high again",
    Tactic.PLEDGE: "machines promised by name",
}
_STEPS_H100E = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


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
        self._tellers: dict[Event, Callable[[_Row], Headline | None]] = {
            Event.ACCEPTED: self._signed,
            Event.COUNTERED: self._countered,
            Event.RAISED: self._raised,
            Event.STARTED: self._started,
            Event.QUIT: self._quit,
            Event.EXITED: self._exited,
            Event.REFUSED: self._refused,
            Event.CLOSED: self._closed,
            Event.CAME_BACK: self._came_back,
            Event.CONFERENCE_OPENED: self._opened,
            Event.MET: self._met,
            Event.LED_AWAY: self._led_away,
            Event.REINSTATED: self._reinstated,
            Event.LEAVE: self._leave,
            Event.TURNED_BACK: self._turned_back,
            Event.LEFT_LATER: self._left_later,
            Event.NAME_WORN: self._name_worn,
            Event.LOOKED: self._looked,
            Event.PAY_RAISED: self._pay_raised,
            Event.PEERS_HEARD: self._peers_heard,
            Event.ORDERED: self._ordered,
            Event.DELIVERED: self._delivered,
            Event.RENTED: self._rented,
            Event.RENT_ENDED: self._rent_ended,
            Event.MARKET_PAY: self._market_pay,
            Event.TACTIC_SEEN: self._tactic_seen,
            Event.ADOPTED: self._adopted,
        }

    def take(self, session: Session, log: Log) -> list[Headline]:
        """Add the news of the day just played; returns it."""
        day, told = session.day - 1, []
        columns = (log.kind, log.lab, log.candidate, log.value)
        for kind, lab, candidate, value in zip(*(column.tolist() for column in columns), strict=True):
            teller = self._tellers.get(kind)
            if teller is not None:
                home = int(self._home[candidate]) if candidate >= 0 else -1
                headline = teller(_Row(day, lab, candidate, value, home))
                told.extend([] if headline is None else [headline])
        told += self._grown(session, day)
        self._home = session.world.home.copy()
        self.headlines += told
        return told

    # -- one sentence per kind of event ------------------------------------------------------------

    def _who(self, row: _Row) -> str:
        return self._scenario.population.book.name(row.candidate)

    def _lab(self, lab: int) -> str:
        return self._scenario.setup.labs[lab].name

    def _own(self, row: _Row, text: str, good: bool | None = None) -> Headline:
        return Headline(row.day, Kind.YOURS, text, row.candidate, good)

    def _signed(self, row: _Row) -> Headline | None:
        if row.lab == self.lab:
            return self._own(row, f"{self._who(row)} of {self._lab(row.home)} signs with you.", True)
        if row.home == self.lab:
            return self._own(row, f"{self._who(row)} leaves you for {self._lab(row.lab)}.", False)
        return None

    def _countered(self, row: _Row) -> Headline | None:
        amount = usd(row.value)
        if row.lab == self.lab:
            text = f"{self._lab(row.home)} makes {self._who(row)} a counter-offer: {amount} a year to stay."
            return self._own(row, text, False)
        if row.home == self.lab:
            text = f"{self._who(row)} has an offer from {self._lab(row.lab)}; you offer {amount} to stay."
            return self._own(row, text)
        return None

    def _raised(self, row: _Row) -> Headline | None:
        if row.lab != self.lab:
            return None
        return self._own(row, f"{self._who(row)} stays with you, for {usd(row.value)} a year.", True)

    def _started(self, row: _Row) -> Headline | None:
        if row.lab == self.lab:
            return self._own(row, f"{self._who(row)} starts with you.", True)
        text = f"{self._who(row)} has gone from {self._lab(row.home)} to {self._lab(row.lab)}."
        return Headline(row.day, Kind.RIVALS, text, row.candidate)

    def _quit(self, row: _Row) -> Headline | None:
        if row.lab == self.lab:
            text = f"{self._who(row)} quits within half a year: it did not fit."
            return self._own(row, text, False)
        text = f"{self._who(row)} has quit {self._lab(row.lab)} within half a year."
        return Headline(row.day, Kind.RIVALS, text, row.candidate)

    def _exited(self, row: _Row) -> Headline | None:
        if row.lab == self.lab:
            return self._own(row, f"{self._who(row)} leaves you, and research.", False)
        return None

    def _refused(self, row: _Row) -> Headline | None:
        if row.lab != self.lab:
            return None
        reason = _REFUSALS.get(Refusal(row.value), "it does not apply now")
        about = _ABOUT.get(Refusal(row.value)) or self._who(row)
        return self._own(row, f"{about}: an order was refused, {reason}.", False)

    def _closed(self, row: _Row) -> Headline | None:
        if row.lab != self.lab or row.value != 1:
            return None
        return self._own(row, f"{self._who(row)} has waited too long, and is no longer interested.", False)

    def _came_back(self, row: _Row) -> Headline | None:
        if row.lab != self.lab:
            return None
        said = f"{self._who(row)} comes back: you have the {counted(row.value, 'H100')} asked for."
        return self._own(row, said, True)

    def _opened(self, row: _Row) -> Headline:
        days = [c for c in self._scenario.setup.conferences if c.start == row.day]
        name = days[0].name if days else "A conference"
        return Headline(row.day, Kind.WORLD, f"{name} opens with {counted(row.value, 'researcher')}.")

    def _met(self, row: _Row) -> Headline | None:
        if row.lab != self.lab:
            return None
        return self._own(row, f"Your people meet {self._who(row)} of {self._lab(row.home)}.", True)

    def _led_away(self, row: _Row) -> Headline:
        who = self._who(row) if row.candidate >= 0 else "A leader"
        others = counted(row.value, "colleague")
        text = f"{who} goes to {self._lab(row.lab)}, which makes {others} think of following."
        return Headline(row.day, Kind.WORLD, text)

    def _reinstated(self, row: _Row) -> Headline:
        others = counted(row.value, "person", "people")
        text = f"The leader of {self._lab(row.lab)} is back; it keeps {others} who had signed elsewhere."
        return Headline(row.day, Kind.WORLD, text)

    def _leave(self, row: _Row) -> Headline | None:
        if row.lab != self.lab:
            return None
        return self._own(row, f"{self._who(row)} may not start with you for {counted(row.value, 'day')}.")

    def _turned_back(self, row: _Row) -> Headline | None:
        if row.lab == self.lab:
            return self._own(row, f"{self._who(row)} stays at {self._lab(row.home)} after all.", False)
        if row.home == self.lab:
            return self._own(row, f"{self._who(row)} stays with you after all.", True)
        return None

    def _left_later(self, row: _Row) -> Headline | None:
        if row.lab != self.lab:
            return None
        text = f"{self._who(row)}, whom a raise had kept, leaves you after {counted(row.value, 'day')}."
        return self._own(row, text, False)

    def _name_worn(self, row: _Row) -> Headline:
        left = percent(row.value / 1000.0)
        if row.lab == self.lab:
            text = f"People talk of your mass mail: your letters have {left} of their odds left."
            return Headline(row.day, Kind.YOURS, text, good=False)
        return Headline(row.day, Kind.RIVALS, f"People talk of {self._lab(row.lab)}'s mass mail.")

    def _looked(self, row: _Row) -> Headline | None:
        if row.lab != self.lab:
            return None
        again = "again " if row.value else ""
        return self._own(row, f"{self._who(row)} of your staff is {again}seen talking to a rival.", False)

    def _pay_raised(self, row: _Row) -> Headline | None:
        if row.lab != self.lab:
            return None
        return self._own(row, f"You raise {self._who(row)} to {usd(row.value)} a year.", True)

    def _peers_heard(self, row: _Row) -> Headline | None:
        if row.lab != self.lab:
            return None
        text = f"{counted(row.value, 'colleague')} heard what others are paid here, and get less."
        return Headline(row.day, Kind.YOURS, text, good=False)

    def _ordered(self, row: _Row) -> Headline:
        return self._machines(row, "order", "orders", "H100s")

    def _delivered(self, row: _Row) -> Headline:
        return self._machines(row, "get", "gets", "H100s that were ordered")

    def _rented(self, row: _Row) -> Headline:
        return self._machines(row, "rent", "rents", "H100s")

    def _rent_ended(self, row: _Row) -> Headline:
        return self._machines(row, "give back", "gives back", "rented H100s")

    def _machines(self, row: _Row, you: str, they: str, what: str) -> Headline:
        if row.lab == self.lab:
            return Headline(row.day, Kind.YOURS, f"You {you} {row.value:,} {what}.")
        return Headline(row.day, Kind.RIVALS, f"{self._lab(row.lab)} {they} {row.value:,} {what}.")

    def _market_pay(self, row: _Row) -> Headline:
        more = percent(row.value / 1000.0 - 1.0)
        text = f"Experts are scarce, at {self._lab(row.lab)} most of all; pay is {more} above the first day."
        return Headline(row.day, Kind.WORLD, text)

    def _tactic_seen(self, row: _Row) -> Headline:
        whose = "your lab" if row.lab == self.lab else self._lab(row.lab)
        text = f"Everybody talks of what works for {whose}: {_TACTICS[Tactic(row.value)]}."
        return Headline(row.day, Kind.WORLD, text)

    def _adopted(self, row: _Row) -> Headline | None:
        if row.lab == self.lab:
            return None
        text = f"{self._lab(row.lab)} does it too: {_TACTICS[Tactic(row.value)]}."
        return Headline(row.day, Kind.RIVALS, text)

    def _grown(self, session: Session, day: int) -> list[Headline]:
        """Fleets are public; a headline each time one passes a round figure."""
        now, told = session.world.fleets_on(day), []
        for lab, (before, after) in enumerate(zip(self._fleets.tolist(), now.tolist(), strict=True)):
            passed = _round_figure_between(before, after)
            if passed:
                kind = Kind.YOURS if lab == self.lab else Kind.WORLD
                whose = "Your fleet" if lab == self.lab else f"{self._lab(lab)}'s fleet"
                told.append(Headline(day, kind, f"{whose} passes {counted(passed, 'H100')}."))
        self._fleets = now
        return told


def _round_figure_between(before: int, after: int) -> int:
    """The largest round figure in ``before < figure <= after``; 0 where there is none."""
    step = max((s for s in _STEPS_H100E if s * 10 <= max(after, 10_000)), default=_STEPS_H100E[0])
    figure = after // step * step
    return figure if figure > before else 0
