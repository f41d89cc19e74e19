"""Holds simulated values against published ones. Nothing is tuned; ``solve`` only says what would fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import RunError
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.events import FUNNEL, Event, Query
from outreach_sim.scenario.targets import condition
from outreach_sim.study.cohorts import ratio95
from outreach_sim.study.plan import plan
from outreach_sim.study.retention import retention_of
from outreach_sim.study.run import StudyResult, run_here
from outreach_sim.study.statistics import Interval, summarise

_SEQUENCES = "sequences"
ROUNDS = 6
"""Rounds of ``solve``; each halves what is left of the misses, or better."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be simulated; labs by index. See ``scenario.targets.Target`` for the measures."""

    measure: str
    of: str = ""
    over: str = ""
    lab: int = -1
    origin: int = -1
    step: float = 1.0


@dataclass(frozen=True, slots=True)
class Found:
    """A simulated value with its 95 % interval over worlds, if there are enough of them for one."""

    value: float
    ci95: Interval | None

    def hits(self, low: float, high: float) -> bool | None:
        """Whether the interval meets the range; ``None`` where there is no interval."""
        return None if self.ci95 is None else self.ci95[0] <= high and self.ci95[1] >= low


class Conditions(NamedTuple):
    """Under what a value is simulated.

    Attributes:
        scenario, overrides: as ``scenario.targets.condition`` takes them.
        seed: luck seed.
        worlds: how many, at least 2.
    """

    scenario: str
    overrides: tuple[str, ...]
    seed: int
    worlds: int

    @property
    def setup(self) -> Setup:
        """The scenario with its values set."""
        return condition(self.scenario, self.overrides).setup


@cache
def _played(under: Conditions, queries: tuple[Query, ...]) -> StudyResult:
    """Many values are counted in the same worlds, which are played once."""
    return run_here(plan(under.setup, under.seed, under.worlds, queries, sequences=True))


def simulate(asked: Asked, under: Conditions, against: Conditions | None = None) -> Found:
    """Simulate one value.

    Args:
        asked: what.
        under: the conditions.
        against: the other conditions, with the same luck, where two are compared.

    Raises:
        RunError: nothing happened that the value could be made of.
    """
    setup, result = under.setup, _played(under, _queries(asked))
    if asked.measure == "retention":
        return _mean(_retention(result, asked.lab))
    if asked.measure == "flow":
        return _ratio(result.queries[:, 0], result.queries[:, 1], "nobody went back")
    player = setup.player
    mine = _count(result, player, asked.of)
    if asked.measure == "staff":
        there = int((setup.people.employer == asked.origin).sum())
        return _mean(result.queries[:, 0] / there)
    if asked.measure == "share":
        return _ratio(mine, _count(result, player, asked.over), f"there were no {asked.over}")
    if against is None:
        raise RunError(f"a {asked.measure} is measured against something")
    other = _played(against, _queries(asked))
    gain = _ratio(mine, _count(other, player, asked.of), f"nobody {asked.of} in what it is held against")
    return gain if asked.measure == "gain" else _elasticity(gain, asked.step)


def _queries(asked: Asked) -> tuple[Query, ...]:
    if asked.measure == "flow":
        accepted = Event.ACCEPTED
        there = Query(accepted, lab=asked.lab, employer=asked.origin)
        return (there, Query(accepted, lab=asked.origin, employer=asked.lab))
    if asked.measure == "staff":
        return (Query(Event[asked.of.upper()], employer=asked.origin),)
    events = [name for name in (asked.of, asked.over) if _is_beside_the_funnel(name)]
    return tuple(Query(Event[name.upper()]) for name in events)


def _is_beside_the_funnel(name: str) -> bool:
    return name not in ("", _SEQUENCES) and Event[name.upper()] not in FUNNEL


def _count(result: StudyResult, lab: int, name: str) -> NDArray[np.int64]:
    """How many of a lab's sequences came so far, one number a world; raises count for all labs."""
    if _is_beside_the_funnel(name):
        return result.queries[:, 0]
    assert result.sequences is not None
    column = 0 if name == _SEQUENCES else FUNNEL.index(Event[name.upper()])
    counts: NDArray[np.int64] = result.sequences.reached[:, lab, :, column].sum(axis=1)
    return counts


def _ratio(amount: NDArray[np.int64], of: NDArray[np.int64], nothing: str) -> Found:
    if not of.any():
        raise RunError(f"{nothing}, so there is no value; try more worlds")
    return Found(*ratio95(amount, of))


def _elasticity(gain: Found, step: float) -> Found:
    """ln(gain) / ln(step); the interval by the same map."""

    def mapped(end: float) -> float:
        return math.log(max(end, 1e-9)) / math.log(step)

    interval = None if gain.ci95 is None else (mapped(gain.ci95[0]), mapped(gain.ci95[1]))
    return Found(mapped(gain.value), interval)


def _mean(values: NDArray[np.float64]) -> Found:
    found = summarise(values)
    return Found(found.mean, found.ci95)


def _retention(result: StudyResult, lab: int) -> NDArray[np.float64]:
    """Share of the lab's first staff still there after two years, one number a world."""
    if result.tenure is None:
        raise RunError("the scenario does not count tenure: write aftermath = true under [mechanisms]")
    worlds = range(result.replications)
    return np.array([retention_of(result.tenure[w : w + 1, lab])[0].share for w in worlds])


def solve(
    setup: Setup,
    targets: Mapping[int, float],
    seed: int,
    worlds: int,
    exit_hazard: float,
    told: Callable[[str], None] = lambda text: None,
) -> tuple[Sequence[float], Sequence[float]]:
    """The labs' ``appeal`` at which simulated two-year retention meets its targets.

    A fixed point on one luck: each round adds to ``appeal`` the log of how much too fast people leave for
    other labs, hazard = -ln(retention) / 2 less the exits to no lab.

    Args:
        setup: the conditions.
        targets: retention by index of the lab.
        seed: luck seed.
        worlds: how many, at least 2.
        exit_hazard: exits to no lab, a year.
        told: hears of each round.

    Returns:
        ``appeal`` of every lab, log-odds, and the retention simulated with the values of the last round.
    """
    appeal = [lab.appeal for lab in setup.labs]
    found: list[float] = []
    for number in range(ROUNDS):
        labs = tuple(replace(lab, appeal=a) for lab, a in zip(setup.labs, appeal, strict=True))
        result = run_here(plan(replace(setup, labs=labs), seed, worlds, sequences=False))
        found = [float(_retention(result, lab).mean()) for lab in range(len(labs))]
        told(f"round {number + 1} of {ROUNDS}")
        if number == ROUNDS - 1:
            break
        for lab, wanted in targets.items():
            appeal[lab] += math.log(_moves(found[lab], exit_hazard) / _moves(wanted, exit_hazard))
    return appeal, found


def _moves(retention: float, exit_hazard: float) -> float:
    """Moves to other labs a year, at least one in a thousand."""
    return max(-math.log(max(retention, 1e-6)) / 2.0 - exit_hazard, 1e-3)
