"""A game as its days, whether it comes from a save or a scenario is played once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from outreach_sim.mail.template import Template
from outreach_sim.market.session import Session
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.game import Game
from outreach_sim.storage.saves.replay import day_by_day


@dataclass(frozen=True, slots=True)
class Played:
    """What was played, ready to be gone through once.

    Attributes:
        scenario: what it was played with.
        templates: every letter by id.
        seed: luck seed.
        length: how many days there are.
        days: the session just after each day, with that day's events.
    """

    scenario: Scenario
    templates: Mapping[str, Template]
    seed: int
    length: int
    days: Iterator[tuple[Session, Log]]


@contextmanager
def played_game(name: str) -> Iterator[Played]:
    """A saved game, without what was taken back.

    Raises:
        UsageError: there is none of that name.
        BadInputError: it is damaged.
    """
    with Game.open(name, write=False) as game:
        days = day_by_day(game.scenario, game.seed, game.path())
        yield Played(game.scenario, game.templates, game.seed, game.session.day, days)


def played_scenario(scenario: Scenario, seed: int) -> Played:
    """A scenario from its first day to its last, nobody at the desk."""
    session = Session(scenario.setup, seed)
    days = ((session, session.advance()) for _ in range(scenario.days))
    return Played(scenario, scenario.templates(), seed, scenario.days, days)
