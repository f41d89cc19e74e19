"""A game as the screens see it: what can be known, what was read, and what can be done. No widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from outreach_sim.errors import OutreachError, UsageError
from outreach_sim.formatting import counted, dated
from outreach_sim.mail.steps import Step
from outreach_sim.market.outlook import Outlook, outlook
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.approaches import NEVER, State
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.view import LabView, OwnApproach, StaffOffer
from outreach_sim.market.workforce import workforce
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.names import Profile
from outreach_sim.storage.correspondence.inbox import Inbox, days_of
from outreach_sim.storage.correspondence.news import Headline, News
from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.storage.correspondence.waiting import (
    Lookout,
    Waiting,
    answered_today,
    interested,
    your_turn,
)
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.read_marks import keep_marks, read_marks
from outreach_sim.tui.forecast import Forecasts
from outreach_sim.tui.left import Left, left_today
from outreach_sim.tui.letters import Letters
from outreach_sim.tui.notes import Notes
from outreach_sim.tui.score import Score
from outreach_sim.tui.story import told_since
from outreach_sim.tui.turn import Turn, why_stopped
from outreach_sim.tui.worths import Worths

if TYPE_CHECKING:
    from outreach_sim.tui.draft import Draft
    from outreach_sim.tui.own_words import Words


class Play(Letters):
    """One game at the desk.

    Attributes:
        game: the game; only this class changes it.
        lab: index of the player's lab.
        inbox, news: everything so far.
        sayings: what the player means to say to whoever has answered, in own words, by candidate and step.
        unsent: drafts with own words by whom they are for, until they have gone out.
        unread: candidates with a reply that nobody has looked at; remembered beside the save.
        score: what the game is worth so far.
        worths: what letters and answers would be worth.
        notes: the player's own, about people.
        forecasts: of how the game may stand at the next board; none unless the desk wants them.
        view: what the lab can know now.
        left: its means for the rest of today, after the orders that wait.
    """

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        self.lab = game.scenario.setup.player
        self._read: dict[int, int] | None = read_marks(game.name)
        self._names: dict[int, str] = {}
        self.unsent: dict[tuple[int, ...], Draft] = {}
        self.sayings: dict[int, dict[Do, Words]] = {}
        self.score = Score(game.scenario, game.seed)
        self.worths = Worths(len(game.scenario.population))
        self.notes = Notes(game)
        self.forecasts = Forecasts(game, wanted=False)
        self._outlook: Outlook | None = None
        self._start_over()

    # -- what can be known -------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """The world being played."""
        return self.game.session

    @property
    def scenario(self) -> Scenario:
        """What is played, with the letters written so far."""
        return self.game.scenario

    @property
    def over(self) -> bool:
        """Whether all days have been played."""
        return self.session.over

    @property
    def lab_name(self) -> str:
        """The player's lab."""
        return self.lab_called(self.lab)

    def lab_called(self, lab: int) -> str:
        """A lab's name as shown; -1 is no lab."""
        return "no lab" if lab < 0 else self.scenario.setup.labs[lab].name

    @property
    def outlook(self) -> Outlook:
        """What lies before the lab today, after the orders that wait; drawn up when somebody asks."""
        if self._outlook is None:
            world, left = self.session.world, self.left
            force = workforce(world, self.lab, self.score.grants)
            now = outlook(world, self.lab, force=force)
            cash = now.cash_usd if left.free_usd is None else float(left.free_usd + left.reserved_usd)
            hour = now.letter_hours and (left.hours is None or left.free_hours > 0)
            self._outlook = replace(now, cash_usd=cash, letter_hours=hour)
        return self._outlook

    @property
    def labs_in_turn(self) -> list[int | None]:
        """All labs, then the people of each: of rivals first, of one's own last."""
        labs = range(len(self.scenario.setup.labs))
        return [None, *(lab for lab in labs if lab != self.lab), self.lab]

    def name(self, candidate: int) -> str:
        """A person's name."""
        if candidate not in self._names:
            self._names[candidate] = self.scenario.population.book.name(candidate)
        return self._names[candidate]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Everybody's name; made when somebody is looked for."""
        return tuple(self.scenario.population.book.names(range(len(self.scenario.population))))

    def profile(self, candidate: int) -> Profile:
        """What a letter can know of a person."""
        home = int(self.session.world.home[candidate])
        return self.scenario.population.book.profile(candidate, self.scenario.lab_ids[home])

    def approach(self, candidate: int) -> OwnApproach | None:
        """The lab's live approach to a person."""
        return self._approaches.get(candidate)

    def status(self, candidate: int) -> str:
        """Where a person stands with the lab, in two or three words."""
        own = self.approach(candidate)
        if candidate in self._to_be_answered:
            return "to be answered"
        if own is not None:
            return _STANDS[own.state].format(mails=own.mails, due=self._due(own))
        employer = int(self.view.employer[candidate])
        if self.view.free[candidate] and not self.left.free[candidate]:
            return "to be sent"
        if employer == self.lab:
            return "on your staff"
        if employer < 0:
            return "left research"
        if self.view.free[candidate]:
            return "free"
        thread = self.inbox.threads.get(candidate)
        if not thread:
            return "rests"
        ended = [_ENDED[mail.step] for mail in thread if mail.step in _ENDED]
        return ended[-1] if ended else "closed" if any(m.from_candidate for m in thread) else "no answer"

    def awaiting(self) -> list[OwnApproach]:
        """Approaches in which it is the lab's turn, those that lapse first before the others."""
        return interested(self.view, self.to_be_answered)

    @property
    def to_be_answered(self) -> frozenset[int]:
        """Whom an order of today answers."""
        return self._to_be_answered

    def free_on(self, candidate: int) -> date | None:
        """When somebody who rests may be written to again; ``None`` where that is not known."""
        world = self.session.world
        pair = self.lab * world.candidates + candidate
        day = int(world.free_on[pair])
        return self.scenario.date_of(day) if self.session.day < day < NEVER - 1 else None

    def has_written_to(self, candidate: int) -> bool:
        """Whether the lab has ever approached this person."""
        return bool(self.session.world.attempts[self.lab * self.session.world.candidates + candidate])

    def next_mail_on(self, own: OwnApproach) -> int | None:
        """The day on which the next mail goes out to somebody silent; ``None`` where none will."""
        follow_ups = self.session.world.follow_ups
        if own.state != State.WAITING or own.mails >= follow_ups.last[own.template]:
            return None
        letters = [m for m in self.inbox.threads.get(own.candidate, ()) if m.number == own.number]
        if not letters:
            return None
        sent_on = (letters[-1].when.date() - self.scenario.date_of(0)).days
        return sent_on + follow_ups.days_after_one(own.template, own.mails)

    def why_closed(self, candidate: int) -> str:
        """Why somebody cannot be written to now, and until when, in a sentence."""
        until = self.free_on(candidate)
        rest = "" if until is None else f"; they can be written to again on {dated(until, '%-d %B')}"
        return f"{self.name(candidate)} cannot be written to now: {self.status(candidate)}{rest}."

    def offers_to_answer(self) -> list[StaffOffer]:
        """Offers to the lab's own people that it has not answered; who decides first comes first."""
        return [offer for offer in self.view.offered if offer.candidate not in self.left.countered]

    def your_turn(self) -> list[OwnApproach]:
        """Who awaits an answer, or has a counter-offer that can be outbid; who decides first comes first."""
        return your_turn(self.view, self.inbox.threads, self.to_be_answered)

    def _due(self, own: OwnApproach) -> str:
        return "" if own.due is None else dated(self.scenario.date_of(own.due), "%-d %b")

    # -- what can be done --------------------------------------------------------------------------

    def act(self, order: Order) -> None:
        """Ask for something today.

        Raises:
            OutreachError: it cannot be asked, or not be kept.
        """
        self.game.act(order)
        self._look()

    def advance(self, days: int, heed: bool = False) -> Turn:
        """Play on, to the end of the game at most.

        Args:
            days: how many.
            heed: whether the turn ends with the first day on which something new needs an answer, or has its
                last day.

        Raises:
            OutreachError: nothing was played, for what was played could not be kept.
        """
        began, mails = self.session.day, list[Mail]()
        headlines: list[Headline] = []
        called: list[Waiting] = []
        lookout = Lookout(self.session, self.lab, self.inbox.threads, self.game.pending)

        def watch(session: Session, log: Log) -> bool:
            mails.extend(self.inbox.take(session, log))
            headlines.extend(self.news.take(session, log))
            self.score.passed(session)
            called.extend(lookout.calls(session) if heed else ())
            return bool(called) or (heed and bool(self.notes.reminds_on(session.day)))

        try:
            self.game.advance(days, watch)
        except OutreachError:
            self._start_over()
            raise
        self.score.played()
        self._look()
        self.unsent = {
            who: own for who, own in self.unsent.items() if self._approaches.keys().isdisjoint(who)
        }
        replies = tuple(mail for mail in mails if mail.from_candidate)
        self._keep_read()
        stopped = why_stopped(self, called) if heed else ""
        return Turn(replies, tuple(headlines), stopped, told_since(self, began))

    def undo(self) -> str:
        """Take back the last order or turn; says which.

        Raises:
            OutreachError: there is nothing to take back.
        """
        kind = self.game.undo()
        self._start_over()
        return "The last turn is taken back." if kind == "days" else "The last order is taken back."

    def travel(self, go: Callable[[Game], object]) -> None:
        """Go to another day of the game, or do again what was taken back.

        Raises:
            OutreachError: it cannot be; the game stands where it got to.
        """
        try:
            go(self.game)
        finally:
            self._start_over()

    def _start_over(self) -> None:
        self.inbox, self.news = Inbox(self.game, self.lab), News(self.scenario, self.lab)
        for session, log in days_of(self.game, self.score.begin):
            self.inbox.take(session, log)
            self.news.take(session, log)
            self.score.passed(session)
        self.score.stand(self.session)
        threads = self.inbox.threads
        known = {c: len(mails) for c, mails in threads.items()} if self._read is None else self._read
        self._read = {c: min(mails, len(threads[c])) for c, mails in known.items() if c in threads}
        self._keep_read()
        self._look()

    def mark_read(self, candidate: int) -> None:
        """Everything in a thread has been looked at."""
        self._read = {**(self._read or {}), candidate: len(self.inbox.threads[candidate])}
        self._keep_read()

    def _keep_read(self) -> None:
        read, threads = self._read or {}, self.inbox.threads
        self.unread = {
            c for c, mails in threads.items() if any(m.from_candidate for m in mails[read.get(c, 0) :])
        }
        if not self.game.read_only:
            keep_marks(self.game.name, read)

    def _look(self) -> None:
        self.view: LabView = self.session.observe()
        self.left: Left = left_today(self.view, self.pay_of_staff, self.session.world, self.ordered())
        self._outlook = None
        self.worths.forget()
        self._approaches = {own.candidate: own for own in self.view.approaches}
        self._to_be_answered = answered_today(self.game.pending)

    def meet(self, candidates: tuple[int, ...]) -> str:
        """Send people to today's conference, to these or else to the best of rivals; says what was asked for.

        Raises:
            OutreachError: there is none today, or it cannot be kept.
        """
        if self.view.attending is None:
            raise UsageError("there is no conference today")
        most = self.scenario.setup.rules.meetings_per_day
        top = 0 if candidates else most
        self.act(Order(lab=self.lab, days=(), do=Do.ATTEND, candidates=candidates, top=top))
        meetings = counted(min(most, len(candidates) or most), "researcher")
        return f"Your people look for up to {meetings} today."

    def pay_of_staff(self, candidate: int) -> int | None:
        """What somebody of the lab's own people is paid; ``None`` for others and who has signed elsewhere."""
        world = self.session.world
        own = world.home[candidate] == self.lab and world.status[candidate] == Status.HERE
        return int(world.pay_usd[candidate]) if own else None

    # -- figures -----------------------------------------------------------------------------------

    def ordered(self) -> list[Order]:
        """Orders that go out with the next day."""
        return list(self.game.pending)

    def letters_left(self) -> dict[str, int | None]:
        """Letters each sender may still write this week, orders that wait counted as written."""
        return {sender.name: number for sender, number in self.left.letters.items()}

    def staff(self) -> int:
        """How many candidates work at the player's lab now."""
        return int(np.count_nonzero(self.view.employer == self.lab))


_ENDED = {
    Step.NOT_INTERESTED: "said no",
    Step.COME_BACK: "wants machines",
    Step.NO_OFFER: "no offer made",
    Step.WITHDRAWN: "withdrawn",
    Step.DECLINED: "declined",
    Step.TURNED_BACK: "turned back",
    Step.QUIT: "quit",
}
"""How an approach that is over ended, by its last mail."""
_STANDS = {
    State.WAITING: "letter {mails}",
    State.REPLYING: "letter {mails}",
    State.INTERESTED: "interested!",
    State.PROCESS: "result {due}",
    State.OFFERED: "offer {due}",
    State.SIGNED: "starts {due}",
    State.MISFIT: "on your staff",
}
