"""Notes how far each of one lab's sequences came, and what its reader weighed at each link.

The terms are those of ``model.terms``, at the moment and in the state in which the engine used them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.phases.features import envelope_of, subjects_of
from outreach_sim.market.state.approaches import Flag, Rows
from outreach_sim.market.state.events import Event
from outreach_sim.market.state.observer import EventBatch, Observer
from outreach_sim.market.state.world import World
from outreach_sim.model.features import F64, Features
from outreach_sim.model.logits import Term
from outreach_sim.model.terms import (
    CONSTANT,
    COUNTER_OFFER,
    DIRECT,
    GATE,
    OTHER_OFFERS,
    PROMISED,
    accept_terms,
    open_terms,
    reply_terms,
)


class Link(IntEnum):
    """What is weighed: one row of terms each."""

    OPEN = 0
    LETTER = 1  # every mail
    GATE = 2  # what a gate takes from interest, when the reply arrives
    DECISION = 3
    OFFER = 4  # whether the lab makes one, when interviews begin or an offer is drawn up


NOTED = (
    Event.OPENED,
    Event.REPLIED,
    Event.INTERESTED,
    Event.NOT_INTERESTED,
    Event.INVITED,
    Event.DRAWN_UP,
    Event.NO_OFFER,
    Event.OFFERED,
    Event.ACCEPTED,
    Event.DECLINED,
    Event.CLOSED,
    Event.REFUSED,
    Event.WITHDRAWN,
    Event.CAME_BACK,
)
"""Events of the lab's own sequences that are noted; of other labs only ``ACCEPTED``."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of integers by name, all of one length."""

    columns: dict[str, NDArray[np.int64]]

    def __len__(self) -> int:
        return len(self.columns["world"])

    @staticmethod
    def joined(tables: list[Table]) -> Table:
        """One table after the other."""
        names = tables[0].columns
        return Table({name: np.concatenate([t.columns[name] for t in tables]) for name in names})


@dataclass(frozen=True, slots=True)
class Journeys:
    """The sequences of one lab in some worlds; worlds are replication numbers.

    Attributes:
        begun: world, candidate, number, day, pay_usd, present_usd, pledge_h100e, direct of every sequence,
            and of everybody who came without a letter, or came back without another.
        events: world, candidate, number, day, event, mail, value (as ``Event`` says), own (0 for a yes to
            another lab).
        weighed: world, candidate, number, link (``Link``), mail.
        names: of the terms, in the order of the columns of ``terms``.
        terms: log-odds, one row per row of ``weighed``; 0 where a term is not part of the link.
    """

    begun: Table
    events: Table
    weighed: Table
    names: tuple[str, ...]
    terms: F64

    @staticmethod
    def joined(parts: list[Journeys]) -> Journeys:
        """Those of several stacks of worlds, one after the other."""
        names = tuple(dict.fromkeys(name for part in parts for name in part.names))
        terms = [_spread(part.terms, part.names, names) for part in parts]
        return Journeys(
            Table.joined([part.begun for part in parts]),
            Table.joined([part.events for part in parts]),
            Table.joined([part.weighed for part in parts]),
            names,
            np.concatenate(terms),
        )


def _spread(terms: F64, names: tuple[str, ...], wanted: tuple[str, ...]) -> F64:
    """The same terms with their columns in another order."""
    wide = np.zeros((len(terms), len(wanted)))
    wide[:, [wanted.index(name) for name in names]] = terms
    return wide


