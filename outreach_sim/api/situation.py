"""A saved game as whoever plays it by plain commands needs it: what was written, what waits, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from outreach_sim.api.at_risk import AtRisk, at_risk
from outreach_sim.api.prospects import free_people
from outreach_sim.api.told import (
    Row,
    approach_row,
    boards_table,
    labs_table,
    letters_table,
    mail_row,
    means,
    news_row,
    this_morning,
    waiting_row,
)
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.view import OwnApproach, StaffOffer
from outreach_sim.storage.correspondence.inbox import Inbox, days_of
from outreach_sim.storage.correspondence.known_replies import keep_replies, known_replies
from outreach_sim.storage.correspondence.news import Headline, News
from outreach_sim.storage.correspondence.threads import Mail
from outreach_sim.storage.correspondence.waiting import Lookout, Waiting, all_waiting
from outreach_sim.storage.saves.game import Game


class Desk:
    """A saved game without a desk: its mails and its news so far, gone through once.

    Attributes:
        game: the game. lab: index of the player's lab.
        inbox, news: everything so far.
    """

    def __init__(self, game: Game) -> None:
        self.game, self.lab = game, game.scenario.setup.player
        known = known_replies(game)
        self.inbox, self.news = Inbox(game, self.lab, known), News(game.scenario, self.lab)
        for session, log in days_of(game):
            self.inbox.take(session, log)
            self.news.take(session, log)
        if len(self.inbox.dealt) > len(known):
            keep_replies(game, self.inbox.dealt)

    @property
    def orders(self) -> Sequence[Order]:
        """Those that wait for the next day."""
        return self.game.pending

    def waiting(self) -> list[Waiting]:
        """What needs an answer now."""
        return all_waiting(self.game.session, self.lab, self.inbox.threads, self.orders)

    def waiting_rows(self) -> list[Row]:
        """The same as a table, with who recruits for the rival in it."""
        scenario = self.game.scenario
        return [waiting_row(scenario, one, self.news.recruiter(one.lab)) for one in self.waiting()]

    def advance(self, days: int) -> tuple[list[Mail], list[Headline]]:
        """Play so many days, or up to the first on which something new needs an answer, or has its last day.

        Returns:
            What was written, and what was heard.

        Raises:
            OutreachError: nothing was played.
        """
        mails: list[Mail] = []
        heard: list[Headline] = []
        lookout = Lookout(self.game.session, self.lab, self.inbox.threads, self.orders)

        def watch(session: Session, log: Log) -> bool:
            mails.extend(self.inbox.take(session, log))
            heard.extend(self.news.take(session, log))
            return bool(lookout.calls(session))

        self.game.advance(days, watch)
        return mails, heard

    def told(self, limit: int) -> dict[str, Any]:
        """What a player can see; lists of people, threads and news have ``limit`` lines at most."""
        scenario, session = self.game.scenario, self.game.session
        view = session.observe(self.lab)
        left = this_morning(session, self.lab)
        people, staff = free_people(scenario, session, left), at_risk(scenario, session.world, self.lab)
        offers = {offer.candidate + 1: offer for offer in view.offered}
        threads = [mails for mails in self.inbox.threads.values() if any(m.from_candidate for m in mails)]
        newest = threads[: -limit - 1 : -1]
        return {
            "lab": scenario.lab_ids[self.lab],
            "over": session.over,
            "boards": boards_table(scenario),
            "means": means(left),
            "labs": labs_table(scenario, view),
            "letters": letters_table(scenario.setup.letters.ids, self.game.templates),
            "waiting": self.waiting_rows(),
            "approaches": [approach_row(scenario, own) for own in _live(view.approaches)],
            "people": people[:limit],
            "people_free": len(people),
            "staff": [self._own(row, offers.get(row.id)) for row in staff[:limit]],
            "inbox": [[mail_row(scenario, mail) for mail in mails] for mails in newest],
            "news": [news_row(scenario, item) for item in self.news.headlines[: -limit - 1 : -1]],
        }

    def _own(self, row: AtRisk, offer: StaffOffer | None) -> Row:
        """One of the lab's own people, and the offer that they have told of."""
        labs, scenario = self.game.scenario.lab_ids, self.game.scenario
        told = None
        if offer is not None:
            until = scenario.date_of(offer.until).isoformat()
            told = {
                "rival": labs[offer.lab], "until": until, "countered": offer.countered,
                "taken": row.offer_taken, "taken_if_countered": row.if_countered,
            }  # fmt: skip
        return {
            "candidate": row.id, "name": row.name, "level": row.level, "impact": row.impact,
            "pay_usd": row.pay_usd, "leaves_within_a_year": row.leaves,
            "rival": labs[row.rival] if row.rival >= 0 else None, "halves_usd": row.halves_usd or None,
            "offer": told,
        }  # fmt: skip


def _live(approaches: Sequence[OwnApproach]) -> list[OwnApproach]:
    """What is under way with people who have answered first, then silence."""
    return sorted(approaches, key=lambda own: (-own.state, own.candidate))
