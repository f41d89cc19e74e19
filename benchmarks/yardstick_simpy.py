"""The base market in SimPy: a process per approach, a process per lab. ``FILE WORLDS SEED``."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy
from rules import DEADLINE, FOLLOW_UP, NOTICE, REST, Approach, Market, main

# Phases of a day as parts of it: due at .0, decisions at .25, labs act at .5.
DECIDE, ACT = 0.25, 0.5
Process = Generator[simpy.Event, Any, None]


class Simulation:
    """One world as an event queue."""

    def __init__(self, market: Market) -> None:
        self.market, self.env = market, simpy.Environment()
        self.env.process(self.calendar())
        for lab in range(market.labs):
            self.env.process(self.lab(lab))

    def calendar(self) -> Process:
        """Freezes each day's values just before the day."""
        yield self.env.timeout(0.75)
        for day in range(1, self.market.days):
            self.market.open_day(day)
            yield self.env.timeout(1)

    def lab(self, lab: int) -> Process:
        """Opens sequences every day."""
        yield self.env.timeout(ACT)
        for _ in range(self.market.days):
            for i in self.market.pick(lab, self.market.wanted()):
                self.env.process(self.approach(lab, i))
            yield self.env.timeout(1)

    def approach(self, lab: int, i: int) -> Process:
        """From the first mail to the end of the rest that follows."""
        approach = self.market.open_approach(lab, i)
        ended = yield from self.pursue(approach)
        yield self.env.timeout(ended + REST - self.env.now)
        self.market.release(lab, i)

    def pursue(self, approach: Approach) -> Generator[simpy.Event, Any, int]:
        """Mails, reply and interviews; the day on which it came to an end."""
        market, timeout = self.market, self.env.timeout
        days = market.mail(approach)
        if not days:
            yield timeout(FOLLOW_UP)
            if market.blocked(approach):
                return market.today
            days = market.mail(approach)
            if not days:
                yield timeout(FOLLOW_UP)
                return market.today
        yield timeout(days - ACT)
        interviews = 0 if market.blocked(approach) else market.hear_reply(approach)
        if not interviews:
            return market.today
        yield timeout(interviews)
        if market.blocked(approach) or not market.make_offer(approach):
            return market.today
        return (yield from self.conclude(approach))

    def conclude(self, approach: Approach) -> Generator[simpy.Event, Any, int]:
        """From the offer to the first day of work; another offer's deadline may have decided earlier."""
        yield self.env.timeout(DEADLINE + DECIDE)
        if approach.decided_on < 0:
            self.market.decide(approach.person)
        if not approach.won:
            return approach.decided_on
        yield self.env.timeout(approach.decided_on + NOTICE - self.env.now)
        self.market.start_work(approach)
        return self.market.today


def play(market: Market) -> None:
    """Run one world to its last day."""
    simulation = Simulation(market)
    simulation.env.run(until=market.days - 0.1)


if __name__ == "__main__":
    main(play)