class JourneyObserver(Observer):
    """A ``Observer`` that notes the sequences of one lab."""

    def __init__(self, world: World, lab: int, replications: Iterable[int]) -> None:
        self.lab = lab
        self._replication = np.asarray(list(replications), dtype=np.int64)
        self._begun: list[Table] = [_table(("day", "pay_usd", "present_usd", "pledge_h100e", "direct"))]
        self._events: list[Table] = [_table(("day", "event", "mail", "value", "own"))]
        self._weighed: list[Table] = [_table(("link", "mail"))]
        self._terms: list[tuple[tuple[str, ...], F64]] = [((), np.zeros((0, 0)))]

    def event(self, world: World, batch: EventBatch) -> None:
        """Note the events of the lab's sequences, and who says yes to another lab."""
        event, row, _, rows, _, value = batch
        if rows is None or event not in NOTED:
            return
        own = world.lab_of[row] == self.lab
        keep = np.ones(own.size, dtype=np.bool_) if event is Event.ACCEPTED else own
        if not keep.any():
            return
        table, at = world.approaches, rows[keep]
        noted = {"day": world.day, "event": int(event), "mail": table.mails[at]}
        noted |= {"value": np.broadcast_to(value, own.shape)[keep], "own": own[keep]}
        self._events.append(self._rows(world, at, noted))
        if event is Event.REPLIED:
            shut = world.gate_closed(table.person[at], table.row[at], table.pledge_h100e[at])
            p = world.setup.parameters
            gate = p.gate_weight * shut.astype(np.float64)
            constant = np.full(at.size, p.reply_cut_4 + p.interest_cut)
            self._weigh(world, at, Link.GATE, [(CONSTANT, constant), (GATE, gate)])
        elif event is Event.INTERESTED:
            self._note_start(world, at[table.without_letter(at)])
        elif event is Event.CAME_BACK:
            self._note_start(world, at)
        elif event in (Event.INVITED, Event.DRAWN_UP):
            self._weigh(world, at, Link.OFFER, _offer_terms(world, at))

    def letters(self, world: World, rows: Rows, features: Features) -> None:
        """Note what the reader of each of the lab's mails sees; with the first, what decides on opening."""
        table = world.approaches
        own = world.lab_of[table.row[rows]] == self.lab
        if not own.any():
            return
        terms = [
            (CONSTANT, world.reply_cuts[table.mails[rows]]),
            *reply_terms(world.setup.parameters, features),
        ]
        self._weigh(world, rows[own], Link.LETTER, _only(terms, own))
        first = rows[own & (table.mails[rows] == 1)]
        if first.size:
            self._note_start(world, first)
            subject = subjects_of(world, table.template[first], table.person[first], table.row[first])
            envelope = envelope_of(world, table.row[first], table.sender[first], subject)
            self._weigh(world, first, Link.OPEN, list(open_terms(world.setup.parameters, envelope)))

    def decisions(self, world: World, rows: Rows, features: Features, stay: F64, rivals: F64) -> None:
        """Note what is weighed of the lab's offers."""
        own = world.lab_of[world.approaches.row[rows]] == self.lab
        if not own.any():
            return
        terms = [
            *accept_terms(world.setup.parameters, features),
            (COUNTER_OFFER, -stay),
            (OTHER_OFFERS, -rivals),
        ]
        self._weigh(world, rows[own], Link.DECISION, _only(terms, own))

    def journeys(self) -> Journeys:
        """Everything noted."""
        names = tuple(dict.fromkeys(name for part, _ in self._terms for name in part))
        terms = np.concatenate([_spread(values, part, names) for part, values in self._terms])
        begun, events, weighed = map(Table.joined, (self._begun, self._events, self._weighed))
        return Journeys(begun, events, weighed, names, terms)

    def _note_start(self, world: World, rows: Rows) -> None:
        table = world.approaches
        noted = {
            "day": world.day,
            "pay_usd": table.offered_usd(rows),
            "present_usd": world.pay_usd[table.person[rows]],
            "pledge_h100e": table.pledge_h100e[rows],
            "direct": table.has_flag(rows, Flag.DIRECT),
        }
        self._begun.append(self._rows(world, rows, noted))

    def _weigh(self, world: World, rows: Rows, link: Link, terms: list[Term]) -> None:
        noted = {"link": int(link), "mail": world.approaches.mails[rows]}
        self._weighed.append(self._rows(world, rows, noted))
        values = [np.broadcast_to(value, rows.shape) for _, value in terms]
        self._terms.append((tuple(name for name, _ in terms), np.stack(values, axis=1)))

    def _rows(self, world: World, rows: Rows, noted: dict[str, Any]) -> Table:
        table = world.approaches
        who = {
            "world": self._replication[world.world_of[table.row[rows]]],
            "candidate": world.candidate_of(rows),
            "number": table.number[rows],
        }
        return _table(who | noted, rows.size)


def _offer_terms(world: World, rows: Rows) -> list[Term]:
    """The logit of the lab's offer, and what it gains by short interviews or none."""
    p = world.setup.parameters
    chances = (p.offer_chance_interviewed, p.offer_chance_short, p.offer_chance_direct, PROMISED)
    interviewed, short, direct, promised = (math.log(c / (1.0 - c)) for c in chances)
    table = world.approaches
    gain = (short - interviewed) * table.has_flag(rows, Flag.SHORT)
    gain = np.where(table.has_flag(rows, Flag.DIRECT), direct - interviewed, gain)
    gain = np.where(table.without_letter(rows), promised - interviewed, gain)
    return [(CONSTANT, np.full(rows.size, interviewed)), (DIRECT, gain)]


def _only(terms: Iterable[Term], keep: NDArray[np.bool_]) -> list[Term]:
    return [(name, np.broadcast_to(value, keep.shape)[keep]) for name, value in terms]


def _table(columns: dict[str, Any] | tuple[str, ...], size: int = 0) -> Table:
    """A table of ``size`` rows; an empty one from names alone."""
    if isinstance(columns, tuple):
        columns = dict.fromkeys(("world", "candidate", "number", *columns), 0)
    made = {k: np.array(np.broadcast_to(np.asarray(v, dtype=np.int64), (size,))) for k, v in columns.items()}
    return Table(made)
