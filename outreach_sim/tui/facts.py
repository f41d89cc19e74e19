"""What is known of people, column by column, each looked up for everybody when it is first asked for."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from outreach_sim.mail.readership import Column
from outreach_sim.scenario.population import Population
from outreach_sim.tui.fuzzy import folded


class Facts:
    """Fields of letters, and names, of everybody in a game."""

    def __init__(self, population: Population) -> None:
        self._population = population
        self._columns: dict[str, Column] = {}

    @cached_property
    def folded_names(self) -> tuple[str, ...]:
        """Everybody's name as it is looked for; made when somebody is."""
        return tuple(map(folded, self._population.book.names(range(len(self._population)))))

    def of(self, name: str, candidate: int) -> str:
        """What one field says of one person."""
        column = self._column(name)
        return column.values[int(column.codes[candidate])]

    def order(self, name: str, chosen: NDArray[np.intp]) -> NDArray[np.intp]:
        """What sorts these people by a field: places in the order of its values."""
        column = self._column(name)
        in_order = np.argsort(np.array([value.casefold() for value in column.values]), kind="stable")
        place = np.empty(in_order.size, dtype=np.intp)
        place[in_order] = np.arange(in_order.size)
        return place[column.codes[chosen]]

    def _column(self, name: str) -> Column:
        if name not in self._columns:
            self._columns[name] = self._population.book.column(name, len(self._population))
        return self._columns[name]
