"""Steps a second of processor time: a plain wrapper, one environment, stacks of 1 to 256 worlds, in one run.

python benchmarks/environments.py [--rounds 3] [--scenarios first-letter personal-email] [--write]

It needs the extra rl. With --write the table in benchmarks/README.md is made anew.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import median

import gymnasium
import numpy as np
import page

from outreach_sim.market.points import POINT
from outreach_sim.market.session import Session
from outreach_sim.market.setup import DAYS_PER_WEEK, Order, Sender, Setup
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.handover import without_players_script
from outreach_sim.scenario.load import load_scenario

SCENARIOS = ("first-letter", "personal-email", "small-lab")
STACKS = (1, 16, 64, 256)
SEED, LEAST_SECONDS = 7, 1.0


class Plain:
    """One world as anybody would wrap it who has read about sessions: an order a week, a few numbers back."""

    def __init__(self, setup: Setup, scored: bool) -> None:
        self.setup, self.scored = setup, scored

    def reset(self, world: int) -> np.ndarray:
        self.session, self.points = Session(self.setup, SEED, world), 0.0
        self.twin = Twin(self.session.world, SEED, [world]) if self.scored else None
        return self.seen()

    def step(self, top: int, letter: int, pay_ratio: float, direct: bool) -> tuple[np.ndarray, float, bool]:
        lab, sender = self.setup.player, Sender.HIRING_MANAGER
        if top:
            best = tuple(self.session.observe().best_free[:top].tolist())
            terms = {"template": letter, "sender": sender, "pay_ratio": pay_ratio, "direct": direct}
            self.session.act(Order(lab, (), candidates=best, **terms))
        self.session.advance(DAYS_PER_WEEK)
        before, self.points = self.points, self.twin.points().score[0] / POINT if self.twin else 0.0
        return self.seen(), self.points - before, self.session.over

    def seen(self) -> np.ndarray:
        view = self.session.observe()
        best = view.best_free[:16]
        people = np.stack([view.level[best], np.log10(view.pay_guess_usd[best]), view.employer[best]])
        return np.concatenate([[view.day, view.cash_usd or 0, len(view.approaches)], people.ravel()])


def plain(setup: Setup, scored: bool) -> Callable[[], int]:
    """Plays an episode; returns its steps."""
    wrapped, rng, letter = Plain(setup, scored), np.random.default_rng(0), setup.letters.ids.index
    worlds = iter(range(10_000))

    def episode() -> int:
        wrapped.reset(next(worlds))
        steps, over = 0, False
        while not over:
            top, pay = int(rng.choice([0, 1, 2, 3, 6])), float(rng.choice([1.0, 1.5, 2.5, 4.0]))
            _, _, over = wrapped.step(top, letter("hiring-manager"), pay, bool(rng.integers(2)))
            steps += 1
        return steps

    return episode


def alone(name: str, scenario: str) -> Callable[[], int]:
    """The same of one environment."""
    env = gymnasium.make(f"outreach_sim.environments:{name}", scenario=scenario).unwrapped
    env.reset(seed=SEED)
    env.action_space.seed(0)

    def episode() -> int:
        env.reset()
        steps, over = 0, False
        while not over:
            _, _, over, _, _ = env.step(env.action_space.sample())
            steps += 1
        return steps

    return episode


def stacked(name: str, scenario: str, worlds: int, repeat_after: int | None = None) -> Callable[[], int]:
    """The same of a stack; a step of each world counts."""
    env = gymnasium.make_vec(
        f"outreach_sim.environments:{name}", worlds, scenario=scenario, repeat_after=repeat_after
    )
    env.reset(seed=SEED)
    env.action_space.seed(0)

    def episode() -> int:
        env.reset()
        steps, over = 0, False
        while not over:
            _, _, ended, _, _ = env.step(env.action_space.sample())
            steps, over = steps + worlds, bool(ended[0])
        return steps

    return episode


def rate(episode: Callable[[], int]) -> float:
    """Steps a second of processor time, over whole episodes, each with its beginning."""
    began, steps = time.process_time(), 0
    while (spent := time.process_time() - began) < LEAST_SECONDS:
        steps += episode()
    return steps / spent


def table(scenarios: list[str], rounds: int) -> str:
    """Medians as a table in Markdown; every column is measured in turn, round by round."""
    most, stacks = STACKS[-1], " | ".join(map(str, STACKS))
    lines = [
        f"| scenario, game | plain, no reward | plain | one | {stacks} | {most}, again | {most} ÷ plain |",
        "|---|" + "---:|" * (len(STACKS) + 5),
    ]
    for scenario in scenarios:
        setup = without_players_script(load_scenario(scenario)).setup
        for game in ("campaign", "letters"):
            name = f"OutreachSim/{game.capitalize()}-v0"
            arms = [plain(setup, scored=False), plain(setup, scored=True), alone(name, scenario)]
            arms += [stacked(name, scenario, worlds) for worlds in STACKS]
            arms.append(stacked(name, scenario, most, repeat_after=most))
            found = [[rate(arm) for arm in arms] for _ in range(rounds)]
            medians = [median(column) for column in zip(*found, strict=True)]
            ratios = [rates[-2] / rates[1] for rates in found]
            told = f"{median(ratios):.0f} ({min(ratios):.0f} to {max(ratios):.0f})"
            lines.append(
                f"| `{scenario}`, {game} | {' | '.join(f'{one:,.0f}' for one in medians)} | {told} |"
            )
            print(lines[-1], flush=True)
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scenarios", nargs="+", default=SCENARIOS)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    made = table(options.scenarios, options.rounds)
    print(made, end="")
    if options.write:
        page.write("environments.py", made)


if __name__ == "__main__":
    main()
