"""Appeals, exits and campaigns at which the published retention and flows come out; nothing else is fitted.

Five unknowns: the appeal of each lab with a published retention but one, the logarithm of exits a year, and
that of campaigns a person and year, which labs write in proportion to their people.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.scenario.load import Scenario
from outreach_sim.scenario.targets import Target, condition
from outreach_sim.study.calibrate import Question, question, simulate
from outreach_sim.study.least_squares import Solution, Vector, least_squares
from outreach_sim.study.mean_field import jacobian, two_years
from outreach_sim.study.plan import plan
from outreach_sim.study.run import run_here

ROUNDS = 9
REFERENCE = "openai"
"""Its appeal is 0: only differences matter."""
START_EXITS, START_CAMPAIGNS = 0.1, 6.0
HAZARD_ERROR, FLOW_ERROR = 0.12, 0.30
"""By what share hazards and flows are known: the published range of retention, and the few who go back."""
RIDGE = 1.3
"""An appeal is what is left over: one of 1/1.3 is as unlikely as a residual of one error."""
LONGEST_STEP, FINEST_STEP = 1.0, 0.002
_WEEKS = 365.25 / 7
_YEARS = 2.0


@dataclass(frozen=True, slots=True)
class Values:
    """What is solved for, as it is written in files.

    Attributes:
        appeals: by id of the lab.
        exits: ``exit_hazard_per_year``.
        letters: of a lab a week, by its id.
    """

    appeals: dict[str, float]
    exits: float
    letters: dict[str, int]

    @property
    def overrides(self) -> tuple[str, ...]:
        """As ``--set`` takes them."""
        return (
            f"parameters.exit_hazard_per_year={self.exits!r}",
            *(f"labs.{lab}.appeal={appeal!r}" for lab, appeal in self.appeals.items()),
            *(f"labs.{lab}.bot.letters_per_week={letters}" for lab, letters in self.letters.items()),
        )

    @property
    def printed(self) -> Values:
        """With the two decimals that are printed and shipped."""
        return replace(
            self,
            exits=round(self.exits, 2),
            appeals={lab: round(appeal, 2) + 0.0 for lab, appeal in self.appeals.items()},
        )


@dataclass(frozen=True, slots=True)
class Solved:
    """What is printed and shipped, and what the model gives with exactly that.

    Attributes:
        values: the values, rounded.
        simulated: value of each target, in their order.
        solution: the best point met, before rounding.
        world: SHA-256 of the first world played with the values, hexadecimal, by which the engine is known.
    """

    values: Values
    simulated: tuple[float, ...]
    solution: Solution
    world: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Retention and flows of one scenario, and the conditions they are simulated in.

    Attributes:
        targets: those of retention, then those of flows.
        overrides: other values set in the scenario.
        seed, worlds, jobs: luck, how many of it, and processes.
    """

    targets: tuple[Target, ...]
    overrides: tuple[str, ...]
    seed: int
    worlds: int
    jobs: int = 1

    @property
    def labs(self) -> list[str]:
        """Those with a published retention."""
        return [target.lab for target in self.targets if target.measure == "retention"]

    @property
    def free(self) -> list[str]:
        """Those whose appeal is solved for."""
        return [lab for lab in self.labs if lab != REFERENCE]

    @property
    def scenario(self) -> Scenario:
        """As it stands in the file, with other values set."""
        return condition(self.targets[0].scenario, self.overrides)

    @property
    def heads(self) -> NDArray[np.float64]:
        """Candidates at each lab of the scenario on the first day."""
        setup = self.scenario.setup
        return np.bincount(setup.people.employer, minlength=len(setup.labs)).astype(float)

    @property
    def shares(self) -> NDArray[np.float64]:
        """Of all letters, by lab of the scenario: in proportion to heads."""
        writes = np.isin(self.scenario.lab_ids, self.labs) * self.heads
        return np.asarray(writes / writes.sum())

    @property
    def start(self) -> Vector:
        """No appeals, and round numbers."""
        return np.array([*np.zeros(len(self.free)), math.log(START_EXITS), math.log(START_CAMPAIGNS)])

    def values(self, x: Vector) -> Values:
        """The unknowns as they are written in files; letters are whole."""
        appeals = dict(zip(self.free, x[:-2].tolist(), strict=True))
        weekly = math.exp(x[-1]) * self.heads.sum() / _WEEKS * self.shares
        letters = dict(zip(self.scenario.lab_ids, np.rint(weekly).astype(int).tolist(), strict=True))
        return Values(
            appeals={lab: appeals.get(lab, 0.0) for lab in self.labs},
            exits=math.exp(x[-2]),
            letters={lab: letters[lab] for lab in self.labs},
        )

    def questions(self, values: Values) -> list[Question]:
        """The targets, simulated with these values."""
        found = [
            question(target, self.worlds, (*self.overrides, *values.overrides)) for target in self.targets
        ]
        return [asked._replace(worlds=self.worlds) for asked in found]

    def simulated(self, values: Values) -> tuple[float, ...]:
        """Value of each target."""
        return tuple(found.value for found in simulate(self.questions(values), self.seed, self.jobs))

    def residuals(self, x: Vector) -> Vector:
        """How far the simulation is off, and how large the appeals are; see ``weighed``."""
        found = np.array(self.simulated(self.values(x)))
        kept = len(self.labs)
        hazards = -np.log(found[:kept]) / _YEARS
        return np.asarray(self.weighed(hazards, found[kept:], x[:-2]))

    def expected(self, x: NDArray[Any]) -> NDArray[Any]:
        """The same residuals of the market without people; analytic in the unknowns."""
        ids = list(self.scenario.lab_ids)
        appeals = np.zeros(len(ids), dtype=x.dtype)
        appeals[[ids.index(lab) for lab in self.free]] = x[:-2]
        found = two_years(self.heads, self.shares, appeals, np.exp(x[-2]), np.exp(x[-1]))
        hazards = found.hazards[[ids.index(lab) for lab in self.labs]]
        ways = [(ids.index(t.origin), ids.index(t.lab)) for t in self.targets[len(self.labs) :]]
        flows = np.array([found.moves[a, b] / found.moves[b, a] for a, b in ways])
        return self.weighed(hazards, flows, x[:-2])

    def weighed(self, hazards: NDArray[Any], flows: NDArray[Any], appeals: NDArray[Any]) -> NDArray[Any]:
        """Logarithms of simulated over published, in errors; and the ridge."""
        published = np.array([target.value for target in self.targets])
        kept = len(self.labs)
        hazard_ratio = hazards / (-np.log(published[:kept]) / _YEARS)
        return np.concatenate([
            np.log(hazard_ratio) / HAZARD_ERROR,
            np.log(flows / published[kept:]) / FLOW_ERROR,
            RIDGE * appeals,
        ])  # fmt: skip


