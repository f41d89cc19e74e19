"""Letters go out: new approaches are opened, and every mail of the day is written and read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.mechanisms.demand import at_market
from outreach_sim.market.mechanisms.tactics import count_letters
from outreach_sim.market.phases.arrivals import micro
from outreach_sim.market.phases.features import letter_features, named_pay, subject_levels
from outreach_sim.market.setup import SIGN_ON_YEARS
from outreach_sim.market.state.approaches import NEVER, Flag, Rows, State
from outreach_sim.market.state.emit import emit
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.loads import LOAD_UNIT
from outreach_sim.market.state.offers import Codes, OfferTerms
from outreach_sim.market.state.payroll import band_usd
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.model.draws import (
    NUMBER_SHIFT,
    U64,
    Purpose,
    bits,
    bits_for,
    integer,
    logistic,
    occasions,
    pack,
    quantile_index,
    uniform,
)
from outreach_sim.model.logits import total
from outreach_sim.model.terms import reply_terms


def open_approaches(world: World, row: Index, candidate: Index, terms: OfferTerms) -> Rows:
    """Fill table rows for these distinct free pairs; the first mail is written by ``write``.

    The shortlist bits of the pairs must be clear already.
    """
    table = world.approaches
    new = table.append(row.size)
    person, pair = world.persons(row, candidate), world.pairs(row, candidate)
    number = world.attempts.take(pair) + np.uint8(1)
    world.attempts[pair] = number
    world.free_on[pair] = NEVER
    table.person[new], table.row[new], table.number[new] = person, row, number
    table.mails[new] = 0
    table.before[new] = 0
    later = (number > 1).nonzero()[0]
    if later.size:
        table.before[new.start + later] = world.had[pair[later]]
        world.any_before = True
    table.template[new] = by_arm(world, row, candidate, terms.template)
    table.sender[new] = terms.sender
    table.pay_usd[new], table.sign_on_usd[new] = terms.pay_usd, terms.sign_on_usd
    table.pledge_h100e[new], table.deadline_days[new] = terms.pledge_h100e, terms.deadline_days
    world.any_pledge |= bool(np.count_nonzero(terms.pledge_h100e))
    world.any_sender |= bool(np.count_nonzero(terms.sender))
    set_expected_pay(world, new, terms.flags)
    draw_approach(world, new, candidate)
    return np.arange(new.start, new.stop)


def by_arm(world: World, row: Index, candidate: Index, template: Codes) -> Codes:
    """The letters that go out: those asked for, or, of a lab that tries two, that of each person's arm."""
    trial = world.setup.trial
    if trial is None:
        return template
    tried = np.array(trial.templates).take(arms_of(world, row, candidate))
    return np.where(world.lab_of.take(row) == trial.lab, tried, template)


def arms_of(world: World, row: Index, candidate: Index) -> NDArray[np.int64]:
    """Which of two letters each person gets from a lab, 0 or 1: by lot, the same whenever it writes."""
    person = world.persons(row, candidate)
    return integer(bits(world.occasion(person, row), Purpose.ARM), 0, 1)


def draw_approach(world: World, new: slice, candidate: Index) -> None:
    """The luck of new approaches: whether they are opened, whose mind they meet, the reply, and the fit."""
    table, p = world.approaches, world.setup.parameters
    row, number, sender = table.row[new], table.number[new], table.sender[new]
    own, first, fit = streams(world, row, candidate, number)
    luck, remembers = uniform(bits_for(own, (Purpose.OPEN, Purpose.SAME_MIND)))
    mind = np.where((number == 1) | (remembers < p.memory), first, own)
    table.occasion[new], table.mind[new] = own, mind
    table.fit[new] = world.drawn_fit(table.person[new], row, fit)
    chances = world.open_chance_today
    place = (row * chances.shape[1] + sender) * chances.shape[2]
    if chances.shape[2] > 1:
        place += subject_levels(world, table.template[new], table.person[new], row)
    chance = chances.take(place)
    read = luck < chance
    table.shock[new] = np.where(read, logistic(bits(mind, Purpose.REPLY)), np.inf)
    if world.setup.mechanisms.ceo_spam:
        lost = ~read & (luck < chance / world.seen_share[sender])
        emit(world, Event.TAKEN_FOR_SPAM, np.arange(new.start, new.stop)[lost])


