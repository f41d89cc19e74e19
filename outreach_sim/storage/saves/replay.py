"""Plays the entries of a save again, and compares."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from outreach_sim.about import __version__
from outreach_sim.errors import OtherRulesError
from outreach_sim.market.session import Session
from outreach_sim.market.state.recorder import Log
from outreach_sim.scenario.load import Scenario
from outreach_sim.storage.saves.hash_chain import Entry, UnfitContentError, taken_apart
from outreach_sim.storage.saves.history import days_in, line_in
from outreach_sim.storage.saves.migrations import EVENT_COLUMNS
from outreach_sim.storage.saves.script_lines import order_of
from outreach_sim.storage.steps import outcome_of


def replay(scenario: Scenario, session: Session, entries: Sequence[Entry]) -> Iterator[tuple[Entry, Log]]:
    """Carry out entries on a session that stands where the first of them goes on from.

    Yields:
        Each entry with what happened in it.

    Raises:
        OtherRulesError: an entry ends otherwise than the save says.
        UnfitContentError: an entry is no order and no turn.
    """
    for entry in entries:
        yield entry, outcome_of(replayed(scenario, session, entry))


def replayed(scenario: Scenario, session: Session, entry: Entry) -> Generator[None, None, Log]:
    """Carry out one entry, a day with each step; returns what happened in it.

    Raises:
        OtherRulesError, UnfitContentError: as for all of them.
    """
    logs = []
    if entry.kind == "days":
        for _ in range(days_in(entry)):
            logs.append(session.advance())
            yield
    else:
        _give(scenario, session, entry)
    if (session.day, session.digest()) != (entry.day, entry.digest):
        raise OtherRulesError(
            f"entry {entry.id}, which ends on {scenario.date_of(entry.day)}, goes otherwise in "
            f"outreach-sim {__version__} than in the version that wrote it"
        )
    return Log.joined(logs)


def day_by_day(
    scenario: Scenario, seed: int, entries: Sequence[Entry], begin: Callable[[Session], None] | None = None
) -> Iterator[tuple[Session, Log]]:
    """Play a game again from its first entry; yields the session and what happened, after each day.

    Args:
        scenario: what is played.
        seed: luck seed.
        entries: from the first on.
        begin: called with the session before its first day, by who wants to look on.
    """
    session = Session(scenario.setup, seed)
    if begin is not None:
        begin(session)
    for entry in entries:
        if entry.kind == "days":
            for _ in range(days_in(entry)):
                yield session, session.advance()
        else:
            _give(scenario, session, entry)


def _give(scenario: Scenario, session: Session, entry: Entry) -> None:
    """Give the order that an entry holds; the first one holds none."""
    if entry.kind == "order":
        with taken_apart():
            order = order_of(scenario, line_in(entry))
        session.act(order)
    elif entry.kind != "new":
        raise UnfitContentError(f"entry {entry.id} is of no kind that can be played")


def event_rows(log: Log) -> NDArray[np.int64]:
    """The log as a save keeps it, shape (events, 8)."""
    return np.column_stack([getattr(log, column) for column in EVENT_COLUMNS])


def log_of(rows: Sequence[NDArray[np.int64]]) -> Log:
    """A log from what a save keeps."""
    every = np.concatenate(rows)
    return Log(**{column: every[:, i] for i, column in enumerate(EVENT_COLUMNS)})
