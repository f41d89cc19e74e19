"""Better offers, tried on the engine itself: none turns a yes into a no, with the same shocks.

Where people decide about offers, or read a letter, the world is copied, what lies before them is bettered
in the copy, and the engine's own function is asked again. A case is a yes that had to stay one. A letter that
by what it names takes up a tactic of others is no case: to its reader it is also a letter like theirs.

Run ``python -m tests.market.better_offers 25000`` for the long proof over the shipped scenarios; the number
is that of cases of each kind.
"""

from __future__ import annotations

import copy
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.mechanisms.tactics import alike
from outreach_sim.market.phases import decisions
from outreach_sim.market.phases.arrivals import hear_replies
from outreach_sim.market.phases.outreach import write
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.runs import runs
from outreach_sim.market.state.world import World
from outreach_sim.scenario.load import list_scenarios, load_scenario

Change = Callable[[World, Rows], None]
Asked = Callable[[World, Rows], None]
MORE_H100E, MORE_DAYS = 5_000, 30
WORLDS = 20
OF_OFFERS, OF_LETTERS = ("alone", "beside rivals"), ("reply", "interest")


def pay_more(times: float) -> Change:
    """So many times the pay, in the offer and in what a reader has in mind."""

    def change(world: World, rows: Rows) -> None:
        table = world.approaches
        for column in (table.pay_usd, table.expected_usd):
            column[rows] = (column[rows] * times).astype(np.int64)

    return change


def pledge_more(world: World, rows: Rows) -> None:
    """Compute by name, on top of what was promised."""
    world.any_pledge = True
    world.approaches.pledge_h100e[rows] += MORE_H100E


def wait_longer(world: World, rows: Rows) -> None:
    """More days to decide."""
    world.approaches.deadline_days[rows] += MORE_DAYS


def all_of_it(world: World, rows: Rows) -> None:
    """More pay, compute by name, and more time."""
    for change in (pay_more(1.3), pledge_more, wait_longer):
        change(world, rows)


BETTER: dict[str, Change] = {
    "pay x 1.3": pay_more(1.3),
    "pay x 3": pay_more(3.0),
    "pay x 5": pay_more(5.0),
    "compute by name": pledge_more,
    "more days": wait_longer,
    "all of it": all_of_it,
}


def twin(world: World) -> World:
    """A copy to try things in; what never changes is shared."""
    return copy.deepcopy(world, {id(world.setup): world.setup})


class Trial:
    """Counts the cases in which a yes was asked again, and those in which it was one no more."""

    def __init__(self, changes: dict[str, Change] = BETTER, every: int = 1) -> None:
        self.changes, self.every = changes, every
        self.cases: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.live_offers = 0

    def ask(self, kind: str, world: World, rows: Rows, asked: Asked, yes_state: int) -> None:
        """Ask as it is, then with each change to every yes."""
        yes = said_yes(twin(world), rows, asked, yes_state)
        if not yes.size:
            return
        for change in self.changes.values():
            bettered = twin(world)
            change(bettered, yes)
            fair = yes if kind in OF_OFFERS else yes[resembles(bettered, yes) <= resembles(world, yes)]
            still = np.isin(fair, said_yes(bettered, rows, asked, yes_state))
            self.cases[kind] += fair.size
            self.lost[kind] += int(np.count_nonzero(~still))

    def decide(self, world: World, rows: Rows, choose: Asked) -> None:
        """All live offers of these people, then each offer as if it were the only one."""
        self.live_offers += rows.size
        self.ask("beside rivals", world, rows, choose, State.SIGNED)
        _, _, member = runs(world.approaches.person[rows])
        place = np.arange(rows.size) - np.searchsorted(member, member)
        for which in range(int(place.max()) + 1):
            self.ask("alone", world, rows[place == which], choose, State.SIGNED)

    def read(self, world: World, rows: Rows, write: Asked) -> None:
        """Who answers this mail, and who of them is interested as things stand today."""
        if not rows.size or world.day % self.every:
            return
        self.ask("reply", world, rows, write, State.REPLYING)
        replying = said_yes(twin(world), rows, write, State.REPLYING)

        def answer(tried: World, these: Rows) -> None:
            write(tried, these)
            hear_replies(tried, these[tried.approaches.state[these] == State.REPLYING])

        self.ask("interest", world, replying, answer, State.INTERESTED)


def resembles(world: World, rows: Rows) -> NDArray[np.float64]:
    """How much these letters are like those of other labs, as their readers feel it."""
    if not world.setup.mechanisms.copying:
        return np.zeros(rows.size)
    return alike(world, world.approaches, rows)


def said_yes(world: World, rows: Rows, asked: Asked, yes_state: int) -> Rows:
    """Those of these approaches that come to stand so; the world is used up."""
    asked(world, rows)
    return rows[world.approaches.state[rows] == yes_state]


@contextmanager
def watched(trial: Trial) -> Iterator[None]:
    """Whatever is played inside is tried by the trial first, and goes on as if it had not been."""
    choose = decisions.choose

    def deciding(world: World, rows: Rows) -> None:
        trial.decide(world, rows, choose)
        choose(world, rows)

    def writing(world: World, rows: Rows) -> None:
        trial.read(world, rows, write)
        write(world, rows)

    with (
        mock.patch.object(decisions, "choose", deciding),
        mock.patch("outreach_sim.market.actions.write", writing),
    ):
        yield


def play(setup: Setup, seed: int, worlds: int, trial: Trial) -> list[str]:
    """Play a stack to its end under the trial; returns the hash of each world, as of worlds left alone."""
    world = World(setup, seed, range(worlds))
    with watched(trial), strict_state():
        for _ in range(setup.days):
            play_day(world)
    return [digest.hex() for digest in world.recorder.digests()]


def main(wanted: int) -> None:
    """Play every shipped scenario, with new luck each time, until there are so many cases of each kind."""
    trial, seed = Trial(every=7), 0
    while min(trial.cases[kind] for kind in (*OF_OFFERS, *OF_LETTERS)) < wanted:
        seed += 1
        for name in list_scenarios():
            play(load_scenario(name).setup, seed, WORLDS, trial)
            told = ", ".join(f"{kind} {count:,}" for kind, count in sorted(trial.cases.items()))
            print(f"seed {seed}, {name}: {trial.live_offers:,} live offers; {told}", flush=True)  # noqa: T201
            if lost := {kind: count for kind, count in trial.lost.items() if count}:
                raise SystemExit(f"better offers turned a yes into a no: {lost}")
    print(f"{trial.cases.total():,} times something better lay before a yes: every one stayed a yes")  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 25_000)
