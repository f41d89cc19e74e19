"""Learns the numbers of ``learned_policy.py`` by the cross-entropy method, in worlds 0 to 999.

Every generation plays so many sets of numbers in the same worlds, keeps the best of them, and draws the next
ones around those. The same seed gives the same numbers.
"""


# Try it: python docs/examples/train_policy.py personal-email --generations 2 --worlds 8 --sets 4

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import outreach_sim as osim
from outreach_sim.contest.ring import TRAINING
from outreach_sim.market.policies.registry import handed_over
from outreach_sim.market.state.world import World

F64 = NDArray[np.float64]
WIDTH = {
    "overpay_letters": 0.4, "overpay_answers": 0.4, "late": 0.3, "money": 0.05, "again": 0.1,
    "hours_kept": 0.7, "for_the_ceo": 0.03, "direct": 0.15, "short": 0.08, "counter_from": 0.5,
    "pledge": 0.15,
}  # fmt: skip
"""How far the first sets of numbers are drawn around those that ``Weights`` begins with; sd."""
KEPT = 0.3
"""Part of the old middle and width that a generation keeps, so that luck does not carry it away."""
ELITE = 3
"""One in so many sets counts as good."""


@dataclass(frozen=True, slots=True)
class Generation:
    """How far learning is: the middle set of numbers, and its points before it was moved."""

    number: int
    points: float
    weights: Any


def learn(
    scenario: str, policy: Any, generations: int, sets: int, worlds: int, seed: int
) -> Iterator[Generation]:
    """Learn a scenario; yields after each generation.

    Args:
        scenario: a shipped name.
        policy: the module ``learned_policy``.
        generations: how many.
        sets: of numbers in each, the middle one among them.
        worlds: in which a set is tried; those of a generation follow those of the one before.
        seed: of the sets, and of the luck.
    """
    lab = osim.load(scenario).spec.scenario.player
    draws, begin = np.random.default_rng(seed), policy.Weights()
    middle = np.array([getattr(begin, name) for name in WIDTH])
    width = np.array(list(WIDTH.values()))
    book = book_once(scenario, policy)
    for number in range(generations):
        first = first_of(number, worlds)

        def points(numbers: F64, first: int = first) -> float:
            chosen = policy.Weights(**dict(zip(WIDTH, numbers.tolist(), strict=True)))
            run = osim.run(scenario, worlds, seed, score=True, first_world=first,
                           policies={lab: maker(policy, chosen, book)})  # fmt: skip
            return float(run["points"].mean)

        tried = middle + width * draws.standard_normal((sets, len(WIDTH)))
        tried[0] = middle
        found = np.array([points(one) for one in tried])
        good = tried[np.argsort(-found, kind="stable")[: max(sets // ELITE, 1)]]
        middle = KEPT * middle + (1.0 - KEPT) * good.mean(axis=0)
        width = KEPT * width + (1.0 - KEPT) * good.std(axis=0)
        numbers = dict(zip(WIDTH, middle.round(6).tolist(), strict=True))
        yield Generation(number + 1, float(found[0]), policy.Weights(**numbers))


def first_of(generation: int, worlds: int) -> int:
    """Number of the first world of a generation: all of them lie among the training worlds."""
    return generation * worlds % (len(TRAINING) - worlds + 1)


def maker(policy: Any, weights: Any, book: Any) -> type:
    """A class without arguments, as the library asks for them."""

    class Candidate(policy.Learned):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(weights, book)

    return Candidate


def book_once(scenario: str, policy: Any) -> Any:
    """What the screens say on the first day, looked up once for all that are tried."""
    setup = osim.load(scenario).setup
    world = World(handed_over(setup, setup.player), 1, [0])
    return policy.book_of(osim.Stack(world, setup.player), setup.player)


def main() -> None:
    """Learn, and keep what was learned."""
    import learned_policy

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", metavar="SCENARIO")
    parser.add_argument("--generations", type=int, default=10)
    parser.add_argument("--sets", type=int, default=16)
    parser.add_argument("--worlds", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, default=learned_policy.WEIGHTS)
    asked = parser.parse_args()
    how = {"generations": asked.generations, "sets": asked.sets, "worlds": asked.worlds, "seed": asked.seed}
    for found in learn(asked.scenario, learned_policy, **how):
        sys.stdout.write(f"generation {found.number}: {found.points:+.2f} points before it\n")
        sys.stdout.flush()
    kept = json.loads(asked.to.read_text(encoding="utf-8")) if asked.to.exists() else {}
    kept[asked.scenario] = how | {"weights": asdict(found.weights)}
    asked.to.write_text(json.dumps(dict(sorted(kept.items())), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
