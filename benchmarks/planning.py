"""What a planner pays for 2,000 chances: all at once, over one by one, in interleaved rounds.

python benchmarks/planning.py [--rounds 5] [--people 2000]
"""

from __future__ import annotations

import argparse
import time
from statistics import median

import numpy as np

from outreach_sim.market.day import play_day
from outreach_sim.market.plan import Plan
from outreach_sim.market.prospects import weigh, weigh_many
from outreach_sim.market.state.world import World
from outreach_sim.model.chain import chances
from outreach_sim.scenario.load import load_scenario

DAYS = 30
"""By then letters and offers are under way."""
PLAN = Plan(2_000_000, 0, pledge_h100e=200)


def one_by_one(world: World, people: range) -> list[float]:
    """The chance of each person, as the lab believes."""
    p = world.setup.parameters
    return [chances(p, weigh(world, 0, c, PLAN, "", as_truth=False))["chain"] for c in people]


def main() -> None:
    """Ask both ways in turn, check that they agree, and print the median of the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--people", type=int, default=2_000)
    options = parser.parse_args()
    world = World(load_scenario("benchmark").setup, 1, [0])
    for _ in range(DAYS):
        play_day(world)
    people, rounds = range(min(options.people, world.candidates)), []
    for _ in range(options.rounds):
        began = time.process_time()
        at_once = weigh_many(world, 0, np.arange(len(people)), PLAN)["chain"]
        between = time.process_time()
        alone = one_by_one(world, people)
        rounds.append((between - began, time.process_time() - between))
        if at_once.tolist() != alone:
            raise SystemExit("the two ways disagree")
    ratios = [alone / at_once for at_once, alone in rounds]
    print(f"{len(people):,} people: at once {1e3 * median(t for t, _ in rounds):.1f} ms,", end=" ")
    print(f"one by one {median(t for _, t in rounds):.2f} s, of processor time")
    print(f"one by one ÷ at once: {median(ratios):.0f} ({min(ratios):.0f} to {max(ratios):.0f})")


if __name__ == "__main__":
    main()
