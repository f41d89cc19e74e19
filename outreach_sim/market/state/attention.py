"""What a lab's people have time for in a week: letters by who signs them, and the hours of its CEO.

A letter that the CEO signs, an offer without interviews and a counter-offer take an hour each, where the
rules give the CEO a number of them; elsewhere only letters are counted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import NO_LIMIT, Sender
from outreach_sim.market.state.approaches import Rows
from outreach_sim.market.state.runs import Index, rank_in_run
from outreach_sim.market.state.world import World

I64 = NDArray[np.int64]


def hours_left(world: World, row: Index) -> I64:
    """Hours that the CEOs of these labs have left this week; ``NO_LIMIT`` or so where nobody counts them."""
    return world.hour_quota[row] - world.stores.hours.used[row]


def hours_kept(world: World, row: Index) -> I64:
    """Those of them that are kept for offers made to their own people."""
    hours = world.stores.hours
    return np.maximum(hours.keep[row] - hours.stood[row], 0)


def free_hours(world: World, row: Index) -> I64:
    """Hours left for letters and for offers without interviews, at least 0."""
    return np.maximum(hours_left(world, row) - hours_kept(world, row), 0)


def spend_hours(world: World, row: Index) -> None:
    """An hour of its CEO for each element of ``row``; asked for only where hours are counted."""
    np.add.at(world.stores.hours.used, row, 1)


def letters_left(world: World, row: Index, sender: NDArray[np.integer]) -> I64:
    """How many letters that these senders sign their labs can still begin this week."""
    left = (world.letter_quota - world.letters_used)[row, sender]
    return np.minimum(left, hours_for_letters(world, row, sender)) if world.any_hours else left


def hours_for_letters(world: World, row: Index, sender: NDArray[np.integer]) -> I64:
    """How many of these senders' letters the hours last for; ``NO_LIMIT`` for all who are no CEO."""
    return np.where(sender == int(Sender.CEO), free_hours(world, row), NO_LIMIT)


def count_new_letters(world: World, row: Index, sender: NDArray[np.integer]) -> None:
    """These letters, one element each, are begun: what their senders have of the week gets less."""
    np.add.at(world.letters_used, (row, sender), 1)
    if world.any_hours:
        spend_hours(world, row[sender == int(Sender.CEO)])


def with_an_hour(world: World, rows: Rows) -> Rows:
    """Those of these approaches for whose offer without interviews a free hour is left, best people first.

    It is spent. An offer that stands open to everybody who follows a leader takes none.
    """
    if not world.any_hours or not rows.size:
        return rows
    table, left = world.approaches, free_hours(world, world.approaches.row[rows])
    candidate = world.candidate_of(rows)
    takes = ~table.without_letter(rows)
    impact = world.setup.people.impact[candidate]
    order = np.lexsort((candidate, -impact, takes, table.row[rows]))
    rows, left, takes = rows[order], left[order], takes[order]
    group = table.row[rows] * 2 + takes
    served = ~takes | (rank_in_run(group) < left)
    spend_hours(world, table.row[rows[served & takes]])
    return rows[served]


def best_within(world: World, person: Index, room: I64) -> Index:
    """Of each employer's people the best, as far as there is room; ties to the lower number.

    Args:
        world: as ever.
        person: distinct people.
        room: how many of them their employer has time for, one element each.
    """
    if not person.size:
        return person
    home, impact = world.home[person], world.setup.people.impact[person % world.candidates]
    order = np.lexsort((person, -impact, home))
    return person[order][rank_in_run(home[order]) < room[order]]
