"""People leave for no lab on the board: outside, where the scenario has an outside, else for good."""

from __future__ import annotations

import numpy as np

from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.emit import emit, emit_of
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.ledger import refund
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.tastes import exit_days
from outreach_sim.market.state.world import World


def leave_to_no_lab(world: World) -> None:
    """Phase: people whose exit day has come leave their lab, whatever else is going on."""
    if not world.setup.mechanisms.exits:
        return
    due = np.flatnonzero(world.tastes.exit_day == world.day)
    person = due[world.on_the_board(due)]
    if person.size:
        emit_of(world, Event.EXITED, world.home[person], person)
        leave_the_board(world, person)
    if world.outside is not None and due.size:
        # Who is outside may come in again, and leave again.
        world.tastes.exit_day[due] = exit_days(world.setup, world.own_stream(due), world.day)


def leave_the_board(world: World, person: Index) -> None:
    """These distinct people leave for no lab on the board; what they have signed comes to nothing."""
    if world.outside is not None:
        lapse(world, person)
    world.remove(person)


def lapse(world: World, person: Index) -> None:
    """These people will not start where they have signed: money and compute come back today."""
    table = world.approaches
    signed = table.in_state(State.SIGNED)
    world.marked[person] = True
    rows = signed[world.marked[table.person[signed]]]
    world.marked[person] = False
    lose(world, rows)


def lose(world: World, rows: Rows) -> None:
    """Signed people who have left for no lab are told of where they signed; what they cost comes back."""
    if not rows.size:
        return
    emit(world, Event.HIRE_LOST, rows, world.approaches.offered_usd(rows))
    refund(world, rows)
    world.close(rows)
