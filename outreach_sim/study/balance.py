"""All policies in one scenario on the same luck: points, who is best, how often the goal is reached."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.points import POINT
from outreach_sim.market.policies.own import Makers
from outreach_sim.market.policies.registry import IDLE, POLICIES, handed_over, settings
from outreach_sim.market.setup import Setup
from outreach_sim.market.stack import run_worlds
from outreach_sim.market.state.events import FUNNEL, Event
from outreach_sim.study.naive import NAIVE, with_script
from outreach_sim.study.plan import chunk_size
from outreach_sim.study.run import HERE, Place, Progress, answers
from outreach_sim.study.statistics import FEWEST_FOR_SPREAD, Summary, summarise

I64 = NDArray[np.int64]
STRATEGIES = (IDLE.kind, *POLICIES, *NAIVE)
"""What plays the player's lab, doing nothing first: worlds in which nobody does better are its own."""
AT_ONCE = 16
"""Worlds in a part: a policy that weighs takes long for each, and workers should all have some."""
_ACCEPTED = FUNNEL.index(Event.ACCEPTED)
_CLEAR = 3.0
"""Standard errors by which the best must lead to be called the best."""


@dataclass(frozen=True, slots=True)
class Played:
    """What one strategy made of a scenario, by world: millionths of a point, hires, and USD granted.

    USD are the first year of hires and of raises, counter-offers included, and sign-ons.
    """

    score: I64
    hires: I64
    usd: I64


@dataclass(frozen=True, slots=True)
class StrategyRow:
    """One strategy in one scenario.

    Attributes:
        strategy: its name.
        points: over doing nothing in the same world.
        best: share of worlds in which nobody has more.
        reached: share of worlds in which it reaches the goal; ``None`` without one.
        hires: acceptances.
    """

    strategy: str
    points: Summary
    best: float
    reached: float | None
    hires: Summary


@dataclass(frozen=True, slots=True)
class Balance:
    """One scenario.

    Attributes:
        rows: every strategy, the one with the most points on average first.
        goal: points that the board asks for, if it does.
        lead: how far the first leads the second, points, in the same worlds.
        best: the first, where the 95 % intervals of its leads on all others are above zero (where there are
            worlds enough for intervals; else where its leads are); ``None`` where the first are even.
        clear: whether the lead is more than three standard errors, and there are worlds enough to tell.
    """

    rows: tuple[StrategyRow, ...]
    goal: float | None
    lead: Summary
    best: str | None
    clear: bool


def with_policy(setup: Setup, name: str) -> Setup:
    """The scenario with the player's lab handed over to a policy."""
    quotas = setup.labs[setup.player].letters_per_week
    return handed_over(setup, setup.player, settings(name, setup.letters.ids, quotas))


def with_strategy(setup: Setup, name: str) -> Setup:
    """The same with a policy, or with one of the scripts of ``NAIVE``."""
    return with_script(setup, name) if name in NAIVE else with_policy(setup, name)


def play_through(setup: Setup, seed: int, replications: int) -> Played:
    """Play the scenario in so many worlds and their twins, and say what the player's lab has made of it."""
    return joined([play(setup, seed, part) for part in parts(setup, range(replications))])


def parts(setup: Setup, worlds: range) -> list[range]:
    """The worlds, so many at a time as memory suggests, and no more than keep all workers busy."""
    size = min(chunk_size(len(setup.people), len(worlds), 1), AT_ONCE)
    return [worlds[first : first + size] for first in range(0, len(worlds), size)]


def joined(parts: Sequence[Played]) -> Played:
    """The worlds of all parts, one after the other."""
    return Played(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Played)))


def play(setup: Setup, seed: int, replications: Sequence[int], own: Makers | None = None) -> Played:
    """What the player's lab makes of some worlds; ``own`` as for ``run_worlds``."""
    found, lab = run_worlds(setup, seed, replications, scored=True, own=own), setup.player
    assert found.points is not None, "asked for"
    usd = found.committed_usd[:, lab] + found.raises_usd[:, lab]
    return Played(found.points.sum(axis=1), found.funnel[:, lab, _ACCEPTED], usd)


def balance(
    setup: Setup,
    seed: int,
    replications: int,
    progress: Progress | None = None,
    where: Place = HERE,
    goal: float | None = None,
    own: Mapping[str, Callable[[], Any]] = MappingProxyType({}),
) -> Balance:
    """Play every strategy in the same worlds.

    Args:
        setup: the scenario.
        seed: luck seed.
        replications: worlds, at least 2.
        progress: hears the share that is done.
        where: the worlds are played; the numbers do not depend on it.
        goal: points that the board asks for.
        own: what makes policies of the user's own, by name.

    Raises:
        RunError: workers were lost again and again.
    """
    return judged(_all_played(setup, seed, replications, progress, where, own), goal)


def judged(played: Mapping[str, Played], goal: float | None = None) -> Balance:
    """Who is best, and how sure that is.

    Args:
        played: by strategy, doing nothing first; the same worlds for all.
        goal: points that the board asks for.
    """
    scores = np.array([one.score for one in played.values()])
    shares = np.bincount(scores.argmax(axis=0), minlength=len(played)) / scores.shape[1]
    best_in = dict(zip(played, shares.tolist(), strict=True))
    order = sorted(played, key=lambda name: -int(played[name].score.sum()))
    rows = tuple(_row(name, played[name], best_in[name], goal) for name in order)
    first = played[order[0]].score
    leads = [summarise((first - played[name].score) / POINT) for name in order[1:]]
    lead, error = leads[0], (leads[0].sd or 0.0) / math.sqrt(len(first))
    best = order[0] if all(map(above_zero, leads)) else None
    return Balance(rows, goal, lead, best, len(first) >= FEWEST_FOR_SPREAD and lead.mean > _CLEAR * error)


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
    """What each strategy made of the scenario, by its name."""
    of_each = parts(setup, range(replications))
    asked: list[tuple[Any, ...]] = [
        (with_strategy(setup, name), seed, part) for name in STRATEGIES for part in of_each
    ]
    idle, names = handed_over(setup, setup.player), (*STRATEGIES, *own)
    asked += [(idle, seed, part, {setup.player: make}) for make in own.values() for part in of_each]
    found: dict[int, Played] = {}
    for number, part in answers(where, {i: (play, *what) for i, what in enumerate(asked)}):
        found[number] = part
        if progress is not None:
            progress(len(found) / len(asked))
    each = len(of_each)
    return {name: joined([found[n * each + i] for i in range(each)]) for n, name in enumerate(names)}


def _row(name: str, played: Played, best: float, goal: float | None) -> StrategyRow:
    reached = None if goal is None else float(np.mean(played.score >= round(goal * POINT)))
    return StrategyRow(name, summarise(played.score / POINT), best, reached, summarise(played.hires))
