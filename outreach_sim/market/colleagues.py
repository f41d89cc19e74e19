"""People follow colleagues and stay for them: teams, their leaders, and leaders of whole labs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.approaches import Rows, State
from outreach_sim.market.events import Event
from outreach_sim.market.leave import stay_after_all
from outreach_sim.market.teams import NOWHERE
from outreach_sim.market.world import Index, Status, World
from outreach_sim.model.draws import Purpose, bits, uniform
from outreach_sim.model.terms import Card


def add_colleagues(world: World, person: Index, row: Index, card: Card) -> None:
    """Team mates at the lab that writes, those left at home, and whether the leader has gone there."""
    teams = world.memories.teams
    if teams is None:
        return
    home = world.home[person]
    first = world.setup.people.employer[person % world.candidates]
    there, left, led = teams.around(person, home, row, world.day)
    card.colleagues = there.astype(np.float64)
    card.team_left = np.where(home % world.labs == first, left, 1.0)
    card.led = led.astype(np.float64)


def word_gets_round(world: World, rows: Rows) -> None:
    """Who signs counts as one who has gone; where it is a team's leader, the team looks after them."""
    teams, table = world.memories.teams, world.approaches
    if teams is None or not rows.size:
        return
    person, row = table.person[rows], table.row[rows]
    teams.move(person, row)
    leads = teams.is_leader(person)
    lead, to = person[leads], row[leads]
    place = teams.place(lead)
    teams.led_to[place] = to
    teams.led_until[place] = world.day + world.setup.rules.leader_days
    behind = teams.count[teams.cell(lead, world.home[lead])].astype(np.int64)
    world.emit(Event.LED_AWAY, rows[leads], behind)


def walk_out(world: World) -> None:
    """Phase: the head of a lab goes, or comes back."""
    teams = world.memories.teams
    if teams is None:
        return
    first = np.arange(world.worlds) * world.labs
    for walkout in world.setup.walkouts:
        if world.day == walkout.start:
            teams.walk_to[first + walkout.lab] = first + walkout.to
            world.emit_news(Event.LED_AWAY, first + walkout.to, world.heads[first + walkout.lab])
        elif world.day == walkout.back:
            teams.walk_to[first + walkout.lab] = NOWHERE
            stayed = _follow_back(world, first + walkout.lab, first + walkout.to)
            world.emit_news(Event.REINSTATED, first + walkout.lab, stayed)


def _follow_back(world: World, home: Index, to: Index) -> NDArray[np.int64]:
    """Who signed to follow the leader and has not started stays after all; how many in each world."""
    table = world.approaches
    rows = table.in_state(State.SIGNED)
    world_of = world.world_of[table.row[rows]]
    rows = rows[(table.row[rows] == to[world_of]) & (world.home[table.person[rows]] == home[world_of])]
    rows = rows[world.status[table.person[rows]] == Status.SIGNED]
    draw = uniform(bits(table.occasion[rows], Purpose.FOLLOWS_BACK))
    rows = rows[draw < world.setup.parameters.leader_back_stays]
    counts = np.bincount(world.world_of[table.row[rows]], minlength=world.worlds)
    stay_after_all(world, rows)
    return counts
