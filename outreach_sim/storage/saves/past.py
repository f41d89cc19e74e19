"""A save of an older engine: what was done and what came of it, read from its rows; nothing is played."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from outreach_sim.errors import OlderEngineError
from outreach_sim.inputs.text import clean
from outreach_sim.inputs.toml import parse
from outreach_sim.market.state.events import FUNNEL, STAGES
from outreach_sim.storage.saves.database import damaged
from outreach_sim.storage.saves.hash_chain import NOT_OURS, Entry
from outreach_sim.storage.saves.history import head_of, path_to, turns_in, undone_in
from outreach_sim.storage.saves.store import Store
from outreach_sim.study.statistics import log_hash

_KIND, _LAB = 1, 3
"""Columns of an event: what happened, and to whose lab it belongs."""


@dataclass(frozen=True, slots=True)
class Past:
    """A game that was played by an older engine.

    Attributes:
        facts: what a list of games says of it.
        funnel: how many of the player's people came how far, by stage.
        orders: the player's orders that were not taken back, as tables of a script.
    """

    facts: Mapping[str, Any]
    funnel: Mapping[str, int]
    orders: list[dict[str, Any]]


def older_engine(store: Store) -> OlderEngineError:
    """What to say of a save whose rules are gone, and what still works."""
    name, maker = store.name, store.maker
    return OlderEngineError(
        f"the game {name!r} was played by outreach-sim {maker}, an older engine whose rules are gone, so it "
        f"can be read here but not played or exported; nothing of it is lost: 'save show {name}' tells its "
        f"history, 'save script {name}' writes its scenario, letters and orders for outreach-sim {maker}"
    )


def read_past(name: str) -> Past:
    """The history of a save of an older engine.

    Raises:
        UsageError: there is none of that name.
        BadInputError: it is damaged.
    """
    with closing(Store.open(name, write=False)) as store:
        return past_of(store)


def past_of(store: Store) -> Past:
    """The history of such a save, which is open.

    Raises:
        BadInputError: it holds what no save can.
    """
    try:
        return _past(store)
    except NOT_OURS as error:
        message = f"what this save embeds is no game ({clean(str(error), 120)})"
        raise damaged(store.path, message) from None


def _past(store: Store) -> Past:
    spec = parse(store.game()["toml"], store.name).data
    path = path_to(store.entries, head_of(store.entries))
    return Past(_facts(store, spec, path), _funnel(store, spec, path), orders_in(path))


def orders_in(path: list[Entry]) -> list[dict[str, Any]]:
    """The orders on a way, as tables of a script."""
    return [json.loads(entry.body) for entry in path if entry.kind == "order"]


def _facts(store: Store, spec: Mapping[str, Any], path: list[Entry]) -> dict[str, Any]:
    game, head = store.game(), path[-1]
    return {
        "name": store.name,
        "scenario": clean(game["scenario"]),
        "title": clean(game["title"]),
        "seed": int(game["seed"]),
        "day": head.day,
        "days": int(spec["scenario"]["days"]),
        "date": str(spec["scenario"]["start"] + timedelta(days=head.day)),
        "turns": len(turns_in(path)),
        "undone": undone_in(store.entries) + int(game["undone_before"]),
        "origin": clean(game["origin"]),
        "log_hash": log_hash([bytes.fromhex(head.digest)]),
    }


def _funnel(store: Store, spec: Mapping[str, Any], path: list[Entry]) -> dict[str, int]:
    """Events of the player's lab, counted by stage."""
    player = [lab["id"] for lab in spec["labs"]].index(spec["scenario"]["player"])
    counts = dict.fromkeys(map(int, FUNNEL), 0)
    for entry in path:
        for event in store.events_of(entry.id).tolist():
            if event[_LAB] == player and event[_KIND] in counts:
                counts[event[_KIND]] += 1
    return dict(zip(STAGES, counts.values(), strict=True))
