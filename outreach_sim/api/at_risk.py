"""Who of a lab's own people may leave it, for whom, and what would keep them: as facts, likeliest first."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from outreach_sim.market.flight import flight_risk, offer_risks, pay_that_halves
from outreach_sim.market.state.world import World
from outreach_sim.scenario.load import Scenario


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One of the lab's own people.

    Attributes:
        leaves: chance that a usual letter of a rival wins them within a year.
        rival: index of the likeliest rival, ``rival_name`` in words; ``letters`` a year that it writes to
            people like them, and the ``chance`` of the whole way of one.
        halves_usd: yearly pay that would halve the rate; 0 where none does.
        offer_taken: chance that an offer is taken that they have told of; 0 without one. if_countered: the
            same after a counter-offer.
    """

    id: int
    name: str
    level: int
    impact: float
    pay_usd: int
    leaves: float
    rival: int
    rival_name: str
    letters: float
    chance: float
    halves_usd: int
    offer_taken: float
    if_countered: float

    def as_dict(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def at_risk(loaded: Scenario, world: World, lab: int) -> list[AtRisk]:
    """The staff of a lab among the candidates, likeliest to leave first."""
    found, people = flight_risk(world, lab), loaded.setup.people
    countered = {risk.offer.candidate: risk.if_countered for risk in offer_risks(world, lab)}
    halves, leaves, likeliest = pay_that_halves(world, found, lab), found.leaves, found.likeliest
    place = np.maximum(found.rivals.searchsorted(likeliest), 0)
    order = np.lexsort((found.candidates, -leaves)).tolist()
    return [
        AtRisk(
            id=candidate + 1,
            name=loaded.population.book.name(candidate),
            level=int(people.level[candidate]),
            impact=int(people.impact[candidate]) / 100,
            pay_usd=int(world.pay_usd[candidate]),
            leaves=float(leaves[i]),
            rival=int(likeliest[i]),
            rival_name=loaded.setup.labs[likeliest[i]].name if likeliest[i] >= 0 else "",
            letters=float(found.letters[i, place[i]]) if found.rivals.size else 0.0,
            chance=float(found.chance[i, place[i]]) if found.rivals.size else 0.0,
            halves_usd=int(halves[i]),
            offer_taken=float(found.taken[i]),
            if_countered=countered.get(candidate, 0.0),
        )
        for i, candidate in zip(order, found.candidates[order].tolist(), strict=True)
    ]
