"""The base market in Mesa: researchers and labs are agents that step once a day. ``FILE WORLDS SEED``."""

from __future__ import annotations

import gc

import mesa
from rules import DEADLINE, FOLLOW_UP, NOTICE, REST, Approach, Market, main


class Researcher(mesa.Agent):
    """Keeps a diary of what falls due, and decides."""

    def __init__(self, model: Recruiting, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.diary: dict[int, list[tuple[str, Approach | int]]] = {}

    def note(self, day: int, what: str, about: Approach | int) -> None:
        self.diary.setdefault(day, []).append((what, about))

    def close(self, approach: Approach) -> None:
        self.note(self.model.day + REST, "rested", approach.lab)

    def arrive(self) -> None:
        """What is due today, but decisions and mails."""
        for what, about in self.diary.get(self.model.day, ()):
            getattr(self, what)(about)

    def rested(self, lab: int) -> None:
        self.model.market.release(lab, self.index)

    def silent(self, approach: Approach) -> None:
        if approach.mails == 2 or self.model.market.blocked(approach):
            self.close(approach)
        else:
            self.model.follow_ups.append(approach)

    def reply(self, approach: Approach) -> None:
        market = self.model.market
        days = 0 if market.blocked(approach) else market.hear_reply(approach)
        if days:
            self.note(self.model.day + days, "interviewed", approach)
        else:
            self.close(approach)

    def interviewed(self, approach: Approach) -> None:
        market = self.model.market
        if market.blocked(approach) or not market.make_offer(approach):
            self.close(approach)
        else:
            self.note(self.model.day + DEADLINE, "deadline", approach)

    def deadline(self, approach: Approach) -> None:
        """Left to ``decide``: a decision waits until everything due has arrived."""

    def first_day(self, approach: Approach) -> None:
        self.model.market.start_work(approach)
        self.close(approach)

    def decide(self) -> None:
        """Answer all live offers on the first deadline among them."""
        for what, approach in self.diary.pop(self.model.day, ()):
            if what == "deadline" and not approach.resolved:
                winner, declined = self.model.market.decide(self.index)
                for offer in declined:
                    self.close(offer)
                if winner is not None:
                    self.note(self.model.day + NOTICE, "first_day", winner)


class LabAgent(mesa.Agent):
    """Writes every day."""

    def __init__(self, model: Recruiting, index: int) -> None:
        super().__init__(model)
        self.index = index

    def act(self) -> None:
        """Open sequences with the best people who are free."""
        market = self.model.market
        for i in market.pick(self.index, market.wanted(self.model.day)):
            self.model.write(market.open_approach(self.index, i))


class Recruiting(mesa.Model):
    """One world."""

    def __init__(self, market: Market) -> None:
        super().__init__(seed=1)
        self.market, self.day = market, 0
        self.follow_ups: list[Approach] = []
        self.researchers = [Researcher(self, i) for i in range(market.n)]
        self.labs = [LabAgent(self, lab) for lab in range(market.labs)]

    def write(self, approach: Approach) -> None:
        days = self.market.mail(approach)
        who = self.researchers[approach.person]
        who.note(self.day + (days or FOLLOW_UP), "reply" if days else "silent", approach)

    def step(self) -> None:
        """One day."""
        self.market.open_day(self.day)
        researchers = self.agents_by_type[Researcher]
        self.follow_ups = []
        researchers.do("arrive")
        researchers.do("decide")
        for approach in self.follow_ups:
            self.write(approach)
        self.agents_by_type[LabAgent].do("act")
        self.day += 1


def play(market: Market) -> None:
    """Run one world to its last day."""
    model = Recruiting(market)
    for _ in range(market.days):
        model.step()
    model.remove_all_agents()
    gc.collect()


if __name__ == "__main__":
    main(play)
