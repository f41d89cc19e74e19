"""What the days of a game have told its lab: letters, news, and what was granted. Read a little at a time."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy, deepcopy

import numpy as np

from outreach_sim.market.observers.grants import Grants
from outreach_sim.market.points import Books, books
from outreach_sim.market.session import Session
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.twin import noted
from outreach_sim.storage.correspondence.inbox import Inbox, days_of
from outreach_sim.storage.correspondence.known_replies import keep_replies, known_replies
from outreach_sim.storage.correspondence.news import Headline, News
from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.steps import Steps

MOST_KEPT = 8
"""So many turns can be taken back without playing the game again for its letters."""
Heard = tuple[list[Mail], list[Headline]]
"""Mails and news of one day."""


class Past:
    """The past of a game, up to the end of one of its turns.

    Attributes:
        inbox, news: everything so far.
        grants: noted of the game from its first day on.
        at_boards: the lab's books on each day on which a board has met.
    """

    grants: Grants

    def __init__(self, game: Game, lab: int) -> None:
        known = known_replies(game)
        self.inbox, self.news = Inbox(game, lab, known), News(game.scenario, lab)
        self._kept = len(known)
        self.at_boards: dict[int, Books] = {}
        self._boards = frozenset(day for day, _ in game.scenario.boards)

    def copied(self) -> Past:
        """One that can be gone on with, while this one stays as it is."""
        other = copy(self)
        other.inbox, other.news = self.inbox.copied(), self.news.copied()
        other.grants, other.at_boards = deepcopy(self.grants), dict(self.at_boards)
        return other

    def taking(self, session: Session, log: Log) -> Steps[Heard]:
        """Add what was heard of the day just played, a mail with each step; returns it."""
        if session.day in self._boards:
            self.at_boards[session.day] = books(session.world, self.grants)
        mails = yield from self.inbox.taking(session, log)
        return mails, self.news.take(session, log)

    def reading(self, game: Game) -> Iterator[None]:
        """Read all days of a game so far, which is played again for it, a day or a mail with each step."""
        if game.session.day == 0:
            self.grants = Grants(game.session.world, self.inbox.lab)
            return
        for session, log in days_of(game, self._begin):
            yield from self.taking(session, log)
            yield
        self.keep_replies(game)

    def keep_replies(self, game: Game) -> None:
        """Remember beside the save how steps are written about, where some are not yet remembered."""
        if len(self.inbox.dealt) > self._kept:
            keep_replies(game, self.inbox.dealt)
            self._kept = len(self.inbox.dealt)

    def _begin(self, session: Session) -> None:
        self.grants = noted(session.world, self.inbox.lab)


Way = tuple[int, tuple[str, ...]]
"""A day of a game, and every order that was given before it: on the same luck they lead to one past."""


class Pasts:
    """The pasts of the latest turns of a game, by what was done until then.

    What is taken back and done again, as one turn or as several, finds the past that it had.
    """

    def __init__(self, game: Game) -> None:
        self._game = game
        self._kept: dict[Way, Past] = {}

    def keep(self, past: Past) -> None:
        """Remember the past of the turn that the game stands after; nobody changes it any more."""
        way = self._way()
        self._kept.pop(way, None)
        for before in list(self._kept.values())[-1:]:
            if _granted_the_same(before.grants, past.grants):
                before.grants = past.grants  # of a million people, eight are too many
        self._kept[way] = past
        for other in list(self._kept)[:-MOST_KEPT]:
            del self._kept[other]

    def here(self) -> Past | None:
        """The past of where the game stands; ``None`` where it has to be read."""
        return self._kept.get(self._way())

    def _way(self) -> Way:
        """To the end of the last turn: orders since then move nothing before the next day."""
        path = self._game.path()
        while path[-1].kind == "order":
            path.pop()
        return path[-1].day, tuple(entry.body for entry in path if entry.kind == "order")


def _granted_the_same(one: Grants, other: Grants) -> bool:
    pairs = zip(one.arrays().values(), other.arrays().values(), strict=True)
    return all(np.array_equal(*pair) for pair in pairs)
