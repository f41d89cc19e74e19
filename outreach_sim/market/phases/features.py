"""Lays out what a person sees of a letter or an offer, as the model's ``Features``.

Approaches are rows of a table: the world's own, or one of approaches that somebody only thinks of
(``market.plan``), so that what is explained is what is played.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.letters import KNOWN_MASKS, MOST_MAILS
from outreach_sim.market.mechanisms.colleagues import add_colleagues
from outreach_sim.market.mechanisms.conference import met_lately
from outreach_sim.market.mechanisms.leave import leave_days
from outreach_sim.market.mechanisms.pitch import add_pitch
from outreach_sim.market.mechanisms.tactics import alike
from outreach_sim.market.mechanisms.walkouts import add_crowd
from outreach_sim.market.setup import DAYS_PER_YEAR, Sender
from outreach_sim.market.state.approaches import ApproachTable, Flag, Rows
from outreach_sim.market.state.loads import FADE_SHIFT, LOAD_UNIT, MEMORY_DAYS, mails_per_person
from outreach_sim.market.state.persons import KNOWN, Readers, reader_columns
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.market.variants import Variants, at
from outreach_sim.model.answer_words import answer_worth
from outreach_sim.model.features import F64, Envelope, Features, compute_pull
from outreach_sim.model.logits import probability, total
from outreach_sim.model.terms import open_terms
from outreach_sim.model.wording import JUST_SAID, MET, SAID_BEFORE, Judged, false_claims

NOTHING = np.zeros(())
_SLOW_WEEKDAYS = (4, 5)  # Friday, Saturday


def pull_of(world: World, row: Index, pledges: NDArray[np.int64], index: Index, pledged: bool) -> F64:
    """Today's compute pull of these lab rows, with what is pledged to the person by name.

    Args:
        world: as ever.
        row: lab rows.
        pledges: h100e; those that belong to the rows are ``pledges[index]``.
        index: one element per row.
        pledged: whether any of the pledges can be above 0.
    """
    pull = world.pull_today.take(row)
    if not pledged:
        return pull
    pledge_h100e = pledges[index]
    above = np.flatnonzero(pledge_h100e)
    if above.size:
        compute = world.compute_today[row[above]] + pledge_h100e[above]
        pull[above] = compute_pull(world.setup.parameters, compute)
    return pull


def readers_of(world: World, person: Index) -> Readers:
    """What is asked of these people, one element each."""
    return reader_columns(world.readers.take(person, axis=0))


def attraction_features(
    world: World,
    table: ApproachTable,
    rows: Rows,
    reader: Readers,
    person: Index,
    row: Index,
    offered_usd: NDArray[np.int64],
) -> Features:
    """The part of the features that letters and offers share."""
    home, pledged = reader.home, world.any_pledge or table is not world.approaches
    features = Features(
        offered_usd=offered_usd.astype(np.float64),
        present_usd=reader.pay_usd.astype(np.float64),
        money=reader.money,
        taste=reader.taste,
        pull_lab=pull_of(world, row, table.pledge_h100e, rows, pledged),
        pull_employer=pull_of(world, home, world.pledge_h100e, person, world.any_pledge),
        appeal=world.appeal[row] - world.appeal[home] if world.any_appeal else NOTHING,
        fit=table.fit.take(rows),
    )
    if world.any_stake:
        features.stake_usd = world.stake_usd[person].astype(np.float64)
    if world.stores.meetings is not None:
        features.met = met_lately(world, person + world.pair_offset[row])
    add_colleagues(world, person, row, features)
    if world.stores.crowds is not None:
        add_crowd(world, person, row, features)
    if world.stores.peers is not None:
        features.heard_usd = world.stores.peers.heard_usd[person].astype(np.float64)
    return features


def letter_features(world: World, table: ApproachTable, rows: Rows) -> Features:
    """What people see who read the mail that goes out to them today."""
    mechanisms = world.setup.mechanisms
    person, row = table.person.take(rows), table.row.take(rows)
    reader = readers_of(world, person)
    features = attraction_features(world, table, rows, reader, person, row, table.expected_usd.take(rows))
    letter = letters_of(table, rows)
    place = mail_place(world, letter, person, row, reader)
    features.words = world.reading.reply.take(place)
    if world.any_before or table is not world.approaches:
        add_what_was_said_before(world, table, rows, letter, place, reader.known, features)
    if world.reading.any_by_day:
        add_what_the_day_tells(world, table, rows, place, features)
    if mechanisms.pitch:
        add_pitch(world, person, row, features, world.sequence[letter])
    if world.any_sender or table is not world.approaches:
        features.sender = world.sender_logit.take(table.sender.take(rows))
    if is_slow_day(world, world.day):
        features.weekday = np.array(world.setup.parameters.weekday_slow)
    if mechanisms.fatigue:
        features.load_campaigns = campaigns_per_year(world, person)
    if mechanisms.copying:
        features.alike = alike(world, table, rows)
    if mechanisms.name_wear:
        features.mails_per_person = mails_per_person(world)[row]
    return features


def letters_of(table: ApproachTable, rows: Rows) -> Index:
    """Which mail of which sequence goes out to these approaches: opening template x 6 + its number - 1."""
    return table.template.take(rows).astype(np.intp) * MOST_MAILS + table.mails.take(rows) - 1


def mail_place(world: World, letter: Index, person: Index, row: Index, reader: Readers) -> Index:
    """Where mails of lab rows to these people stand in what ``reading`` knows of mails.

    Args:
        world: as ever.
        letter: which mails, as in ``letters_of``.
        person: who reads them.
        row: of the labs that write.
        reader: what is asked of these people.
    """
    reading, place = world.reading, letter * KNOWN_MASKS + reader.known
    if reading.variants is not None:
        template = letter // MOST_MAILS
        some = reading.own_kinds.take(template).nonzero()[0]
        if some.size:
            own, variant = own_rows(world, reading.variants, template[some], person[some], row[some])
            place[some[own]] = reading.variants_from + variant * MOST_MAILS + letter[some[own]] % MOST_MAILS
    return place


def own_rows(
    world: World, variants: Variants, template: NDArray[np.integer], person: Index, row: Index
) -> tuple[Index, Index]:
    """Who of these people read variants of these letters, as places, and which."""
    labs = (world.lab_of[row], world.lab_of[world.home[person]])
    return variants.rows_for(template, person % world.candidates, *labs)


def add_what_was_said_before(
    world: World,
    table: ApproachTable,
    rows: Rows,
    letter: Index,
    place: Index,
    known: NDArray[np.int64],
    features: Features,
) -> None:
    """Words of mails that say again what the lab's last approach to their reader has said; ``known`` is the
    mask of facts known of each.
    """
    assert features.words is not None, "every letter has words"
    before = table.before.take(rows)
    later = before.nonzero()[0]
    if later.size:
        again = later[said_again(world, before.take(later), letter.take(later), known.take(later))]
        features.words[again] = world.reading.repeated.take(place.take(again))


def said_again(
    world: World, before: NDArray[np.uint16], letter: Index, known: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which of these mails (``letters_of``) say again what those before have said, as the table has them."""
    return (world.reading.said_again(before, world.sequence.take(letter)) >> known & 1) > 0


