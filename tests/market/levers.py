"""What each lever of a game is worth: a reader of the screens plays with all of them, then without some.

    python -m tests.market.levers chairs|forms [WORLDS [SCENARIO[,KEY=VALUE ...] [SEED]]]

The policy ``thoughtful`` plays the same worlds. ``chairs``: hiring alone answers no offer made to its own
people, counter-offers alone writes no letter. ``forms``: everybody who is interested is met in one form of
interview, whatever another would bring.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.forms import Form
from outreach_sim.market.setup import Order, Setup
from outreach_sim.market.thoughtful import answers, morning
from outreach_sim.market.thoughtful.letters import Letters
from outreach_sim.market.thoughtful.plans import columns
from outreach_sim.market.thoughtful.week import Week
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.balance import above_zero
from outreach_sim.study.statistics import summarise
from tests.market.rhythm import played

Patches = Mapping[tuple[object, str], Callable[..., object]]
NEVER = -1_000.0
"""Points at which no form is chosen."""


def no_orders(_week: Week, **_whom: bool) -> list[Order]:
    """Nobody of the lab's own is answered for."""
    return []


def no_letters(_week: Week) -> Letters:
    """Nobody is written to."""
    return Letters(np.zeros(0, np.intp), columns(0, pay_usd=np.zeros(0, np.int64)), np.zeros(0))


def only(place: int) -> Callable[..., Form | None]:
    """Everybody is met in this form, if there is time for it."""
    choose = answers.affordable

    def chosen(week: Week, points: NDArray[np.float64], goes_cold: bool) -> Form | None:
        return choose(week, np.where(np.arange(points.size) == place, points, NEVER), goes_cold)

    return chosen


LEVERS: Mapping[str, Mapping[str, Patches]] = {
    "chairs": {
        "hiring alone": {(morning, "countered"): no_orders, (morning, "raised"): no_orders},
        "counter-offers alone": {(morning, "letters_of_the_week"): no_letters},
    },
    "forms": {
        f"{name} interviews only": {(answers, "affordable"): only(place)}
        for place, name in enumerate(("full", "short", "no"))
    },
}


def points(setup: Setup, patches: Patches, seed: int, worlds: int) -> NDArray[np.float64]:
    """Points where these parts of the play are replaced, one element a world."""
    with ExitStack() as stack:
        for (module, name), instead in patches.items():
            stack.enter_context(patch.object(module, name, instead))
        return played(setup, "thoughtful", seed, range(worlds)).points


def told(name: str, found: NDArray[np.float64], goal: float | None) -> str:
    """A line about points of many worlds."""
    summed = summarise(found)
    low, high = summed.ci95 or (np.nan, np.nan)
    reached = f"; {100 * float((found >= goal).mean()):.0f} % of worlds reach {goal:g}" if goal else ""
    return f"{name}: {summed.mean:+.2f} ({low:+.2f} to {high:+.2f}){reached}"


def main(arguments: Sequence[str]) -> int:
    """Print a line an arm; returns how many bring as many points as all levers, as far as worlds tell."""
    which, worlds, scenario, seed = (*arguments, *("chairs", "128", "defender", "1")[len(arguments) :])
    name, *overrides = scenario.split(",")
    loaded, useless = load_scenario(name, overrides), 0
    goal = loaded.goal
    with_all = points(loaded.setup, {}, int(seed), int(worlds))
    sys.stdout.write(told("all", with_all, goal) + "\n")
    for arm, patches in LEVERS[which].items():
        found = points(loaded.setup, patches, int(seed), int(worlds))
        sys.stdout.write(
            told(arm, found, goal) + "\n" + told("  all leads by", with_all - found, None) + "\n"
        )
        sys.stdout.flush()
        useless += not above_zero(summarise(with_all - found))
    return useless


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
