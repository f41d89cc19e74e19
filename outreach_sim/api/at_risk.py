"""Who of a lab's own people may leave it, for whom, and what would keep them: as facts, likeliest first."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from outreach_sim.market.flight import departures, flight_risk, offer_risks, pay_that_halves
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
        offer_taken: chance that an offer is taken that they have told of; 0 without one. if_countered: that
            the one they decide on first is, after a counter-offer.
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
    told, people = offer_risks(world, lab), loaded.setup.people
    flight = flight_risk(world, lab, told=told)
    halves = dict(zip(flight.candidates.tolist(), pay_that_halves(world, flight, lab).tolist(), strict=True))
    return [
        AtRisk(
            id=who.candidate + 1,
            name=loaded.population.book.name(who.candidate),
            level=int(people.level[who.candidate]),
            impact=int(people.impact[who.candidate]) / 100,
            pay_usd=int(world.pay_usd[who.candidate]),
            leaves=who.leaves,
            rival=who.rival,
            rival_name=loaded.setup.labs[who.rival].name if who.rival >= 0 else "",
            letters=who.letters,
            chance=who.chance,
            halves_usd=halves[who.candidate],
            offer_taken=who.taken,
            if_countered=who.if_countered,
        )
        for who in sorted(departures(flight, told), key=lambda who: (-who.leaves, who.candidate))
    ]
