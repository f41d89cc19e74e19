"""A game that is played from Python, as it stands: its world, mails and news."""

from __future__ import annotations

from collections.abc import Mapping

from outreach_sim.api.outcome import Step
from outreach_sim.api.told import Row, mail_row, news_row, waiting_row
from outreach_sim.mail.template import Template
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Order
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.correspondence.inbox import Inbox
from outreach_sim.storage.correspondence.news import News
from outreach_sim.storage.correspondence.waiting import Waiting, all_waiting


class State:
    """A world with its mails and news; made anew from what was done where a day broke off."""

    def __init__(self, scenario: Scenario, templates: Mapping[str, Template], seed: int) -> None:
        self.scenario, self.templates, self.lab = scenario, templates, scenario.setup.player
        self.session = Session(scenario.setup, seed)
        self.inbox, self.news = Inbox(self, self.lab), News(scenario, self.lab)

    def do(self, step: Step) -> tuple[list[Row], list[Row]]:
        """Carry a step out; returns the mails and the news of a day."""
        if isinstance(step, Order):
            self.session.act(step)
        elif step is not None:
            self.session.write(step)
        else:
            log = self.session.advance()
            mails, heard = self.inbox.take(self.session, log), self.news.take(self.session, log)
            rows = [mail_row(self.scenario, mail) for mail in mails]
            return rows, [news_row(self.scenario, item) for item in heard]
        return [], []

    def waiting(self) -> list[Waiting]:
        """What needs an answer."""
        orders = self.session.world.orders
        return all_waiting(self.session, self.lab, self.inbox.threads, orders)

    def waiting_rows(self) -> list[Row]:
        """The same as a table."""
        return [waiting_row(self.scenario, one, self.news.recruiter(one.lab)) for one in self.waiting()]