def add_what_the_day_tells(
    world: World, table: ApproachTable, rows: Rows, place: Index, features: Features
) -> None:
    """Words of mails that claim something, with what is so on the day they are read, and of those in a
    language that not everybody reads.
    """
    assert features.words is not None, "every letter has words"
    claiming = world.reading.by_day.take(place).nonzero()[0]
    if claiming.size:
        judged = judged_today(world, table, rows, place, features, claiming)
        features.words[claiming] = world.reading.judged_at(judged, place[claiming])


def judged_today(
    world: World, table: ApproachTable, rows: Rows, place: Index, features: Features, which: Index
) -> Judged:
    """What only the day on which they are read, and who reads them, can tell of some of these mails.

    Args:
        world: as ever.
        table: of approaches.
        rows: those to whom mails go out today.
        place: of each in the world's ``reading``.
        features: what else the readers see.
        which: the mails that are asked about.
    """
    some, at_place = rows[which], place[which]
    claims = at(world.reading.claims, at_place)
    met = NOTHING if features.met is None else features.met[which]
    fleet = world.fleet_today[table.row[some]]
    first = (table.mails[some] == 1) & (table.number[some] == 1)
    known = world.readers[table.person[some], KNOWN]
    again = said_again(world, table.before[some], letters_of(table, some), known)
    return Judged(
        false=false_claims(claims, MET * met, table.deadline_days[some], fleet),
        no_earlier=1 * (first & (claims.earlier > 0)),
        unread=1 * is_unread(world, world.reading.language[at_place], table.person[some]),
        repeat=np.where(world.reading.repeat[at_place], JUST_SAID, again * SAID_BEFORE),
    )


def is_unread(world: World, language: NDArray[np.uint8], person: Index) -> NDArray[np.bool_]:
    """Whether each of these people does not read a language, a bit each; who says nothing reads all."""
    reads = world.setup.people.reads[person % world.candidates]
    return (reads > 0) & (language & ~reads > 0)


def answer_place(world: World, table: ApproachTable, rows: Rows) -> Index:
    """Where the own words in which these people were answered stand among first mails."""
    return subject_place(world, table.answer[rows] - np.uint16(1), table.person[rows], table.row[rows])


def judged_answers(world: World, table: ApproachTable, rows: Rows, place: Index) -> Judged:
    """What was so of the answers to these people on the day they read them; ``place`` as ``answer_place``."""
    unread = is_unread(world, world.reading.subject_language[place], table.person[rows])
    return Judged(table.answer_false[rows].astype(np.int64), no_earlier=0, unread=1 * unread, repeat=0)


