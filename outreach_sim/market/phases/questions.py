"""Phase: all of a staff whose leader has gone is asked in public whether they would follow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.pitch import add_pitch
from outreach_sim.market.phases.arrivals import micro
from outreach_sim.market.phases.features import attraction_features, readers_of
from outreach_sim.market.phases.outreach import open_approaches
from outreach_sim.market.setup import PPM, Sender, Walkout
from outreach_sim.market.state.approaches import MOST_ATTEMPTS, NEVER, ApproachTable, Flag, Rows, State
from outreach_sim.market.state.emit import emit, emit_news
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.offers import OfferTerms
from outreach_sim.market.state.payroll import times
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.stores.crowds import Crowds
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import Purpose, bits, logistic
from outreach_sim.model.features import Features, some_of
from outreach_sim.model.logits import total
from outreach_sim.model.terms import follow_terms


def ask_staff(world: World) -> None:
    """Ask once a day, from the day on which a leader goes until the day before they are back."""
    crowds, teams = world.stores.crowds, world.stores.teams
    if crowds is None or teams is None:
        return
    first = np.arange(world.worlds) * world.labs
    for walkout in world.setup.walkouts:
        home, to = first + walkout.lab, first + walkout.to
        if world.day == walkout.start:
            begin(world, crowds, home)
        followed = teams.walk_to[walkout.lab] == walkout.to
        if walkout.pay_ratio is not None and walkout.start <= world.day < walkout.back and followed:
            ask(world, crowds, walkout, home, to)


def begin(world: World, crowds: Crowds, home: Index) -> None:
    """The staff is who works there today, whatever else they have signed."""
    here = np.isin(world.home, home) & (world.status != Status.GONE)
    person = here.nonzero()[0]
    crowds.begin(home, person, world.home[person])


def ask(world: World, crowds: Crowds, walkout: Walkout, home: Index, to: Index) -> None:
    """One question, answered by everybody at once, and again as the number of those who would go grows.

    Nobody who has said so takes it back, and more of them never make fewer others say so; so whoever is asked
    first, the same people say so in the end: the smallest crowd in which nobody else wants to join.
    """
    crowds.said[home] = standing_by_it(world, crowds, home, to)
    before = crowds.said[home]
    person, row = asked(world, crowds, home, to)
    pay_usd = times(world, world.pay_usd[person], round((walkout.pay_ratio or 0.0) * PPM))
    features = follow_features(world, person, row, pay_usd)
    shock = logistic(bits(world.occasion(person, row), Purpose.SIGNS))
    joined, logits = least_crowd(world, crowds, person, features, shock)
    follow(world, person[joined], row[joined], pay_usd[joined], logits)
    crowds.said_to[person[joined]] = row[joined]
    more = (crowds.said[home] > before).nonzero()[0]
    emit_news(world, Event.SAID_SO, to[more], crowds.said[home[more]])


def standing_by_it(world: World, crowds: Crowds, home: Index, to: Index) -> NDArray[np.int64]:
    """How many of each staff are in talks with the lab, hold its offer, have signed or work there by now."""
    table = world.approaches
    rows = (table.state >= State.INTERESTED).nonzero()[0]
    world_of = world.world_of[table.row[rows]]
    rows = rows[table.row[rows] == to[world_of]]
    stands = np.zeros(world.home.size, dtype=np.bool_)
    stands[table.person[rows]] = True
    of_staff = np.flatnonzero(np.isin(crowds.staff_of, home))
    from_world = of_staff // world.candidates
    stands[of_staff[world.home[of_staff] == to[from_world]]] = True
    return np.bincount(of_staff[stands[of_staff]] // world.candidates, minlength=home.size)


def asked(world: World, crowds: Crowds, home: Index, to: Index) -> tuple[Index, Index]:
    """Everybody at the labs ``home`` who is free to say something new, and the row they would go to.

    Somebody whose letters are closed to the lab is asked like the others, and so is who has not answered its
    letter. Not asked are people who have signed anywhere, answer the lab or talk to it, or have said so.
    """
    table = world.approaches
    person = np.flatnonzero(np.isin(world.home, home) & (world.status == Status.HERE))
    row = to[person // world.candidates]
    talking = np.zeros(world.home.size, dtype=np.bool_)
    rows = (table.state > State.WAITING).nonzero()[0]
    world_of = world.world_of[table.row[rows]]
    talking[table.person[rows[table.row[rows] == to[world_of]]]] = True
    free = ~talking[person] & (crowds.said_to[person] != row)
    free &= world.attempts[person + world.pair_offset[row]] < MOST_ATTEMPTS
    return person[free], row[free]


def follow_features(world: World, person: Index, row: Index, pay_usd: NDArray[np.int64]) -> Features:
    """What lies before people who are asked: the engine's own attraction, the lab's cause, and its fleet."""
    table = ApproachTable(person.size)
    rows: Rows = np.arange(person.size)
    table.append(person.size)
    table.pledge_h100e[:] = 0
    table.fit[:] = world.fit(person, row)
    reader = readers_of(world, person)
    features = attraction_features(world, table, rows, reader, person, row, pay_usd)
    add_pitch(world, person, row, features)
    if world.setup.mechanisms.gate:
        closed = world.gate_closed(person, row, table.pledge_h100e)
        features.gate_closed = closed.astype(np.float64)
    return features


def least_crowd(
    world: World, crowds: Crowds, person: Index, features: Features, shock: NDArray[np.float64]
) -> tuple[Index, NDArray[np.float64]]:
    """Who says so, as places in ``person``, and with what log-odds in the end; counts the crowds on the way.

    Rounds end where nobody joined in the last one; a world is asked on only as long as somebody did.
    """
    home, p = world.home[person], world.setup.parameters
    counts = crowds.staff_of[person] == home
    places, found = np.arange(person.size), [np.empty(0, dtype=np.intp)]

    def logits(of: Index) -> NDArray[np.float64]:
        theirs = some_of(features, of)
        theirs.crowd = crowds.share(home[of])
        return total(follow_terms(p, theirs))

    while places.size:
        joins = logits(places) >= shock[places]
        new, places = places[joins], places[~joins]
        found.append(new)
        crowds.said += np.bincount(home[new[counts[new]]], minlength=crowds.said.size)
        places = places[np.isin(home[places], home[new])]
    joined = np.sort(np.concatenate(found))
    return joined, logits(joined)


def follow(
    world: World, person: Index, row: Index, pay_usd: NDArray[np.int64], logits: NDArray[np.float64]
) -> None:
    """These people are interested, in an approach without any letter; it goes on like every other."""
    if not person.size:
        return
    table, candidate = world.approaches, person - world.first_person[row]
    end_letters(world, person, row)
    world.shortlist.clear(row, candidate)
    days = world.setup.rules.deadline_days
    terms = OfferTerms(0, int(Sender.RECRUITER), Flag.DIRECT, pay_usd, deadline_days=days)
    rows = open_approaches(world, row, candidate, terms)
    table.flags[rows] |= np.uint8(Flag.NAMED)
    table.expected_usd[rows] = pay_usd
    table.state[rows] = State.INTERESTED
    table.due[rows] = min(world.day + world.setup.rules.interest_lasts_days, NEVER)
    world.interested_today = np.concatenate((world.interested_today, rows))
    emit(world, Event.INTERESTED, rows, micro(logits))


def end_letters(world: World, person: Index, row: Index) -> None:
    """A letter that nobody has answered is overtaken by events."""
    table = world.approaches
    silent = table.in_state(State.WAITING)
    wanted = person + world.pair_offset[row]
    pair = table.person[silent] + world.pair_offset[table.row[silent]]
    silent = silent[np.isin(pair, wanted)]
    emit(world, Event.CLOSED, silent)
    table.release(silent)
