"""The letters and replies of one lab in a game that goes on: fed day by day, kept as threads."""

from __future__ import annotations

from collections.abc import Iterable

from outreach_sim.market.session import Session
from outreach_sim.market.state.recorder import Log
from outreach_sim.storage.correspondence.threads import Mail, Post
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.replay import day_by_day


class Inbox:
    """What a lab wrote and was answered.

    Attributes:
        threads: by candidate, all mails in the order of their dates; the candidate written to last is last.
    """

    def __init__(self, game: Game, lab: int) -> None:
        self.lab = lab
        self.threads: dict[int, list[Mail]] = {}
        self._post = Post(game.scenario, game.templates, lab)

    def take(self, session: Session, log: Log) -> list[Mail]:
        """Add what was written on the day just played; returns it, in the order of the dates."""
        mails = sorted(self._post.mails(session, log), key=lambda mail: mail.when)
        for mail in mails:
            thread = self.threads.pop(mail.candidate, [])
            self.threads[mail.candidate] = [*thread, mail]
        return mails


def days_of(game: Game) -> Iterable[tuple[Session, Log]]:
    """The days of a game so far, played again: a session just after each, with what happened on it."""
    return day_by_day(game.scenario, game.seed, game.path())
