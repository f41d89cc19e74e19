"""Holds simulated values against published ones; nothing is tuned here."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach_sim.errors import RunError
from outreach_sim.market.setup import Setup
from outreach_sim.market.state.events import FUNNEL, Event, Query
from outreach_sim.scenario.targets import Target, condition
from outreach_sim.study.cohorts import ratio95
from outreach_sim.study.many import runner
from outreach_sim.study.plan import plan
from outreach_sim.study.retention import retention_of
from outreach_sim.study.run import Progress, StudyResult
from outreach_sim.study.statistics import Interval, summarise

_SEQUENCES = "sequences"
_NOT_OF_SEQUENCES = ("retention", "flow", "staff")


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
    worlds: int


class Conditions(NamedTuple):
    """Under what a value is simulated, as ``scenario.targets.condition`` takes it."""

    scenario: str
    overrides: tuple[str, ...]

    @property
    def setup(self) -> Setup:
        """The scenario with its values set."""
        return condition(self.scenario, self.overrides).setup


class Question(NamedTuple):
    """One value that is asked for.

    Attributes:
        asked: what.
        under: the conditions.
        worlds: how many, at least 2: the first of those that are played under the conditions.
        against: the other conditions, in the same worlds, where two are compared.
    """

    asked: Asked
    under: Conditions
    worlds: int
    against: Conditions | None = None

    @property
    def conditions(self) -> tuple[Conditions, ...]:
        """All that must be played."""
        return (self.under,) if self.against is None else (self.under, self.against)


def question(target: Target, replications: int, overrides: tuple[str, ...] = ()) -> Question:
    """How a target is simulated in so many worlds, times its own factor, with other values set."""
    worlds = max(round(replications * target.worlds), 2)
    under, against = (
        Conditions(target.scenario, (*values, *overrides)) for values in (target.set, target.against)
    )
    ids = condition(*under).lab_ids
    lab, origin = (ids.index(name) if name else -1 for name in (target.lab, target.origin))
    asked = Asked(target.measure, target.of, target.over, lab, origin, target.step)
    return Question(asked, under, worlds, against if target.against else None)


@dataclass(slots=True)
class _Job:
    """What is played under some conditions: once, whoever asks."""

    worlds: int
    queries: dict[Query, int]
    sequences: bool

    def work(self, setup: Setup) -> float:
        """Time it takes, in letters that people may get: what most of the time goes into."""
        return self.worlds * len(setup.people) * (1 + setup.days / setup.rules.rest_days)


def simulate(
    questions: Sequence[Question], seed: int, jobs: int = 1, progress: Progress = lambda share: None
) -> list[Found]:
    """Simulate many values; those that share conditions are counted in the same worlds, played once.

    A value does not depend on what else is asked.

    Args:
        questions: the values.
        seed: luck seed.
        jobs: processes.
        progress: hears the share that is done.

    Raises:
        RunError: nothing happened that a value could be made of.
    """
    todo = _jobs(questions)
    played = _played(todo, seed, jobs, progress)

    def seen(under: Conditions, question: Question) -> _Seen:
        return _Seen(under.setup, played[under], todo[under].queries, question.worlds)

    return [
        _value(q.asked, seen(q.under, q), None if q.against is None else seen(q.against, q))
        for q in questions
    ]


def _jobs(questions: Sequence[Question]) -> dict[Conditions, _Job]:
    found: dict[Conditions, _Job] = {}
    for question in questions:
        for under in question.conditions:
            job = found.setdefault(under, _Job(2, {}, sequences=False))
            job.worlds = max(job.worlds, question.worlds)
            job.sequences |= question.asked.measure not in _NOT_OF_SEQUENCES
            for query in _queries(question.asked):
                job.queries.setdefault(query, len(job.queries))
    return found


def _played(
    todo: dict[Conditions, _Job], seed: int, jobs: int, progress: Progress
) -> dict[Conditions, StudyResult]:
    work = {under: job.work(under.setup) for under, job in todo.items()}
    all_work, done = sum(work.values()), 0.0
    results = {}
    with runner(jobs) as run:
        for under, job in todo.items():

            def told(share: float, before: float = done, part: float = work[under]) -> None:
                progress((before + share * part) / all_work)

            planned = plan(under.setup, seed, job.worlds, [*job.queries], jobs, sequences=job.sequences)
            results[under] = run(planned, told)
            done += work[under]
    return results


@dataclass(frozen=True, slots=True)
class _Seen:
    """The first so many worlds of what was played under some conditions."""

    setup: Setup
    result: StudyResult
    columns: dict[Query, int]
    worlds: int

    def times(self, query: Query) -> NDArray[np.int64]:
        """How often it happened, one number a world."""
        counts: NDArray[np.int64] = self.result.queries[: self.worlds, self.columns[query]]
        return counts

    def count(self, name: str) -> NDArray[np.int64]:
        """How many of the player's sequences came so far, one number a world; raises count for all labs."""
        if _is_beside_the_funnel(name):
            return self.times(Query(Event[name.upper()]))
        assert self.result.sequences is not None
        column = 0 if name == _SEQUENCES else FUNNEL.index(Event[name.upper()])
        reached = self.result.sequences.reached[: self.worlds, self.setup.player, :, column]
        counts: NDArray[np.int64] = reached.sum(axis=1)
        return counts

    def retention(self, lab: int) -> NDArray[np.float64]:
        """Share of the lab's first staff still there after two years, one number a world."""
        if self.result.tenure is None:
            raise RunError("the scenario does not count tenure: write aftermath = true under [mechanisms]")
        tenure = self.result.tenure[: self.worlds, lab]
        return np.array([retention_of(world[np.newaxis])[0].share for world in tenure])


def _value(asked: Asked, seen: _Seen, other: _Seen | None) -> Found:
    if asked.measure == "retention":
        return _mean(seen.retention(asked.lab))
    if asked.measure == "flow":
        there, back = _queries(asked)
        return _ratio(seen.times(there), seen.times(back), "nobody went back")
    if asked.measure == "staff":
        staff = int((seen.setup.people.employer == asked.origin).sum())
        return _mean(seen.times(*_queries(asked)) / staff)
    if asked.measure == "share":
        return _ratio(seen.count(asked.of), seen.count(asked.over), f"there were no {asked.over}")
    if other is None:
        raise RunError(f"a {asked.measure} is measured against something")
    nothing = f"nobody {asked.of} in what it is held against"
    gain = _ratio(seen.count(asked.of), other.count(asked.of), nothing)
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


def _ratio(amount: NDArray[np.int64], of: NDArray[np.int64], nothing: str) -> Found:
    if not of.any():
        raise RunError(f"{nothing}, so there is no value; try more worlds")
    return Found(*ratio95(amount, of), len(of))


def _elasticity(gain: Found, step: float) -> Found:
    """ln(gain) / ln(step); the interval by the same map."""

    def mapped(end: float) -> float:
        return math.log(max(end, 1e-9)) / math.log(step)

    interval = None if gain.ci95 is None else (mapped(gain.ci95[0]), mapped(gain.ci95[1]))
    return Found(mapped(gain.value), interval, gain.worlds)


def _mean(values: NDArray[np.float64]) -> Found:
    found = summarise(values)
    return Found(found.mean, found.ci95, len(values))
