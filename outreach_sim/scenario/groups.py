"""Candidates in groups, by what is known of them on the first day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outreach_sim.scenario.load import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Every candidate is in one group.

    Attributes:
        names: of the groups, in order; none is empty.
        group_of: index of each candidate's group, shape (candidates,).
    """

    names: tuple[str, ...]
    group_of: NDArray[np.intp]

    @property
    def people(self) -> list[int]:
        """How many are in each group."""
        counts: list[int] = np.bincount(self.group_of, minlength=len(self.names)).tolist()
        return counts


def groups_by(scenario: Scenario, what: str) -> Groups:
    """The candidates by ``level``, ``city`` or ``employer``, which is that of the first day."""
    return _LABELS[what](scenario)


def _levels(scenario: Scenario) -> Groups:
    levels, group_of = np.unique(scenario.setup.people.level, return_inverse=True)
    return Groups(tuple(map(str, levels.tolist())), group_of)


def _employers(scenario: Scenario) -> Groups:
    """Those of whom there are candidates, in the order of the scenario."""
    employers, group_of = np.unique(scenario.setup.people.employer, return_inverse=True)
    labs = scenario.setup.labs
    return Groups(tuple(labs[index].name for index in employers.tolist()), group_of)


def _cities(scenario: Scenario) -> Groups:
    people, labs = scenario.setup.people, scenario.lab_ids
    employers = [labs[index] for index in people.employer.tolist()]
    profiles = scenario.population.book.profiles(range(len(people)), employers)
    cities, group_of = np.unique([who.city or "nobody says" for who in profiles], return_inverse=True)
    return Groups(tuple(map(str, cities.tolist())), group_of)


_LABELS: dict[str, Callable[[Scenario], Groups]] = {
    "level": _levels,
    "city": _cities,
    "employer": _employers,
}
BY = tuple(_LABELS)
"""What candidates can be grouped by."""
