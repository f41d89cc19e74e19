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
        """Opens sequences every day, after the day's follow-ups."""
        yield self.env.timeout(ACT)
        for day in range(self.market.days):
            for i in self.market.pick(lab, self.market.wanted(day)):
                self.env.process(self.approach(lab, i))
            yield self.env.timeout(1)

    def rest(self, lab: int, i: int) -> Process:
        yield self.env.timeout(REST - self.env.now % 1)
        self.market.release(lab, i)

    def close(self, approach: Approach) -> None:
        self.env.process(self.rest(approach.lab, approach.person))

    def approach(self, lab: int, i: int) -> Process:
        """From the first mail to the first day of work, or to the end of it."""
        market, timeout = self.market, self.env.timeout
        approach = market.open_approach(lab, i)
        days = market.mail(approach)
        if not days:
            yield timeout(FOLLOW_UP)
            if market.blocked(approach):
                return self.close(approach)
            days = market.mail(approach)
            if not days:
                yield timeout(FOLLOW_UP - ACT)
                return self.close(approach)
        yield timeout(days - ACT)
        interviews = 0 if market.blocked(approach) else market.hear_reply(approach)
        if not interviews:
            return self.close(approach)
        yield timeout(interviews)
        if market.blocked(approach) or not market.make_offer(approach):
            return self.close(approach)
        yield timeout(DEADLINE + DECIDE)
        if not approach.resolved:
            winner, declined = market.decide(i)
            for offer in declined:
                self.close(offer)
            if winner is not None:
                yield timeout(NOTICE - DECIDE)
                market.start_work(winner)
                self.close(winner)
        return None


def play(market: Market) -> None:
    """Run one world to its last day."""
    simulation = Simulation(market)
    simulation.env.run(until=market.days - 0.1)


if __name__ == "__main__":
    main(play)
