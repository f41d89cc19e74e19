"""Lays out what a person sees of a letter or an offer, as the model's ``Card``."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.approaches import Flag, Rows
from outreach_sim.market.groups import Index
from outreach_sim.market.mechanisms.colleagues import add_colleagues
from outreach_sim.market.mechanisms.conference import met_lately
from outreach_sim.market.mechanisms.leave import leave_days
from outreach_sim.market.mechanisms.pitch import add_pitch
from outreach_sim.market.mechanisms.tactics import alike
from outreach_sim.market.persons import Readers, reader_columns
from outreach_sim.market.setup import DAYS_PER_YEAR
from outreach_sim.market.world import FADE_SHIFT, LOAD_UNIT, World
from outreach_sim.model.terms import F64, Card, compute_pull, name_term, probability

NOTHING = np.zeros(())
_SLOW_WEEKDAYS = (4, 5)  # Friday, Saturday
_MEMORY_DAYS = 1 << FADE_SHIFT
_NAME_WINDOW_DAYS = 90.0


def pull_of(world: World, row: Index, pledges: NDArray[np.int64], index: Index) -> F64:
    """Today's compute pull of these lab rows, with what is pledged to the person by name.

    Args:
        world: as ever.
        row: lab rows.
        pledges: h100e; those that belong to the rows are ``pledges[index]``.
        index: one element per row.
    """
    pull = world.pull_today.take(row)
    if not world.any_pledge:
        return pull
    pledge_h100e = pledges[index]
    pledged = np.flatnonzero(pledge_h100e)
    if pledged.size:
        compute = world.compute_today[row[pledged]] + pledge_h100e[pledged]
        pull[pledged] = compute_pull(world.setup.parameters, compute)
    return pull


def readers_of(world: World, person: Index) -> Readers:
    """What is asked of these people, one element each."""
    return reader_columns(world.readers.take(person, axis=0))


def attraction_card(
    world: World, rows: Rows, reader: Readers, person: Index, row: Index, offered_usd: NDArray[np.int64]
) -> Card:
    """The part of the card that letters and offers share."""
    table = world.approaches
    home = reader.home
    card = Card(
        offered_usd=offered_usd.astype(np.float64),
        present_usd=reader.pay_usd.astype(np.float64),
        taste=reader.taste,
        pull_lab=pull_of(world, row, table.pledge_h100e, rows),
        pull_employer=pull_of(world, home, world.pledge_h100e, person),
        brand=world.brand[row] - world.brand[home] if world.any_brand else NOTHING,
        stay=world.stay[home] if world.any_brand else NOTHING,
        fit=table.fit.take(rows),
    )
    if world.memories.meetings is not None:
        card.met = met_lately(world, person + world.pair_offset[row])
    add_colleagues(world, person, row, card)
    if world.memories.peers is not None:
        card.heard_usd = world.memories.peers.heard_usd[person].astype(np.float64)
    return card


def letter_card(world: World, rows: Rows) -> Card:
    """What people see who read the mail that goes out to them today."""
    table, mechanisms = world.approaches, world.setup.mechanisms
    person, row = table.person.take(rows), table.row.take(rows)
    reader = readers_of(world, person)
    card = attraction_card(world, rows, reader, person, row, table.shown_usd.take(rows))
    letter = table.template.take(rows).astype(np.intp) * 4 + table.mails.take(rows) - 1
    card.words = world.words.take(letter * 16 + reader.known)
    if mechanisms.pitch:
        add_pitch(world, person, row, card, world.setup.letters.sequence.ravel()[letter])
    if world.any_sender:
        card.sender = world.sender_logit.take(table.sender.take(rows))
    if is_slow_day(world):
        card.weekday = np.array(world.setup.parameters.weekday_slow)
    if mechanisms.fatigue:
        card.load_campaigns = campaigns_per_year(world, person)
    if mechanisms.copying:
        card.alike = alike(world, rows)
    if mechanisms.name_wear:
        card.mails_per_person = mails_per_person(world)[row]
    return card


def is_slow_day(world: World) -> bool:
    """Whether today is a day of the week on which fewer people answer."""
    today = (world.setup.weekday + world.day) % 7
    return world.setup.mechanisms.weekday and today in _SLOW_WEEKDAYS


def campaigns_per_year(world: World, person: Index) -> F64:
    """Recruiting campaigns these people get beyond the usual, from their fading count, as a yearly rate."""
    return world.load[person].astype(np.float64) * (DAYS_PER_YEAR / _MEMORY_DAYS / LOAD_UNIT)


def open_chances(world: World) -> F64:
    """P(open) by lab row and sender with today's wear of names, shape (rows, senders)."""
    wear = name_term(world.setup.parameters, mails_per_person(world))
    return probability(world.open_logit + wear[:, None]) * world.seen_share


def mails_per_person(world: World) -> F64:
    """Each lab's mails per person in the last 90 days, from its fading count; shape (lab rows,)."""
    return world.mailed.astype(np.float64) * (_NAME_WINDOW_DAYS / _MEMORY_DAYS / LOAD_UNIT / world.candidates)


def offer_card(world: World, rows: Rows) -> Card:
    """What people see who weigh these offers; counter-offers and rivals come on top in the decision."""
    table, mechanisms = world.approaches, world.setup.mechanisms
    person, row = table.person[rows], table.row[rows]
    card = attraction_card(world, rows, readers_of(world, person), person, row, table.offered_usd(rows))
    card.direct = table.has_flag(rows, Flag.DIRECT).astype(np.float64)
    card.deadline_days = table.deadline_days[rows].astype(np.float64)
    add_pitch(world, person, row, card)
    if world.any_non_compete:
        card.wait_years = leave_days(world, person) / DAYS_PER_YEAR
    card.named_usd = np.where(table.has_flag(rows, Flag.NAMED), table.shown_usd[rows], 0).astype(np.float64)
    if mechanisms.gate:
        closed = world.gate_closed(person, row, table.pledge_h100e[rows])
        if mechanisms.come_back:
            closed &= ~table.has_flag(rows, Flag.CAME_BACK)
        card.gate_closed = closed.astype(np.float64)
    return card
