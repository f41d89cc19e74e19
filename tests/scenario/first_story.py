"""The story of the first game: whether every beat of it happens however it is played, and a search for seeds.

Usage: python -m tests.scenario.first_story [seeds]    (20,000 where it is left out)

Plays the scenario's own seed, then looks for others in which the whole story happens.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from unittest.mock import patch

import click
import numpy as np

from outreach_sim.market.day import play_day
from outreach_sim.market.session import Session
from outreach_sim.market.setup import Do, Order, Setup
from outreach_sim.market.state import build
from outreach_sim.market.state.approaches import State
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.recorder import Log
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import world_keys
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.scenario.story import happened

NAME = "first-game"
COMMAND = "python -m tests.scenario.first_story"
RATIOS = (1.0, 1.2, 1.4, 1.6, 2.0)
"""Pay over what the people are believed to earn, in letters and offers."""
BETTER = 1.25
"""Times as much, for somebody whose employer has answered."""
AT_ONCE = 2_000
"""Seeds that are played together."""


def play(scenario: Scenario, seed: int, ratio: float, better: bool) -> Log:
    """What happens in the whole game with this luck, played ``by_hand``."""
    return by_hand(begun(scenario, seed), scenario, ratio, better)


def begun(scenario: Scenario, seed: int) -> Session:
    """The game on its first day, without the player's script."""
    player = scenario.setup.player
    others = tuple(line for line in scenario.setup.script if line.lab != player)
    return Session(replace(scenario.setup, script=others), seed)


def by_hand(session: Session, scenario: Scenario, ratio: float, better: bool) -> Log:
    """Play to the end: the letters of the script, and an offer at once to whoever is interested, at this pay.

    Args:
        session: on its first day.
        scenario: the first game.
        ratio: of pay.
        better: whether an offer is bettered when the employer answers it.
    """
    letters = [line for line in scenario.setup.script if line.lab == scenario.setup.player]
    logs = [Log.joined([])]
    while not session.over:
        for line in letters:
            if session.day in line.days:
                session.act(replace(line, pay_ratio=ratio, by_hand=True))
        for order in answers(session, letters[0], ratio, better, logs[-1]):
            session.act(order)
        logs.append(session.advance())
    return Log.joined(logs)


def answers(session: Session, letter: Order, ratio: float, better: bool, last: Log) -> Iterator[Order]:
    """What the player does today besides letters: offers at once, and better ones where one was answered."""
    offer = replace(letter, do=Do.OFFER, template=0, pay_ratio=ratio)
    for approach in session.observe().approaches:
        if approach.state == State.INTERESTED:
            yield replace(offer, candidates=(approach.candidate,))
    if better:
        mine = (last.kind == Event.COUNTERED) & (last.lab == letter.lab)
        for candidate in last.candidate[mine].tolist():
            yield replace(offer, candidates=(candidate,), pay_ratio=ratio * BETTER)


def lost(scenario: Scenario, log: Log) -> list[str]:
    """The beats of the story that have not happened."""
    told = {id(once.beat) for once in happened(scenario.story, log)}
    return [beat.text for beat in scenario.story if id(beat) not in told]


def complaints(scenario: Scenario, seed: int) -> list[str]:
    """A sentence for every beat that some way of playing loses."""
    ways: dict[str, list[str]] = {}
    for ratio, better in product(RATIOS, (False, True)):
        for text in lost(scenario, play(scenario, seed, ratio, better)):
            ways.setdefault(text, []).append(f"{ratio:g}" + " bettered" * better)
    return [
        f"with the seed {seed} this beat of {NAME} is lost: {text!r}, at these times the pay: "
        f"{', '.join(how)}; seeds that keep it are found by: {COMMAND}"
        for text, how in ways.items()
    ]


def whole(scenario: Scenario, seeds: Sequence[int], ratio: float) -> list[int]:
    """Those of these seeds in which all of the story happens by the script alone, at this pay."""
    player = scenario.setup.player
    script = tuple(
        replace(line, pay_ratio=ratio) if line.lab == player else line for line in scenario.setup.script
    )
    log = many(replace(scenario.setup, script=script), seeds)
    first = [log.where(log.world == world) for world in range(len(seeds))]
    return [seed for seed, mine in zip(seeds, first, strict=True) if not lost(scenario, mine)]


def many(setup: Setup, seeds: Sequence[int]) -> Log:
    """Session by session what these seeds give, played as one stack: each is replication 0 of its own."""
    keys = np.concatenate([world_keys(seed, np.zeros(1)) for seed in seeds])
    with patch.object(build, "world_keys", lambda *_: keys):
        world = World(setup, 0, range(len(seeds)), keep_log=True)
    for _ in range(setup.days):
        play_day(world)
    return world.recorder.take_log()


def search(scenario: Scenario, seeds: Sequence[int]) -> Iterator[int]:
    """Seeds in which the story holds however it is played."""
    for begin in range(0, len(seeds), AT_ONCE):
        some: Sequence[int] = seeds[begin : begin + AT_ONCE]
        for ratio in (min(RATIOS), max(RATIOS)):
            some = whole(scenario, some, ratio) if some else []
        yield from (seed for seed in some if not complaints(scenario, seed))


def main(seeds: int) -> int:
    """Check the story; then print seeds in which it holds. 1 if the scenario's own is none of them."""
    scenario = load_scenario(NAME)
    found = complaints(scenario, scenario.luck(None))
    for sentence in found:
        click.echo(sentence)
    if not found:
        click.echo(f"{NAME}: all of the story happens with its seed {scenario.luck(None)}")
    for seed in search(scenario, range(1, seeds + 1)):
        click.echo(f"seed = {seed}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
