"""Who of a lab's own people may leave it, for whom and why: the model's chain, seen from the other chair.

The chance of the whole way of a rival's usual letter to somebody, times the letters a year that people like
her get, is the rate at which she would leave for it. What rivals have under way in secret is not in it; the
offers that she has told of are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from outreach_sim.market.habits import Habit, habits, letters_a_year, usual_plans
from outreach_sim.market.plan import Plan, Plans, approaches
from outreach_sim.market.prospects import chances_of, prospects, weigh
from outreach_sim.market.setup import DAYS_PER_YEAR, Sender
from outreach_sim.market.state.payroll import public_pay_usd
from outreach_sim.market.state.persons import Status
from outreach_sim.market.state.runs import Index
from outreach_sim.market.state.world import World
from outreach_sim.market.view import StaffOffer, offers_to_staff
from outreach_sim.model.chain import chances_at
from outreach_sim.model.features import F64
from outreach_sim.model.prospect import Prospect

HIGHEST_RAISE = 4.0
"""A raise to more than so many times the pay is not looked for."""
_HALVINGS = 12


@dataclass(frozen=True, slots=True)
class Flight:
    """How likely a lab's own people leave it.

    Attributes:
        candidates: its staff among the candidates, shape (people,).
        rivals: labs that write, shape (rivals,).
        letters: letters a year that each of them gets, shape (people, rivals).
        chance: of the whole way of one such letter, of the same shape.
        taken: the chance that somebody takes an offer they have told of, shape (people,); 0 without one.
    """

    candidates: Index
    rivals: Index
    letters: F64
    chance: F64
    taken: F64

    @property
    def rate(self) -> F64:
        """Departures a year for each rival, shape (people, rivals)."""
        return self.letters * self.chance

    @property
    def leaves(self) -> F64:
        """The chance that somebody leaves within a year, offers that are out included, shape (people,)."""
        return 1.0 - (1.0 - self.taken) * np.exp(-self.rate.sum(axis=1))

    @property
    def likeliest(self) -> Index:
        """The rival whom each would leave for, shape (people,); -1 where nobody writes."""
        if not self.rivals.size:
            return np.full(self.candidates.size, -1)
        return self.rivals[self.rate.argmax(axis=1)]


def flight_risk(
    world: World,
    lab: int,
    in_world: int = 0,
    candidates: Index | None = None,
    times_pay: F64 | float = 1.0,
    told: tuple[OfferRisk, ...] | None = None,
) -> Flight:
    """How likely each of a lab's own people leaves, as the lab can know it, for many at once.

    Args:
        world: between two days.
        lab: index of the lab.
        in_world: which world of the stack.
        candidates: indices of people on its staff; all of them where nobody says.
        times_pay: what they would be paid over what they are, for all or for each.
        told: the offers that they have told of, where somebody has weighed them already.
    """
    who = staff(world, lab, in_world) if candidates is None else candidates
    pay = world.pay_usd[who + in_world * world.candidates]
    raised = np.broadcast_to(np.floor(pay * times_pay), pay.shape).astype(np.int64)
    kinds = list(habits(world, lab, in_world))
    rivals = np.array(sorted({habit.lab for habit in kinds}), dtype=np.intp)
    letters, gone = np.zeros((2, who.size, rivals.size))
    for habit in kinds:
        place, sent = int(rivals.searchsorted(habit.lab)), letters_a_year(world, habit)[who]
        letters[:, place] += sent
        gone[:, place] += sent * chance_of(world, habit, in_world * world.labs + lab, who, raised)
    chance = np.divide(gone, letters, out=np.zeros_like(gone), where=letters > 0.0)
    taken = np.zeros(world.candidates)
    for risk in offer_risks(world, lab, in_world) if told is None else told:
        so_far = taken[risk.offer.candidate]
        taken[risk.offer.candidate] = 1.0 - (1.0 - so_far) * (1.0 - risk.taken)
    return Flight(who, rivals, letters, chance, taken[who])


@dataclass(frozen=True, slots=True)
class OfferRisk:
    """An offer that one of the lab's own people has told of.

    Attributes:
        offer: whose, by whom, until when.
        taken: the chance that it is taken as things stand.
        if_countered: the same once the lab has made a counter-offer.
    """

    offer: StaffOffer
    taken: float
    if_countered: float


def offer_risks(world: World, lab: int, in_world: int = 0) -> tuple[OfferRisk, ...]:
    """How likely the offers to a lab's own people are taken, as it can know it; in the order of the view."""
    row, found = in_world * world.labs + lab, []
    usual = {habit.lab: habit for habit in habits(world, lab, in_world)}
    for offer in offers_to_staff(world, row):
        who = np.array([offer.candidate])
        plans = terms_told(world, usual.get(offer.lab), who, in_world)
        about = approaches(world, in_world * world.labs + offer.lab, who, plans, knower=row)
        believed, p = prospects(world, about, as_truth=False), world.setup.parameters
        terms = (about.pay_usd[:, None].astype(np.float64), about.pledge_h100e[:, None].astype(np.float64))
        as_is, countered = (
            float(chances_at(p, replace(believed, counter_chance=answer), *terms)["accept"][0, 0])
            for answer in (float(offer.countered), 1.0)
        )
        found.append(OfferRisk(offer, as_is, countered))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Departure:
    """One of a lab's own people, and how they would leave it.

    Attributes:
        leaves: the chance that they do within a year, offers that are out included.
        rival: index of the lab they would likeliest leave for; -1 where nobody writes.
        letters: that it writes a year to people like them. chance: of the whole way of one of those.
        offer: the one they have told of that they decide on first; ``None`` without one.
        taken: the chance that an offer is taken that they have told of; 0 without one.
    """

    candidate: int
    leaves: float
    rival: int
    letters: float
    chance: float
    offer: OfferRisk | None
    taken: float

    @property
    def if_countered(self) -> float:
        """The chance that the first offer is taken once it is answered; 0 without one."""
        return 0.0 if self.offer is None else self.offer.if_countered


