"""The base market in Mesa: researchers and labs are agents that step once a day. ``FILE WORLDS SEED``."""

from __future__ import annotations

import mesa  # type: ignore[import-untyped]
from rules import DEADLINE, FOLLOW_UP, NOTICE, REST, Approach, Market, main


class Researcher(mesa.Agent):  # type: ignore[misc]
    """Keeps a diary of what falls due, and decides."""

    def __init__(self, model: Recruiting, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.diary: dict[int, list[tuple[str, Approach]]] = {}

    def note(self, day: int, what: str, approach: Approach) -> None:
        self.diary.setdefault(day, []).append((what, approach))

    def close(self, approach: Approach) -> None:
        self.note(self.model.today + REST, "rested", approach)

    def arrive(self) -> None:
        """Live through what is due today."""
        for what, approach in self.diary.pop(self.model.today, ()):
            getattr(self, what)(approach)

    def rested(self, approach: Approach) -> None:
        self.model.market.release(approach.lab, self.index)

    def silent(self, approach: Approach) -> None:
        if approach.mails == 2 or self.model.market.blocked(approach):
            self.close(approach)
        else:
            self.model.follow_ups.append(approach)

    def reply(self, approach: Approach) -> None:
        market = self.model.market
        days = 0 if market.blocked(approach) else market.hear_reply(approach)
        if days:
            self.note(self.model.today + days, "interviewed", approach)
        else:
            self.close(approach)

    def interviewed(self, approach: Approach) -> None:
        market = self.model.market
        if market.blocked(approach) or not market.make_offer(approach):
            self.close(approach)
        else:
            self.note(self.model.today + DEADLINE, "deadline", approach)

    def deadline(self, approach: Approach) -> None:
        """A decision waits until everything due has arrived; one deadline a day is enough."""
        if approach.decided_on < 0 and self not in self.model.deciding:
            self.model.deciding.append(self)

    def first_day(self, approach: Approach) -> None:
        self.model.market.start_work(approach)
        self.close(approach)

    def decide(self) -> None:
        """Answer all live offers."""
        for offer in self.model.market.decide(self.index):
            if offer.won:
                self.note(self.model.today + NOTICE, "first_day", offer)
            else:
                self.close(offer)


class LabAgent(mesa.Agent):  # type: ignore[misc]
    """Writes every day."""

    def __init__(self, model: Recruiting, index: int) -> None:
        super().__init__(model)
        self.index = index

    def act(self) -> None:
        """Open sequences with the best people who are free."""
        market = self.model.market
        for i in market.pick(self.index, market.wanted()):
            self.model.write(market.open_approach(self.index, i))


class Recruiting(mesa.Model):  # type: ignore[misc]
    """One world."""

    def __init__(self, market: Market) -> None:
        super().__init__(seed=1)
        self.market, self.today = market, 0
        self.follow_ups: list[Approach] = []
        self.deciding: list[Researcher] = []
        self.researchers = [Researcher(self, i) for i in range(market.n)]
        self.labs = [LabAgent(self, lab) for lab in range(market.labs)]

    def write(self, approach: Approach) -> None:
        days = self.market.mail(approach)
        who = self.researchers[approach.person]
        who.note(self.today + (days or FOLLOW_UP), "reply" if days else "silent", approach)

    def step(self) -> None:
        """One day."""
        self.market.open_day(self.today)
        self.follow_ups, self.deciding = [], []
        self.agents_by_type[Researcher].do("arrive")
        for researcher in self.deciding:
            researcher.decide()
        for approach in self.follow_ups:
            self.write(approach)
        self.agents_by_type[LabAgent].do("act")
        self.today += 1


def play(market: Market) -> None:
    """Run one world to its last day."""
    model = Recruiting(market)
    for _ in range(market.days):
        model.step()
    model.__dict__.clear()  # Mesa keeps every model for ever; let this one hold nothing


if __name__ == "__main__":
    main(play)
