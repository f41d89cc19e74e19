"""Interested people are asked to interviews, or an offer without interviews is drawn up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.approaches import Flag, Rows, State
from outreach_sim.market.state.attention import with_an_hour
from outreach_sim.market.state.emit import emit
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.runs import rank_in_run
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, integer
from outreach_sim.model.interviews import interview_days


def automatic(world: World, rows: Rows) -> Rows:
    """Approaches that the lab moves on without being told."""
    return rows[~world.approaches.has_flag(rows, Flag.BY_HAND)]


def invite(world: World, rows: Rows) -> None:
    """Start the process with interested people; interviews need slots, the strongest come first."""
    if not rows.size:
        return
    table = world.approaches
    direct = table.has_flag(rows, Flag.DIRECT)
    if np.count_nonzero(direct):
        draw_up(world, with_an_hour(world, rows[direct]))
        rows = rows[~direct]
    interviews = with_a_slot(world, rows)
    np.add.at(world.interviews_used, table.row[interviews], 1)
    low, high = world.setup.rules.interview_days_low, world.setup.rules.interview_days_high
    days = integer(bits(table.occasion[interviews], Purpose.INTERVIEW_DAYS), low, high)
    short = table.has_flag(interviews, Flag.SHORT)
    begin(world, interviews, interview_days(days, short), Event.INVITED)


def draw_up(world: World, rows: Rows) -> None:
    """An offer without interviews is on its way."""
    begin(world, rows, np.full(rows.size, world.setup.rules.direct_days), Event.DRAWN_UP)


def begin(world: World, rows: Rows, days: NDArray[np.int64], event: Event) -> None:
    """The process takes so many days; its result is drawn when it ends."""
    if not rows.size:
        return
    table = world.approaches
    table.state[rows] = State.PROCESS
    table.due[rows] = world.day + days
    emit(world, event, rows, days, words=table.answer[rows])


def with_a_slot(world: World, rows: Rows) -> Rows:
    """Those of the rows for whom this week's interview slots last, highest impact first, ties by id."""
    if not world.setup.mechanisms.quotas or not rows.size:
        return rows
    table = world.approaches
    candidate = world.candidate_of(rows)
    order = np.lexsort((candidate, -world.setup.people.impact[candidate], table.row[rows]))
    rows = rows[order]
    row = table.row[rows]
    left = (world.interview_quota - world.interviews_used)[row]
    return rows[rank_in_run(row) < left]