def streams(world: World, row: Index, candidate: Index, number: NDArray[np.uint8]) -> tuple[U64, U64, U64]:
    """Streams of approaches: their own, of the mind of person and lab, and of the fit.

    The first approach of a lab makes up the person's mind, so its stream leaves the number out; with chance
    ``memory`` a later one meets the same mind. Each shock keeps its distribution, however often people are
    asked. Fit belongs to person and lab, too, but may be frozen, which a mind never is.
    """
    pair = pack(candidate, world.lab_of.take(row), 0)
    numbered = pair | number.astype(np.uint64) << NUMBER_SHIFT
    person = world.persons(row, candidate)
    key, fit_key = world.keys_of(row, person), world.fit_keys_of(row, person)
    keys, count = np.concatenate((key, key, fit_key)), row.size
    stream = occasions(keys, np.concatenate((numbered, pair, pair)))
    return stream[:count], stream[count : 2 * count], stream[2 * count :]


def set_expected_pay(world: World, new: slice, flags: Codes) -> None:
    """What pay the reader has in mind: the letter's, in its words or by a field, else the public band."""
    table, names = world.approaches, world.setup.letters.names_offer
    table.expected_usd[new] = table.pay_usd[new] + table.sign_on_usd[new] // SIGN_ON_YEARS
    named = names.take(table.template[new])
    if world.reading.any_pay:
        in_words = named_pay(world, table.template[new], table.person[new], table.row[new])
        table.expected_usd[new] = np.where(in_words > 0, in_words, table.expected_usd[new])
        named |= in_words > 0
    table.flags[new] = flags | named * np.uint8(Flag.NAMED)
    vague = (~named).nonzero()[0]
    if not vague.size:
        return
    vague += new.start
    row = table.row[vague]
    table.expected_usd[vague] = at_market(world, row, band_usd(world, row, table.person[vague]))


def write(world: World, rows: Rows) -> None:
    """Mail these approaches once more; those who will answer answer this mail."""
    if not rows.size:
        return
    table, p, day = world.approaches, world.setup.parameters, world.day
    mails = table.mails.take(rows) + np.uint8(1)
    table.mails[rows] = mails
    features = letter_features(world, table, rows)
    value = total(reply_terms(p, features))
    logit = world.reply_cuts.take(mails) + value
    shock = table.shock.take(rows)
    answers = (logit >= shock).nonzero()[0]
    table.state[rows] = State.WAITING
    table.due[rows] = day + world.setup.rules.follow_up_days
    if world.follow_ups.spaced:
        table.due[rows] = day + world.follow_ups.days_after(table.template.take(rows), mails)
    replying = rows[answers]
    table.value[replying] = value[answers]
    table.state[replying] = State.REPLYING
    table.due[replying] = day + reply_delay(world, replying)
    emit(world, Event.SENT, rows, micro(logit), mails)
    emit(world, Event.OPENED, rows[((mails == 1) & (shock < np.inf)).nonzero()[0]])
    for observer in world.observers:
        observer.letters(world, rows, features)
    count_mail(world, rows, mails)
    count_letters(world, rows, mails)


def reply_delay(world: World, rows: Rows) -> NDArray[np.int16]:
    """Days until the replies arrive."""
    draw = bits(world.approaches.occasion[rows], Purpose.REPLY_DELAY)
    return world.delays[quantile_index(draw)]


def count_mail(world: World, rows: Rows, mails: NDArray[np.uint8]) -> None:
    """Add to inbox loads (a campaign each, at its first mail) and to the labs' names (every mail)."""
    table, mechanisms = world.approaches, world.setup.mechanisms
    if mechanisms.fatigue:
        np.add.at(world.load, table.person[rows[mails == 1]], LOAD_UNIT)
    if mechanisms.name_wear:
        world.mailed += LOAD_UNIT * np.bincount(table.row[rows], minlength=len(world.mailed))
