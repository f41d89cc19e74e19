"""People follow colleagues and stay for them: teams, and their leaders."""

from __future__ import annotations

import numpy as np

from outreach_sim.market.state.approaches import Rows
from outreach_sim.market.state.emit import emit
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.features import Features


def add_colleagues(world: World, person: Index, row: Index, features: Features) -> None:
    """Team mates at the lab that writes, those left at home, and whether the leader has gone there."""
    teams = world.stores.teams
    if teams is None:
        return
    home, candidate = world.home[person], person - world.first_person.take(row)
    first = world.setup.people.employer.take(candidate)
    there, left, led = teams.around(world.world_of.take(row), candidate, home, row, world.day)
    features.colleagues = there.astype(np.float64)
    features.team_left = np.where(world.lab_of.take(home) == first, left, 1.0)
    features.led = led.astype(np.float64)


def word_gets_round(world: World, rows: Rows) -> None:
    """Who signs counts as one who has gone; where it is a team's leader, the team looks after them."""
    teams, table = world.stores.teams, world.approaches
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
    emit(world, Event.LED_AWAY, rows[leads][behind > 0], behind[behind > 0])
