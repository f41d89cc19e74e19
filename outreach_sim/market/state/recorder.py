"""Turns event rows into funnel counts, answers to queries, one hash, and (for a session) a log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.state.approaches import ApproachTable, Rows
from outreach_sim.market.state.events import FUNNEL, Event, Query

Ints = NDArray[np.int64]
_COLUMNS = len(FUNNEL) + 1
"""Counters per lab row: one per funnel event, and one that swallows the rest."""
_FUNNEL_COLUMN = np.full(256, len(FUNNEL))
_FUNNEL_COLUMN[list(map(int, FUNNEL))] = np.arange(len(FUNNEL))
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_ONE = np.uint64(1)
_FIRST_ROWS = 1_024
"""Room for the events of a day, to begin with."""


@dataclass(frozen=True, slots=True)
class Log:
    """Event rows in a canonical order: by day, kind, world, lab, candidate, number, mail.

    All fields have one shape: ``kind`` is an ``Event``, ``lab`` the lab of the row, ``number`` of the
    approach and ``mail`` of its sequence are 0 where there is none, ``value`` is as ``Event`` explains.
    Of an answer in a lab's own words ``mail`` is their letter, index + 1.
    """

    day: NDArray[np.int64]
    kind: NDArray[np.int64]
    world: NDArray[np.int64]
    lab: NDArray[np.int64]
    candidate: NDArray[np.int64]
    number: NDArray[np.int64]
    mail: NDArray[np.int64]
    value: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.day)

    def where(self, keep: NDArray[np.bool_]) -> Log:
        """The rows for which ``keep`` is true."""
        return Log(*(getattr(self, f.name)[keep] for f in fields(self)))

    def sorted(self) -> Log:
        """The same rows in canonical order."""
        keys = [getattr(self, f.name) for f in fields(self)]
        order = np.lexsort(keys[::-1])
        return Log(*(k[order] for k in keys))

    @staticmethod
    def joined(logs: Sequence[Log]) -> Log:
        """All rows of several logs, one after the other."""
        if not logs:
            return Log(*(np.empty(0, dtype=np.int64) for _ in fields(Log)))
        return Log(*(np.concatenate([getattr(log, f.name) for log in logs]) for f in fields(Log)))


class Recorder:
    """Counts of all stacked worlds.

    Attributes:
        funnel: int64, shape (worlds x labs, len(FUNNEL)).
        queries: int64, shape (queries, worlds).
        day_sums: one uint64 array a day, shape (worlds,): the sum of the day's mixed event rows.
        keeps: whether events are kept for a log.
        on_day: is handed lab row, kind and value of each day's events, if anybody asks.
    """

    def __init__(self, worlds: int, labs: int, candidates: int, queries: Sequence[Query], keep: bool) -> None:
        self.worlds, self.labs, self.candidates = worlds, labs, candidates
        self.funnel = np.zeros((worlds * labs, len(FUNNEL)), dtype=np.int64)
        self.queries = np.zeros((len(queries), worlds), dtype=np.int64)
        self._asked: dict[Event, list[tuple[int, Query]]] = {}
        for index, query in enumerate(queries):
            self._asked.setdefault(query.event, []).append((index, query))
        self.day_sums: list[NDArray[np.uint64]] = []
        self.keeps = keep
        self.on_day: Callable[[Ints, Ints, Ints], None] | None = None
        self._kept: list[Log] = []
        self._used = 0
        self._approach = np.zeros(_FIRST_ROWS, dtype=np.intp)
        self._value = np.zeros(_FIRST_ROWS, dtype=np.int64)
        self._tag = np.zeros(_FIRST_ROWS, dtype=np.int64)
        self._others: list[tuple[slice, NDArray[np.intp], NDArray[np.uint64]]] = []
        self._world_of_row = np.repeat(np.arange(worlds), labs)

    def emit(
        self,
        event: Event,
        rows: Rows,
        value: NDArray[np.int64] | int,
        mail: NDArray[np.uint8] | int = 0,
    ) -> None:
        """Record one event per element of ``rows``, approaches that stay in their place until the day ends.

        Whose they are and their streams are looked up once a day, not at every event.
        """
        self._append(event, rows, rows.size, value, mail)

    def emit_of(
        self,
        event: Event,
        row: NDArray[np.intp],
        occasion: NDArray[np.uint64],
        value: NDArray[np.int64] | int,
    ) -> None:
        """Record one event per element of ``row`` (world x labs + lab), on streams that no approach has."""
        start = self._used
        self._append(event, 0, row.size, value, 0)
        self._others.append((slice(start, self._used), row, occasion))

    def _append(
        self,
        event: Event,
        rows: Rows | int,
        count: int,
        value: NDArray[np.int64] | int,
        mail: NDArray[np.uint8] | int,
    ) -> None:
        start, stop = self._used, self._used + count
        if stop > len(self._approach):
            self._grow(stop)
        self._used = stop
        self._approach[start:stop] = rows
        self._value[start:stop] = value
        kind = int(event)
        self._tag[start:stop] = (
            mail << 8 | kind if isinstance(mail, int) else mail.astype(np.int64) << 8 | kind
        )

    def _grow(self, rows: int) -> None:
        """Room for the rows of a busier day."""
        for name in ("_approach", "_value", "_tag"):
            old = getattr(self, name)
            new = np.zeros(max(2 * len(old), rows), dtype=old.dtype)
            new[: self._used] = old[: self._used]
            setattr(self, name, new)

    def asks(self, event: Event) -> bool:
        """Whether any query counts this event (so that callers gather its filters only then)."""
        return bool(self._asked) and event in self._asked

    def end_day(self, table: ApproachTable) -> None:
        """Count the day's events and fold them, in whatever order they came, into each world's hash.

        A row is mixed by one multiplication: an occasion is a hash already, and the odd factor holds
        the kind, the mail and the value. Sums do not depend on the order of rows.
        """
        sums = np.zeros(self.worlds, dtype=np.uint64)
        if self._used:
            row, occasion = self._whose(table)
            value, tag = self._value[: self._used], self._tag[: self._used]
            column = _FUNNEL_COLUMN.take(tag & 0xFF)
            counts = np.bincount(row * _COLUMNS + column, minlength=len(self.funnel) * _COLUMNS)
            self.funnel += counts.reshape(-1, _COLUMNS)[:, : len(FUNNEL)]
            if self.on_day is not None:
                self.on_day(row, tag & 0xFF, value)
            mixed = value.view(np.uint64) * _SPREAD
            mixed += tag.view(np.uint64) * _GOLDEN
            mixed |= _ONE
            mixed *= occasion
            if self.worlds == 1:
                sums[0] = mixed.sum()
            else:
                np.add.at(sums, self._world_of_row.take(row), mixed)
            self._used = 0
        self.day_sums.append(sums)

    def _whose(self, table: ApproachTable) -> tuple[NDArray[np.intp], NDArray[np.uint64]]:
        """Lab row and occasion of each of today's events."""
        approach = self._approach[: self._used]
        if table.row.size:
            row, occasion = table.row.take(approach), table.occasion.take(approach)
        else:
            row, occasion = np.empty_like(approach), np.empty(approach.size, dtype=np.uint64)
        for place, row_of_other, occasion_of_other in self._others:
            row[place], occasion[place] = row_of_other, occasion_of_other
        self._others.clear()
        return row, occasion

    def digests(self) -> tuple[bytes, ...]:
        """SHA-256 over the day sums so far, one per world."""
        sums = np.array(self.day_sums, dtype="<u8").reshape(-1, self.worlds)
        return tuple(hashlib.sha256(sums[:, world].tobytes()).digest() for world in range(self.worlds))

    def take_log(self) -> Log:
        """Rows kept since the last call, in canonical order."""
        log = Log.joined(self._kept).sorted()
        self._kept = []
        return log

    def count_queries(
        self,
        event: Event,
        row: NDArray[np.intp],
        value: NDArray[np.int64] | int,
        home: NDArray[np.intp],
        sender: NDArray[np.uint8] | None,
        gated: NDArray[np.bool_],
    ) -> None:
        """Count these events for every query that asks for them; one element per event.

        Args:
            event: what happened.
            row: world x labs + lab.
            value: as ``Event`` explains.
            home: row of the candidate's employer when it happens.
            sender: who signed the approach, ``None`` for events that belong to no approach.
            gated: whether the candidate has a compute threshold.
        """
        world, values = self._world_of_row[row], np.broadcast_to(np.asarray(value), row.shape)
        for index, query in self._asked[event]:
            hits = self._matches(query, row, values, home, sender, gated)
            self.queries[index] += np.bincount(world[hits], minlength=self.worlds)

    def _matches(
        self,
        query: Query,
        row: NDArray[np.intp],
        value: NDArray[np.int64],
        home: NDArray[np.intp],
        sender: NDArray[np.uint8] | None,
        gated: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        keep = np.ones(row.shape, dtype=np.bool_)
        if query.lab is not None:
            keep &= row % self.labs == query.lab
        if query.employer is not None:
            keep &= home % self.labs == query.employer
        if query.sender is not None:
            keep &= np.False_ if sender is None else sender == query.sender
        if query.gated is not None:
            keep &= gated == query.gated
        if query.gate_closed is not None:
            keep &= (value > 0) == query.gate_closed
        return keep

    def remember(
        self,
        event: Event,
        day: int,
        row: NDArray[np.intp],
        person: NDArray[np.intp],
        number: NDArray[np.uint8] | int,
        mail: NDArray[np.integer] | int,
        value: NDArray[np.int64] | int,
    ) -> None:
        """Keep these events for the log."""

        def column(x: object) -> NDArray[np.int64]:
            return np.array(np.broadcast_to(np.asarray(x, dtype=np.int64), row.shape))

        world = row // self.labs
        columns = (
            day,
            int(event),
            world,
            row % self.labs,
            person - world * self.candidates,
            number,
            mail,
            value,
        )
        self._kept.append(Log(*map(column, columns)))