def add_answers(world: World, table: ApproachTable, rows: Rows, features: Features) -> None:
    """What the lab has said in its own words since these people answered, and the pay it named in them."""
    features.answer, features.answer_usd = np.zeros(rows.size), table.answer_usd[rows].astype(np.float64)
    own = table.answer[rows].nonzero()[0]
    if own.size:
        some = rows[own]
        place = answer_place(world, table, some)
        wording, judged = at(world.reading.first_wording, place), judged_answers(world, table, some, place)
        features.answer[own] = answer_worth(world.setup.parameters, wording, judged)


def subject_place(world: World, template: NDArray[np.integer], person: Index, row: Index) -> Index:
    """Where the first mail of each lab row to each person stands in what ``reading`` knows of subjects and
    of pay.
    """
    reading = world.reading
    place = template.astype(np.intp) * KNOWN_MASKS + world.readers[person, KNOWN]
    if reading.variants is not None:
        some = reading.own_kinds.take(template).nonzero()[0]
        if some.size:
            own, variant = own_rows(world, reading.variants, template[some], person[some], row[some])
            place[some[own]] = reading.subjects + variant
    return place


def named_pay(world: World, template: NDArray[np.integer], person: Index, row: Index) -> NDArray[np.int64]:
    """Yearly pay that the words of the first mail name, USD; 0 where a field names it, or nothing."""
    return world.reading.pay_usd.take(subject_place(world, template, person, row))


def subject_levels(world: World, template: NDArray[np.integer], person: Index, row: Index) -> Index:
    """Which of the levels of ``reading`` the subject of the first mail has for its reader."""
    reading, place = world.reading, subject_place(world, template, person, row)
    if reading.any_foreign:
        place += reading.pay_usd.size * is_unread(world, reading.subject_language[place], person)
    return reading.level.take(place)


def subjects_of(world: World, template: NDArray[np.integer], person: Index, row: Index) -> F64:
    """What the subject of the first mail adds to its opening, log-odds."""
    return world.reading.levels.take(subject_levels(world, template, person, row))


def is_slow_day(world: World, day: int) -> bool:
    """Whether this is a day of the week on which fewer people answer."""
    return world.setup.mechanisms.weekday and (world.setup.weekday + day) % 7 in _SLOW_WEEKDAYS


def faded(count: int, days: int) -> int:
    """What is left of a fading count after so many days."""
    for _ in range(days):
        count -= count >> FADE_SHIFT
    return count


def campaigns_per_year(world: World, person: Index, more: NDArray[np.int64] | int = 0) -> F64:
    """Recruiting campaigns these people get beyond the usual, as a yearly rate.

    Args:
        world: as ever.
        person: whose.
        more: what is added to their fading counts, fixed point.
    """
    load = world.load[person] + more
    return load.astype(np.float64) * (DAYS_PER_YEAR / MEMORY_DAYS / LOAD_UNIT)


def envelope_of(world: World, row: Index, sender: NDArray[np.integer], subject: F64) -> Envelope:
    """What lies before people whom these labs write for the first time today; all broadcast together."""
    mechanisms = world.setup.mechanisms
    ceo = np.broadcast_to(
        sender == int(Sender.CEO), np.broadcast_shapes(row.shape, sender.shape, subject.shape)
    )
    envelope = Envelope(ceo.astype(np.float64), subject)
    if mechanisms.name_wear:
        envelope.mails_per_person = mails_per_person(world)[row]
    if mechanisms.ceo_spam:
        envelope.spam_chance = 1.0 - world.seen_share[sender]
    return envelope


def open_chances(world: World) -> F64:
    """P(open) with today's wear of names by lab row, sender and level of the subject, in that order."""
    row, sender = np.arange(len(world.heads))[:, None, None], np.arange(len(Sender))[:, None]
    envelope = envelope_of(world, row, sender, world.reading.levels)
    return probability(total(open_terms(world.setup.parameters, envelope)))


def offer_features(world: World, table: ApproachTable, rows: Rows) -> Features:
    """What people see who weigh these offers; counter-offers and rivals come on top in the decision."""
    mechanisms = world.setup.mechanisms
    person, row = table.person[rows], table.row[rows]
    reader, offered_usd = readers_of(world, person), table.offered_usd(rows)
    features = attraction_features(world, table, rows, reader, person, row, offered_usd)
    features.direct = table.has_flag(rows, Flag.DIRECT).astype(np.float64)
    features.deadline_days = table.deadline_days[rows].astype(np.float64)
    add_pitch(world, person, row, features)
    if world.any_non_compete:
        features.wait_years = leave_days(world, person) / DAYS_PER_YEAR
    features.named_usd = np.where(table.has_flag(rows, Flag.NAMED), table.expected_usd[rows], 0).astype(
        np.float64
    )
    if world.any_answer or table is not world.approaches:
        add_answers(world, table, rows, features)
    if mechanisms.gate:
        closed = world.gate_closed(person, row, table.pledge_h100e[rows])
        if mechanisms.come_back:
            closed &= ~table.has_flag(rows, Flag.CAME_BACK)
        features.gate_closed = closed.astype(np.float64)
    return features
