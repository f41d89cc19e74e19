"""Many worlds from Python: one scenario, several on the same luck, or one whose values vary."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.api.loading import Changes, loaded, overrides
from outreach_sim.api.policies import Chosen, in_hands
from outreach_sim.api.table import Table
from outreach_sim.errors import BadInputError, UsageError
from outreach_sim.formatting import counted
from outreach_sim.market.metrics import KNOWN, metric_of
from outreach_sim.market.points import POINT
from outreach_sim.scenario.load import Scenario, load_scenario
from outreach_sim.study.compare import difference
from outreach_sim.study.many import Runner, runner
from outreach_sim.study.plan import Plan, plan
from outreach_sim.study.report import lab_values
from outreach_sim.study.run import StudyResult
from outreach_sim.study.statistics import Summary, log_hash, summarise

MOST_WORLDS = 1_000_000
Policies = Mapping[str, Chosen]
"""Who acts for a lab, by its id: see ``policies.Chosen``."""
Arm = str | Path | Scenario | tuple[str | Path | Scenario, Changes] | tuple[str | Path, Changes, Policies]


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """Many worlds of one scenario; ``run["hires"]`` sums a metric of its lab up.

    Attributes:
        scenario: what was played. seed: of luck. lab: whose metrics are meant unless one is named.
        first_world: number of the first, from 0.
        result: everything that was counted.
    """

    scenario: Scenario
    seed: int
    lab: str
    first_world: int
    result: StudyResult

    @property
    def worlds(self) -> int:
        """How many were played."""
        return self.result.replications

    def values(self, metric: str, lab: str | None = None) -> NDArray[Any]:
        """One value a world, shape (worlds,); ``points`` are those of the player's lab over doing nothing.

        Raises:
            UsageError: there is no such metric or lab, or points were not asked for.
        """
        place = lab_of(self.scenario, lab or self.lab)
        if metric == "points":
            return self._points(place)
        if metric not in KNOWN:
            raise UsageError(f"there is no metric {metric!r}, they are points, {', '.join(KNOWN)}")
        return self._of_lab(place)[metric_of(metric).name]

    def _of_lab(self, place: int) -> dict[str, NDArray[np.int64]]:
        return self._values[place]

    @cached_property
    def _values(self) -> list[dict[str, NDArray[np.int64]]]:
        return [lab_values(self.result, lab) for lab in range(len(self.scenario.lab_ids))]

    def _points(self, place: int) -> NDArray[np.float64]:
        if self.result.points is None or place != self.scenario.setup.player:
            raise UsageError("points are counted of the player's lab: run(..., score=True)")
        return self.result.points.sum(axis=1) / POINT

    def __getitem__(self, metric: str) -> Summary:
        return summarise(self.values(metric))

    def to_table(self) -> Table:
        """A row a world and lab; a column a metric. Worlds count from 0; in files of ``run --csv`` from 1."""
        labs, n = self.scenario.lab_ids, self.worlds
        worlds = np.arange(self.first_world, self.first_world + n)
        columns: dict[str, Any] = {"world": worlds.repeat(len(labs)), "lab": list(labs) * n}
        for name in self._values[0]:
            columns[name] = np.column_stack([values[name] for values in self._values]).ravel()
        return Table(columns)

    @property
    def log_hash(self) -> str:
        """What ``outreach-sim run`` prints of the same worlds."""
        return log_hash(self.result.digests)

    def __repr__(self) -> str:
        hires = self["hires"].mean
        told = f"{counted(self.worlds, 'world')}, seed {self.seed}, {hires:.2f} hires by {self.lab}"
        return f"<Run of {self.scenario.name}: {told}>"

    def _repr_html_(self) -> str:
        names = [*(["points"] if self.result.points is not None else []), *self._values[0]]
        return summary_table({name: self[name] for name in names})._repr_html_()


def summary_table(found: Mapping[str, Summary]) -> Table:
    """A row a metric: mean, its interval, what one world in twenty stays below and above."""
    return Table(
        {
            "metric": list(found),
            "mean": [one.mean for one in found.values()],
            "low": [_ends(one)[0] for one in found.values()],
            "high": [_ends(one)[1] for one in found.values()],
            "p5": [one.quantiles["5%"] for one in found.values()],
            "p95": [one.quantiles["95%"] for one in found.values()],
        }
    )


def _ends(found: Summary) -> tuple[float | None, float | None]:
    return found.ci95 or (None, None)


def lab_of(scenario: Scenario, lab: str) -> int:
    """The index of a lab.

    Raises:
        UsageError: there is none of that id.
    """
    if lab not in scenario.lab_ids:
        raise UsageError(f"there is no lab {lab!r}, the labs are {', '.join(scenario.lab_ids)}")
    return scenario.lab_ids.index(lab)


def run(
    scenario: str | Path | Scenario,
    worlds: int = 1,
    seed: int | None = None,
    *,
    changes: Changes = (),
    policies: Policies | None = None,
    lab: str | None = None,
    score: bool = False,
    jobs: int = 1,
    first_world: int = 0,
) -> Run:
    """Play a scenario in so many worlds.

    Args:
        scenario: a shipped name, a path, or one that was loaded.
        worlds: how many.
        seed: of luck: the same seed, the same worlds; the scenario's own where none is given, else 1.
        changes: values by their dotted keys, or ``KEY=VALUE`` strings.
        policies: who acts for a lab in place of its script: a shipped policy by name, a class of your own,
            or where it is: ``file.py:Class``, ``package.module:Class``, or the name of an entry point.
        lab: whose metrics are meant; the player's unless one is named.
        score: play a twin of each world that does nothing, for points.
        jobs: processes; the numbers do not depend on it.
        first_world: number of the first world, to play others than from 0 on.

    Raises:
        OutreachError: there is no such scenario, lab or policy, or something is wrong with them.
    """
    with interruptible(), runner(whole("jobs", jobs, 1, 256)) as play:
        ready = loaded(scenario, changes)
        return _run(play, ready, worlds, ready.luck(seed), policies, lab, score, jobs, first_world)


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C while a policy of the user's own is asked is no fault of the policy."""
    try:
        yield
    except BadInputError as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise error.__cause__ from None
        raise


