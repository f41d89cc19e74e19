"""All policies in one scenario on the same luck: how much each gains, how it loses."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.day import play_day
from outreach_sim.market.policies.own import Makers
from outreach_sim.market.policies.players import Players
from outreach_sim.market.policies.registry import POLICIES, handed_over, settings
from outreach_sim.market.score import WAYS_TO_LOSE, lost, standing
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.arithmetic import strict_state
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.market.state.world import World
from outreach_sim.study.plan import chunk_size
from outreach_sim.study.run import HERE, Place, Progress, answers
from outreach_sim.study.statistics import FEWEST_FOR_SPREAD, Summary, summarise

F64 = NDArray[np.float64]
_ACCEPTED = FUNNEL.index(Event.ACCEPTED)
LOOK_DAYS = 7
"""Money and name are looked at once a week: who has lost them has lost, even if they mend."""
_CLEAR = 3.0
"""Standard errors by which the best policy must lead to be called the best."""


@dataclass(frozen=True, slots=True)
class Played:
    """What one policy made of a scenario, by world: output, hires, and ways it lost."""

    output: F64
    hires: NDArray[np.int64]
    lost: dict[str, NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One policy in one scenario.

    Attributes:
        policy: its name.
        gain: output over that of doing nothing in the same world, percent.
        hires: acceptances.
        lost: share of worlds in which it lost, by the way it did.
    """

    policy: str
    gain: Summary
    hires: Summary
    lost: dict[str, float]


@dataclass(frozen=True, slots=True)
class Balance:
    """One scenario.

    Attributes:
        rows: every policy, the one with the highest mean gain first.
        lead: how far the first leads the second, percentage points, in the same worlds.
        best: the first, where the 95 % intervals of its leads on all others are above zero (where there are
            worlds enough for intervals; else where its leads are); ``None`` where the first are even.
        clear: whether the lead is more than three standard errors, and there are worlds enough to tell.
    """

    rows: tuple[PolicyRow, ...]
    lead: Summary
    best: str | None
    clear: bool


def with_policy(setup: Setup, name: str) -> Setup:
    """The scenario with the player's lab handed over to a policy."""
    quotas = setup.labs[setup.player].letters_per_week
    return handed_over(setup, setup.player, settings(name, setup.letters.ids, quotas))


def play_through(setup: Setup, seed: int, replications: int) -> Played:
    """Play the scenario in so many worlds, and say where the player's lab stands at the end."""
    return _joined([_play(setup, seed, part) for part in _parts(setup, replications)])


def _parts(setup: Setup, replications: int) -> list[range]:
    """The worlds, so many at a time as memory suggests."""
    size = chunk_size(len(setup.people), replications, 1)
    return [range(first, min(first + size, replications)) for first in range(0, replications, size)]


def _joined(parts: Sequence[Played]) -> Played:
    return Played(
        np.concatenate([p.output for p in parts]),
        np.concatenate([p.hires for p in parts]),
        {way: np.concatenate([p.lost[way] for p in parts]) for way in WAYS_TO_LOSE},
    )


def _play(setup: Setup, seed: int, replications: Sequence[int], own: Makers | None = None) -> Played:
    world = World(setup, seed, replications)
    players = Players(world, own or {})
    start = standing(world)
    ever = {way: np.zeros(len(world.heads), dtype=np.bool_) for way in ("money", "name")}
    with strict_state():
        for _ in range(setup.days):
            players.ask()
            play_day(world)
            if world.day % LOOK_DAYS == 0:
                on_the_way = lost(standing(world), start)
                for way, bad in ever.items():
                    bad |= on_the_way[way]
    now, mine = standing(world), slice(setup.player, None, len(setup.labs))
    at_the_end = lost(now, start)
    bad_ways = {way: (at_the_end[way] | ever.get(way, False))[mine] for way in WAYS_TO_LOSE}
    return Played(now.output[mine], world.recorder.funnel[mine, _ACCEPTED], bad_ways)


def balance(
    setup: Setup,
    seed: int,
    replications: int,
    progress: Progress | None = None,
    where: Place = HERE,
    own: Mapping[str, Callable[[], Any]] = MappingProxyType({}),
) -> Balance:
    """Play every policy in the same worlds.

    Args:
        setup: the scenario.
        seed: luck seed.
        replications: worlds, at least 2.
        progress: hears the share that is done.
        where: the worlds are played; the numbers do not depend on it.
        own: what makes policies of the user's own, by name.

    Raises:
        RunError: workers were lost again and again.
    """
    played = _all_played(setup, seed, replications, progress, where, own)
    nothing = played["idle"].output
    gains = {name: 100.0 * (p.output / nothing - 1.0) for name, p in played.items()}
    order = sorted(gains, key=lambda name: -math.fsum(gains[name].tolist()))
    rows = tuple(_row(name, gains[name], played[name]) for name in order)
    return judged(rows, gains)


def judged(rows: tuple[PolicyRow, ...], gains: Mapping[str, F64]) -> Balance:
    """Who is best, of policies in the order of their mean gains.

    Args:
        rows: a row a policy.
        gains: percent by policy, one a world, the same worlds for all.
    """
    first = gains[rows[0].policy]
    leads = [summarise(first - gains[row.policy]) for row in rows[1:]]
    lead, error = leads[0], (leads[0].sd or 0.0) / math.sqrt(len(first))
    best = rows[0].policy if all(map(above_zero, leads)) else None
    return Balance(rows, lead, best, len(first) >= FEWEST_FOR_SPREAD and lead.mean > _CLEAR * error)


def above_zero(found: Summary) -> bool:
    """Whether a mean is, as far as so many worlds tell."""
    return (found.mean if found.ci95 is None else found.ci95[0]) > 0.0


def _all_played(
    setup: Setup,
    seed: int,
    replications: int,
    progress: Progress | None,
    where: Place,
    own: Mapping[str, Callable[[], Any]],
) -> dict[str, Played]:
    """What each policy made of the scenario, by its name."""
    shipped, parts = ("idle", *POLICIES), _parts(setup, replications)
    asked: list[tuple[Any, ...]] = [(with_policy(setup, n), seed, part) for n in shipped for part in parts]
    idle = handed_over(setup, setup.player)
    asked += [(idle, seed, part, {setup.player: make}) for make in own.values() for part in parts]
    names = (*shipped, *own)
    found: dict[int, Played] = {}
    for number, part in answers(where, {i: (_play, *what) for i, what in enumerate(asked)}):
        found[number] = part
        if progress is not None:
            progress(len(found) / len(asked))
    each = len(parts)
    return {name: _joined([found[n * each + i] for i in range(each)]) for n, name in enumerate(names)}


def _row(name: str, gain: F64, played: Played) -> PolicyRow:
    share = {way: float(bad.mean()) for way, bad in played.lost.items()}
    return PolicyRow(name, summarise(gain), summarise(played.hires), share)
