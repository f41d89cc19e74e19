"""What a forecast, luck and regret cost: processor seconds, and how many games alone that is.

python benchmarks/hindsight.py [--rounds 3] [--write]

With --write the table in benchmarks/README.md is made anew.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from statistics import median

import page

from outreach_sim.market.observers.said import Said
from outreach_sim.market.session import Session
from outreach_sim.market.setup import DAYS_PER_WEEK, Do, Order, Sender, Setup
from outreach_sim.market.twin import Twin, does_nothing
from outreach_sim.scenario.load import load_scenario
from outreach_sim.study.diary import unscripted
from outreach_sim.study.forecast import WORLDS, forecast
from outreach_sim.study.luck import luck
from outreach_sim.study.regret import MOST_DECISIONS, Film

SCENARIOS = ("small-lab", "personal-email", "defender")
PARTS = (0.0, 0.25, 0.5, 0.75)
SEED = 7


def played_by_hand(setup: Setup) -> Setup:
    """The scenario with twelve letters a week by the player's lab, in the place of its script or policy."""
    weekly = tuple(range(0, setup.days, DAYS_PER_WEEK))
    letter = setup.letters.ids.index
    orders = (
        Order(setup.player, weekly, Do.SEND, letter("ceo-personal"), Sender.CEO, top=3, pay_ratio=1.6),
        Order(
            setup.player,
            weekly,
            Do.SEND,
            letter("hiring-manager"),
            Sender.HIRING_MANAGER,
            top=9,
            pay_ratio=1.4,
        ),
    )
    still = does_nothing(setup)
    return replace(still, script=(*unscripted(still).script, *orders))


def seconds(work: Callable[[], object]) -> float:
    """Processor time of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def whole_game(setup: Setup) -> None:
    """One game with its twin."""
    session = Session(setup, SEED)
    twin = Twin(session.world, SEED, [0])
    session.advance(setup.days)
    twin.points()


def at(setup: Setup, part: float) -> Callable[[], object]:
    """The forecast at this part of a game."""
    session = Session(setup, SEED)
    twin, said = Twin(session.world, SEED, [0]), Said(session.world, setup.player)
    session.world.observers.append(said)
    session.advance(int(setup.days * part))
    twin.points()
    return lambda: forecast(session.world, twin, said)


def works(setup: Setup) -> Iterator[tuple[str, Callable[[], object]]]:
    """What is measured, by name."""
    yield "one game with its twin", lambda: whole_game(setup)
    for part in PARTS:
        yield f"forecast of {WORLDS} worlds, {part:.0%} played", at(setup, part)
    film = Film(setup, SEED, [], setup.days)
    yield f"luck, {WORLDS} worlds", lambda: luck(setup, SEED, [], setup.days, film.score)
    yield "made ready for regret", lambda: Film(setup, SEED, [], setup.days)
    replays = sum(len(found.outcomes) for found in film.hindsight())
    decisions = min(MOST_DECISIONS, len(film.decisions))
    yield f"{decisions} decisions, {replays} replays", lambda: list(film.hindsight())
    yield "the first decision", lambda: list(islice(film.hindsight(), 1))


def table(rounds: int) -> str:
    """Medians of all scenarios as a table in Markdown."""
    lines = ["| scenario | what | processor s | games alone |", "|---|---|---:|---:|"]
    for name in SCENARIOS:
        measured = list(works(played_by_hand(load_scenario(name).setup)))
        spent: list[list[float]] = [[seconds(work) for _, work in measured] for _ in range(rounds)]
        medians = [median(column) for column in zip(*spent, strict=True)]
        for (what, _), found in zip(measured, medians, strict=True):
            lines.append(f"| `{name}` | {what} | {found:.2f} | {found / medians[0]:.1f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    made = table(options.rounds)
    print(made, end="")
    if options.write:
        page.write("hindsight.py", made)


if __name__ == "__main__":
    main()
