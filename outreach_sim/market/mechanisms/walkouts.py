"""The head of a lab goes to another, its staff look after them; and the head may come back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.leave import stay_after_all
from outreach_sim.market.state.approaches import Rows, State
from outreach_sim.market.state.emit import emit_news
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.offers import withdraw
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, uniform
from outreach_sim.model.features import Features


def walk_out(world: World) -> None:
    """Phase: news of heads of labs who go (``Teams.begin_day``), and of what their coming back does."""
    if world.stores.teams is None:
        return
    first = np.arange(world.worlds) * world.labs
    for walkout in world.setup.walkouts:
        home, to = first + walkout.lab, first + walkout.to
        if world.day == walkout.start:
            emit_news(world, Event.LED_AWAY, to, world.heads[home])
        elif world.day == walkout.back:
            emit_news(world, Event.REINSTATED, home, follow_back(world, home, to))


def add_crowd(world: World, person: Index, row: Index, features: Features) -> None:
    """What share of the staff would follow its leader to the lab of the row; 0 for everybody else."""
    crowds, teams = world.stores.crowds, world.stores.teams
    if crowds is None or teams is None:
        return
    home = world.home[person]
    features.crowd = np.where(teams.walk_to.take(home) == row, crowds.share(home), 0.0)


def follow_back(world: World, home: Index, to: Index) -> NDArray[np.int64]:
    """Who was on the way after the leader stays after all; how many of the signed, in each world.

    Signed people who have not started turn back; talks and offers that are still open end.
    """
    rows = under_way(world, home, to)
    draw = uniform(bits(world.approaches.occasion[rows], Purpose.FOLLOWS_BACK))
    rows = rows[draw < world.setup.parameters.leader_back_stays]
    signed = world.approaches.state[rows] == State.SIGNED
    counts = np.bincount(world.world_of[world.approaches.row[rows[signed]]], minlength=world.worlds)
    withdraw(world, rows[~signed])
    stay_after_all(world, rows[signed])
    return counts


def under_way(world: World, home: Index, to: Index) -> Rows:
    """Approaches of the labs ``to`` to the staff of the labs ``home`` that have not led to a start yet."""
    table = world.approaches
    rows = np.flatnonzero((table.state != State.EMPTY) & (table.state <= State.SIGNED))
    world_of = world.world_of[table.row[rows]]
    rows = rows[(table.row[rows] == to[world_of]) & (world.home[table.person[rows]] == home[world_of])]
    # Whoever has signed elsewhere, or left the market, follows nobody back.
    signed = table.state[rows] == State.SIGNED
    status = world.status[table.person[rows]]
    return rows[np.where(signed, status == Status.SIGNED, status == Status.HERE)]
