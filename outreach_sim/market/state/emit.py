"""Records what happens, and tells everybody who looks on: of approaches, of people, and of labs alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.approaches import Rows
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.observer import EventBatch
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import occasions, pack


def emit(
    world: World,
    event: Event,
    rows: Rows,
    value: NDArray[np.int64] | int = 0,
    mail: NDArray[np.uint8] | int = 0,
    words: NDArray[np.integer] | int = 0,
) -> None:
    """Record an event of these approaches, under the lab that writes.

    ``words`` are the letters (index + 1) in which the lab says so itself. The log has them in place of the
    number of a mail; the hash, which knows letters by what they do, has not.
    """
    if not rows.size:
        return
    world.recorder.emit(event, rows, value, mail)
    if world.observers or world.recorder.keeps or world.recorder.asks(event):
        table = world.approaches
        _tell(world, EventBatch(event, table.row[rows], table.person[rows], rows, mail + words, value))


def emit_of(
    world: World, event: Event, row: Index, person: Index, value: NDArray[np.int64] | int = 0
) -> None:
    """Record an event that belongs to no approach: of these people, under these labs."""
    if not row.size:
        return
    world.recorder.emit_of(event, row, world.occasion(person, row), value)
    if world.observers or world.recorder.keeps or world.recorder.asks(event):
        _tell(world, EventBatch(event, row, person, None, 0, value))


def emit_news(world: World, event: Event, row: Index, value: NDArray[np.int64] | int = 0) -> None:
    """Record an event about these labs and nobody in particular; its candidate is -1."""
    if not row.size:
        return
    nobody = np.full(row.size, 2**32 - 1, dtype=np.uint64)
    world.recorder.emit_of(
        event, row, occasions(world.key_of[row], pack(nobody, world.lab_of[row], 0)), value
    )
    if world.observers or world.recorder.keeps or world.recorder.asks(event):
        _tell(world, EventBatch(event, row, world.first_person[row] - 1, None, 0, value))


def refuse(world: World, row: Index, candidate: Index, reason: Refusal) -> None:
    """Record that an order did not apply to these candidates of these rows' worlds."""
    emit_of(world, Event.REFUSED, row, world.persons(row, candidate), int(reason))


def _tell(world: World, batch: EventBatch) -> None:
    """Tell who looks on, the queries and the log; where nobody wants to know, nothing is looked up."""
    recorder, table, rows = world.recorder, world.approaches, batch.rows
    for observer in world.observers:
        observer.event(world, batch)
    if recorder.asks(batch.event):
        news = bool((batch.person < world.first_person[batch.row]).any())
        home = batch.row if news else world.home[batch.person]
        gated = np.zeros(batch.row.size, np.bool_) if news else world.tastes.gate_ppm[batch.person] > 0
        sender = None if rows is None else table.sender[rows]
        recorder.count_queries(batch.event, batch.row, batch.value, home, sender, gated)
    if recorder.keeps:
        number = 0 if rows is None else table.number[rows]
        recorder.remember(batch.event, world.day, batch.row, batch.person, number, batch.mail, batch.value)
