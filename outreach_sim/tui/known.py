"""What can be known of a game at the desk: how it stands, its people, what its days have told. No widgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from outreach_sim.formatting import dated
from outreach_sim.market.outlook import Outlook, outlook
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.market.state.approaches import NEVER, State
from outreach_sim.market.state.persons import Status
from outreach_sim.market.view import LabView, OwnApproach, StaffOffer
from outreach_sim.market.workforce import workforce
from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.names import Profile
from outreach_sim.storage.correspondence.inbox import Inbox
from outreach_sim.storage.correspondence.news import News
from outreach_sim.storage.correspondence.waiting import answered_today, interested, your_turn
from outreach_sim.storage.saves.game import Game
from outreach_sim.tui.facts import Facts
from outreach_sim.tui.forecast import Forecasts
from outreach_sim.tui.left import Left, left_today
from outreach_sim.tui.letters import Letters
from outreach_sim.tui.marks import ReadMarks
from outreach_sim.tui.notes import Notes
from outreach_sim.tui.past import Past, Pasts
from outreach_sim.tui.score import Score
from outreach_sim.tui.status import status_of
from outreach_sim.tui.worths import Worths


class Known(Letters):
    """What a player can know of a game; nothing here moves it.

    Attributes:
        lab: index of the player's lab.
        score: what the game is worth so far.
        worths: what letters and answers would be worth.
        notes, facts: the player's own about people, and what letters can know of them.
        forecasts: of how the game may stand at the next board; none unless the desk wants them.
        view: what the lab can know now.
        left: its means for the rest of today, after the orders that wait.
    """

    def __init__(self, game: Game) -> None:
        super().__init__(game)
        self.lab = game.scenario.setup.player
        self._marks = ReadMarks(game)
        self._names: dict[int, str] = {}
        self.score = Score(game.scenario, game.seed, lambda: self.past)
        self.worths = Worths(len(game.scenario.population))
        self.notes = Notes(game)
        self.facts = Facts(game.scenario.population)
        self.forecasts = Forecasts(game, wanted=False)
        self._outlook: Outlook | None = None
        self._looked_on = game.session.day
        self._pasts = Pasts(game)
        self._past: Past | None = None
        self._stand()

    # -- how it stands -----------------------------------------------------------------------------

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
            force = workforce(world, self.lab, self.past.grants)
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

    def ordered(self) -> list[Order]:
        """Orders that go out with the next day."""
        return list(self.game.pending)

    def letters_left(self) -> dict[str, int | None]:
        """Letters each sender may still write this week, orders that wait counted as written."""
        return {sender.name: number for sender, number in self.left.letters.items()}

    def staff(self) -> int:
        """How many candidates work at the player's lab now."""
        return int(np.count_nonzero(self.view.employer == self.lab))

    # -- people ------------------------------------------------------------------------------------

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
        return status_of(self, candidate)

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

    def pay_of_staff(self, candidate: int) -> int | None:
        """What somebody of the lab's own people is paid; ``None`` for others and who has signed elsewhere."""
        world = self.session.world
        own = world.home[candidate] == self.lab and world.status[candidate] == Status.HERE
        return int(world.pay_usd[candidate]) if own else None

    # -- whose turn it is --------------------------------------------------------------------------

    def awaiting(self) -> list[OwnApproach]:
        """Approaches in which it is the lab's turn, those that lapse first before the others."""
        return interested(self.view.approaches, self.view.day, self.to_be_answered)

    @property
    def to_be_answered(self) -> frozenset[int]:
        """Whom an order of today answers."""
        return self._to_be_answered

    def offers_to_answer(self) -> list[StaffOffer]:
        """Offers to the lab's own people that it can still answer; who decides first comes first."""
        day, countered = self.session.day, self.left.countered
        return [one for one in self.view.offered if one.until > day and one.candidate not in countered]

    def your_turn(self) -> list[OwnApproach]:
        """Who awaits an answer, or has a counter-offer that can be outbid; who decides first comes first."""
        live, threads = self.view.approaches, self.inbox.threads
        return your_turn(live, self.view.day, threads, self.to_be_answered)

    # -- what its days have told -------------------------------------------------------------------

    @property
    def past(self) -> Past:
        """What the days of the game have told; whatever is not read of it yet is read now."""
        if self._past is None:
            for _ in self._reading:
                pass
        assert self._past is not None, "it has been read"
        return self._past

    @property
    def has_read(self) -> bool:
        """Whether all of it is read."""
        return self._past is not None

    def reading(self) -> Iterator[None]:
        """Read what the days of the game have told, a day or a mail with each step; no step where it is."""
        return self._reading

    @property
    def inbox(self) -> Inbox:
        """Letters and replies so far."""
        return self.past.inbox

    @property
    def news(self) -> News:
        """What was heard besides so far."""
        return self.past.news

    @property
    def unread(self) -> set[int]:
        """Candidates with a reply that nobody has looked at; remembered beside the save."""
        _ = self.past
        return self._marks.unread

    # -- following the game ------------------------------------------------------------------------

    def _stand(self) -> None:
        """The game stands elsewhere than it stood: all but what its days have told is known at once."""
        self._past, self._reading = None, self._read_up()
        self.score.stand(self.session)
        self._look()

    def _look(self) -> None:
        self.view: LabView = self.session.observe()
        self.left: Left = left_today(self.view, self.pay_of_staff, self.session.world, self.ordered())
        self._outlook = None
        self._approaches = {own.candidate: own for own in self.view.approaches}
        self.worths.forget(self._done_with() if self.session.day != self._looked_on else None)
        self._looked_on = self.session.day
        self._to_be_answered = answered_today(self.game.pending)

    def _done_with(self) -> NDArray[np.bool_]:
        """To whom nothing is under way, and who cannot be written to."""
        done_with = ~self.view.free
        done_with[list(self._approaches)] = False
        return done_with

    def _read_up(self) -> Iterator[None]:
        past = self._pasts.here()
        if past is None:
            past = Past(self.game, self.lab)
            yield from past.reading(self.game)
        self._heard(past)

    def _heard(self, past: Past) -> None:
        self._past = past
        self._pasts.keep(past)
        self.score.follow(past.grants, past.at_boards)
        self._marks.follow(past.inbox.threads)
