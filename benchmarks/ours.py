"""The base market in our own engine: ``WORLDS SEED JOBS [KEY=VALUE …]``, the same JSON as the yardsticks.

The clock starts when the scenario is loaded, as theirs does; with several jobs it includes starting them.
"""

from __future__ import annotations

import json
import sys
import time

COUNTS = {
    "mails": "SENT",
    "opened": "OPENED",
    "replied": "REPLIED",
    "interested": "INTERESTED",
    "offered": "OFFERED",
    "countered": "COUNTERED",
    "accepted": "ACCEPTED",
    "started": "STARTED",
}


def main(worlds: int, seed: int, jobs: int, overrides: list[str]) -> None:
    # In here, as on the command line: a worker process imports this file, and needs no scenario reader.
    from outreach_sim.market.state.events import FUNNEL, Event
    from outreach_sim.scenario.load import load_scenario
    from outreach_sim.study.executors import run_study
    from outreach_sim.study.plan import plan

    setup = load_scenario("benchmark", overrides).setup
    began = time.perf_counter()
    result = run_study(plan(setup, seed, worlds, jobs=jobs), jobs)
    seconds = time.perf_counter() - began
    of_world = result.funnel.sum(axis=1)
    counts = {}
    for name, event in COUNTS.items():
        column = of_world[:, FUNNEL.index(Event[event])]
        counts[name] = [float(column.mean()), float(column.std(ddof=1)) if worlds > 1 else 0.0]
    print(json.dumps({"worlds": worlds, "seconds": seconds, "counts": counts}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