def departures(flight: Flight, told: tuple[OfferRisk, ...]) -> list[Departure]:
    """The same person by person, in the order of ``flight``.

    Args:
        flight: some of a lab's own people.
        told: what ``offer_risks`` says of the lab.
    """
    first: dict[int, OfferRisk] = {}
    for risk in told:
        first.setdefault(risk.offer.candidate, risk)
    leaves, likeliest = flight.leaves.tolist(), flight.likeliest.tolist()
    place = flight.rivals.searchsorted(flight.likeliest).tolist()
    return [
        Departure(
            candidate=candidate,
            leaves=leaves[i],
            rival=likeliest[i],
            letters=float(flight.letters[i, place[i]]) if likeliest[i] >= 0 else 0.0,
            chance=float(flight.chance[i, place[i]]) if likeliest[i] >= 0 else 0.0,
            offer=first.get(candidate),
            taken=float(flight.taken[i]),
        )
        for i, candidate in enumerate(flight.candidates.tolist())
    ]


def terms_told(world: World, habit: Habit | None, who: Index, in_world: int = 0) -> Plans:
    """Terms of offers that these people of one's own have told of; but the terms are not told.

    They are taken to be the rival's usual ones, or, of a rival that has none, what is public of present pay.
    """
    person = who + in_world * world.candidates
    if habit is None:
        return Plans(public_pay_usd(world, person))
    return usual_plans(world, habit, who, world.pay_usd[person])


def staff(world: World, lab: int, in_world: int = 0) -> Index:
    """Candidates who work for this lab and have not signed elsewhere."""
    here = slice(in_world * world.candidates, (in_world + 1) * world.candidates)
    mine = world.home[here] == in_world * world.labs + lab
    return (mine & (world.status[here] == Status.HERE)).nonzero()[0]


def chance_of(world: World, habit: Habit, employer: int, who: Index, pay_usd: NDArray[np.int64]) -> F64:
    """The chance of the whole way of such a letter to each of these people, were they paid so much a year.

    Whoever has opened one before meets the next in the same mind, as often as people are of one.
    """
    plans = usual_plans(world, habit, who, pay_usd)
    about = approaches(world, habit.row, who, plans, knower=employer)
    found = chances_of(world, replace(about, present_usd=pay_usd), as_truth=False)
    again = written_before(letters_a_year(world, habit)[who], world.day / DAYS_PER_YEAR)
    return found["chain"] * (1.0 - world.setup.parameters.memory * found["open"] * again)


def written_before(a_year: F64, years: float) -> F64:
    """The part of next year's letters that are not the first, where so many a year came for so long."""
    some = np.maximum(a_year, 1e-9)
    return 1.0 - np.exp(-some * years) * -np.expm1(-some) / some


def likeliest_letter(world: World, lab: int, candidate: int, rival: int, in_world: int = 0) -> Plan:
    """The letter by which this rival would win this person, as a plan to be weighed or explained."""
    who = np.array([candidate])
    pay, best, found = world.pay_usd[who + in_world * world.candidates], -1.0, None
    for habit in habits(world, lab, in_world):
        if habit.lab == rival:
            rate = letters_a_year(world, habit)[candidate]
            rate *= chance_of(world, habit, in_world * world.labs + lab, who, pay)[0]
            if rate > best:
                best, found = rate, usual_plans(world, habit, who, pay)
    assert found is not None, "a rival of Flight.rivals writes"
    each = {name: np.asarray(getattr(found, name)).ravel()[0].item() for name in Plans.__slots__}
    return Plan(**(each | {"sender": Sender(each["sender"])}))


def why_leave(world: World, lab: int, candidate: int, rival: int, name: str, in_world: int = 0) -> Prospect:
    """The same weighed as her employer can know it, ready for ``explain``."""
    plan = likeliest_letter(world, lab, candidate, rival, in_world)
    return weigh(world, rival, candidate, plan, name, False, in_world, known_to=lab)


def pay_that_halves(world: World, flight: Flight, lab: int, in_world: int = 0) -> NDArray[np.int64]:
    """Yearly pay that would halve the rate at which each of these people leaves; 0 where none does.

    Whole USD, shape (people,). None is looked for above ``HIGHEST_RAISE`` times the pay, or the ceiling.
    """
    target = flight.rate.sum(axis=1) / 2.0
    pay = world.pay_usd[flight.candidates + in_world * world.candidates]
    most = np.minimum(np.full(pay.size, HIGHEST_RAISE), np.maximum(world.pay_ceiling_usd / pay, 1.0))

    def rate(ratio: F64) -> F64:
        return flight_risk(world, lab, in_world, flight.candidates, ratio).rate.sum(axis=1)

    low, high, helps = np.ones(pay.size), most.copy(), (rate(most) <= target) & (target > 0.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        enough = rate(middle) <= target
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    return np.where(helps, np.ceil(pay * high).astype(np.int64), 0)