def _run(
    play: Runner,
    scenario: Scenario,
    worlds: int,
    seed: int,
    policies: Policies | None,
    lab: str | None,
    score: bool,
    jobs: int,
    first_world: int = 0,
) -> Run:
    named = lab or scenario.spec.scenario.player
    lab_of(scenario, named)
    hands = in_hands(scenario, policies or {}, jobs)
    worlds, seed = whole("worlds", worlds, 1, MOST_WORLDS), whole("seed", seed, 0, 2**63 - 1)
    planned = replace(plan(hands.setup, seed, worlds, jobs=jobs, own=hands.own), scored=score)
    first = whole("first_world", first_world, 0, MOST_WORLDS)
    return Run(scenario, seed, named, first, play(_from_world(planned, first), None))


def _from_world(planned: Plan, first: int) -> Plan:
    """The same plan for worlds with higher numbers."""
    chunks = tuple(
        replace(c, replications=range(c.replications.start + first, c.replications.stop + first))
        for c in planned.chunks
    )
    return replace(planned, chunks=chunks)


def whole(name: str, value: object, low: int, high: int) -> int:
    """A whole number within bounds.

    Raises:
        UsageError: it is none, or beyond them.
    """
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or not low <= value <= high:
        raise UsageError(f"{name} must be a whole number from {low:,} to {high:,}, not {value!r}")
    return int(value)


# -- several ------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Arms on the same luck, by name; differences are to the first, world by world."""

    arms: dict[str, Run]

    def __getitem__(self, arm: str) -> Run:
        if arm not in self.arms:
            raise UsageError(f"there is no arm {arm!r}, they are {', '.join(self.arms)}")
        return self.arms[arm]

    def to_table(self, metrics: Sequence[str] = ("hires", "offers", "mails", "committed_usd")) -> Table:
        """A row an arm and metric: the mean, the difference to the first arm, and their 95 % intervals."""
        first = next(iter(self.arms.values()))
        rows = []
        for name, arm in self.arms.items():
            for metric in metrics:
                values = arm.values(metric)
                found, apart = summarise(values), difference(metric, first.values(metric), values)
                low, high = apart.ci95 or (None, None)
                rows.append(
                    {
                        "arm": name, "metric": metric, "mean": found.mean,
                        "low": _ends(found)[0], "high": _ends(found)[1],
                        "difference": apart.difference, "difference_low": low, "difference_high": high,
                    }
                )  # fmt: skip
        return Table.of_rows(rows)

    def __repr__(self) -> str:
        worlds = next(iter(self.arms.values())).worlds
        return f"<Comparison of {', '.join(self.arms)} in the same {counted(worlds, 'world')}>"

    def _repr_html_(self) -> str:
        return self.to_table()._repr_html_()


def compare(
    arms: Mapping[str, Arm], worlds: int = 100, seed: int = 1, *, score: bool = False, jobs: int = 1
) -> Comparison:
    """Play arms on the same luck.

    Args:
        arms: by name, each a scenario, ``(scenario, changes)`` or ``(scenario, changes, policies)``; the
            first is what the others are compared with.
        worlds: how many.
        seed: of luck.
        score: play twins, for points.
        jobs: processes.

    Raises:
        OutreachError: as for ``run``.
    """
    if not arms:
        raise UsageError("name at least one arm")
    with interruptible(), runner(whole("jobs", jobs, 1, 256)) as play:
        found = {}
        for name, arm in arms.items():
            scenario, changes, policies = (*arm, (), {})[:3] if isinstance(arm, tuple) else (arm, (), {})
            ready = loaded(scenario, changes)
            found[name] = _run(play, ready, worlds, seed, policies, None, score, jobs)
        return Comparison(found)


def sweep(
    scenario: str | Path,
    vary: Mapping[str, Sequence[Any]],
    worlds: int = 50,
    seed: int = 1,
    *,
    metric: str = "hires",
    changes: Changes = (),
    policies: Policies | None = None,
    jobs: int = 1,
) -> Table:
    """Play every combination of values on the same luck: a row a combination.

    Args:
        scenario: a shipped name or a path.
        vary: values by the dotted key that they replace.
        worlds: how many for each.
        seed: of luck.
        metric: what is counted, or ``points``.
        changes: of all combinations, as for ``run``.
        policies: as for ``run``.
        jobs: processes.

    Raises:
        OutreachError: as for ``run``.
    """
    rows = []
    with interruptible(), runner(whole("jobs", jobs, 1, 256)) as play:
        for values in itertools.product(*vary.values()):
            point = dict(zip(vary, values, strict=True))
            ready = load_scenario(str(scenario), (*overrides(changes), *overrides(point)))
            found = _run(play, ready, worlds, seed, policies, None, metric == "points", jobs)[metric]
            low, high = _ends(found)
            rows.append(point | {metric: found.mean, "low": low, "high": high})
    return Table.of_rows(rows, [*vary, metric, "low", "high"])
