"""The leaderboard of a scenario: policies, agents and people on the same luck."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from outreach_sim.api.loading import Changes, overrides
from outreach_sim.api.policies import Chosen, maker_of
from outreach_sim.api.studies import MOST_WORLDS, interruptible, whole
from outreach_sim.api.table import Table
from outreach_sim.contest.ring import MAX_SEED, Ring, read_ring
from outreach_sim.contest.saves import people
from outreach_sim.contest.transcripts import agents, as_mapping
from outreach_sim.errors import UsageError
from outreach_sim.formatting import counted
from outreach_sim.market.policies.own import Makers
from outreach_sim.market.policies.registry import IDLE, POLICIES, handed_over
from outreach_sim.market.setup import Setup
from outreach_sim.scenario.load import Scenario
from outreach_sim.study.balance import Played, joined, parts, play, with_policy
from outreach_sim.study.leaderboard import Entry, Standing, Standings, WorldId, stand
from outreach_sim.study.many import kept
from outreach_sim.study.run import Place, Progress, answers

SHIPPED = (IDLE.kind, *POLICIES)
"""Policies that play in every table, doing nothing first."""
WORLDS = 64
BROKEN_OFF = "A game that broke off is played to its end without further orders, and that is its score."
"""The rule for games that were not finished."""


@dataclass(frozen=True, slots=True)
class Contestant:
    """A policy, ready to play the player's lab: in the scenario itself, or by its maker."""

    name: str
    setup: Setup
    own: Makers | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Leaderboard:
    """A table.

    Attributes:
        scenario: what was played, as the ring has it.
        ring: which worlds.
        worlds: how many of them.
        standings: who stands where.
    """

    scenario: Scenario
    ring: Ring
    worlds: int
    standings: Standings

    def to_table(self) -> Table:
        """A row an entry; what does not apply is left out."""
        return Table.of_rows([row_of(row) for row in self.standings.rows])

    def __repr__(self) -> str:
        rows, first = counted(len(self.standings.rows), "entry", "entries"), self.standings.first
        return (
            f"<Leaderboard of {self.scenario.name}: {rows}, {counted(self.worlds, 'world')}, {first} first>"
        )

    def _repr_html_(self) -> str:
        return self.to_table()._repr_html_()


def row_of(row: Standing) -> dict[str, Any]:
    """A row by the names of its columns."""
    low, high = row.points.ci95 or (None, None)
    behind = row.behind
    behind_low, behind_high = (behind.ci95 if behind is not None else None) or (None, None)
    told = row.entry.told
    return {
        "rank": row.rank,
        "tied": row.tied,
        "entry": row.entry.name,
        "kind": row.entry.kind,
        "worlds": row.worlds,
        "points": row.points.mean,
        "points_low": low,
        "points_high": high,
        "p10": row.p10,
        "to_first": 0.0 if behind is None else behind.mean,
        "to_first_low": behind_low,
        "to_first_high": behind_high,
        "lost_share": row.lost,
        "hires": row.hires,
        "usd": row.usd,
        "calls": told.calls if told else None,
        "tokens": told.tokens if told else None,
        "usd_told": told.usd if told else None,
        "brier": told.brier if told else None,
        "note": row.entry.note,
    }


def leaderboard(
    scenario: str | Path,
    entries: Mapping[str, Chosen] | None = None,
    worlds: int = WORLDS,
    seed: int = 1,
    *,
    changes: Changes = (),
    transcripts: Mapping[str, Iterable[str | Path]] | None = None,
    saves: Mapping[str, Iterable[str]] | None = None,
    held_out: str | Path | None = None,
    jobs: int = 1,
) -> Leaderboard:
    """Who plays a scenario best, in worlds from 1,000 on, from which nobody may learn.

    Args:
        scenario: a shipped name, or a path.
        entries: policies by the names that they have in the table, as ``run`` takes them; those that ship
            play anyhow.
        worlds: how many, at least 2.
        seed: of their luck.
        changes: values by their dotted keys, or ``KEY=VALUE`` strings.
        transcripts: files of agents' games, by the names of the entries; an empty name is what the agent
            calls itself.
        saves: names of saved games, by the names of the entries.
        held_out: file of a private ring, whose luck, people and parameters are played in place of these.
        jobs: processes; the numbers do not depend on it.

    Raises:
        OutreachError: there is no such scenario, policy, file or save, or something is wrong with it.
    """
    seed, jobs = whole("seed", seed, 0, MAX_SEED), whole("jobs", jobs, 1, 256)
    ring = Ring(seed) if held_out is None else read_ring(Path(held_out))
    ready = ring.scenario(str(scenario), overrides(changes))
    others = agents(as_mapping(transcripts or {}), ready)
    others += people([(name, save) for name, names in (saves or {}).items() for save in names], ready)
    with interruptible(), kept(jobs) as where:
        return played_out(
            ready, ring, whole("worlds", worlds, 2, MOST_WORLDS), entries or {}, others, where, jobs
        )


