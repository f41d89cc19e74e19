"""The conference week: who is there, and whom the labs' people meet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.setup import Conference
from outreach_sim.market.state.asked import Asked, of_employers_asked, refuse_named
from outreach_sim.market.state.emit import emit_news, emit_of, refuse
from outreach_sim.market.state.events import Event, Refusal
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.shortlist import first_of_each
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, uniform


def conferences_on(world: World) -> list[int]:
    """Numbers of the conferences that today belongs to."""
    if world.stores.meetings is None:
        return []
    return [i for i, c in enumerate(world.setup.conferences) if c.start <= world.day < c.start + c.days]


def attendees(world: World) -> NDArray[np.bool_] | None:
    """Who is at a conference today, per person, drawn once for each conference; ``None`` on other days."""
    on = conferences_on(world)
    if not on:
        return None
    stream = world.own_stream(np.arange(world.status.size))
    there = np.zeros(stream.size, dtype=np.bool_)
    for number in on:
        there |= uniform(bits(stream, Purpose.ATTENDS, number)) < world.setup.conferences[number].share
    return there & (world.status != Status.GONE)


def attending_today(world: World) -> NDArray[np.bool_] | None:
    """The same, drawn once a day; who leaves the market in the morning is no longer there."""
    if world.attending_on != world.day:
        world.attending, world.attending_on = attendees(world), world.day
    return world.attending


def hold(world: World) -> None:
    """Phase: conferences open and close."""
    if world.stores.meetings is None:
        return
    attending = attending_today(world)
    if attending is not None:
        attending &= world.status != Status.GONE
    world.met_today[:] = 0
    for conference in world.setup.conferences:
        _announce(world, conference)


def _announce(world: World, conference: Conference) -> None:
    """News on the first day, and on the day after the last."""
    meetings, rows = world.stores.meetings, np.arange(world.worlds) * world.labs + world.setup.player
    assert meetings is not None
    if world.day == conference.start:
        assert world.attending is not None
        meetings.held[:] = 0
        there = world.attending.reshape(world.worlds, -1).sum(axis=1)
        emit_news(world, Event.CONFERENCE_OPENED, rows, there)
    elif world.day == conference.start + conference.days:
        met = meetings.held.reshape(world.worlds, -1).sum(axis=1)
        emit_news(world, Event.CONFERENCE_CLOSED, rows, met)


def may_meet(world: World, row: Index, candidate: Index) -> NDArray[np.bool_]:
    """Whom the labs' people can meet today: there, in the market, not their own, not met there already."""
    if world.attending is None or world.stores.meetings is None:
        return np.zeros(row.size, dtype=np.bool_)
    person = world.persons(row, candidate)
    first = max(world.setup.conferences[number].start for number in conferences_on(world))
    fresh = world.stores.meetings.met_on[world.pairs(row, candidate)] <= first
    here = world.attending[person] & (world.status[person] == Status.HERE)
    return fresh & here & (world.home[person] != row)


def attend(world: World, asked: Asked) -> None:
    """Meet the people whom orders ask for, as far as they are there and the day lasts."""
    if world.attending is None:
        refuse(world, asked.rows, np.zeros(asked.rows.size, dtype=np.intp), Refusal.NO_CONFERENCE)
        return
    row = asked.rows[asked.place]
    eligible = may_meet(world, row, asked.candidate)
    eligible &= of_employers_asked(world, asked)
    refuse_named(world, asked, ~eligible, Refusal.NOT_FREE)
    left = world.setup.rules.meetings_per_day - world.met_today[asked.rows]
    chosen = asked.first(eligible, np.minimum(left, asked.wanted))
    _meet(world, row[chosen], asked.candidate[chosen])


def policies_attend(world: World) -> None:
    """Labs that act by themselves meet the best of those who are there, by their own judgement."""
    if world.attending is None:
        return
    acts = np.array([lab.policy.acts for lab in world.setup.labs])[world.lab_of]
    rows = np.flatnonzero(acts)
    if not rows.size:
        return
    ranked = world.shortlist.order.reshape(world.labs, world.candidates)[world.lab_of[rows]]
    every, candidate = np.repeat(rows, world.candidates), ranked.ravel().astype(np.intp)
    eligible = may_meet(world, every, candidate)
    left = world.setup.rules.meetings_per_day - world.met_today[rows]
    _meet(world, *first_of_each(every, candidate, eligible, left))


def _meet(world: World, row: Index, candidate: Index) -> None:
    meetings = world.stores.meetings
    if not row.size or meetings is None:
        return
    meetings.met_on[world.pairs(row, candidate)] = world.day + 1
    np.add.at(meetings.held, row, 1)
    np.add.at(world.met_today, row, 1)
    start = max(world.setup.conferences[number].start for number in conferences_on(world))
    emit_of(world, Event.MET, row, world.persons(row, candidate), np.full(row.size, world.day - start))


def met_lately(world: World, pair: Index) -> NDArray[np.float64]:
    """1.0 for the pairs whose meeting still counts."""
    meetings = world.stores.meetings
    assert meetings is not None
    return meetings.lately(pair, world.day, world.setup.rules.met_lasts_days).astype(np.float64)