def problem_of(
    targets: Sequence[Target], overrides: tuple[str, ...], seed: int, worlds: int, jobs: int = 1
) -> Problem:
    """The problem that the retention and the flows among these targets pose."""
    asked = [target for kind in ("retention", "flow") for target in targets if target.measure == kind]
    return Problem(tuple(asked), overrides, seed, worlds, jobs)


def solve(problem: Problem, told: Callable[[int], None] = lambda round_: None) -> Solved:
    """Search from no appeals; what is returned was played with the values as they are printed.

    Args:
        problem: what is to come out.
        told: hears the number of each round that is over.

    Raises:
        RunError: nobody went back from a lab in any world, so that a flow has no value.
    """
    slopes = jacobian(problem.expected, problem.start)
    solution = least_squares(
        problem.residuals, problem.start, slopes, ROUNDS, LONGEST_STEP, FINEST_STEP, told
    )
    values = problem.values(solution.x).printed
    return Solved(values, problem.simulated(values), solution, first_world(problem, values))


def first_world(problem: Problem, values: Values) -> str:
    """SHA-256 of the first world played with these values, hexadecimal."""
    setup = condition(problem.targets[0].scenario, (*problem.overrides, *values.overrides)).setup
    return run_here(plan(setup, problem.seed, 1)).digests[0].hex()