def played_out(
    scenario: Scenario,
    ring: Ring,
    worlds: int,
    entries: Mapping[str, Chosen],
    others: Sequence[Entry],
    where: Place,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Leaderboard:
    """Let the policies play, in the worlds of the ring and in those of all other entries.

    Args:
        scenario: as the ring has it.
        ring: which worlds.
        worlds: how many of them.
        entries: policies of the user's own, by name.
        others: agents and people.
        where: the worlds are played.
        jobs: processes there.
        progress: hears the share that is done.

    Raises:
        UsageError, BadInputError: two entries are called alike, or a policy is wrong.
    """
    brought = [_own(scenario, name, policy, jobs) for name, policy in entries.items()]
    contestants = [*_shipped(scenario), *brought]
    check_names([one.name for one in contestants] + [entry.name for entry in others])
    own = tuple((ring.seed, number) for number in range(ring.first, ring.first + worlds))
    extra = (world for entry in others for world in entry.worlds)
    every = tuple(dict.fromkeys([*own, *extra]))
    found = _all_played(contestants[::-1], every, where, progress)  # whoever may fail plays first
    policies = [Entry(one.name, "policy", every, found[one.name], own) for one in contestants]
    return Leaderboard(scenario, ring, worlds, stand([*policies, *others]))


def check_names(names: Sequence[str]) -> None:
    """Object to two entries of one name.

    Raises:
        UsageError: there are.
    """
    for place, name in enumerate(names):
        if name in names[:place]:
            raise UsageError(f"two entries are called {name!r}, give one of them another name")


def _shipped(scenario: Scenario) -> list[Contestant]:
    return [Contestant(name, with_policy(scenario.setup, name)) for name in SHIPPED]


def _own(scenario: Scenario, name: str, chosen: Chosen, jobs: int) -> Contestant:
    """A policy by another name, or one of the user's own."""
    if isinstance(chosen, str) and chosen in SHIPPED:
        return Contestant(name, with_policy(scenario.setup, chosen))
    setup = scenario.setup
    return Contestant(name, handed_over(setup, setup.player), {setup.player: maker_of(chosen, jobs)})


def _all_played(
    contestants: Sequence[Contestant], worlds: Sequence[WorldId], where: Place, progress: Progress | None
) -> dict[str, Played]:
    """What each made of all worlds, in their order."""
    asked = [
        (play, one.setup, seed, part, one.own)
        for one in contestants
        for seed, numbers in _by_luck(worlds)
        for part in parts(one.setup, numbers)
    ]
    found: dict[int, Played] = {}
    for number, part in answers(where, dict(enumerate(asked))):
        found[number] = part
        if progress is not None:
            progress(len(found) / len(asked))
    each = len(asked) // len(contestants)
    return {
        one.name: joined([found[place * each + i] for i in range(each)])
        for place, one in enumerate(contestants)
    }


def _by_luck(worlds: Sequence[WorldId]) -> list[tuple[int, range]]:
    """Worlds as runs of one luck and following numbers, in their order."""
    runs = groupby(enumerate(worlds), key=lambda found: (found[1][0], found[1][1] - found[0]))
    found = []
    for (seed, _), run in runs:
        numbers = [number for _, (_, number) in run]
        found.append((seed, range(numbers[0], numbers[-1] + 1)))
    return found
