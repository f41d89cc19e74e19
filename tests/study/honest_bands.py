"""Do bands of 80 % hold 80 % of what comes? In many games, at several days of each.

    python -m tests.study.honest_bands [GAMES [SCENARIO[,KEY=VALUE ...] ...]]

Games are played by the scenario's script, with these settings; each is looked at on some days, and its end is
placed in what was forecast on them. Ends that many forecast worlds share are as likely above one another as
below, by a draw: so a band that is right holds its share exactly, and a band of worlds that all end alike is
none too wide. How it is: shares held, with 95 % intervals over games; the mean place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.observers.said import Said
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Setup
from outreach_sim.market.twin import Twin
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.forecast import forecast
from outreach_sim.study.statistics import wilson95

SCENARIOS = ("small-lab", "personal-email", "defender")
PARTS = (0.25, 0.5, 0.75)
SHARE = 0.8


def places(setup: Setup, seed: int, parts: Sequence[float], worlds: int) -> Iterator[float]:
    """Where the end of one game lies in what was forecast at these parts of it, 0 to 1."""
    session = Session(setup, seed)
    twin, said = Twin(session.world, seed, [0]), Said(session.world, setup.player)
    session.world.observers.append(said)
    forecasts = []
    for part in parts:
        session.advance(int(setup.days * part) - session.day)
        forecasts.append(forecast(session.world, twin, said, worlds))
    session.advance(setup.days)
    end = int(twin.points().score[0])
    ties = np.random.default_rng(seed).uniform(size=len(parts))
    for found, tie in zip(forecasts, ties.tolist(), strict=True):
        below, alike = np.count_nonzero(found.points < end), np.count_nonzero(found.points == end)
        yield (below + tie * (alike + 1)) / (worlds + 1)


def held(place: NDArray[np.float64], share: float = SHARE) -> NDArray[np.bool_]:
    """Which of these ends lie in the band that is to hold this share."""
    return np.abs(place - 0.5) <= share / 2.0


def drawn_anew(setup: Setup) -> Setup:
    """The same scenario with tastes that differ from game to game, should it freeze them."""
    return replace(setup, freeze_luck=False)


def main(arguments: Sequence[str]) -> None:
    games = int(arguments[0]) if arguments else 200
    for name in arguments[1:] or SCENARIOS:
        scenario, *settings = name.split(",")
        setup = drawn_anew(load_scenario(scenario, settings).setup)
        found = np.array([list(places(setup, seed, PARTS, 200)) for seed in range(1, games + 1)])
        for part, place in zip(PARTS, found.T, strict=True):
            inside = int(held(place).sum())
            interval = wilson95(inside, games)
            assert interval is not None
            sys.stdout.write(
                f"{name} at {part:.0%}: {inside / games:.1%} in the band of {SHARE:.0%} "
                f"({interval[0]:.1%} to {interval[1]:.1%}), {np.mean(place < 0.1):.1%} below, "
                f"{np.mean(place > 0.9):.1%} above; mean place {place.mean():.3f}\n"
            )
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
