"""The letters and replies of one lab in a game that goes on: fed day by day, kept as threads, searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Protocol

from outreach_sim.mail.template import Template
from outreach_sim.market.session import Session
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence.search import Index
from outreach_sim.storage.correspondence.threads import Dealt, Mail, Post
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.replay import day_by_day
from outreach_sim.storage.steps import Steps, outcome_of


class HasLetters(Protocol):
    """A game that is being played."""

    @property
    def scenario(self) -> Scenario:
        """What is played."""

    @property
    def templates(self) -> Mapping[str, Template]:
        """Every letter by id."""


class Inbox:
    """What a lab wrote and was answered.

    Args:
        game: that is read, or played.
        lab: whose mails.
        known: as ``Post`` says.

    Attributes:
        threads: by candidate, all mails in the order of their dates; the candidate written to last is last.
    """

    def __init__(self, game: HasLetters, lab: int, known: Sequence[Dealt] = ()) -> None:
        self.lab = lab
        self.threads: dict[int, list[Mail]] = {}
        self._scenario = game.scenario
        self._post = Post(game.scenario, game.templates, lab, known)

    @property
    def dealt(self) -> Sequence[Dealt]:
        """How every step so far was written about, those of other labs too."""
        return self._post.dealt

    def copied(self) -> Inbox:
        """One with the same threads, and from now on goes its own way; it is not made for searching yet."""
        other = copy(self)
        other.__dict__.pop("index", None)
        other.threads, other._post = dict(self.threads), self._post.copied()
        return other

    def take(self, session: Session, log: Log) -> list[Mail]:
        """Add what was written on the day just played; returns it, in the order of the dates."""
        return outcome_of(self.taking(session, log))

    def taking(self, session: Session, log: Log) -> Steps[list[Mail]]:
        """The same, one mail with each step; until the last of them nothing is added."""
        mails = []
        for mail in self._post.in_steps(session, log):
            mails += [] if mail is None else [mail]
            yield
        mails.sort(key=lambda mail: mail.when)
        for mail in mails:
            thread = self.threads.pop(mail.candidate, [])
            self.threads[mail.candidate] = [*thread, mail]
        if "index" in self.__dict__:
            self.index.add(mails)
        return mails

    @cached_property
    def index(self) -> Index:
        """All of them to be searched; made when somebody searches first, and fed from then on.

        Raises:
            RunError: this SQLite has no full-text search.
        """
        index = Index(names_in(self._scenario))
        every = (mail for thread in self.threads.values() for mail in thread)
        index.add(sorted(every, key=lambda mail: mail.when))
        return index


def names_in(scenario: Scenario) -> Callable[[Mail], str]:
    """Who a mail is between: the person and the lab."""
    labs, book = scenario.setup.labs, scenario.population.book
    return lambda mail: f"{book.name(mail.candidate)}, {labs[mail.lab].name}"


def days_of(game: Game, begin: Callable[[Session], None] | None = None) -> Iterable[tuple[Session, Log]]:
    """The days of a game so far, played again: a session just after each, with what happened on it.

    Args:
        game: stays as it is.
        begin: called with the session before its first day.
    """
    return day_by_day(game.scenario, game.seed, game.path(), begin)
