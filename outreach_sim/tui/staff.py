"""The lab's own people: who may leave, for whom, what that would cost, what a counter-offer is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from outreach_sim.market.flight import (
    Departure,
    OfferRisk,
    departures,
    flight_risk,
    offer_risks,
    staff,
    why_leave,
)
from outreach_sim.market.own_staff import counter_offer, worth_of_having
from outreach_sim.market.phases.employers import counter_cost_usd
from outreach_sim.market.setup import Do, Order
from outreach_sim.market.state.runs import Index
from outreach_sim.market.view import StaffOffer
from outreach_sim.model.explain import Explanation, explain
from outreach_sim.tui.play import Play

MOST_SHOWN = 500
"""So many are weighed and shown, the best; who has an offer is always among them."""
SLICE_PEOPLE = 40
"""So many are weighed with one step."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the lab's own people.

    Attributes:
        going: how likely they leave, for whom, and the offer that they hold.
        worth: points of having them.
        cost_usd: what a counter-offer costs a year if they stay.
        counter: points to be expected of a counter-offer; nan where there is no offer to answer.
    """

    going: Departure
    worth: float
    cost_usd: int
    counter: float

    @property
    def candidate(self) -> int:
        """Who it is."""
        return self.going.candidate

    @property
    def offer(self) -> StaffOffer | None:
        """The offer they have told of that they decide on first; ``None`` without one."""
        return None if self.going.offer is None else self.going.offer.offer

    @property
    def at_stake(self) -> float:
        """Points that may go with them within a year."""
        return self.going.leaves * self.worth


class Staff:
    """The lab's own people, weighed some with each step.

    Attributes:
        members: those who are weighed, who decides first before all others, then by what is at stake.
        found: how many there are.
        whole: whether all that are shown are weighed.
    """

    def __init__(self, play: Play) -> None:
        everyone = staff(play.session.world, play.lab)
        self.found, self.whole = everyone.size, False
        self.members: list[Member] = []
        self._of, self._shown = play.view, _best(play, everyone)
        self._why: dict[int, Explanation | None] = {}
        self._weighing = self._each(play)

    def fits(self, play: Play) -> bool:
        """Whether the game still stands as it does here: nothing was ordered or played since."""
        return self._of is play.view

    def slices(self) -> Iterator[None]:
        """The steps that are left to weigh them."""
        return self._weighing

    def _each(self, play: Play) -> Iterator[None]:
        told = offer_risks(play.session.world, play.lab)
        found: list[Member] = []
        for at in range(0, self._shown.size, SLICE_PEOPLE):
            found += _weighed(play, self._shown[at : at + SLICE_PEOPLE], told)
            yield
        self.members, self.whole = sorted(found, key=_order), True

    def has_reasons(self, member: Member) -> bool:
        """Whether it is known why they would go."""
        return member.candidate in self._why

    def reasons(self, play: Play, member: Member) -> Explanation | None:
        """Why the likeliest rival would win this person, weighed once; ``None`` where nobody writes."""
        if member.candidate not in self._why:
            self._why[member.candidate] = reasons_of(play, member)
        return self._why[member.candidate]


def _best(play: Play, people: Index) -> Index:
    """Those who are shown: who has an offer, then the best."""
    held = np.isin(people, [offer.candidate for offer in play.view.offered])
    impact = play.scenario.setup.people.impact[people]
    return people[np.lexsort((people, -impact, ~held))][:MOST_SHOWN]


def _order(member: Member) -> tuple[bool, int, float, int]:
    until = 0 if member.offer is None else member.offer.until
    return member.offer is None, until, -member.at_stake, member.candidate


def _weighed(play: Play, people: Index, told: tuple[OfferRisk, ...]) -> Iterator[Member]:
    world, view = play.session.world, play.outlook
    flight = flight_risk(world, play.lab, 0, people, told=told)
    worth, cost = worth_of_having(view, people), counter_cost_usd(world, people)
    for i, who in enumerate(departures(flight, told)):
        offer = None if who.offer is None else who.offer.offer
        open_ = offer is not None and not offer.countered and offer.until > play.session.day
        gained = counter_offer(view, people[i : i + 1]).expected[0] if open_ else np.nan
        yield Member(who, float(worth[i]), int(cost[i]), float(gained))


def reasons_of(play: Play, member: Member) -> Explanation | None:
    """Why the likeliest rival would win this person, link by link; ``None`` where nobody writes."""
    if member.going.rival < 0 or not member.going.letters:
        return None
    name = play.name(member.candidate)
    who = why_leave(play.session.world, play.lab, member.candidate, member.going.rival, name)
    return explain(play.scenario.setup.parameters, who)


def counter_order(play: Play, candidate: int) -> Order:
    """A counter-offer to one of the lab's own people."""
    return Order(lab=play.lab, days=(), do=Do.COUNTER, candidates=(candidate,))


def why_not_counter(play: Play, member: Member) -> str:
    """Why the market would refuse a counter-offer, a sentence; empty where it would not."""
    who, left = play.name(member.candidate), play.left
    if not play.scenario.setup.mechanisms.counter_offers:
        return "Nobody makes counter-offers here."
    if member.offer is None:
        return f"Nobody has made {who} an offer."
    if member.candidate in left.countered:
        return f"{who} has your counter-offer already."
    if member.offer.until <= play.session.day:
        return f"{who} decides today, before a counter-offer is heard."
    if left.hours is not None and left.hours <= 0:
        return "The CEO has no hour left this week."
    if play.scenario.setup.mechanisms.paid_raises and not left.affords(left.raises_usd + member.cost_usd):
        return f"The money does not suffice for {who}'s raise."
    return ""


def rule_order(play: Play, counter_from: float, keep_hours: int) -> Order:
    """The standing rule as it is to be; no hours switch it off."""
    return Order(lab=play.lab, days=(), do=Do.STAND, counter_from=counter_from, keep_hours=keep_hours)


def rule_of(play: Play) -> tuple[float, int]:
    """Least impact and hours of the standing rule after the orders that wait; no hours while it is off."""
    for order in reversed(play.ordered()):
        if order.do is Do.STAND:
            return order.counter_from, order.keep_hours
    keep = int(play.session.world.stores.hours.keep[play.lab])
    return play.view.counter_from or 0.0, keep
