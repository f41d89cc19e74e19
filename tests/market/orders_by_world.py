"""Stacked worlds that are given different orders equal sessions that are given the same, event for event.

Run ``python -m tests.market.orders_by_world 2000`` for the long proof; the number is that of orders.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import fields

import numpy as np

from outreach_sim.market.day import play_day
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Sender, Setup
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.market.view import LabView, look
from outreach_sim.scenario.load import load_scenario
from tests.market.worlds import richest_setup, two_chairs

WORLDS = 6
DAYS = 30
RICHEST = two_chairs(richest_setup(count=60, days=DAYS))
SCENARIOS = ("first-letter", "personal-email", "small-lab", "everybody-copies")
ANSWERS = (Do.INVITE, Do.OFFER, Do.WITHDRAW)
MOST_A_DAY = 5


def random_kinds(rng: np.random.Generator) -> list[Do]:
    """Kinds of the orders of a day; answers often, for they are often refused."""
    return [Do(int(do)) for do in rng.choice([*Do, Do.SEND, Do.OFFER, Do.OFFER], MOST_A_DAY)]


def random_order(rng: np.random.Generator, view: LabView, letters: int, do: Do) -> Order:
    """Whatever this lab could ask for, possible or not."""
    named = do in ANSWERS or rng.random() < 0.5
    by_name = tuple(whom(rng, view, do).tolist()) if named else ()
    rivals = [lab for lab in range(len(view.heads)) if lab != view.lab]
    return Order(
        lab=view.lab,
        days=(),
        do=do,
        template=int(rng.integers(letters)),
        sender=Sender(int(rng.integers(3))),
        top=0 if by_name else int(rng.integers(1, 9)),
        by=str(rng.choice(["pay", "impact"])),
        employers=(int(rng.choice(rivals)),) if not by_name and rng.random() < 0.3 else (),
        candidates=by_name,
        pay_ratio=float(rng.uniform(0.8, 4.0)),
        pay_usd=int(rng.choice([0, rng.integers(300_000, 5_000_000)])),
        sign_on_usd=int(rng.choice([0, 500_000])),
        pledge_h100e=int(rng.choice([0, 400, 90_000])),
        direct=bool(rng.integers(2)),
        deadline_days=int(rng.integers(1, 15)),
        by_hand=rng.random() < 0.8,
        h100e=int(rng.choice([1, 50, 9_000, 200_000])),
        rent_days=int(rng.integers(1, 40)),
        words=int(rng.integers(-1, 3)),
        short=bool(rng.integers(2)),
        counter_from=float(rng.uniform(0.0, 2.0)),
        keep_hours=int(rng.integers(3)),
    )


def whom(rng: np.random.Generator, view: LabView, do: Do) -> np.ndarray:
    """Some people, mostly those whom such an order may be about."""
    under_way = [
        own.candidate for own in view.approaches if own.state >= State.INTERESTED or do == Do.WITHDRAW
    ]
    fit = np.flatnonzero(view.employer == view.lab) if do is Do.RAISE else np.array(under_way, dtype=np.intp)
    if do is Do.COUNTER:
        fit = np.array([offer.candidate for offer in view.offered], dtype=np.intp)
    if do in (Do.SEND, Do.ATTEND):
        fit = np.flatnonzero(view.free)
    everybody = np.arange(len(view.free))
    people = fit if fit.size and rng.random() < 0.8 else everybody
    return rng.permutation(people)[: int(rng.integers(1, 6))]


class Game:
    """A stack, and beside it sessions of the same worlds; all are asked for the same."""

    def __init__(self, setup: Setup, seed: int) -> None:
        self.setup, self.rng = setup, np.random.default_rng(seed)
        self.stack = World(setup, seed, range(WORLDS), keep_log=True)
        self.alone = [Session(setup, seed, number) for number in range(WORLDS)]
        self.logs: list[list[Log]] = [[] for _ in range(WORLDS)]
        self.asked: Counter[Do] = Counter()

    def play(self, days: int) -> None:
        """So many days with random orders; every day both are seen alike."""
        for _ in range(days):
            kinds = random_kinds(self.rng)
            for number, session in enumerate(self.alone):
                self._ask(number, session, kinds if self.rng.random() < 0.7 else random_kinds(self.rng))
                self.logs[number].append(session.advance())
            with strict_state():
                play_day(self.stack)

    def _ask(self, number: int, session: Session, kinds: list[Do]) -> None:
        """Some orders for one world; most worlds get the same kinds, so that these stand together."""
        mine = self.stack.orders_of[number] = []
        for do in kinds[: int(self.rng.integers(2, MOST_A_DAY + 1))]:
            view = session.observe(int(self.rng.integers(len(self.setup.labs))))
            check_alike(view, look(self.stack, view.lab, number))
            order = random_order(self.rng, view, len(self.setup.letters.ids), do)
            self.asked[order.do] += 1
            session.act(order)
            mine.append(order)

    def check(self) -> Log:
        """Event for event and hash for hash; returns all that happened."""
        log = self.stack.recorder.take_log()
        for number, session in enumerate(self.alone):
            alone, stacked = Log.joined(self.logs[number]), log.where(log.world == number)
            for column in fields(Log):
                if column.name != "world":
                    here, there = getattr(stacked, column.name), getattr(alone, column.name)
                    assert np.array_equal(here, there), (number, column.name)
            assert self.stack.recorder.digests()[number].hex() == session.digest(), number
        return log


def check_alike(one: LabView, other: LabView) -> None:
    """What a lab sees of a world does not depend on the stack it is in."""
    for field in fields(LabView):
        here, there = getattr(one, field.name), getattr(other, field.name)
        same = np.array_equal(here, there) if isinstance(here, np.ndarray) else here == there
        assert same, field.name


def main(orders: int) -> None:
    """Play until so many orders have been given."""
    setups = [RICHEST, *(load_scenario(name).setup for name in SCENARIOS)]
    asked: Counter[Do] = Counter()
    seed = 0
    while asked.total() < orders:
        game = Game(setups[seed % len(setups)], seed)
        game.play(min(DAYS, game.setup.days))
        print(f"seed {seed}: {len(game.check()):,} events alike")  # noqa: T201
        asked += game.asked
        seed += 1
    told = ", ".join(f"{do.name} {count:,}" for do, count in sorted(asked.items()))
    print(f"{asked.total():,} orders in {seed} games of {WORLDS} worlds ({told}): every world is the same")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
