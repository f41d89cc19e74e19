"""What `[[people]]` says: facts over those that are made up or read, and minds for the engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from outreach_sim.market.dispositions import Disposition
from outreach_sim.market.setup import PPM, People, index_of
from outreach_sim.market.state.tastes import HIGHEST_GATE_PPM
from outreach_sim.scenario.people_tables import PersonTable

FACTS = ("impact", "level", "pay_usd", "team")
"""Keys that say what a column of a file of candidates could."""


def with_facts(people: People, said: Sequence[PersonTable]) -> People:
    """The same people, with the facts that the scenario says of some; nobody beyond them is looked for."""
    changed = {}
    for fact in FACTS:
        named = {index_of(who.id): value for who in said if (value := getattr(who, fact)) is not None}
        if named:
            changed[fact] = getattr(people, fact).copy()
            for place, value in named.items():
                if place < len(people):
                    changed[fact][place] = value
    return replace(people, **changed)


def dispositions(
    said: Sequence[PersonTable], labs: Sequence[str], leader_h100e: int
) -> Iterator[Disposition]:
    """Minds that the scenario says something of.

    Args:
        said: its tables.
        labs: ids, in index order.
        leader_h100e: the largest fleet of the first day, of which thresholds are shares.
    """
    for who in said:
        asks = None if who.asks_h100e is None else gate_ppm(who.asks_h100e, leader_h100e)
        fit = tuple((labs.index(each.lab), each.logit) for each in who.fit)
        heavy = True if asks else who.heavy_user
        if fit or (heavy, who.money, asks) != (None, None, None):
            yield Disposition(index_of(who.id), heavy, who.money, asks, fit)


def gate_ppm(asks_h100e: int, leader_h100e: int) -> int:
    """A threshold in millionths of the leader's fleet, rounded up, as high as anybody's at most."""
    return min(-(-asks_h100e * PPM // max(leader_h100e, 1)), HIGHEST_GATE_PPM)
