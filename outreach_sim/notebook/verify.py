"""Checks a save from end to end: the chain, and every turn played again from the first day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outreach_sim.errors import OutreachError
from outreach_sim.intake.text import clean
from outreach_sim.market.session import Session
from outreach_sim.notebook.embed import restore
from outreach_sim.notebook.history import head_of, path_to, turns_in
from outreach_sim.notebook.replay import event_rows, replay
from outreach_sim.notebook.store import Store


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a save found.

    Attributes:
        entries: how many are sound, those that were taken back included.
        turns: sound turns on the way to where the game stands.
        problem: what is wrong; empty when nothing is.
    """

    entries: int
    turns: int
    problem: str


def verify(store: Store) -> Verdict:
    """Check an open save; the chain was followed when it was opened."""
    try:
        turns = len(turns_in(path_to(store.entries, head_of(store.entries))))
        problem = store.damage or _replayed(store)
    except (OutreachError, ValueError, TypeError, KeyError, IndexError) as error:
        turns, problem = 0, clean(str(error))
    return Verdict(len(store.entries), turns, problem)


def _replayed(store: Store) -> str:
    """Play the game again from its first day; says where it goes otherwise than the save has it."""
    scenario, seed = restore(store.content, store.path)
    path = path_to(store.entries, head_of(store.entries))
    for entry, log in replay(scenario, Session(scenario.setup, seed), path):
        if not np.array_equal(event_rows(log), store.events_of(entry.id)):
            return f"the events of entry {entry.id} are not those that its orders lead to"
    return ""
