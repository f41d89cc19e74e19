"""People who remember a lab, by what the market remembers of them, and what would change it.

They wait for machines, have said no, or have worked with people who are with the lab.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from outreach_sim.formatting import counted, dated, percent
from outreach_sim.mail.steps import Reason, Step
from outreach_sim.market.session import Session
from outreach_sim.market.state.approaches import MOST_ATTEMPTS, NEVER
from outreach_sim.market.state.stores.teams import Teams
from outreach_sim.market.view import LabView
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence.threads import Mail

Threads = Mapping[int, Sequence[Mail]]
_NO = {
    Step.NOT_INTERESTED: "said no",
    Step.DECLINED: "declined your offer",
    Step.TURNED_BACK: "turned back after signing",
}
_REASONS = {
    Reason.PAY: "pay", Reason.COMPUTE: "machines", Reason.LAB: "your lab", Reason.MISSION: "what you are for",
    Reason.SENDER: "who signed", Reason.HOME: "what holds them there", Reason.LETTERS: "too many letters",
    Reason.COUNTER_OFFER: "a counter-offer", Reason.OTHER_OFFER: "another offer",
    Reason.DEADLINE: "too little time", Reason.DIRECT: "no interviews",
}  # fmt: skip
"""Those that need other words here."""
_MOST_NAMES = 3


class Why(IntEnum):
    """What somebody remembers, in the order in which people are listed."""

    WAITS = 1
    REFUSED = 2
    TEAM = 3


@dataclass(frozen=True, slots=True)
class Memory:
    """One thing that somebody remembers.

    Attributes:
        why: which kind.
        short: in a few words. said: in a sentence. change: what would change it, a sentence.
    """

    why: Why
    short: str
    said: str
    change: str


@dataclass(frozen=True, slots=True)
class Remembering:
    """Somebody who remembers the lab, and all of what."""

    candidate: int
    memories: tuple[Memory, ...]


def who_remembers(scenario: Scenario, session: Session, view: LabView, threads: Threads) -> list[Remembering]:
    """Everybody who works elsewhere, has nothing under way with the lab, and remembers it; the best first
    among those of one kind.

    Args:
        scenario: that is played.
        session: between two days.
        view: what the lab can know now.
        threads: its letters and replies.
    """
    at = _At(scenario, session, view, threads)
    live = {own.candidate for own in view.approaches}
    elsewhere = np.flatnonzero((view.employer >= 0) & (view.employer != view.lab)).tolist()
    found = (Remembering(who, tuple(at.memories(who))) for who in elsewhere if who not in live)
    impact = scenario.setup.people.impact
    every = [one for one in found if one.memories]
    return sorted(every, key=lambda one: (one.memories[0].why, -int(impact[one.candidate]), one.candidate))


class _At:
    """What is remembered of one lab on one day."""

    def __init__(self, scenario: Scenario, session: Session, view: LabView, threads: Threads) -> None:
        self._scenario, self._world, self._view = scenario, session.world, view
        self._threads, self._teams = threads, session.world.stores.teams
        self._mates = {} if self._teams is None else _with_you_by_team(self._teams, view)

    def memories(self, candidate: int) -> Iterator[Memory]:
        """All that somebody remembers."""
        asked = self._view.asked_h100e
        if asked is not None and asked[candidate] > 0:
            yield self._waits(int(asked[candidate]))
        yield from self._refused(candidate)
        yield from self._team(candidate)

    def _waits(self, asked_h100e: int) -> Memory:
        """They come back on the day on which the fleet is as large as they have said."""
        wanted, have = counted(asked_h100e, "H100"), int(self._view.fleet_h100e[self._view.lab])
        return Memory(
            Why.WAITS,
            f"comes back at {wanted}",
            f"Asked you to come back with {wanted}; you have {have:,}.",
            self._enough(asked_h100e, asked_h100e - have),
        )

    def _enough(self, asked_h100e: int, lacking: int) -> str:
        if lacking <= 0:
            return "Your fleet is that large: they come back as soon as they may be talked to."
        day, lab = self._view.day, self._view.lab
        plan = self._scenario.setup.labs[lab].fleet_h100e[day:]
        ordered = int(self._world.owned_today[lab]) - int(plan[0])
        there = np.flatnonzero(plan + ordered >= asked_h100e)
        when = f"by plan on {self._date(day + int(there[0]))}" if there.size else "by plan never"
        more = counted(lacking, "H100")
        return f"They come back by themselves once your fleet is that large: {when}, or with {more} more."

    def _refused(self, candidate: int) -> Iterator[Memory]:
        mails = [mail for mail in self._threads.get(candidate, ()) if mail.step is not None]
        if not mails or mails[-1].step not in _NO:
            return
        last, step = mails[-1], _NO[mails[-1].step]
        on = dated(last.when.date(), "%-d %b %Y")
        reason = "" if last.reason is None else f", for a reason: {_REASONS.get(last.reason, last.reason)}"
        attempts = int(self._world.attempts[self._pair(candidate)])
        asked = {1: "once", 2: "twice"}.get(attempts, counted(attempts, "time"))
        yield Memory(
            Why.REFUSED,
            f"{step} on {on}",
            f"{step[:1].upper()}{step[1:]} on {on}{reason}. You have asked {asked}.",
            self._again(candidate, attempts),
        )

    def _again(self, candidate: int, attempts: int) -> str:
        """What a new letter would meet, and when it may be written."""
        if attempts >= MOST_ATTEMPTS:
            return "They are not written to any more."
        free_on = int(self._world.free_on[self._pair(candidate)])
        if self._view.free[candidate]:
            when = "They can be written to again"
        elif self._view.day < free_on < NEVER - 1:
            when = f"They can be written to again from {self._date(free_on)}"
        else:
            when = "When they can be written to again is not known"
        same = percent(self._scenario.setup.parameters.memory, 0)
        return f"{when}; {same} of new letters meet the mind of your first one, the others a new one."

    def _team(self, candidate: int) -> Iterator[Memory]:
        teams = self._teams
        if teams is None:
            return
        mates = self._mates.get(int(teams.of[candidate]), [])
        if not mates:
            return
        book = self._scenario.population.book
        names = [book.name(mate) for mate in mates[:_MOST_NAMES]]
        if len(mates) > _MOST_NAMES:
            names.append(counted(len(mates) - _MOST_NAMES, "other"))
        together = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
        pull = self._scenario.setup.parameters.colleague_pull * np.log1p(len(mates))
        yield Memory(
            Why.TEAM,
            f"worked with {names[0]}" + (f" and {len(mates) - 1} more" if len(mates) > 1 else ""),
            f"Worked with {together}, with you now or signed.",
            f"That adds {pull:+.2f} in log-odds to each letter and offer of yours, "
            f"and more with each who follows.{self._led(candidate)}",
        )

    def _led(self, candidate: int) -> str:
        teams, lab = self._teams, self._view.lab
        assert teams is not None
        place = int(teams.of[candidate])
        until = int(teams.led_until[place])
        if teams.led_to[place] != lab or until < self._view.day:
            return ""
        return f" Their leader has just gone to you, which counts besides until {self._date(until)}."

    def _pair(self, candidate: int) -> int:
        return self._view.lab * self._world.candidates + candidate

    def _date(self, day: int) -> str:
        return dated(self._scenario.date_of(day), "%-d %b %Y")


def _with_you_by_team(teams: Teams, view: LabView) -> dict[int, list[int]]:
    """Who works for the lab or has signed with it, by the team that they were in on the first day."""
    found: dict[int, list[int]] = {}
    for candidate in np.flatnonzero(teams.works_at == view.lab).tolist():
        found.setdefault(int(teams.of[candidate]), []).append(candidate)
    return found
