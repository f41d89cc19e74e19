"""What each mechanism costs: the base market with one switch on, over the base market, in interleaved rounds.

python benchmarks/mechanisms.py [--rounds 5] [--worlds 20]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from statistics import median

from outreach_sim.market.setup import Conference, Setup, Walkout
from outreach_sim.market.stack import run_worlds
from outreach_sim.scenario.load import load_scenario

SWITCHES = (
    "fatigue", "name_wear", "weekday", "misfit", "exits", "quotas", "come_back", "colleagues", "aftermath",
    "pitch", "ceo_spam", "name_news", "raises", "peers", "purchases", "demand", "copying",
)  # fmt: skip


def variants(base: Setup) -> dict[str, Setup]:
    """The base market, and one more mechanism each time."""
    found = {"base": base, "base again": base}
    for name in SWITCHES:
        more = {"name_wear": True} if name == "name_news" else {}
        found[name] = replace(base, mechanisms=replace(base.mechanisms, **{name: True}, **more))
    week = (Conference("The week", 120, 7, 0.5),)
    found["conferences"] = replace(base, conferences=week)
    on = replace(base.mechanisms, colleagues=True)
    found["walkouts (with colleagues)"] = replace(base, mechanisms=on, walkouts=(Walkout(1, 2, 60, 90),))
    bound = {"non_compete_share": 0.3, "non_compete_days": 180, "non_compete_senior_days": 365}
    found["non_competes"] = replace(base, labs=tuple(replace(lab, **bound) for lab in base.labs))
    growing = tuple(
        replace(lab, growth_per_year=0.3, raise_share=0.5, raise_ratio=1.2, copies=True) for lab in base.labs
    )
    everything = replace(base.mechanisms, **dict.fromkeys(SWITCHES, True))
    found["all of them"] = replace(found["non_competes"], conferences=week, mechanisms=everything)
    found["all, and labs that use them"] = replace(
        base, labs=growing, conferences=week, mechanisms=everything
    )
    return found


def main() -> None:
    """Play all in turn, round after round, and print the medians of their ratios to the base."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--worlds", type=int, default=20)
    options = parser.parse_args()
    setups = variants(load_scenario("benchmark").setup)
    ratios: dict[str, list[float]] = {name: [] for name in setups}
    for number in range(options.rounds):
        seconds = {}
        for name, setup in setups.items():
            began = time.perf_counter()
            run_worlds(setup, number + 1, range(options.worlds))
            seconds[name] = time.perf_counter() - began
        for name, spent in seconds.items():
            ratios[name].append(spent / seconds["base"])
    print("| mechanism | time over the base market | lowest | highest |")
    print("|---|---:|---:|---:|")
    for name, found in ratios.items():
        if name != "base":
            print(f"| {name} | {median(found):.2f} | {min(found):.2f} | {max(found):.2f} |")


if __name__ == "__main__":
    main()
