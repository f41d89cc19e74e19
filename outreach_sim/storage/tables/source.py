"""What tables are made of: the world of a save, or those of a study, played again with every event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from outreach_sim.errors import OtherRulesError
from outreach_sim.inputs.paths import printable
from outreach_sim.market.stack import logs_of_worlds
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.engine import engine
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.kept_study import KeptStudy
from outreach_sim.storage.saves.game import Game
from outreach_sim.study.plan import chunk_size
from outreach_sim.study.statistics import log_hash

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class World:
    """One world as it was played.

    Attributes:
        number: from 1.
        played_days: how many of its days were played.
        log: everything that happened, in canonical order.
        log_hash: as ``run`` prints it for this world alone.
    """

    number: int
    played_days: int
    log: Log
    log_hash: str


@dataclass(frozen=True, slots=True)
class Source:
    """A save or a study.

    Attributes:
        name: of the save, or of the scenario.
        scenario: what was played.
        seed: luck seed.
        engine: the rules.
        worlds: one after the other, to be gone through once.
    """

    name: str
    scenario: Scenario
    seed: int
    engine: str
    worlds: Iterator[World]


@contextmanager
def of_save(name: str) -> Iterator[Source]:
    """A saved game, without what was taken back.

    Raises:
        UsageError: there is none of that name.
        BadInputError: it is damaged.
        RunError: another engine played it.
    """
    with Game.open(name, write=False) as game:
        world = World(1, game.session.day, game.log, game.log_hash)
        yield Source(name, game.scenario, game.seed, engine(), iter([world]))


def of_study(kept: KeptStudy, scenario: Scenario, progress: Progress) -> Source:
    """The worlds that a file keeps of a study; they are played again, and must end as they did."""
    worlds = _played_again(kept, scenario, progress)
    return Source(scenario.name, scenario, kept.seed, kept.engine, worlds)


def _played_again(kept: KeptStudy, scenario: Scenario, progress: Progress) -> Iterator[World]:
    numbers = list(kept.digests)
    size = chunk_size(len(scenario.setup.people), max(len(numbers), 1), 1)
    for start in range(0, len(numbers), size):
        part = numbers[start : start + size]

        def heard(day: int, start: int = start, count: int = len(part)) -> None:
            progress((start + count * day / scenario.days) / len(numbers))

        logs, digests = logs_of_worlds(scenario.setup, kept.seed, part, heard)
        _check_same(kept.path, part, digests, kept)
        for number, log, digest in zip(part, logs, digests, strict=True):
            yield World(number + 1, scenario.days, log, log_hash([digest]))


def _check_same(path: Path, numbers: Sequence[int], digests: Sequence[bytes], kept: KeptStudy) -> None:
    """Object to a world that goes otherwise than the file says."""
    for number, digest in zip(numbers, digests, strict=True):
        if kept.digests[number] != digest:
            raise OtherRulesError(f"world {number + 1} of {printable(path)} goes otherwise than it was kept")
