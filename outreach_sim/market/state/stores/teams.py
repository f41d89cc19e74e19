"""Who worked together on the first day, and where each of them works now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Setup, Walkout
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.base import Store

NOWHERE = -1


@dataclass(slots=True)
class Teams(Store):
    """Teams of the first day; a person belongs to one for good: these are the people they know.

    A cell is (world, team, lab); a team of a world is a place in ``led_to``.

    Attributes:
        of: team of each candidate, from 0.
        leader: candidate who leads each team: the highest impact, ties to the lower id.
        size: members of each team on the first day.
        labs: number of labs.
        works_at: per person, the row where the person works or has signed; ``NOWHERE`` once gone.
        count: members of a team who work at (or have signed with) a lab, flat over cells.
        led_to, led_until: row to which the team's leader has gone, and the last day on which that pulls.
        walk_to: per row, the row to which the lab's own leader has gone by today, or ``NOWHERE``; follows
            from the day, so no save keeps it.
        walkouts: who goes and comes back when, in the order of their going; follows from the scenario.
    """

    saved: ClassVar[tuple[str, ...]] = ("works_at", "count", "led_to", "led_until")
    of: Index
    leader: Index
    size: NDArray[np.int64]
    labs: int
    works_at: Index
    count: NDArray[np.int32]
    led_to: Index
    led_until: NDArray[np.int32]
    walk_to: Index
    walkouts: tuple[Walkout, ...] = ()

    def begin_day(self, day: int) -> None:
        """Heads of labs who have gone by today are away until they come back; the last to go counts."""
        self.walk_to[:] = NOWHERE
        for walkout in self.walkouts:
            if walkout.start <= day < walkout.back:
                worlds = np.arange(0, len(self.walk_to), self.labs)
                self.walk_to[worlds + walkout.lab] = worlds + walkout.to

    def place(self, person: Index) -> Index:
        """Each person's team, as a place in ``led_to``."""
        world, candidate = np.divmod(person, len(self.of))
        return world * len(self.leader) + self.of[candidate]

    def cell(self, person: Index, row: Index) -> Index:
        """Cells of these persons' teams at the labs of these rows."""
        return self.place(person) * self.labs + row % self.labs

    def is_leader(self, person: Index) -> NDArray[np.bool_]:
        """Which of these people lead their team, were it only themselves."""
        candidate = person % len(self.of)
        return self.leader[self.of[candidate]] == candidate

    def move(self, person: Index, row: Index) -> None:
        """These distinct people work at other labs from now on; ``NOWHERE`` leaves the market."""
        before = self.works_at[person]
        there = before != NOWHERE
        np.subtract.at(self.count, self.cell(person[there], before[there]), 1)
        there = row != NOWHERE
        np.add.at(self.count, self.cell(person[there], row[there]), 1)
        self.works_at[person] = row

    def around(
        self, world: Index, candidate: Index, home: Index, row: Index, day: int
    ) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.bool_]]:
        """What these people's teams have to do with the labs of these rows, one element each.

        Args:
            world: place in the stack.
            candidate: number in that world.
            home: row of their employer.
            row: of the lab in question.
            day: today.

        Returns:
            Team mates who work there; the share of the team at ``home``, themselves included, above 0;
            whether the team's leader, or the leader of the lab at ``home``, has just gone there.
        """
        team = self.of.take(candidate)
        place = world * len(self.leader) + team
        # A row is world x labs + lab, so this is where a lab stands among the cells of the team.
        cell_of_row = (place - world) * self.labs
        left = np.maximum(self.count.take(cell_of_row + home), 1) / self.size.take(team)
        led = self.walk_to.take(home) == row
        if (self.led_until >= day).any():
            follows = (self.led_to[place] == row) & (self.led_until[place] >= day)
            led |= follows & (self.leader[team] != candidate)
        return self.count.take(cell_of_row + row), left, led


def seat(setup: Setup) -> Index:
    """Team of each candidate, from 0: as the candidate list says, else by order of id.

    The k-th person of a lab without a team sits in its team k // ``team_size``, so the teams of 600
    people are those of the first 600 of 1,000. People outside work for many employers: each sits alone.
    """
    people = setup.people
    sizes = np.where([lab.outside for lab in setup.labs], 1, setup.rules.team_size)
    employer = people.employer.astype(np.int64)
    order = np.argsort(employer, kind="stable")
    first = np.searchsorted(employer[order], np.arange(len(setup.labs)))
    place = np.empty(len(people), dtype=np.int64)
    place[order] = np.arange(len(people)) - first[employer[order]]
    named = people.team.astype(np.int64)
    code = np.where(named > 0, 2 * named + 1, 2 * (place // sizes[employer]))
    return np.unique(employer * (2**33) + code, return_inverse=True)[1].astype(np.intp)


def make_teams(setup: Setup, worlds: int) -> Teams | None:
    """Everybody where they are on the first day; ``None`` where colleagues do not matter."""
    if not setup.mechanisms.colleagues:
        return None
    of, people, labs = seat(setup), setup.people, len(setup.labs)
    teams, persons = int(of.max()) + 1, worlds * len(people)
    best_last = np.lexsort((-np.arange(len(people)), people.impact))
    leader = np.zeros(teams, dtype=np.intp)
    leader[of[best_last]] = best_last
    home = np.tile(people.employer.astype(np.intp), worlds)
    home += np.repeat(np.arange(worlds) * labs, len(people))
    made = Teams(
        of=of,
        leader=leader,
        size=np.bincount(of, minlength=teams),
        labs=labs,
        works_at=np.full(persons, NOWHERE, dtype=np.intp),
        count=np.zeros(worlds * teams * labs, dtype=np.int32),
        led_to=np.full(worlds * teams, NOWHERE, dtype=np.intp),
        led_until=np.full(worlds * teams, NOWHERE, dtype=np.int32),
        walk_to=np.full(worlds * labs, NOWHERE, dtype=np.intp),
        walkouts=setup.walkouts,
    )
    made.move(np.arange(persons), home)
    return made
