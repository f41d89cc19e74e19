"""Do letters bring the points that were expected of them when they were sent? In many worlds.

    python -m tests.market.honest_points [WORLDS [SCENARIO[,KEY=VALUE ...] ...]]

A reader of the numbers plays: each Monday the strongest who are free are weighed, those with the most points
as advice weighs them get the letters of the week, each on the pay that is best among a few, and answers go
their own way. Nothing is known of what comes of a letter but what ``letter`` says on the day it is sent. The
ratio is of what was expected to the score at the end, over the worlds; its interval is by leaving out one
world after the other.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.outlook import Outlook, outlook
from outreach_sim.market.plan import Plans
from outreach_sim.market.points import POINT
from outreach_sim.market.setup import DAYS_PER_WEEK, Order, Sender, Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.attention import letters_left
from outreach_sim.market.state.payroll import believed_pay_usd, times
from outreach_sim.market.state.world import World
from outreach_sim.market.twin import Twin, does_nothing
from outreach_sim.market.values import letter
from outreach_sim.market.workforce import workforce
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.statistics import Interval, jackknife

SCENARIOS = ("small-lab", "personal-email", "superintelligence-summer")
LETTERS = (
    (Sender.CEO, "ceo-personal", 3),
    (Sender.HIRING_MANAGER, "hiring-manager", 6),
    (Sender.RECRUITER, "recruiter", 12),
)
"""Who signs, on what letter, how many a week at most: the desk of a game."""
POOL = 30
"""So many of the strongest who are free are weighed."""
MENU_PPM = (1_000_000, 1_250_000, 1_600_000)
FIRST_PPM = MENU_PPM[1]
LEAST = 0.002
"""Points below which no letter is written."""
CHUNK = 50


@dataclass(frozen=True)
class Honesty:
    """What was expected and what came, in points, one element for each world."""

    expected: NDArray[np.float64]
    came: NDArray[np.float64]
    letters: int

    @property
    def ratio(self) -> tuple[float, Interval | None]:
        both = np.column_stack((self.expected, self.came))
        values, intervals = jackknife(lambda mean: np.array([mean[0] / mean[1]]), both)
        return float(values[0]), intervals[0]


def chosen(view: Outlook, quota: Sequence[int]) -> tuple[list[Order], float]:
    """The letters of the week, and the points expected of them."""
    pool = strongest(view)
    if not pool.size:
        return [], 0.0
    ids = view.world.setup.letters.ids
    templates = np.array([ids.index(name) for _, name, _ in LETTERS])
    known = believed_pay_usd(view.world, view.row, pool + view.world.first_person[view.row])

    def weighed(
        place: NDArray[np.intp], signed: NDArray[np.intp], ppm: NDArray[np.int64], direct: NDArray[np.bool_]
    ):
        senders = np.array([int(sender) for sender, _, _ in LETTERS])[signed]
        plans = Plans(times(view.world, known[place], ppm), templates[signed], senders, 0, direct)
        return plans, letter(view, pool[place], plans)

    who, signed = picked(weighed, pool.size, quota)
    if not who.size:
        return [], 0.0
    option = [
        (place, by, ppm, direct)
        for place, by in zip(who.tolist(), signed.tolist(), strict=True)
        for direct in (False, True)[: 2 if by == 0 else 1]  # offers without interviews are the CEO's
        for ppm in MENU_PPM
    ]
    place, by, ppm, direct = (np.array(column) for column in zip(*option, strict=True))
    plans, worth = weighed(place, by, ppm, direct)
    best = np.array([np.argmax(np.where(place == one, worth.advised, -np.inf)) for one in who])
    best = best[worth.expected[best] > LEAST]
    orders = [order_of(view, plans, pool[place], number) for number in best.tolist()]
    return orders, float(worth.expected[best].sum())


def strongest(view: Outlook) -> NDArray[np.intp]:
    """Those of the strongest to whom the lab may write today."""
    everybody = np.arange(view.world.candidates)
    free = np.flatnonzero(view.world.shortlist.is_free(np.full(everybody.size, view.row), everybody))
    return free[np.argsort(-view.world.setup.people.impact[free], kind="stable")[:POOL]]


def picked(weighed, size: int, quota: Sequence[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Who gets a letter, and who signs it: the most points first, the CEO's letters before the others'."""
    n = len(LETTERS)
    everybody = np.tile(np.arange(size), n)
    _, worth = weighed(
        everybody, np.arange(n).repeat(size), np.full(n * size, FIRST_PPM), np.zeros(n * size, np.bool_)
    )
    points = worth.advised.reshape(n, size)
    who, signed = list[int](), list[int]()
    for place, most in enumerate(quota):
        points[:, who] = -np.inf
        best = np.argsort(-points[place], kind="stable")[:most]
        best = best[points[place, best] > -np.inf]
        who += best.tolist()
        signed += [place] * best.size
    return np.array(who, dtype=np.intp), np.array(signed, dtype=np.intp)


def order_of(view: Outlook, plans: Plans, people: NDArray[np.intp], place: int) -> Order:
    """One letter as an order."""
    pay, template, sender, direct = (
        np.asarray(getattr(plans, name))[place].item() for name in ("pay_usd", "template", "sender", "direct")
    )
    return Order(
        view.lab, (), template=template, sender=Sender(sender), candidates=(int(people[place]),),
        pay_usd=pay, direct=direct,
    )  # fmt: skip


def played(setup: Setup, seed: int, replications: Sequence[int]) -> Honesty:
    """Play these worlds to the end, stacked."""
    setup = does_nothing(setup)
    world = World(setup, seed, replications)
    twin, letters, expected = Twin(world, seed, replications), 0, np.zeros(len(replications))
    while world.day < setup.days:
        with strict_state():
            if world.day % DAYS_PER_WEEK == 0:
                force = workforce(world, setup.player, twin.grants)
                for number in range(world.worlds):
                    view = outlook(world, setup.player, number, force)
                    quota = [
                        min(n, int(letters_left(world, np.array([view.row]), np.array([int(sender)]))[0]))
                        for sender, _, n in LETTERS
                    ]
                    orders, points = chosen(view, quota)
                    expected[number] += points
                    letters += len(orders)
                    if orders:
                        world.orders_of[number] = orders
            play_day(world)
    return Honesty(expected, twin.points().score / POINT, letters)


def honesty(setup: Setup, seed: int, worlds: int) -> Honesty:
    """The same of many worlds, some at a time."""
    parts = [
        played(setup, seed, range(first, min(first + CHUNK, worlds))) for first in range(0, worlds, CHUNK)
    ]
    return Honesty(
        np.concatenate([part.expected for part in parts]),
        np.concatenate([part.came for part in parts]),
        sum(part.letters for part in parts),
    )


def main(arguments: Sequence[str]) -> None:
    worlds = int(arguments[0]) if arguments else 400
    for name in arguments[1:] or SCENARIOS:
        scenario, *overrides = name.split(",")
        found = honesty(load_scenario(scenario, overrides).setup, 1, worlds)
        ratio, interval = found.ratio
        assert interval is not None
        sys.stdout.write(
            f"{name}: {found.expected.mean():.2f} points expected, {found.came.mean():.2f} came in "
            f"{worlds} worlds of {found.letters / worlds:.0f} letters; ratio {ratio:.2f} "
            f"({interval[0]:.2f} to {interval[1]:.2f})\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
