"""Come back when you have 10,000 H100s: people who said so do come back once the lab has them.

What a lab pledges by name comes out of its fleet, so a pledge that reaches the number is a fleet that does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.approaches import MOST_ATTEMPTS, NEVER, ApproachTable, Flag, Rows, State
from outreach_sim.market.state.emit import emit
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.saved import Arrays
from outreach_sim.market.state.world import World


def remember(world: World, rows: Rows, named_h100e: NDArray[np.int64]) -> None:
    """Keep the approaches that are about to end for want of machines alone."""
    if world.stores.waiting is not None and rows.size:
        world.stores.waiting.add(world.approaches, rows, named_h100e)


def welcome_back(world: World) -> None:
    """Phase: whoever named a number that the lab's fleet has reached today is interested at once."""
    waiting = world.stores.waiting
    if waiting is None or not len(waiting):
        return
    _forget(world)
    opens = world.fleet_today[waiting.columns["row"]] >= waiting.named_h100e
    opens &= _may_talk(world, waiting.columns)
    if opens.any():
        _reopen(world, *waiting.take(opens))


def asked_h100e(world: World, row: int) -> NDArray[np.int64] | None:
    """The fleet that each person said the lab of this row should come back with; 0 where nobody did."""
    if world.stores.waiting is None:
        return None
    everyone = world.first_person[row] + np.arange(world.candidates)
    return asked_of_lab_h100e(world, int(world.lab_of[row]), everyone)


def asked_of_lab_h100e(world: World, lab: int, person: Index) -> NDArray[np.int64]:
    """The fleet that each of these people said this lab should come back with; 0 where they did not."""
    waiting, asked = world.stores.waiting, np.zeros(person.shape, dtype=np.int64)
    if waiting is None:
        return asked
    mine = (world.lab_of[waiting.columns["row"]] == lab).nonzero()[0]
    mine = mine[waiting.columns["person"][mine].argsort(kind="stable")]
    who = waiting.columns["person"][mine]
    latest = who.searchsorted(person, side="right") - 1  # two waits of one pair: the later letter counts
    found = latest >= 0
    found[found] = who[latest[found]] == person[found]
    asked[found] = waiting.named_h100e[mine[latest[found]]]
    return asked


def _forget(world: World) -> None:
    """People who are gone, or came to the lab by another way, wait no longer."""
    waiting = world.stores.waiting
    assert waiting is not None
    person, row = waiting.columns["person"], waiting.columns["row"]
    done = (world.status[person] == Status.GONE) | (world.home[person] == row)
    if done.any():
        waiting.take(done)


def _may_talk(world: World, columns: Arrays) -> NDArray[np.bool_]:
    """Who is in the market and not being written to by the same lab already."""
    person, row = columns["person"], columns["row"]
    pair = person + world.pair_offset[row]
    free = (world.free_on[pair] != NEVER) & (world.attempts[pair] < MOST_ATTEMPTS)
    return free & (world.status[person] == Status.HERE)


def _reopen(world: World, columns: Arrays, named_h100e: NDArray[np.int64]) -> None:
    """A new approach in state interested, outside the rest; terms are those of the letter they answered."""
    # Two waits of one pair: the later letter counts.
    person, row = columns["person"], columns["row"]
    _, last = np.unique((person + world.pair_offset[row])[::-1], return_index=True)
    keep = np.sort(person.size - 1 - last)
    columns, named_h100e = {name: column[keep] for name, column in columns.items()}, named_h100e[keep]
    table = world.approaches
    new = table.append(keep.size)
    for name in ApproachTable.names():
        getattr(table, name)[new] = columns[name]
    rows: Index = np.arange(new.start, new.stop)
    person, row = table.person[rows], table.row[rows]
    pair = person + world.pair_offset[row]
    world.attempts[pair] += np.uint8(1)
    table.number[rows] = world.attempts[pair]
    table.occasion[rows] = world.occasion(person, row, table.number[rows])
    table.state[rows] = State.INTERESTED
    table.due[rows] = min(world.day + world.setup.rules.interest_lasts_days, NEVER)
    table.flags[rows] |= np.uint8(Flag.CAME_BACK)
    world.free_on[pair] = NEVER
    world.refresh(row, world.candidate_of(rows))
    emit(world, Event.CAME_BACK, rows, named_h100e)
